import type { Verdict } from './finding.js';
import type { ObjectRef } from './kube.js';

/** One link between an entry point and the process. */
export interface Hop {
  /** Short stable id: `dns`, `tcp`, `tls`, `http`, `endpoints`, `process`. */
  id: string;
  /** What was tried, in words. */
  what: string;
  verdict: Verdict;
  /** What was seen. */
  evidence: string;
  object?: ObjectRef;
  /** What mends it, as a sentence or a command. */
  remedy?: string;
}

/** Hops in the order in which traffic passes them, with the verdict over all. */
export interface Trace {
  verdict: Verdict;
  hops: Hop[];
}

import type { Verdict } from './finding.js';
import type { ObjectRef } from './kube.js';
import type { EntryPoint, Reach } from './plan.js';
import type { Strategy } from './strategy-id.js';

/** One way by which something can be reached from outside: a line of `list`. */
export interface ExposedRow {
  namespace: string;
  /** What is reached, topmost owners; empty when nothing is selected or it was not read. */
  workloads: ObjectRef[];
  strategy: Strategy;
  /** The object that lets the traffic in. */
  via: ObjectRef;
  entryPoints: EntryPoint[];
  reach: Reach;
  /** `yes`: every entry point speaks TLS; `some`; `no`; `-` where nothing tells (TCP and UDP). */
  tls: 'yes' | 'some' | 'no' | '-';
  /** What the objects say; traffic was not tried. */
  verdict: Verdict;
  evidence: string[];
  /** Name of the Exposure that it belongs to; absent when others made it. */
  exposure?: string;
}

/** Everything reachable from outside that the snapshot shows, and what it could not show. */
export interface ExposedList {
  rows: ExposedRow[];
  /** In words: what was not read, so that more may be exposed. */
  gaps: string[];
}

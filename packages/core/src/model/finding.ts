import type { KubeObject, ObjectRef } from './kube.js';

/** How bad a finding is. An `error` stops a plan, a `warning` does not. */
export type Level = 'error' | 'warning' | 'info';

/** Where in the input a finding belongs. Lines and columns count from 1. */
export interface SourceLocation {
  file: string;
  line: number;
  column?: number;
}

/**
 * Something to tell a person: what is wrong, where, and what to do next. The code is stable and never reused; its page is in
 * `checks/catalogue.ts`.
 */
export interface Finding {
  code: string;
  level: Level;
  message: string;
  object?: ObjectRef;
  /** Path of the field, e.g. `spec.ports[0].nodePort`. */
  field?: string;
  location?: SourceLocation;
  /** What to do, as a sentence or a command. */
  remedy?: string;
  /** Manifests that mend it, ready for kubectl or kustomize. */
  offers?: Offer[];
}

/** A manifest offered with a finding. */
export interface Offer {
  /** What it is, e.g. `replacement for Pod shop/web` or `kustomize patch`. */
  title: string;
  /** The object, or the part of it that a patch holds. */
  object: KubeObject;
}

/** An answer that may be unknown. `unknown` is never printed as either of the others. */
export type Verdict = 'ok' | 'broken' | 'unknown';

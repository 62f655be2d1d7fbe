import type { SourceLocation } from './finding.js';
import type { KubeObject } from './kube.js';

/** How completely a resource was read. Only `complete` supports "there is none". */
export type CoverageState = 'complete' | 'forbidden' | 'not-asked' | 'api-absent' | 'error';

/** What is known of one resource in one namespace. */
export interface Coverage {
  /** `plural.group`, as in RBAC and `kubectl api-resources`: `services`, `ingresses.networking.k8s.io`. */
  resource: string;
  /** Absent: the whole cluster. */
  namespace?: string;
  state: CoverageState;
  /** Read by this name only: the state holds for that object. */
  name?: string;
  /** Read with this selector only: the state holds for the objects that it selects. */
  labelSelector?: string;
  /** Why, for `forbidden` (the missing verb) and `error`. */
  reason?: string;
}

/** What the server is and serves; `apis` holds `group/version` → kinds, e.g. `apps/v1` → `Deployment`. */
export interface ServerInfo {
  /** gitVersion, e.g. `v1.37.2`. */
  version: string;
  apis: Record<string, string[]>;
}

/** What is known of a cluster, or of a set of files. Facts about it are pure functions of it. */
export interface Snapshot {
  apiVersion: 'expose-plus.dev/v1alpha1';
  kind: 'Snapshot';
  /** RFC 3339. The only clock of this library. Empty for files. */
  takenAt: string;
  server: ServerInfo | 'unknown';
  /** Namespace used where an object or request names none. */
  namespace: string;
  objects: KubeObject[];
  coverage: Coverage[];
  /** Where each object of `objects` stood in the input, by index; absent when read from a cluster. */
  locations?: (SourceLocation | undefined)[];
}

/** What a verb wants to read. */
export interface Query {
  /** `plural.group`. */
  resource: string;
  apiVersion: string;
  kind: string;
  /** Absent: in all namespaces (or cluster-scoped). */
  namespace?: string;
  /** Read only this object. */
  name?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

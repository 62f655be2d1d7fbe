import type { Coverage, CoverageState, Snapshot } from '../model/snapshot.js';
import { groupOf, type KubeObject } from '../model/kube.js';

/** How completely a resource was read, with the reason when it was not. */
export interface CoverageAnswer {
  state: CoverageState;
  /** Why, for `forbidden` (the missing verb) and `error`. */
  reason?: string;
}

/** A part of a resource that may have been read alone. */
export type CoveragePart = Pick<Coverage, 'name' | 'labelSelector'>;

const explained: readonly CoverageState[] = ['api-absent', 'forbidden', 'error', 'not-asked'];

/**
 * How completely a resource was read in a namespace, or in the whole cluster when none is given. `complete` only when that
 * namespace, or the whole cluster, was read completely; several namespaces never add up to the cluster.
 *
 * @param resource `plural.group` as in RBAC, e.g. `services`, `ingresses.networking.k8s.io`.
 * @param part asks for one object or one selector only: then having read just that suffices.
 */
export function coverageOf(snapshot: Snapshot, resource: string, namespace?: string, part: CoveragePart = {}): CoverageAnswer {
  const rows = snapshot.coverage.filter(
    (row) =>
      row.resource === resource &&
      // What is not served is served nowhere.
      (row.state === 'api-absent' ||
        ((row.namespace === undefined || row.namespace === namespace) &&
          (row.name === undefined || row.name === part.name) &&
          (row.labelSelector === undefined || row.labelSelector === part.labelSelector))),
  );
  if (rows.some((row) => row.state === 'complete')) return { state: 'complete' };
  for (const state of explained) {
    const row = rows.find((candidate) => candidate.state === state);
    if (row) return withReason(row);
  }
  return { state: 'not-asked' };
}

function withReason(row: Coverage): CoverageAnswer {
  return row.reason === undefined ? { state: row.state } : { state: row.state, reason: row.reason };
}

/**
 * Whether "there is none" can be said: the resource was read completely there, or its API is not served at all, so that no such
 * object can exist.
 */
export function canSayNone(snapshot: Snapshot, resource: string, namespace?: string, part: CoveragePart = {}): boolean {
  const { state } = coverageOf(snapshot, resource, namespace, part);
  return state === 'complete' || state === 'api-absent';
}

/** Why "there is none" cannot be said, in words: `services may not be listed (…)`. */
export function describeGap(snapshot: Snapshot, resource: string, namespace?: string, part: CoveragePart = {}): string {
  const { state, reason } = coverageOf(snapshot, resource, namespace, part);
  const what = namespace === undefined ? `${resource} of the whole cluster` : `${resource} in namespace ${namespace}`;
  const because = reason === undefined ? '' : ` (${reason})`;
  switch (state) {
    case 'complete':
      return `${what} were read`;
    case 'forbidden':
      return `${what} may not be listed${because}`;
    case 'error':
      return `${what} could not be read${because}`;
    case 'api-absent':
      return `the cluster does not serve ${resource}`;
    case 'not-asked':
      return `${what} were not read`;
  }
}

const byKind = new WeakMap<readonly KubeObject[], Map<string, KubeObject[]>>();

/**
 * The objects of a kind. The group decides, not the version: an object read in an older version counts.
 *
 * @param group API group; empty for the core group.
 * @param namespace only there; an object that names none counts as standing in the snapshot's namespace.
 */
export function objectsOf(snapshot: Snapshot, group: string, kind: string, namespace?: string): KubeObject[] {
  let index = byKind.get(snapshot.objects);
  if (!index) {
    index = new Map();
    for (const object of snapshot.objects) {
      const key = `${groupOf(object.apiVersion)}/${object.kind}`;
      const bucket = index.get(key);
      if (bucket) bucket.push(object);
      else index.set(key, [object]);
    }
    byKind.set(snapshot.objects, index);
  }
  const found = index.get(`${group}/${kind}`) ?? [];
  return namespace === undefined ? [...found] : found.filter((object) => namespaceOf(snapshot, object) === namespace);
}

/** Namespace of a namespaced object: its own, else that of the snapshot. */
export function namespaceOf(snapshot: Snapshot, object: KubeObject): string {
  return object.metadata.namespace ?? snapshot.namespace;
}

/** Finds one object by kind and name. */
export function findObject(snapshot: Snapshot, group: string, kind: string, name: string, namespace?: string): KubeObject | undefined {
  return objectsOf(snapshot, group, kind, namespace).find((object) => object.metadata.name === name);
}

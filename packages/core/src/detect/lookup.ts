import { groupOf, type KubeObject, type ObjectRef } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';
import { namespaceOf } from './coverage.js';
import { controllerOf, readWorkload, type Workload } from './workload.js';

// Remembered for each snapshot: its namespace is part of the keys.
const indexes = new WeakMap<Snapshot, Map<string, KubeObject>>();

function keyOf(group: string, kind: string, namespace: string, name: string): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

function indexOf(snapshot: Snapshot): Map<string, KubeObject> {
  const known = indexes.get(snapshot);
  if (known) return known;
  const index = new Map<string, KubeObject>();
  for (const object of snapshot.objects) {
    const group = groupOf(object.apiVersion);
    const name = object.metadata.name ?? '';
    index.set(keyOf(group, object.kind, namespaceOf(snapshot, object), name), object);
  }
  indexes.set(snapshot, index);
  return index;
}

/** Finds a namespaced object by its reference, at once however large the snapshot is. The group decides, not the version. */
export function lookup(snapshot: Snapshot, ref: ObjectRef): KubeObject | undefined {
  return indexOf(snapshot).get(keyOf(groupOf(ref.apiVersion), ref.kind, ref.namespace ?? snapshot.namespace, ref.name));
}

/** Where following the owners of an object ended. */
export interface TopOwner {
  /** The topmost object that was read; the object itself when nobody owns it. */
  object: KubeObject;
  /** The topmost object that has a pod template: what a patch must change. */
  workload?: Workload;
  /** An owner that was not read, so that the top is not known for sure. */
  missing?: ObjectRef;
}

/** Follows controlling owners upwards: Pod → ReplicaSet → Deployment → the operator's object. Stops at a loop. */
export function topOwner(snapshot: Snapshot, start: KubeObject): TopOwner {
  let object = start;
  let workload = readWorkload(start);
  const seen = new Set<KubeObject>([start]);
  for (;;) {
    const owner = controllerOf(object);
    const found = { object, ...(workload ? { workload } : {}) };
    if (!owner) return found;
    const namespace = namespaceOf(snapshot, object);
    const ref = { apiVersion: owner.apiVersion, kind: owner.kind, namespace, name: owner.name };
    const next = lookup(snapshot, ref);
    if (!next) return { ...found, missing: ref };
    if (seen.has(next)) return found;
    seen.add(next);
    object = next;
    workload = readWorkload(next) ?? workload;
  }
}

const topOwners = new WeakMap<Snapshot, Map<KubeObject, TopOwner>>();

/** {@link topOwner}, remembered: for walks over many pods. */
export function topOwnerOf(snapshot: Snapshot, object: KubeObject): TopOwner {
  let known = topOwners.get(snapshot);
  if (!known) {
    known = new Map();
    topOwners.set(snapshot, known);
  }
  const remembered = known.get(object);
  if (remembered) return remembered;
  const top = topOwner(snapshot, object);
  known.set(object, top);
  return top;
}

import type { KubeObject } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';
import { records, record, text } from '../detect/read.js';
import { ANNOTATION_PREFIX, FIELD_MANAGER_PREFIX } from './marks.js';

const REVISION = 'deployment.kubernetes.io/revision';
const mended = new WeakMap<Snapshot, Snapshot>();

/**
 * The snapshot with the marks that Deployments have lost. `kubectl rollout undo` replaces a Deployment's annotations by those of the
 * ReplicaSet that it goes back to, which may be older than our patch, and leaves what is outside of the template as we set it. The
 * ReplicaSet of our patch keeps a copy of the mark (k8s.io/kubernetes, deployment_util.go, SetNewReplicaSetAnnotations), and
 * managedFields still name our manager: together they say what to give back. The same snapshot when nothing was lost.
 */
export function withLostMarks(snapshot: Snapshot): Snapshot {
  const known = mended.get(snapshot);
  if (known) return known;
  const lost = new Map(snapshot.objects.flatMap((object) => (lostKeys(object).length > 0 ? [[object, lostKeys(object)]] : [])));
  const result =
    lost.size === 0 ? snapshot : { ...snapshot, objects: snapshot.objects.map((object) => withMarks(snapshot, object, lost.get(object))) };
  mended.set(snapshot, result);
  return result;
}

/** Annotation keys of the Exposures that still own fields of a Deployment which no longer carries their mark. */
function lostKeys({ kind, metadata }: KubeObject): string[] {
  if (kind !== 'Deployment') return [];
  const managers = (metadata.managedFields ?? []).flatMap(({ manager, subresource }) => (subresource === undefined ? (manager ?? []) : []));
  const keys = managers
    .filter((manager) => manager.startsWith(FIELD_MANAGER_PREFIX))
    .map((manager) => `${ANNOTATION_PREFIX}${manager.slice(FIELD_MANAGER_PREFIX.length)}`);
  return [...new Set(keys)].filter((key) => metadata.annotations?.[key] === undefined);
}

function withMarks(snapshot: Snapshot, object: KubeObject, keys: readonly string[] = []): KubeObject {
  if (keys.length === 0) return object;
  const copies = snapshot.objects
    .filter(({ kind, metadata }) => kind === 'ReplicaSet' && isControlledBy(metadata, object))
    .toSorted((a, b) => revisionOf(b) - revisionOf(a));
  const marks = keys.flatMap((key) => {
    const value = copies.map(({ metadata }) => metadata.annotations?.[key]).find((mark) => mark !== undefined);
    return value === undefined ? [] : [[key, value] as const];
  });
  if (marks.length === 0) return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...Object.fromEntries(marks) } } };
}

function isControlledBy({ namespace, ownerReferences }: KubeObject['metadata'], owner: KubeObject): boolean {
  if (namespace !== owner.metadata.namespace) return false;
  return records(ownerReferences).some(
    ({ controller, kind, name, uid }) =>
      controller === true && kind === owner.kind && name === owner.metadata.name && uid === owner.metadata.uid,
  );
}

function revisionOf({ metadata }: KubeObject): number {
  return Number(text(record(metadata.annotations)[REVISION]) ?? 0);
}

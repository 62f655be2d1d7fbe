import { finding } from '../checks/finding.js';
import type { Finding } from '../model/finding.js';
import { refOf, type KubeObject } from '../model/kube.js';
import type { RestoreStep } from '../model/plan.js';
import { parsePath, valueAt, withoutValue, withValue } from './field-path.js';
import { ownersOfField } from './field-owners.js';
import { fieldManager, type PatchMark } from './marks.js';

/** Gives back what a patch of the Exposure that a mark names had taken. */
export function buildRestore(namespace: string, workload: KubeObject, mark: PatchMark): RestoreStep {
  const { resourceVersion, name = '' } = workload.metadata;
  const sets = mark.record?.sets ?? [];
  const takes = mark.record?.takes ?? [];
  return {
    kind: 'restore',
    target: { apiVersion: workload.apiVersion, kind: workload.kind, namespace, name },
    exposure: mark.name,
    manager: fieldManager(mark.name),
    annotation: mark.key,
    sets,
    takes,
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    restored: restoredObject(workload, mark),
  };
}

/** What a restore leaves: fields that the patch had set and that somebody else has set as well since. */
export function staying(workload: KubeObject, { name, record }: PatchMark): Finding[] {
  return (record?.sets ?? []).flatMap((text) => {
    const path = parsePath(text);
    const owners = path ? ownersOfField(workload, path) : [];
    if (!path || owners === 'unknown' || valueAt(workload, path) === undefined) return [];
    const others = [...new Set(owners.map(({ manager }) => manager))].filter((manager) => manager !== fieldManager(name));
    if (others.length === 0) return [];
    const message = `${text} stays: ${others.join(' and ')} has set it as well`;
    return [finding('EP329', { message, object: refOf(workload), field: text })];
  });
}

/** The workload as it is without the patch that a mark tells of. */
export function restoredObject(workload: KubeObject, mark: PatchMark): KubeObject {
  let restored = withoutFields(workload, mark.record?.sets ?? [], fieldManager(mark.name));
  for (const { path: text, old } of mark.record?.takes ?? []) {
    const path = parsePath(text);
    if (path && old !== undefined) restored = withValue(restored, path, old);
  }
  return withoutValue(restored, ['metadata', 'annotations', mark.key]);
}

/** A copy without fields that a manager had set. What somebody else set as well, or took since, stays with them. */
export function withoutFields(object: KubeObject, paths: readonly string[], manager: string): KubeObject {
  let kept = object;
  for (const text of paths) {
    const path = parsePath(text);
    const owners = path ? ownersOfField(object, path) : [];
    if (path && (owners === 'unknown' || owners.every((owner) => owner.manager === manager))) kept = withoutValue(kept, path);
  }
  return kept;
}

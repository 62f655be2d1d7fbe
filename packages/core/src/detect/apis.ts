import type { Snapshot } from '../model/snapshot.js';
import { canSayNone, objectsOf } from './coverage.js';
import type { Known } from './facts.js';
import { dig, records, text } from './read.js';

/** Versions of an API group that the cluster serves with a kind, best first; `unknown` when discovery and CRDs were not read. */
export function servedVersions(snapshot: Snapshot, group: string, kind: string): string[] | 'unknown' {
  if (snapshot.server !== 'unknown') {
    return Object.entries(snapshot.server.apis)
      .filter(([groupVersion, kinds]) => groupVersion.startsWith(`${group}/`) && kinds.includes(kind))
      .map(([groupVersion]) => groupVersion.slice(group.length + 1))
      .toSorted(compareVersions);
  }
  const crd = objectsOf(snapshot, 'apiextensions.k8s.io', 'CustomResourceDefinition').find(
    (object) => dig(object, 'spec', 'group') === group && dig(object, 'spec', 'names', 'kind') === kind,
  );
  if (crd) {
    return records(dig(crd, 'spec', 'versions'))
      .filter((version) => version['served'] !== false)
      .flatMap((version) => text(version['name']) ?? [])
      .toSorted(compareVersions);
  }
  return canSayNone(snapshot, 'customresourcedefinitions.apiextensions.k8s.io') ? [] : 'unknown';
}

/** Whether any kind of an API group is served. */
export function servesGroup(snapshot: Snapshot, group: string): Known {
  if (snapshot.server !== 'unknown') {
    return Object.keys(snapshot.server.apis).some((groupVersion) => groupVersion.startsWith(`${group}/`)) ? 'yes' : 'no';
  }
  const crds = objectsOf(snapshot, 'apiextensions.k8s.io', 'CustomResourceDefinition');
  if (crds.some((object) => dig(object, 'spec', 'group') === group)) return 'yes';
  return canSayNone(snapshot, 'customresourcedefinitions.apiextensions.k8s.io') ? 'no' : 'unknown';
}

/** Whether the groups can be told at all. */
export function knowsApis(snapshot: Snapshot): boolean {
  return snapshot.server !== 'unknown' || canSayNone(snapshot, 'customresourcedefinitions.apiextensions.k8s.io');
}

/**
 * Order of API versions, best first: stable before beta before alpha, then the higher number
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority).
 */
export function compareVersions(a: string, b: string): number {
  const rank = (version: string): [number, number, number] => {
    const match = /^v([0-9]+)(?:(alpha|beta)([0-9]+))?$/.exec(version);
    if (!match) return [-1, 0, 0];
    return [match[2] === undefined ? 2 : match[2] === 'beta' ? 1 : 0, Number(match[1]), Number(match[3] ?? 0)];
  };
  const [left, right] = [rank(a), rank(b)];
  return right[0] - left[0] || right[1] - left[1] || right[2] - left[2] || (a < b ? -1 : a > b ? 1 : 0);
}

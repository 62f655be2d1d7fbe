import type { KubeObject } from '@expose-plus/core';

type Mapping = Record<string, unknown>;

/** Labels that Helm puts on what belongs to a release, and the marks of a live Exposure: contract.md leaves both aside. */
const MARKS = /^(helm\.sh\/chart|app\.kubernetes\.io\/(managed-by|instance)|expose-plus\.dev\/.*)$/;

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cleanMap(key: string, value: unknown): unknown {
  if (!isMapping(value)) return value;
  if (key === 'labels' || key === 'annotations' || key === 'matchLabels' || key === 'selector') {
    const left = Object.entries(value).filter(([name]) => !MARKS.test(name));
    return left.length === 0 ? undefined : Object.fromEntries(left.map(([name, item]) => [name, cleanMap(name, item)]));
  }
  return clean(value);
}

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  if (!isMapping(value)) return value;
  const entries = Object.entries(value)
    .map(([key, item]): [string, unknown] => [key, Array.isArray(item) ? item.map(clean) : cleanMap(key, item)])
    .filter(([, item]) => item !== undefined);
  // The API server fills the protocol of a container port in.
  if ('containerPort' in value && !('protocol' in value)) entries.push(['protocol', 'TCP']);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Objects by kind and name, in a form in which equal ones are deeply equal. Certificates that are made are left out. */
export function normalise(objects: readonly KubeObject[]): Record<string, unknown> {
  const kept = objects.filter(({ kind, type }) => !(kind === 'Secret' && type === 'kubernetes.io/tls'));
  return Object.fromEntries(
    kept.map((object) => [`${object.kind}/${object.metadata.name}`, clean(object)] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

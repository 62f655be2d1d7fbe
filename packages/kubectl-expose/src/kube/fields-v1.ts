import type { ManagedFieldsEntry, PathStep } from '@expose-plus/core';

/** A set of fields as `fieldsV1` writes it (https://pkg.go.dev/k8s.io/apimachinery/pkg/apis/meta/v1#FieldsV1). */
export type FieldsV1 = Record<string, unknown>;

/** Whether a set holds a path itself. Something owned as a whole, such as an atomic list, holds what is below it. */
export function hasField(fields: FieldsV1 | undefined, path: readonly PathStep[]): boolean {
  let at = fields ?? {};
  for (const step of path) {
    const key = keyIn(at, step);
    if (key === undefined) return false;
    at = (at[key] ?? {}) as FieldsV1;
    if (Object.keys(at).length === 0) return true;
  }
  return Object.hasOwn(at, '.');
}

/** A copy of a set with a path added. */
export function withField(fields: FieldsV1, path: readonly PathStep[]): FieldsV1 {
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(fields).length === 0 ? {} : { '.': {}, ...fields };
  const key = keyIn(fields, step) ?? keyOf(step);
  const below = fields[key] as FieldsV1 | undefined;
  // `{}` means the field itself is held: with something below it that is written as `.`
  const start = below !== undefined && Object.keys(below).length === 0 && rest.length > 0 ? { '.': {} } : (below ?? {});
  return { ...fields, [key]: withField(start, rest) };
}

/** How much of a path a set shares: the number of steps from the root. */
export function sharedSteps(fields: FieldsV1 | undefined, path: readonly PathStep[]): number {
  let at = fields ?? {};
  for (const [index, step] of path.entries()) {
    const key = keyIn(at, step);
    if (key === undefined) return index;
    at = (at[key] ?? {}) as FieldsV1;
  }
  return path.length;
}

/** The entries of a manager, subresources aside. */
export function entriesOf(entries: readonly ManagedFieldsEntry[] | undefined, manager: string): ManagedFieldsEntry[] {
  return (entries ?? []).filter((entry) => entry.manager === manager && !entry.subresource);
}

function keyIn(fields: FieldsV1, step: PathStep): string | undefined {
  if (typeof step === 'string') return Object.hasOwn(fields, `f:${step}`) ? `f:${step}` : undefined;
  return Object.keys(fields).find((key) => key.startsWith('k:') && isItem(key.slice(2), step));
}

function isItem(text: string, step: Readonly<Record<string, string | number>>): boolean {
  const keys = JSON.parse(text) as Record<string, unknown>;
  return Object.entries(step).every(([name, value]) => keys[name] === value);
}

function keyOf(step: PathStep): string {
  if (typeof step === 'string') return `f:${step}`;
  const sorted = Object.fromEntries(Object.entries(step).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return `k:${JSON.stringify(sorted)}`;
}

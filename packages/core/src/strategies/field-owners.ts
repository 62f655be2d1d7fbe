import type { KubeObject } from '../model/kube.js';
import { record, records, text } from '../detect/read.js';
import type { PathStep } from './field-path.js';

/** Who owns a field, and how it was set: one manager can own it twice. */
export interface FieldOwner {
  manager: string;
  operation: 'Apply' | 'Update';
}

/** The managers that own a field, subresources aside, sorted; `unknown` when managedFields were not read. */
export function ownersOfField(object: KubeObject, path: readonly PathStep[]): FieldOwner[] | 'unknown' {
  const entries = records(object.metadata.managedFields);
  if (entries.length === 0) return 'unknown';
  const owners = entries.flatMap((entry): FieldOwner[] => {
    const manager = text(entry['manager']);
    const isOwner = manager !== undefined && text(entry['subresource']) === undefined && owns(record(entry['fieldsV1']), path);
    return isOwner ? [{ manager, operation: entry['operation'] === 'Apply' ? 'Apply' : 'Update' }] : [];
  });
  return owners.toSorted((a, b) => (`${a.manager} ${a.operation}` < `${b.manager} ${b.operation}` ? -1 : 1));
}

/** Whether fieldsV1 holds a path, or owns something around it as a whole: a set without members stands for all below. */
function owns(fields: Record<string, unknown>, path: readonly PathStep[]): boolean {
  let at = fields;
  for (const step of path) {
    const key = typeof step === 'string' ? `f:${step}` : findKey(at, step);
    if (key === undefined || !Object.hasOwn(at, key)) return false;
    const next = record(at[key]);
    if (Object.keys(next).length === 0) return true;
    at = next;
  }
  return true;
}

function findKey(fields: Record<string, unknown>, step: Readonly<Record<string, string | number>>): string | undefined {
  return Object.keys(fields).find((key) => {
    if (!key.startsWith('k:')) return false;
    const keys = parse(key.slice(2));
    return Object.entries(step).every(([name, value]) => keys[name] === value);
  });
}

function parse(json: string): Record<string, unknown> {
  try {
    return record(JSON.parse(json));
  } catch {
    return {};
  }
}

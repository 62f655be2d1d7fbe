import { finding, type Exposure, type Finding, type KubeObject, refOf } from '@expose-plus/core';
import { locateField } from '@expose-plus/core/manifests';
import { exposureSchema } from '@expose-plus/core/schema';
import { nearest } from '../args/suggest.js';
import type { Placed } from './manifests.js';

/** One thing that the schema has against a value. */
interface Issue {
  path: readonly (string | number)[];
  message: string;
  remedy?: string;
}

/** Checks a value against the schema of Exposure. */
export function exposureIssues(value: unknown): Issue[] {
  const result = exposureSchema.safeParse(value);
  return result.success ? [] : result.error.issues.flatMap((issue) => toIssues(issue as RawIssue));
}

/** The parts of zod's issues that are looked at. */
interface RawIssue {
  code: string;
  path: (string | number)[];
  message: string;
  keys?: string[];
  values?: unknown[];
  errors?: RawIssue[][];
  expected?: string;
}

function toIssues(issue: RawIssue): Issue[] {
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => {
      const near = nearest(key, knownKeys(issue.path));
      return { path: [...issue.path, key], message: `unknown field "${key}"`, ...(near === undefined ? {} : { remedy: `Write ${near}.` }) };
    });
  }
  if (issue.code === 'invalid_union') {
    const branches = (issue.errors ?? []).filter((branch) => branch.some((each) => each.code !== 'invalid_type' || each.path.length > 0));
    const [only] = branches;
    if (only && branches.length === 1) return only.flatMap((each) => toIssues({ ...each, path: [...issue.path, ...each.path] }));
    return [{ path: issue.path, message: 'has a type that does not fit' }];
  }
  if (issue.code === 'invalid_value') return [{ path: issue.path, message: `must be ${(issue.values ?? []).join(', ').replace(/, ([^,]*)$/, ' or $1')}` }];
  if (issue.code === 'invalid_type') return [{ path: issue.path, message: `must be a ${issue.expected === 'record' ? 'map' : issue.expected}` }];
  return [{ path: issue.path, message: issue.message }];
}

/** Keys that the schema knows at a path. */
function knownKeys(path: readonly (string | number)[]): string[] {
  let schema: unknown = exposureSchema;
  for (const part of path) schema = typeof part === 'number' ? inner(schema, 'element') : shapeOf(schema)[part];
  return Object.keys(shapeOf(schema));
}

function inner(schema: unknown, key: string): unknown {
  return unwrap(schema)[key];
}

function shapeOf(schema: unknown): Record<string, unknown> {
  const { shape } = unwrap(schema);
  return typeof shape === 'object' && shape !== null ? (shape as Record<string, unknown>) : {};
}

/** Through `optional()` and `default()`, which wrap a schema. */
function unwrap(schema: unknown): Record<string, unknown> {
  let current = schema as { unwrap?: () => unknown; shape?: unknown; element?: unknown };
  while (current && current.shape === undefined && current.element === undefined && typeof current.unwrap === 'function') current = current.unwrap() as typeof current;
  return (current ?? {}) as Record<string, unknown>;
}

/** `spec.ports[0].port`. */
export function fieldPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`), '');
}

/** An Exposure of a file, or what is wrong with it, by field and line. */
export function checkExposure(placed: Placed<KubeObject>, texts: ReadonlyMap<string, string>): { exposure: Exposure } | { findings: Finding[] } {
  const issues = exposureIssues(placed.object);
  if (issues.length === 0) return { exposure: placed.object as unknown as Exposure };
  const text = texts.get(placed.location.file === 'stdin' ? '-' : placed.location.file);
  return {
    findings: issues.map(({ path, message, remedy }) =>
      finding('EP190', {
        message: `${fieldPath(path) || 'the Exposure'}: ${message}`,
        object: refOf(placed.object),
        ...(path.length > 0 ? { field: fieldPath(path) } : {}),
        location: text === undefined ? placed.location : locateField(text, placed.location, [...path]),
        ...(remedy === undefined ? {} : { remedy }),
      }),
    ),
  };
}

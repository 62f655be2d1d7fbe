import type { EncodedRoute } from '../detect/facts.js';
import { record } from '../detect/read.js';
import type { KubeObject } from '../model/kube.js';
import { besideName } from '../strategies/names.js';
import type { Dialect, DialectPart, RouteRequest } from './dialect.js';

/** Name of a route that was not named. */
export const UNNAMED = 'route';

type Fields = Record<string, unknown>;

/** Where rows write: the route, its rules, the Service, and the parts, which are made when the first row writes into them. */
export interface Places {
  annotation: (on: string, key: string, text: string) => void;
  field: (on: string, path: string, value: unknown) => void;
  /** Puts the parts that were made into the route, in the order of the dialect, with what links them. */
  finish: () => void;
}

/** Places of a route that is being written. */
export function placesOf(dialect: Dialect, request: RouteRequest, out: EncodedRoute): Places {
  const made = new Map<string, Fields>();
  const partOf = (id: string): Fields => {
    const part = dialect.parts?.find((candidate) => candidate.id === id);
    if (!part) throw new Error(`dialect ${dialect.id} has no part ${id}`);
    const content = made.get(id) ?? newPart(dialect, part, request);
    made.set(id, content);
    return content;
  };
  return {
    annotation: (on, key, text) => {
      if (on === 'route') out.annotations[key] = text;
      else if (on === 'service') out.serviceAnnotations[key] = text;
      else setAt(partOf(on), ['metadata', 'annotations', key], text);
    },
    field: (on, path, value) => {
      const keys = path.split('.');
      // A copy for each place: further rows may add to it.
      if (on === 'route') setAt(out.fields, keys, fill(value, {}));
      else if (on === 'rule') for (const rule of out.paths) setAt(rule.fields, keys, fill(value, {}));
      else setAt(partOf(on), keys, fill(value, {}));
    },
    finish: () => {
      for (const part of dialect.parts ?? []) {
        const content = made.get(part.id);
        if (content) place(dialect, part, request, out, content);
      }
    },
  };
}

/** Sets a value in nested objects and lists, which are made on the way; a map is added to one that is there. */
export function setAt(target: Fields, keys: readonly string[], value: unknown): void {
  let at = target;
  for (const [index, key] of keys.slice(0, -1).entries()) at = (at[key] ??= /^[0-9]+$/.test(keys[index + 1] ?? '') ? [] : {}) as Fields;
  const last = keys.at(-1) ?? '';
  at[last] = isMap(at[last]) && isMap(value) ? { ...at[last], ...value } : value;
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function newPart(dialect: Dialect, part: DialectPart, request: RouteRequest): Fields {
  const base = fill(part.base ?? {}, wordsOf(dialect, part, request));
  if (!part.object) return base;
  const { apiVersion, kind } = part.object;
  const namespace = request.namespace === undefined ? {} : { namespace: request.namespace };
  const metadata = { name: partName(part, request), ...namespace, ...record(base['metadata']) };
  return { apiVersion, kind, ...base, metadata };
}

/** Name of the object of a part. */
export function partName({ object }: DialectPart, { name = UNNAMED }: RouteRequest): string {
  return besideName(name, object?.suffix ?? '');
}

function place(dialect: Dialect, part: DialectPart, request: RouteRequest, out: EncodedRoute, content: Fields): void {
  const { list, link, object } = part;
  if (object) out.objects.push(content as unknown as KubeObject);
  else if (list !== undefined) append(out, list, content);
  if (!link) return;
  const words = wordsOf(dialect, part, request);
  if ('list' in link) {
    append(out, link.list, fill(link.item, words));
    return;
  }
  if ('field' in link) {
    for (const { fields } of out.paths) setAt(fields, link.field.split('.'), fill(link.text, words));
    return;
  }
  const annotations = link.on === 'service' ? out.serviceAnnotations : out.annotations;
  const before = annotations[link.annotation];
  const text = fill(link.text, words);
  annotations[link.annotation] = before === undefined ? text : `${before},${text}`;
}

/** Adds an entry to a list of each rule; `spec.`-like paths are followed. */
function append(out: EncodedRoute, list: string, entry: Fields): void {
  const keys = list.split('.');
  for (const { fields } of out.paths) {
    const before = keys.reduce<unknown>((at, key) => record(at)[key], fields);
    setAt(fields, keys, [...(Array.isArray(before) ? (before as unknown[]) : []), fill(entry, {})]);
  }
}

/** What stands for the words in braces of `base` and `link`. */
export function wordsOf(dialect: Dialect, part: DialectPart, request: RouteRequest): Readonly<Record<string, string>> {
  return {
    name: partName(part, request),
    namespace: request.namespace ?? '',
    route: request.name ?? UNNAMED,
    kind: dialect.carrier,
    service: request.service?.name ?? '',
    port: String(request.service?.port ?? 80),
  };
}

/** Puts words into every text of a value. */
export function fill<T>(value: T, words: Readonly<Record<string, string>>): T;
export function fill(value: unknown, words: Readonly<Record<string, string>>): unknown {
  if (value === '{port}' && words['port'] !== undefined) return Number(words['port']);
  if (typeof value === 'string') return value.replaceAll(/\{([a-z]+)\}/g, (whole, word: string) => words[word] ?? whole);
  if (Array.isArray(value)) return value.map((entry) => fill(entry as unknown, words));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fill(entry as unknown, words)]));
}

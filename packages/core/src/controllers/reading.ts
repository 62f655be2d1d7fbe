import { finding } from '../checks/finding.js';
import { dig, list, record, records, textMap } from '../detect/read.js';
import type { Finding } from '../model/finding.js';
import type { KubeObject } from '../model/kube.js';
import type { CarriedRoute } from './carriers/carrier.js';
import type { Dialect, DialectPart, RouteOption, RouteRequest } from './dialect.js';
import { fill, setAt, wordsOf } from './parts.js';
import type { ControllerRow } from './row.js';

type Fields = Record<string, unknown>;

/** Something that rows are read from: what they take is taken out, so that the rest can be reported. */
export interface Source {
  annotations: Map<string, string>;
  /** As they were before anything was taken. */
  whole: ReadonlyMap<string, string>;
  /** Several for rules: a word counts when all have it alike. */
  fields: Fields[];
}

/** A route that is being read. */
export interface RouteReading {
  row: ControllerRow;
  dialect: Dialect;
  route: KubeObject;
  carried: CarriedRoute;
  /** By what rows have in `on`. A part that the route does not have is missing. */
  sources: Map<string, Source>;
  values: Map<RouteOption, unknown>;
  findings: Finding[];
  /** Objects beside the route that were read as parts. */
  used: Set<KubeObject>;
}

/** What a route and its objects say, before anything is read. */
export function startReading(
  row: ControllerRow,
  dialect: Dialect,
  route: KubeObject,
  carried: CarriedRoute,
  service: KubeObject | undefined,
  objects: readonly KubeObject[],
): RouteReading {
  const reading: RouteReading = {
    row,
    dialect,
    route,
    carried,
    sources: new Map([
      ['route', sourceOf(annotationsOf(route), [copy(carried.fields)])],
      [
        'rule',
        sourceOf(
          new Map(),
          carried.paths.map(({ fields }) => copy(fields)),
        ),
      ],
      ['service', sourceOf(annotationsOf(service), [])],
    ]),
    values: new Map(),
    findings: [...carried.findings],
    used: new Set(),
  };
  for (const part of dialect.parts ?? []) findPart(reading, part, service, objects);
  return reading;
}

function sourceOf(annotations: Map<string, string>, fields: Fields[]): Source {
  return { annotations, whole: new Map(annotations), fields };
}

function annotationsOf(object: KubeObject | undefined): Map<string, string> {
  return new Map(Object.entries(textMap(object?.metadata.annotations)));
}

function copy(fields: Fields): Fields {
  return fill(fields, {});
}

function findPart(reading: RouteReading, part: DialectPart, service: KubeObject | undefined, objects: readonly KubeObject[]): void {
  const { dialect, route, sources } = reading;
  const request = requestFor(route, reading.carried, service);
  if (!part.object) {
    takeEntries(reading, part, wordsOf(dialect, part, request));
    return;
  }
  const { apiVersion, kind } = part.object;
  const group = apiVersion.slice(0, apiVersion.lastIndexOf('/') + 1);
  for (const object of objects) {
    const isSame = object.kind === kind && object.apiVersion.startsWith(group) && object.metadata.namespace === route.metadata.namespace;
    if (!isSame || reading.used.has(object)) continue;
    const words = { ...wordsOf(dialect, part, request), name: object.metadata.name ?? '', namespace: object.metadata.namespace ?? '' };
    const content = copy(object);
    for (const key of ['apiVersion', 'kind', 'status']) delete content[key];
    const annotations = new Map(Object.entries(textMap(dig(content, 'metadata', 'annotations'))));
    if (!remove(content, fill(part.base ?? {}, words), annotations) || !saysSomething(reading, part.id, content, annotations)) continue;
    if (!takeLink(reading, part, words)) continue;
    delete content['metadata'];
    sources.set(part.id, sourceOf(annotations, [content]));
    reading.used.add(object);
    return;
  }
}

/** What placeholders of parts stand for, as far as a live route tells. */
function requestFor(route: KubeObject, { paths }: CarriedRoute, service: KubeObject | undefined): RouteRequest {
  const { name, namespace } = route.metadata;
  const port = paths[0]?.backend?.port;
  const behind = service?.metadata.name ?? paths[0]?.backend?.name;
  return {
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(behind === undefined ? {} : { service: { name: behind, port: typeof port === 'number' ? port : 0 } }),
    hosts: [],
    paths: [],
  };
}

/** Takes the fixed content out; false when it is not all there. Annotations are in their own map. */
function remove(content: Fields, base: Fields, annotations: Map<string, string>): boolean {
  const leaves = leavesOf(base);
  const isThere = ({ keys, value }: Leaf): boolean =>
    keys[0] === 'metadata'
      ? keys[1] !== 'annotations' || annotations.get(keys[2] ?? '') === value
      : JSON.stringify(dig(content, ...keys)) === JSON.stringify(value);
  if (!leaves.every(isThere)) return false;
  for (const { keys } of leaves) {
    if (keys[0] === 'metadata') annotations.delete(keys[2] ?? '');
    else takeAt(content, keys);
  }
  return true;
}

interface Leaf {
  keys: string[];
  value: unknown;
}

/** Every text, number, switch or list in nested maps, with its path. */
export function leavesOf(value: unknown, keys: string[] = []): Leaf[] {
  const inner = record(value);
  const isLeaf =
    typeof value !== 'object' || value === null || Array.isArray(value) || (keys.length > 0 && Object.keys(inner).length === 0);
  if (isLeaf) return [{ keys, value }];
  return Object.entries(inner).flatMap(([key, entry]) => leavesOf(entry, [...keys, key]));
}

/** Whether a row of the part finds its word. */
function saysSomething({ dialect }: RouteReading, id: string, content: Fields, annotations: ReadonlyMap<string, string>): boolean {
  return dialect.options.some(
    ({ on, annotation, field }) =>
      on === id &&
      ((annotation !== undefined && annotations.has(annotation)) ||
        (field !== undefined && dig(content, ...field.split('.')) !== undefined)),
  );
}

/** Takes the link to an object out of the route; false when the route does not have it. */
function takeLink(reading: RouteReading, { link }: DialectPart, words: Readonly<Record<string, string>>): boolean {
  if (!link) return true;
  if ('list' in link) {
    const item = JSON.stringify(fill(link.item, words));
    const rules = reading.sources.get('rule')?.fields ?? [];
    if (rules.length === 0 || !rules.every((rule) => entriesAt(rule, link.list).some((entry) => JSON.stringify(entry) === item)))
      return false;
    for (const rule of rules)
      setEntries(
        rule,
        link.list,
        entriesAt(rule, link.list).filter((entry) => JSON.stringify(entry) !== item),
      );
    return true;
  }
  if ('field' in link) {
    const rules = reading.sources.get('rule');
    if (!rules || peekField(rules, link.field) !== fill(link.text, words)) return false;
    takeField(rules, link.field);
    return true;
  }
  const source = reading.sources.get(link.on ?? 'route');
  const texts = (source?.annotations.get(link.annotation) ?? '').split(',').map((text) => text.trim());
  const text = fill(link.text, words);
  if (!texts.includes(text)) return false;
  const rest = texts.filter((other) => other !== text);
  if (rest.length === 0) source?.annotations.delete(link.annotation);
  else source?.annotations.set(link.annotation, rest.join(','));
  return true;
}

function entriesAt(rule: Fields, path: string): unknown[] {
  return list(dig(rule, ...path.split('.')));
}

function setEntries(rule: Fields, path: string, entries: unknown[]): void {
  if (entries.length === 0) takeAt(rule, path.split('.'));
  else setAt(rule, path.split('.'), entries);
}

/** An entry in a list of each rule: taken when every rule has it. */
function takeEntries(reading: RouteReading, part: DialectPart, words: Readonly<Record<string, string>>): void {
  const path = part.list ?? '';
  const rules = reading.sources.get('rule')?.fields ?? [];
  const base = fill(part.base ?? {}, words);
  const taken = rules.map((rule) =>
    records(entriesAt(rule, path)).find((entry) => {
      const content = copy(entry);
      return remove(content, base, new Map()) && saysSomething(reading, part.id, content, new Map());
    }),
  );
  if (taken.length === 0 || taken.includes(undefined)) return;
  const fields = taken.map((entry) => copy(record(entry)));
  for (const content of fields) remove(content, base, new Map());
  for (const [index, rule] of rules.entries())
    setEntries(
      rule,
      path,
      entriesAt(rule, path).filter((entry) => entry !== taken[index]),
    );
  reading.sources.set(part.id, sourceOf(new Map(), fields));
}

/** The field of a source when all that it has say the same. */
export function peekField({ fields }: Source, path: string): unknown {
  const values = fields.map((content) => dig(content, ...path.split('.')));
  const [first] = values;
  return values.every((value) => JSON.stringify(value) === JSON.stringify(first)) ? first : undefined;
}

/** Takes a field out of a source. */
export function takeField({ fields }: Source, path: string): void {
  for (const content of fields) takeAt(content, path.split('.'));
}

/** Takes a value out of nested maps and lists, and those that become empty. */
function takeAt(content: Fields, keys: readonly string[]): void {
  const [key = '', ...rest] = keys;
  const inner = content[key];
  if (rest.length === 0) delete content[key];
  else if (typeof inner === 'object' && inner !== null) {
    takeAt(inner as Fields, rest);
    if (Object.keys(inner).length === 0) delete content[key];
  }
}

/** Reports a difference between rules: each has the field, not with the same value. */
export function reportDifferences(reading: RouteReading, who: string): void {
  const rules = reading.sources.get('rule')?.fields ?? [];
  const said = new Set(rules.flatMap((rule) => leavesOf(rule).map(({ keys }) => keys.join('.'))));
  for (const path of said) {
    const texts = [...new Set(rules.map((rule) => JSON.stringify(dig(rule, ...path.split('.'))) ?? 'nothing'))];
    const message = `${path} of a rule of ${who} ${texts.length > 1 ? `is ${texts.join(' or ')}` : `says ${texts[0] ?? ''}`}`;
    reading.findings.push(finding(texts.length > 1 ? 'EP385' : 'EP381', { message }));
  }
}

/** A manifest as plain data. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
  [field: string]: unknown;
}

/** One difference. */
export interface Difference {
  kind: 'lost' | 'changed' | 'added';
  /** `Kind/name` of the input, for what was added of the chart. */
  object: string;
  path: string;
  was?: unknown;
  is?: unknown;
}

/** What became of a set of manifests. Fields are leaves: values that are no map and no list, and empty ones. */
export interface Measure {
  objects: number;
  fields: number;
  lost: number;
  changed: number;
  added: number;
  differences: Difference[];
}

/** Labels that Helm's conventions put on everything of a release. What adds them is no difference. */
const CONVENTIONAL = /(^|\.)(helm\.sh\/chart|app\.kubernetes\.io\/(name|instance|version|managed-by|component|part-of))$/;
/** Those of them whose value is the release's business. */
const HELMS_OWN = /(^|\.)(helm\.sh\/chart|app\.kubernetes\.io\/(instance|managed-by))$/;

type Leaves = Map<string, unknown>;

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Items of a list are told apart by their name where each has one of its own, as the API server does. */
function keysOf(list: readonly unknown[]): string[] {
  const names = list.map((item) => (isMap(item) && typeof item['name'] === 'string' ? item['name'] : undefined));
  const isNamed = names.every((name) => name !== undefined) && new Set(names).size === names.length;
  return list.map((_, index) => (isNamed ? `[${names[index]}]` : `[${index}]`));
}

/** Leaves of a value by path. `rename` maps every text. */
function leavesOf(value: unknown, rename: (text: string) => string, path = '', out: Leaves = new Map()): Leaves {
  if (Array.isArray(value) && value.length > 0) {
    const keys = keysOf(
      value.map((item: unknown) => (isMap(item) && typeof item['name'] === 'string' ? { ...item, name: rename(item['name']) } : item)),
    );
    for (const [index, item] of value.entries()) leavesOf(item, rename, `${path}${keys[index]}`, out);
  } else if (isMap(value) && Object.keys(value).length > 0) {
    for (const [key, item] of Object.entries(value)) leavesOf(item, rename, path === '' ? key : `${path}.${key}`, out);
  } else out.set(path, typeof value === 'string' ? rename(value) : value);
  return out;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const identity = (text: string): string => text;
const label = ({ kind, metadata }: Manifest): string => `${kind}/${metadata.name}`;

/** Finds for each object of the input the rendered one: of the same kind, whose name ends with its own, else the most alike. */
function match(input: readonly Manifest[], rendered: readonly Manifest[]): Map<Manifest, Manifest> {
  const left = new Set(rendered);
  const pairs = new Map<Manifest, Manifest>();
  const take = (object: Manifest, found: Manifest | undefined): void => {
    if (!found) return;
    pairs.set(object, found);
    left.delete(found);
  };
  const ofKind = (object: Manifest): Manifest[] =>
    [...left].filter(({ kind, apiVersion }) => kind === object.kind && apiVersion === object.apiVersion);
  const endsAlike = (object: Manifest) => (candidate: Manifest) =>
    candidate.metadata.name === object.metadata.name || candidate.metadata.name.endsWith(`-${object.metadata.name}`);
  // The longest names first: `web-db` also ends with `db`.
  for (const object of input.toSorted((a, b) => b.metadata.name.length - a.metadata.name.length)) {
    const candidates = ofKind(object).filter(endsAlike(object));
    take(
      object,
      candidates.toSorted((a, b) => likeness(object, b) - likeness(object, a) || a.metadata.name.length - b.metadata.name.length)[0],
    );
  }
  for (const object of input) {
    if (pairs.has(object)) continue;
    take(object, ofKind(object).toSorted((a, b) => likeness(object, b) - likeness(object, a))[0]);
  }
  return pairs;
}

function likeness(a: Manifest, b: Manifest): number {
  const leaves = leavesOf(b, identity);
  return [...leavesOf(a, identity)].filter(([path, value]) => same(leaves.get(path), value)).length;
}

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** Gives texts the names of the input back, wherever a rendered name occurs in them. */
function renamer(pairs: ReadonlyMap<Manifest, Manifest>): (text: string) => string {
  const names = new Map([...pairs].map(([object, found]) => [found.metadata.name, object.metadata.name]));
  const changed = [...names].filter(([now, was]) => now !== was).toSorted(([a], [b]) => b.length - a.length);
  if (changed.length === 0) return identity;
  const pattern = new RegExp(changed.map(([now]) => `(?<![\\w-])${escape(now)}(?![\\w])`).join('|'), 'g');
  return (text) => text.replaceAll(pattern, (found) => names.get(found) ?? found);
}

/** An empty map of labels that now holds Helm's. */
function isFilledByHelm(path: string, value: unknown, is: Leaves): boolean {
  const inside = [...is.keys()].filter((key) => key.startsWith(`${path}.`));
  return isMap(value) && inside.length > 0 && inside.every((key) => CONVENTIONAL.test(key));
}

/**
 * Compares the objects of an input with those of a rendered chart, leaf by leaf. Names that the chart gives are the input's own when
 * they are so everywhere; Helm's labels are left aside.
 */
export function measure(input: readonly Manifest[], rendered: readonly Manifest[]): Measure {
  const pairs = match(input, rendered);
  const rename = renamer(pairs);
  const differences: Difference[] = [];
  let fields = 0;
  for (const object of input) {
    const was = leavesOf(object, identity);
    fields += was.size;
    const found = pairs.get(object);
    const is = found ? leavesOf(found, rename) : new Map<string, unknown>();
    for (const [path, value] of was) {
      if (HELMS_OWN.test(path) || isFilledByHelm(path, value, is)) continue;
      if (!is.has(path)) differences.push({ kind: 'lost', object: label(object), path, was: value });
      else if (!same(is.get(path), value)) differences.push({ kind: 'changed', object: label(object), path, was: value, is: is.get(path) });
    }
    // An empty map or list that is now filled counts as what was added to it.
    for (const [path, value] of is)
      if (!was.has(path) && !CONVENTIONAL.test(path)) differences.push({ kind: 'added', object: label(object), path, is: value });
  }
  const known = new Set(pairs.values());
  for (const object of rendered) if (!known.has(object)) differences.push({ kind: 'added', object: label(object), path: '' });
  const count = (kind: Difference['kind']): number => differences.filter((difference) => difference.kind === kind).length;
  return { objects: input.length, fields, lost: count('lost'), changed: count('changed'), added: count('added'), differences };
}

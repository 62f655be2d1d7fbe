/**
 * Paths of fields, written as the API server writes them in conflicts of server-side apply:
 * `spec.template.spec.containers[name="app"].ports[containerPort=8080,protocol="TCP"].hostPort`.
 */

/** A field of a map, or the item of a list that has these keys. */
export type PathStep = string | Readonly<Record<string, string | number>>;

/** The keys by which the API server tells the items of a pod template's lists apart. */
const listKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ports: ['containerPort', 'protocol'],
};

type Fields = Record<string, unknown>;

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The keys of an item; the protocol of a port that names none is TCP. `undefined` for lists whose items have no keys. */
export function itemKeys(list: string, item: unknown): Record<string, string | number> | undefined {
  const names = listKeys[list];
  if (!names || !isMap(item)) return undefined;
  const keys: Record<string, string | number> = {};
  for (const name of names) {
    const value = item[name] ?? (name === 'protocol' ? 'TCP' : undefined);
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    keys[name] = value;
  }
  return keys;
}

/** Writes a path. */
export function formatPath(path: readonly PathStep[]): string {
  let out = '';
  for (const step of path) {
    if (typeof step !== 'string') {
      const keys = Object.entries(step).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
      out += `[${keys.join(',')}]`;
    } else if (/^[A-Za-z0-9_-]+$/.test(step)) out += out === '' ? step : `.${step}`;
    else out += `[${JSON.stringify(step)}]`;
  }
  return out;
}

const token = /\.?([A-Za-z0-9_-]+)|\[("(?:[^"\\]|\\.)*")\]|\[((?:[A-Za-z0-9_-]+=(?:"(?:[^"\\]|\\.)*"|-?[0-9]+),?)+)\]/y;
const keyValue = /([A-Za-z0-9_-]+)=("(?:[^"\\]|\\.)*"|-?[0-9]+),?/y;

/** Reads a path; `undefined` when it is none. */
export function parsePath(text: string): PathStep[] | undefined {
  const steps: PathStep[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (!match) return undefined;
    const [, name, quoted, keys] = match;
    const step = name ?? (quoted === undefined ? parseKeys(keys ?? '') : (JSON.parse(quoted) as string));
    if (step === undefined) return undefined;
    steps.push(step);
  }
  return steps;
}

function parseKeys(text: string): Record<string, string | number> | undefined {
  const keys: Record<string, string | number> = {};
  keyValue.lastIndex = 0;
  while (keyValue.lastIndex < text.length) {
    const match = keyValue.exec(text);
    if (!match) return undefined;
    keys[match[1] ?? ''] = JSON.parse(match[2] ?? '""') as string | number;
  }
  return keys;
}

/** The leaves of an apply body with their paths; the keys of list items belong to the path and are no leaves. */
export function leavesOf(body: unknown, at: readonly PathStep[] = []): { path: PathStep[]; value: unknown }[] {
  if (!isMap(body)) return [{ path: [...at], value: body }];
  const last = at.at(-1);
  const keys = typeof last === 'object' ? Object.keys(last) : [];
  return Object.entries(body).flatMap(([name, value]) => {
    if (keys.includes(name)) return [];
    if (!Array.isArray(value)) return leavesOf(value, [...at, name]);
    const items = value.map((item) => ({ item, step: itemKeys(name, item) }));
    if (items.some(({ step }) => step === undefined)) return [{ path: [...at, name], value }];
    return items.flatMap(({ item, step }) => leavesOf(item, [...at, name, step ?? {}]));
  });
}

function findItem(list: unknown, name: string, wanted: Readonly<Record<string, string | number>>): number {
  if (!Array.isArray(list)) return -1;
  return list.findIndex((item) => {
    const keys = itemKeys(name, item);
    return keys !== undefined && Object.entries(wanted).every(([key, value]) => keys[key] === value);
  });
}

/** The value at a path; `undefined` when there is none. */
export function valueAt(object: unknown, path: readonly PathStep[]): unknown {
  let at = object;
  let name = '';
  for (const step of path) {
    if (typeof step === 'string') {
      at = isMap(at) ? at[step] : undefined;
      name = step;
    } else at = Array.isArray(at) ? at[findItem(at, name, step)] : undefined;
  }
  return at;
}

/** A copy with the value set at a path; maps and list items on the way are made. */
export function withValue<T>(object: T, path: readonly PathStep[], value: unknown): T {
  return place(object, path, '', () => value) as T;
}

/** A copy without the value at a path. Maps and lists that become empty by it go as well. */
export function withoutValue<T>(object: T, path: readonly PathStep[]): T {
  return place(object, path, '', () => undefined) as T;
}

/** Sets what `make` gives at a path; `undefined` removes, and then nothing is made on the way. */
function place(object: unknown, path: readonly PathStep[], name: string, make: () => unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return make();
  const isRemoval = make() === undefined;
  if (typeof step === 'string') {
    const map = isMap(object) ? object : {};
    if (isRemoval && map[step] === undefined) return object;
    const value = place(map[step], rest, step, make);
    if (value !== undefined) return { ...map, [step]: value };
    const { [step]: _, ...kept } = map;
    return Object.keys(kept).length === 0 ? undefined : kept;
  }
  const list = Array.isArray(object) ? object : [];
  const index = findItem(list, name, step);
  if (index < 0) return isRemoval ? object : [...list, place({ ...step }, rest, '', make)];
  const value = place(list[index], rest, '', make);
  if (value === undefined) return list.length === 1 ? undefined : list.toSpliced(index, 1);
  // The keys of an item that something is set in stand there in full, as after server-side apply.
  return list.with(index, isRemoval ? value : { ...step, ...(value as Fields) });
}

/** A copy of an object with an apply body merged in, as server-side apply does for one manager. */
export function mergeBody<T>(object: T, body: unknown): T {
  let merged = object;
  for (const { path, value } of leavesOf(body)) merged = withValue(merged, path, value);
  return merged;
}

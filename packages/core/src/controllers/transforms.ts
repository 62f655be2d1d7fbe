import { record, records, text as textIn } from '../detect/read.js';
import { isListOption, textOf, valueOfText } from './text.js';
import { fromOriginRegex, originRegex } from './origins.js';
import { durationMs, durationOf, fromNginxSize, nginxSize, quantityOf, sizeBytes } from './units.js';

/** The text, and for fields the value where it is not a text; or why the value has none in this unit. */
export type Transformed = { text: string; value?: unknown; note?: string } | { error: string };

type Values = Readonly<Record<string, string>>;

interface Transform {
  apply: (value: unknown, values: Values) => Transformed;
  /** The neutral value of what `apply` wrote, a text or what stands in a field; `undefined` for what it never writes. */
  invert: (raw: unknown, option: string, values: Values) => unknown;
  /** What it leaves in a field that several options share; default nothing. */
  rest?: (raw: unknown) => Readonly<Record<string, unknown>>;
}

/**
 * The closed list of transforms from a neutral value to the text of an annotation or the value of a field. The chart's templates
 * implement the same list; test/transforms/cases.yaml is the table of cases that both must meet.
 */
const TRANSFORMS = {
  /** As it is; a list as a text by commas. */
  raw: {
    apply: (value) => ({ text: textOf(value), value }),
    invert: (raw, option) => (typeof raw === 'string' ? valueOfText(option, raw) : raw),
  },
  string: {
    apply: (value) => ({ text: textOf(value) }),
    invert: (raw, option) => (typeof raw === 'string' ? valueOfText(option, raw) : undefined),
  },
  bool: {
    apply: (value) => ({ text: value === true ? 'true' : 'false', value: value === true }),
    invert: (raw) => ({ true: true, false: false })[String(raw)],
  },
  integer: {
    apply: (value) =>
      /^[0-9]+$/.test(String(value)) ? { text: String(value), value: Number(value) } : { error: `${String(value)} is not a number` },
    invert: (raw) => (/^[0-9]+$/.test(String(raw)) ? Number(raw) : undefined),
  },
  milliseconds: wholeUnits('milliseconds', 1, 'ms'),
  seconds: wholeUnits('seconds', 1000, 's'),
  minutes: wholeUnits('minutes', 60_000, 'm'),
  goDuration: {
    apply: (value) =>
      durationMs(String(value)) === undefined ? { error: `${String(value)} is not a duration such as 60s` } : { text: String(value) },
    invert: (raw) => (durationMs(String(raw)) === undefined ? undefined : String(raw)),
  },
  /** One number and one unit, as HAProxy and others read it: `90s`, `1500ms`. */
  oneUnitDuration: { apply: (value) => oneUnit(String(value)), invert: (raw) => fromOneUnit(String(raw)) },
  nginxSize: {
    apply: (value) => {
      const text = nginxSize(String(value));
      return text === undefined ? { error: `${String(value)} is not a size such as 20Mi` } : { text };
    },
    invert: (raw) => fromNginxSize(String(raw)),
  },
  /** Bytes, as a number. */
  bytes: {
    apply: (value) => {
      const bytes = sizeBytes(String(value));
      return bytes === undefined ? { error: `${String(value)} is not a size such as 20Mi` } : { text: String(bytes), value: bytes };
    },
    invert: (raw) => (/^[0-9]+$/.test(String(raw)) ? quantityOf(Number(raw)) : undefined),
  },
  joinComma: {
    apply: (value) => ({ text: (Array.isArray(value) ? value : [value]).map(String).join(',') }),
    invert: (raw, option) => (typeof raw === 'string' ? valueOfText(option, raw) : undefined),
  },
  /** Behind the namespace of the route, which stands in braces until it is known. */
  namespaced: {
    apply: (value) => ({ text: `{namespace}/${String(value)}` }),
    invert: (raw) => /^\{namespace\}\/(.+)$/.exec(String(raw))?.[1],
  },
  /** A list, also of a single value. */
  list: { apply: (value) => listOf(value, (entry) => entry), invert: (raw, option) => fromList(raw, option, (entry) => entry) },
  /** A list of `{ exact: text }`, as Istio matches texts; `*` is the expression `.*`. */
  exactList: {
    apply: (value) => listOf(value, (entry) => (entry === '*' ? { regex: '.*' } : { exact: entry })),
    invert: (raw, option) => fromList(raw, option, (entry) => (record(entry)['regex'] === '.*' ? '*' : textIn(record(entry)['exact']))),
  },
  /** Ranges as Contour filters the addresses of clients. */
  cidrList: {
    apply: (value) => listOf(value, (cidr) => ({ cidr, source: 'Remote' })),
    invert: (raw, option) =>
      fromList(raw, option, (entry) => (record(entry)['source'] === 'Remote' ? textIn(record(entry)['cidr']) : undefined)),
  },
  /** A map as `[{ name, value }]`, by name. */
  nameValueList: {
    apply: (value) => {
      const list = entriesOf(value).map(([name, text]) => ({ name, value: text }));
      return { text: JSON.stringify(list), value: list };
    },
    invert: (raw) =>
      Array.isArray(raw) ? Object.fromEntries(records(raw).map(({ name, value }) => [String(name), String(value)])) : undefined,
  },
  /** A map of headers; the Host header and empty texts, which remove one, are other options. */
  headerTexts: {
    apply: (value) => ({ text: JSON.stringify(Object.fromEntries(entriesOf(value))), value }),
    invert: (raw) => someOf(raw, isSetHeader),
    rest: (raw) => someOf(raw, (name, text) => !isSetHeader(name, text)) ?? {},
  },
  /** Names as a map of empty texts. */
  emptyTexts: {
    apply: (value) => {
      const map = Object.fromEntries((value as string[]).toSorted().map((name) => [name, '']));
      return { text: JSON.stringify(map), value: map };
    },
    invert: (raw) => {
      const found = someOf(raw, (_, text) => text === '');
      return found && Object.keys(found);
    },
    rest: (raw) => someOf(raw, (_, text) => text !== '') ?? {},
  },
  /** The Service that a URL within the cluster names, as Envoy Gateway refers to one. */
  serviceURL: {
    apply: (value) => serviceURL(String(value)),
    invert: (raw) => fromServiceURL(record(raw)),
    rest: (raw) => someOf(raw, (name) => name !== 'backendRefs' && name !== 'path') ?? {},
  },
  keyValues: {
    apply: (value) => keyValues(value),
    invert: (raw) => {
      const pairs = String(raw)
        .split(',')
        .map((part) => /^\s*([^=]+)=(.*)$/.exec(part));
      return pairs.includes(null) ? undefined : Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
    },
  },
  /** A map as lines `Name value`, by name. */
  spaceLines: { apply: (value) => lines(value, ' '), invert: (raw) => fromLines(raw, ' ') },
  /** A map as lines `Name: value`, by name. */
  colonLines: { apply: (value) => lines(value, ': '), invert: (raw) => fromLines(raw, ': ') },
  /** A map as texts `Name: value`, by name: with commas between, in fields a list. */
  colonList: {
    apply: (value) => {
      const text = lines(value, ': ', ',');
      return 'error' in text ? text : { ...text, value: text.text.split(',') };
    },
    invert: (raw) => fromLines((Array.isArray(raw) ? raw.map(String) : String(raw).split(',')).join('\n'), ': '),
  },
  /** Origins as one expression for the whole text; `*` alone is all of them, within a name it stands for one label. */
  originRegex: { apply: (value) => originRegex(value as string[]), invert: (raw) => fromOriginRegex(String(raw)) },
  /** The opposite of a switch. */
  not: {
    apply: (value) => ({ text: value === true ? 'false' : 'true', value: value !== true }),
    invert: (raw) => ({ true: false, false: true })[String(raw)],
  },
  map: {
    apply: (value, values) => {
      const found = values[String(value)];
      return found === undefined ? { error: `has no value for ${String(value)}` } : { text: found, ...truthOf(found) };
    },
    invert: (raw, option, values) => {
      const found = Object.entries(values).find(([, written]) => written !== '' && written === String(raw))?.[0];
      return found === undefined ? undefined : valueOfText(option, found);
    },
  },
} as const satisfies Record<string, Transform>;

/** Name of a transform. */
export type TransformId = keyof typeof TRANSFORMS;

/** Every transform. */
export const TRANSFORM_IDS = Object.keys(TRANSFORMS) as readonly TransformId[];

/** Applies a transform. `values` is for `map` only. */
export function transform(id: TransformId, value: unknown, values: Values = {}): Transformed {
  return (TRANSFORMS[id] as Transform).apply(value, values);
}

/** Undoes a transform: the neutral value of a text or of what stands in a field; `undefined` for what the transform never writes. */
export function untransform(id: TransformId, raw: unknown, option: string, values: Values = {}): unknown {
  return (TRANSFORMS[id] as Transform).invert(raw, option, values);
}

/** What a transform leaves in a field that several options share. */
export function leftover(id: TransformId, raw: unknown): Readonly<Record<string, unknown>> {
  return (TRANSFORMS[id] as Transform).rest?.(raw) ?? {};
}

/** In fields, `true` and `false` are no texts. */
function truthOf(text: string): { value?: boolean } {
  return text === 'true' || text === 'false' ? { value: text === 'true' } : {};
}

/** The entries of a map that fit; `undefined` for none. */
function someOf(raw: unknown, fits: (name: string, text: unknown) => boolean): Record<string, unknown> | undefined {
  const some = Object.entries(record(raw)).filter(([name, text]) => fits(name, text));
  return some.length === 0 ? undefined : Object.fromEntries(some);
}

function isSetHeader(name: string, text: unknown): boolean {
  return text !== '' && name.toLowerCase() !== 'host';
}

const SERVICE_URL =
  /^http:\/\/([a-z]([-a-z0-9]*[a-z0-9])?)\.([a-z0-9]([-a-z0-9]*[a-z0-9])?)(\.svc(\.cluster\.local)?)?(:([0-9]+))?(\/[^?#]*)?$/;

function serviceURL(url: string): Transformed {
  const [, name, , namespace, , , , , port, path] = SERVICE_URL.exec(url) ?? [];
  if (name === undefined) return { error: `${url} is not the URL of a Service such as http://auth.shop.svc:8080/check` };
  const value = {
    backendRefs: [{ name, namespace, port: port === undefined ? 80 : Number(port) }],
    ...(path === undefined ? {} : { path }),
  };
  return { text: JSON.stringify(value), value };
}

function fromServiceURL({ backendRefs, path = '' }: Readonly<Record<string, unknown>>): string | undefined {
  const [backend, ...others] = records(backendRefs);
  const [name, namespace] = [textIn(backend?.['name']), textIn(backend?.['namespace'])];
  const port = backend?.['port'] ?? 80;
  if (others.length > 0 || name === undefined || namespace === undefined) return undefined;
  if (typeof port !== 'number' || typeof path !== 'string') return undefined;
  return `http://${name}.${namespace}.svc.cluster.local${port === 80 ? '' : `:${port}`}${path}`;
}

/** Whole units, rounded up: one that counts in seconds must not give up earlier than asked. */
function wholeUnits(unit: string, size: number, sign: string): Transform {
  const apply = (value: unknown): Transformed => {
    const duration = String(value);
    const ms = durationMs(duration);
    if (ms === undefined) return { error: `${duration} is not a duration such as 60s` };
    const count = Math.ceil(ms / size);
    if (count === 0) return { error: `${duration} is no time at all; the controller would take 0 as an error` };
    return ms % size === 0
      ? { text: String(count), value: count }
      : { text: String(count), value: count, note: `${duration} becomes ${count}${sign}: the controller counts whole ${unit}` };
  };
  return { apply, invert: (raw) => (/^[1-9][0-9]*$/.test(String(raw)) ? `${String(raw)}${sign}` : undefined) };
}

function oneUnit(duration: string): Transformed {
  const ms = durationMs(duration);
  if (ms === undefined) return { error: `${duration} is not a duration such as 60s` };
  const whole = Math.ceil(ms);
  return { text: durationOf(whole), ...(whole === ms ? {} : { note: `${duration} becomes ${durationOf(whole)}` }) };
}

function fromOneUnit(text: string): string | undefined {
  const match = /^([0-9]+)(ms|s|m|h|d)?$/.exec(text);
  if (!match) return undefined;
  const [, count = '', unit = 'ms'] = match;
  return unit === 'd' ? `${Number(count) * 24}h` : `${count}${unit}`;
}

function listOf(value: unknown, one: (entry: unknown) => unknown): Transformed {
  const list = (Array.isArray(value) ? (value as unknown[]) : [value]).map(one);
  return { text: list.every((entry) => typeof entry === 'string') ? list.join(',') : JSON.stringify(list), value: list };
}

function fromList(raw: unknown, option: string, one: (entry: unknown) => unknown): unknown {
  if (!Array.isArray(raw) || raw.length === 0) return undefined;
  const list = raw.map((entry) => one(entry));
  if (list.includes(undefined)) return undefined;
  return isListOption(option) ? list : list.length === 1 ? list[0] : undefined;
}

function entriesOf(value: unknown): [string, string][] {
  return Object.entries(value as Record<string, string>).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** A map as `key=value,key=value`, by key; neither may hold what tells them apart. */
function keyValues(value: unknown): Transformed {
  const entries = entriesOf(value);
  const wrong = entries.find(([key, text]) => /[=,]/.test(key) || text.includes(','));
  if (wrong) return { error: `${wrong[0]}=${wrong[1]} cannot be told apart from the others: leave , and = out` };
  return { text: entries.map(([key, text]) => `${key}=${text}`).join(',') };
}

function lines(value: unknown, between: string, end = '\n'): Transformed {
  const entries = entriesOf(value);
  const wrong = entries.find(([, text]) => text.includes('\n') || text.includes(end) || text === '');
  if (wrong) return { error: `${wrong[0]} must have a text of one line${end === '\n' ? '' : ` without ${end}`}` };
  return { text: entries.map(([name, text]) => `${name}${between}${text}`).join(end) };
}

function fromLines(raw: unknown, between: string): Record<string, string> | undefined {
  const pairs = String(raw)
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [splitLine(line.trim(), between)]));
  return pairs.length === 0 || pairs.some(([name, value]) => name === '' || value === '') ? undefined : Object.fromEntries(pairs);
}

function splitLine(line: string, between: string): [string, string] {
  const at = line.indexOf(between.trim() === '' ? ' ' : between.trim());
  return at === -1 ? [line, ''] : [line.slice(0, at), line.slice(at + 1).trim()];
}

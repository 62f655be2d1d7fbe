import { textOf } from './text.js';

/**
 * The closed list of transforms from a neutral value to the text of an annotation. The chart's templates implement the same list;
 * test/transforms/cases.yaml is the table of cases that both must meet.
 */
export type TransformId =
  | 'raw'
  | 'string'
  | 'bool'
  | 'integer'
  | 'milliseconds'
  | 'seconds'
  | 'minutes'
  | 'goDuration'
  | 'nginxSize'
  | 'joinComma'
  | 'keyValues'
  | 'map';

/** The text, and for fields the value where it is not a text; or why the value has none in this unit. */
export type Transformed = { text: string; value?: unknown; note?: string } | { error: string };

/** Applies a transform. `values` is for `map` only. */
export function transform(id: TransformId, value: unknown, values: Readonly<Record<string, string>> = {}): Transformed {
  switch (id) {
    case 'raw':
      return { text: textOf(value), value };
    case 'string':
      return { text: textOf(value) };
    case 'integer':
      return /^[0-9]+$/.test(String(value)) ? { text: String(value), value: Number(value) } : { error: `${String(value)} is not a number` };
    case 'bool':
      return { text: value === true ? 'true' : 'false', value: value === true };
    case 'milliseconds':
      return whole(String(value), 'milliseconds');
    case 'seconds':
      return whole(String(value), 'seconds');
    case 'minutes':
      return whole(String(value), 'minutes');
    case 'goDuration':
      return durationMs(String(value)) === undefined
        ? { error: `${String(value)} is not a duration such as 60s` }
        : { text: String(value) };
    case 'nginxSize':
      return nginxSize(String(value));
    case 'joinComma':
      return { text: (Array.isArray(value) ? value : [value]).map(String).join(',') };
    case 'keyValues':
      return keyValues(value);
    case 'map': {
      const found = values[String(value)];
      return found === undefined ? { error: `has no value for ${String(value)}` } : { text: found };
    }
  }
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a Go duration made of ms, s, m and h; `undefined` for anything else. */
function durationMs(duration: string): number | undefined {
  const parts = [...duration.matchAll(/([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== duration) return undefined;
  // Whole thousandths of a millisecond, so that 0.1s three times is not 299.99999.
  const micros = parts.reduce((sum, part) => sum + Math.round(Number(part[1]) * (UNIT_MS[part[2] ?? ''] ?? 0) * 1000), 0);
  return micros / 1000;
}

const WHOLE = { milliseconds: { ms: 1, sign: 'ms' }, seconds: { ms: 1000, sign: 's' }, minutes: { ms: 60_000, sign: 'm' } } as const;

/** Whole units, rounded up: one that counts in seconds must not give up earlier than asked. */
function whole(duration: string, unit: keyof typeof WHOLE): Transformed {
  const ms = durationMs(duration);
  if (ms === undefined) return { error: `${duration} is not a duration such as 60s` };
  const { ms: size, sign } = WHOLE[unit];
  const count = Math.ceil(ms / size);
  if (count === 0) return { error: `${duration} is no time at all; the controller would take 0 as an error` };
  return ms % size === 0
    ? { text: String(count) }
    : { text: String(count), note: `${duration} becomes ${count}${sign}: the controller counts whole ${unit}` };
}

/** A map as `key=value,key=value`, by key; neither may hold what tells them apart. */
function keyValues(value: unknown): Transformed {
  const entries = Object.entries(value as Record<string, string>).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const wrong = entries.find(([key, text]) => /[=,]/.test(key) || text.includes(','));
  if (wrong) return { error: `${wrong[0]}=${wrong[1]} cannot be told apart from the others: leave , and = out` };
  return { text: entries.map(([key, text]) => `${key}=${text}`).join(',') };
}

const SIZE_BYTES: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Bytes of a quantity for sizes; `undefined` for anything else. */
function sizeBytes(quantity: string): number | undefined {
  const match = /^([0-9]+(?:\.[0-9]+)?)(Ki|Mi|Gi|Ti|k|M|G|T)?$/.exec(quantity);
  const factor = match ? SIZE_BYTES[match[2] ?? ''] : undefined;
  return match && factor !== undefined ? Math.ceil(Number(match[1]) * factor) : undefined;
}

/**
 * nginx counts in bytes or in powers of 1024: `20Mi` → `20m`. The largest unit that loses nothing is taken; 0 switches the limit off.
 * Source: https://nginx.org/en/docs/syntax.html
 */
function nginxSize(quantity: string): Transformed {
  const bytes = sizeBytes(quantity);
  if (bytes === undefined) return { error: `${quantity} is not a size such as 20Mi` };
  for (const [unit, factor] of [
    ['g', 2 ** 30],
    ['m', 2 ** 20],
    ['k', 2 ** 10],
  ] as const) {
    if (bytes > 0 && bytes % factor === 0) return { text: `${bytes / factor}${unit}` };
  }
  return { text: String(bytes) };
}

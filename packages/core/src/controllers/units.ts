/** Durations and sizes, as requests write them. */

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a Go duration made of ms, s, m and h; `undefined` for anything else. */
export function durationMs(duration: string): number | undefined {
  const parts = [...duration.matchAll(/([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== duration) return undefined;
  // Whole thousandths of a millisecond, so that 0.1s three times is not 299.99999.
  const micros = parts.reduce((sum, part) => sum + Math.round(Number(part[1]) * (UNIT_MS[part[2] ?? ''] ?? 0) * 1000), 0);
  return micros / 1000;
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
export function sizeBytes(quantity: string): number | undefined {
  const match = /^([0-9]+(?:\.[0-9]+)?)(Ki|Mi|Gi|Ti|k|M|G|T)?$/.exec(quantity);
  const factor = match ? SIZE_BYTES[match[2] ?? ''] : undefined;
  return match && factor !== undefined ? Math.ceil(Number(match[1]) * factor) : undefined;
}

/** The quantity of bytes, in the largest unit of 1024 that loses nothing. */
export function quantityOf(bytes: number): string {
  for (const unit of ['Ti', 'Gi', 'Mi', 'Ki']) {
    const factor = SIZE_BYTES[unit] ?? 1;
    if (bytes > 0 && bytes % factor === 0) return `${bytes / factor}${unit}`;
  }
  return String(bytes);
}

/** The duration of milliseconds: `90s`, or `1500ms` where these are no whole seconds. */
export function durationOf(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

const NGINX_UNITS = [
  ['g', 2 ** 30],
  ['m', 2 ** 20],
  ['k', 2 ** 10],
] as const;

/**
 * nginx counts in bytes or in powers of 1024: `20Mi` → `20m`. The largest unit that loses nothing is taken; 0 switches the limit off.
 * Source: https://nginx.org/en/docs/syntax.html
 */
export function nginxSize(quantity: string): string | undefined {
  const bytes = sizeBytes(quantity);
  if (bytes === undefined) return undefined;
  const unit = NGINX_UNITS.find(([, factor]) => bytes > 0 && bytes % factor === 0);
  return unit ? `${bytes / unit[1]}${unit[0]}` : String(bytes);
}

/** The quantity of a size of nginx. */
export function fromNginxSize(text: string): string | undefined {
  const match = /^([0-9]+)([kmg])?$/i.exec(text);
  if (!match) return undefined;
  const factor = NGINX_UNITS.find(([unit]) => unit === match[2]?.toLowerCase())?.[1] ?? 1;
  return quantityOf(Number(match[1]) * factor);
}

import type { FORMATS } from './formats.js';

export type FormatName = keyof typeof FORMATS;

/** Fields whose texts are durations: a bare number there was meant in seconds. */
const DURATIONS = new Set(['connectTimeout', 'readTimeout', 'sendTimeout', 'idleTimeout', 'interval', 'timeout']);
const UNITS: Readonly<Record<string, string>> = { ms: 'ms', msec: 'ms', s: 's', sec: 's', second: 's', m: 'm', min: 'm', minute: 'm' };

/** The value in the form that was meant, where the slip is a usual one; else nothing. */
export function rightForm(format: FormatName, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const meant = FORMS[format](value.trim());
  return meant === '' || meant === value ? undefined : meant;
}

const FORMS: Readonly<Record<FormatName, (value: string) => string | undefined>> = {
  // 20MB, 20 mb, 20MiB: Kubernetes leaves the B out.
  quantity: (value) => {
    const [, number, unit = '', binary = ''] = /^(\d+(?:\.\d+)?) ?([kmgt])(i?)b?$/i.exec(value) ?? [];
    if (number === undefined) return undefined;
    const letter = binary === '' && unit.toLowerCase() === 'k' ? 'k' : unit.toUpperCase();
    return `${number}${letter}${binary.toLowerCase()}`;
  },
  duration: (value) => {
    const [, number, unit = 's'] = /^(\d+(?:\.\d+)?) ?([a-z]+)?$/i.exec(value) ?? [];
    const known = UNITS[unit.toLowerCase()] ?? UNITS[unit.toLowerCase().replace(/s$/, '')];
    return number === undefined || known === undefined ? undefined : `${number}${known}`;
  },
  portName: dnsForm,
  dnsLabel: dnsForm,
  dnsName: dnsForm,
  // https://Shop.example.com:8443/cart
  hostName: (value) => {
    const host = value.replace(/^[a-z]+:\/\//i, '').split(/[/:?#]/)[0] ?? '';
    return /^(\*\.)?[a-z0-9.-]+$/i.test(host) ? host.toLowerCase() : undefined;
  },
  cidr: (value) => {
    if (/^\d{1,3}(\.\d{1,3}){3}$/.test(value)) return `${value}/32`;
    return /^[0-9a-f:]*:[0-9a-f:]+$/i.test(value) ? `${value}/128` : undefined;
  },
  absolutePath: (value) => (/^[^\s/]\S*$/.test(value) ? `/${value}` : undefined),
};

function dnsForm(value: string): string | undefined {
  const form = value.toLowerCase().replaceAll(/[_ ]/g, '-');
  return /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(form) ? form : undefined;
}

/** A value of the wrong type in the form that was meant: a list of one, a number of seconds. */
export function rightType(type: string, field: string, value: unknown): string | undefined {
  if (type === 'array' && (typeof value === 'string' || typeof value === 'number')) return `[${value}]`;
  return type === 'string' && typeof value === 'number' && DURATIONS.has(field) ? `${value}s` : undefined;
}

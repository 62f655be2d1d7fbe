import { sha256 } from './sha256.js';

/** Longest DNS label, label value and port name of a Service. */
const LABEL_LENGTH = 63;
const HASH_LENGTH = 8;

/** Put before a name that must start with a letter and does not. */
const LETTER_PREFIX = 'svc-';

/** What is made for an Exposure, besides `<name>` itself. */
export type NameSuffix = '' | '-cluster-ip' | '-node-port' | '-load-balancer' | '-redirect';

/**
 * Name of a Service (DNS-1035 label: at most 63 lower-case letters, digits and dashes, starting with a letter). Dots become
 * dashes, a leading digit gets `svc-` before it, and where the whole is too long the base is cut and ends with the first eight
 * hexadecimal digits of its SHA-256. The suffix is always kept.
 */
export function serviceName(base: string, suffix: NameSuffix = ''): string {
  return cut(letterFirst(toLabel(base)), suffix, base);
}

/** Name of an Ingress, route, Gateway or Secret: made like {@link serviceName}, but may start with a digit (DNS-1123 label). */
export function objectName(base: string, suffix: NameSuffix | '-tls' = ''): string {
  return cut(toLabel(base), suffix, base);
}

/** Name of an object beside a route: the name of the route with a suffix, cut like the others where that is too long. */
export function besideName(route: string, suffix: string): string {
  return cut(route, suffix, route);
}

/**
 * Name of an Exposure as it stands in marks: the value of a label and the last part of an annotation key allow 63 characters,
 * dots included.
 */
export function markName(name: string): string {
  return name.length <= LABEL_LENGTH ? name : cut(name, '', name);
}

function toLabel(name: string): string {
  const label = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return label === '' ? 'x' : label;
}

function letterFirst(label: string): string {
  return /^[a-z]/.test(label) ? label : `${LETTER_PREFIX}${label}`;
}

function cut(label: string, suffix: string, whole: string): string {
  const room = LABEL_LENGTH - suffix.length;
  if (label.length <= room) return `${label}${suffix}`;
  const kept = label.slice(0, room - HASH_LENGTH - 1).replaceAll(/[-.]+$/g, '');
  return `${kept}-${sha256(whole).slice(0, HASH_LENGTH)}${suffix}`;
}

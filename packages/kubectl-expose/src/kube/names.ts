import { nearest } from '../args/suggest.js';
import { BUILTIN_TYPES } from './builtin-types.js';
import type { Discovery } from './discovery.js';
import type { ResourceType } from './resource-type.js';

/**
 * Finds the type that a word means, as kubectl does: plural, singular, kind (in any casing) or short name, optionally with
 * `.GROUP` or `.VERSION.GROUP`; a group may be cut short when no whole one matches. Of several, the first in the server's order.
 * (k8s.io/apimachinery, pkg/api/meta/restmapper.go; k8s.io/client-go, restmapper/shortcut.go)
 */
export function findType(types: readonly ResourceType[], word: string): ResourceType | undefined {
  for (const { name, version, group } of readings(word)) {
    const named = types.filter((type) => isCalled(type, name) && (version === undefined || type.version === version));
    if (group === undefined) {
      if (named[0]) return named[0];
      continue;
    }
    const found =
      named.find((type) => type.group === group) ??
      (version === undefined ? named.find((type) => type.group.startsWith(group)) : undefined);
    if (found) return found;
  }
  return undefined;
}

/**
 * The type that a word means on this cluster. Words of the built-in table are not asked for; a word that the cached discovery does
 * not know makes it ask anew, since a CRD may be new.
 */
export async function resolveType(
  discovery: Discovery,
  word: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<ResourceType | undefined> {
  const builtin = BUILTIN_TYPES.find((type) => type.group !== 'gateway.networking.k8s.io' && isExactBuiltin(type, word));
  if (builtin) return builtin;
  const found = findType(await discovery.types(options), word);
  if (found || discovery.isFresh()) return found;
  return findType(await discovery.refresh(options), word);
}

/** The type that a word means without a cluster: what Kubernetes itself and Gateway API serve. */
export function findTypeOffline(word: string): ResourceType | undefined {
  return findType(BUILTIN_TYPES, word);
}

/** Words near to one that is unknown, for error messages. */
export function nearTypes(types: readonly ResourceType[], word: string): string[] {
  const typed = (word.split('.')[0] ?? '').toLowerCase();
  const start = typed.slice(0, 3);
  const alike = types.filter((type) => type.plural.startsWith(start) || type.singular.startsWith(start));
  const meant = nearest(
    typed,
    types.flatMap(({ plural, singular, shortNames }) => [plural, singular, ...shortNames]),
  );
  const mistyped = types.filter(({ plural, singular, shortNames }) => [plural, singular, ...shortNames].some((name) => name === meant));
  return [...new Set([...mistyped, ...alike].map((type) => type.plural))].slice(0, 5);
}

/** One object as typed. */
export interface TypeName {
  type: string;
  name: string;
}

/** Splits `TYPE/NAME`; undefined when it is not of that form. */
export function splitTypeName(text: string): TypeName | undefined {
  const [type = '', name = '', ...more] = text.split('/');
  return type && name && more.length === 0 ? { type, name } : undefined;
}

interface Reading {
  name: string;
  version?: string;
  group?: string;
}

/** `a.b.c` may be resource a in version b of group c, or resource a in group b.c; kubectl tries in this order. */
function readings(word: string): Reading[] {
  const [name = '', ...rest] = word.toLowerCase().split('.');
  if (rest.length === 0) return [{ name }];
  const group = rest.join('.');
  const [version = '', ...tail] = rest;
  return [
    ...(tail.length > 0 ? [{ name, version, group: tail.join('.') }] : []),
    ...(/^v[0-9]/.test(version) && tail.length === 0 ? [{ name, version, group: '' }] : []),
    { name, group },
  ];
}

function isCalled(type: ResourceType, name: string): boolean {
  return type.plural === name || type.singular === name || type.kind.toLowerCase() === name || type.shortNames.includes(name);
}

// no CRD can take these words: the core groups come first in the server's order
function isExactBuiltin(type: ResourceType, word: string): boolean {
  const [name = '', ...group] = word.toLowerCase().split('.');
  if (!isCalled(type, name)) return false;
  return group.length === 0 ? FIRST_GROUPS.has(type.group) : group.join('.') === type.group;
}

const FIRST_GROUPS = new Set(['', 'apps', 'batch', 'networking.k8s.io']);

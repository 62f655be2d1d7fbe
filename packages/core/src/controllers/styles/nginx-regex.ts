import { finding } from '../../checks/finding.js';
import type { RoutePath } from '../dialect.js';
import { nginxBehaviours } from '../nginx-behaviours.js';
import type { RouteReading } from '../reading.js';
import type { RouteEncoding, RouteStyle } from './style.js';

const PREFIX = 'nginx.ingress.kubernetes.io/';
const REWRITE = `${PREFIX}rewrite-target`;
const USE_REGEX = `${PREFIX}use-regex`;
const ALIAS = `${PREFIX}server-alias`;
const FIELD = 'spec.paths[].rewrite';

/** Letters of a literal path. Others could mean something in an expression, or are refused by the controller. */
const LITERAL = /^\/[A-Za-z0-9._~/-]*$/;
/** Value of the annotation. Source: kubernetes/ingress-nginx controller-v1.15.1, internal/ingress/annotations/rewrite. */
const TARGET = /^\/?[-._~a-zA-Z0-9/:$]*$/;

interface Rewritten {
  path: string;
  pathType: 'Prefix' | 'Exact' | 'ImplementationSpecific';
  /** Value of the annotation; empty: no rewrite. */
  target: string;
  regex: boolean;
}
type Encoded = Rewritten | { error: string };

/**
 * Rewrites and regular expressions for ingress-nginx. A prefix becomes an expression whose second group is the rest of the path:
 * `/demo` → `/` is `/demo(/|$)(.*)` with the target `/$2`. A whole path needs no group. The annotations hold for the whole Ingress, so
 * that all paths must agree on the target, and are expressions as soon as one is.
 */
export const nginxRegex: RouteStyle = {
  options: ['paths.type', 'paths.rewrite', 'paths.rewrite.full'],
  hasOwnWords: true,
  encode: encodeRewrites,
  decode: decodeRewrites,
  behaviours: nginxBehaviours,
};

function encodeRewrites({ row, request, out }: RouteEncoding): void {
  const isRegex = request.paths.some(({ type }) => type === 'RegularExpression');
  const encoded = request.paths.map((path) => encodePath(path, isRegex));
  const targets = new Set<string>();
  for (const [index, result] of encoded.entries()) {
    const asked = request.paths[index];
    if ('error' in result)
      out.unsupported.push(finding('EP284', { message: `rewrite of path ${asked?.path} by ${row.title}: ${result.error}`, field: FIELD }));
    else targets.add(result.target);
  }
  if (targets.size > 1) {
    const shown = request.paths.map(
      ({ path, rewrite }) =>
        `${path} → ${rewrite === undefined ? 'unchanged' : typeof rewrite === 'string' ? `prefix ${rewrite}` : rewrite.full}`,
    );
    out.unsupported.push(
      finding('EP283', { message: `${row.title} takes one rewrite for an Ingress, but the paths need ${shown.join(', ')}`, field: FIELD }),
    );
  }
  if (out.unsupported.length > 0) return;
  const [target = ''] = targets;
  // A prefix / that stays / changes nothing.
  if (target === '' && !isRegex) return;
  if (target !== '') out.annotations[REWRITE] = target;
  const good = encoded.filter((result): result is Rewritten => !('error' in result));
  if (good.some((result) => result.regex)) out.annotations[USE_REGEX] = 'true';
  out.paths = good.map(({ path, pathType }) => ({ path, pathType, fields: {} }));
  const hosts = request.hosts.length === 0 ? 'requests without a host of their own' : request.hosts.join(', ');
  out.notes.push(
    finding('EP350', {
      message: `${target === '' ? 'use-regex' : 'the rewrite'} turns every path of ${hosts} into a case-insensitive regular expression, also those of other Ingresses`,
      field: target === '' ? 'spec.paths[].type' : FIELD,
    }),
  );
}

function encodePath(path: RoutePath, isRegex: boolean): Encoded {
  const { rewrite } = path;
  if (rewrite === undefined) return isRegex ? amongExpressions(path) : { ...plain(path), target: '', regex: false };
  return typeof rewrite === 'object' ? encodeFull(path, rewrite.full, isRegex) : encodePrefix(path, rewrite);
}

/** A path of an Ingress with expressions is one itself: it must not match more than it says. */
function amongExpressions({ path, type }: RoutePath): Encoded {
  const pathType = 'ImplementationSpecific';
  if (type === 'RegularExpression' || type === 'ImplementationSpecific') return { path, pathType, target: '', regex: true };
  if (!LITERAL.test(path))
    return { error: 'the path has letters that could mean something in an expression (allowed: A-Z a-z 0-9 - . _ ~ /)' };
  const literal = escapeDots(path.replace(/\/+$/, ''));
  if (type === 'Exact') return { path: `${literal === '' ? '/' : literal}$`, pathType, target: '', regex: true };
  // Of another type it would stand behind the location / that the controller makes itself.
  if (literal === '') return { path: '/', pathType: 'Prefix', target: '', regex: true };
  return { path: `${literal}(/|$)`, pathType, target: '', regex: true };
}

function encodeFull(path: RoutePath, full: string, isRegex: boolean): Encoded {
  const own = path.type === 'ImplementationSpecific' || path.type === 'RegularExpression';
  if (full.includes('$') && !own) {
    return { error: `${full} uses a group, which only a path of type RegularExpression or ImplementationSpecific can have` };
  }
  if (!TARGET.test(full)) return { error: `${full} has letters that the controller refuses (allowed: A-Z a-z 0-9 - . _ ~ / : $)` };
  // The target alone makes expressions of the paths; for all of a host that changes nothing.
  const isAsItStands = !isRegex && (own || (path.path === '/' && path.type === 'Prefix'));
  const encoded: Encoded = isAsItStands ? { ...plain(path), target: '', regex: false } : amongExpressions(path);
  return 'error' in encoded ? encoded : { ...encoded, target: full };
}

function encodePrefix({ path, type }: RoutePath, rewrite: string): Encoded {
  if (type === 'ImplementationSpecific' || type === 'RegularExpression')
    return { error: 'a prefix can only be replaced where the path is of type Prefix or Exact; give rewrite.full with your own groups' };
  if (!LITERAL.test(path))
    return { error: 'the path has letters that could mean something in an expression (allowed: A-Z a-z 0-9 - . _ ~ /)' };
  if (!LITERAL.test(rewrite)) return { error: `${rewrite} has letters that the controller refuses (allowed: A-Z a-z 0-9 - . _ ~ /)` };
  const from = escapeDots(path.replace(/\/+$/, ''));
  const to = rewrite.replace(/\/+$/, '');
  if (type === 'Exact')
    return { path: `${from === '' ? '/' : from}$`, pathType: 'ImplementationSpecific', target: to === '' ? '/' : to, regex: true };
  if (from === '' && to === '') return { path, pathType: type, target: '', regex: false };
  return { path: from === '' ? '/()(.*)' : `${from}(/|$)(.*)`, pathType: 'ImplementationSpecific', target: `${to}/$2`, regex: true };
}

function plain({ path, type }: RoutePath): Pick<Rewritten, 'path' | 'pathType'> {
  return { path, pathType: type === 'RegularExpression' ? 'ImplementationSpecific' : type };
}

/** A class instead of a backslash: it needs no quoting wherever the text goes. */
function escapeDots(path: string): string {
  return path.replaceAll('.', '[.]');
}

type Carried = RouteReading['carried']['paths'][number];

/** Rewrites and expressions, and what other names and headers an Ingress asks for. */
function decodeRewrites(reading: RouteReading): void {
  const { carried, sources } = reading;
  const annotations = sources.get('route')?.annotations ?? new Map<string, string>();
  const target = annotations.get(REWRITE);
  const isRegex = annotations.get(USE_REGEX) === 'true';
  annotations.delete(REWRITE);
  if (isRegex || annotations.get(USE_REGEX) === 'false') annotations.delete(USE_REGEX);
  for (const path of carried.paths) {
    if (target !== undefined) Object.assign(path, decodeTarget(path, target, isRegex));
    else if (isRegex) Object.assign(path, decodeExpression(path));
    else if (path.pathType === 'ImplementationSpecific' && LITERAL.test(path.path)) path.pathType = 'Prefix';
  }
  decodeOthers(reading, annotations);
}

const REST = /^((?:[A-Za-z0-9_~/-]|\[\.\])*)\(\/\|\$\)\(\.\*\)$/;
const WHOLE = /^((?:[A-Za-z0-9_~/-]|\[\.\])*)(\(\/\|\$\)|\$)$/;

function unescapeDots(path: string): string {
  return path.replaceAll('[.]', '.');
}

/** What the target makes of a path: a prefix in its place, or the whole path. */
function decodeTarget(path: Carried, target: string, isRegex: boolean): Partial<Carried> {
  const prefix = REST.exec(path.path)?.[1] ?? (path.path === '/()(.*)' ? '' : undefined);
  if (prefix !== undefined && target.endsWith('/$2') && !target.slice(0, -2).includes('$')) {
    const to = target.slice(0, -3);
    return { path: prefix === '' ? '/' : unescapeDots(prefix), pathType: 'Prefix', rewrite: to === '' ? '/' : to };
  }
  // The target alone makes expressions of the paths.
  const isOwn = path.pathType === 'ImplementationSpecific';
  const own = isRegex || (isOwn && !LITERAL.test(path.path)) ? decodeExpression(path) : isOwn ? { pathType: 'Prefix' as const } : {};
  return { ...own, rewrite: { full: target } };
}

/** A path among expressions: one that only matches by elements is a prefix, one with an end an exact path. */
function decodeExpression({ path, pathType }: Carried): Partial<Carried> {
  const [, literal, end] = WHOLE.exec(path) ?? [];
  if (literal !== undefined && end === '$') return { path: literal === '' ? '/' : unescapeDots(literal), pathType: 'Exact' };
  if (literal !== undefined && literal !== '') return { path: unescapeDots(literal), pathType: 'Prefix' };
  if (path === '/') return { path, pathType: 'Prefix' };
  return { path, pathType: pathType === 'ImplementationSpecific' ? 'RegularExpression' : pathType };
}

const HEADERS = { 'x-forwarded-prefix': 'X-Forwarded-Prefix', 'connection-proxy-header': 'Connection' } as const;

/** Words that are neutral, but not one to one: names beside those of the rules, and headers of one name each. */
function decodeOthers({ carried, findings, values }: RouteReading, annotations: Map<string, string>): void {
  const aliases = annotations.get(ALIAS);
  if (aliases !== undefined) {
    annotations.delete(ALIAS);
    carried.hosts.push(...aliases.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()])));
    findings.push(finding('EP383', { message: `${ALIAS}: its names are hosts like the others`, field: 'spec.hosts' }));
  }
  const set = Object.entries(HEADERS).flatMap(([word, header]) => {
    const value = annotations.get(PREFIX + word);
    annotations.delete(PREFIX + word);
    return value === undefined ? [] : [[header, value] as const];
  });
  if (set.length > 0) values.set('options.requestHeaders.set', Object.fromEntries(set));
}

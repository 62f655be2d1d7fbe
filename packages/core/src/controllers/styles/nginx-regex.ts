import { finding } from '../../checks/finding.js';
import type { RoutePath } from '../dialect.js';
import type { RouteEncoding, RouteStyle } from './style.js';

const REWRITE = 'nginx.ingress.kubernetes.io/rewrite-target';
const USE_REGEX = 'nginx.ingress.kubernetes.io/use-regex';
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
 * `/demo` → `/` is `/demo(/|$)(.*)` with the target `/$2`. A whole path needs no group: the path stays as it is. The annotations hold
 * for the whole Ingress, so that all paths must agree on the target, and are expressions as soon as one is.
 */
export const nginxRegex: RouteStyle = {
  options: ['paths.type', 'paths.rewrite', 'paths.rewrite.full'],
  hasOwnWords: true,
  encode: encodeRewrites,
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
  return { path: literal === '' ? '/' : `${literal}(/|$)`, pathType, target: '', regex: true };
}

function encodeFull(path: RoutePath, full: string, isRegex: boolean): Encoded {
  const own = path.type === 'ImplementationSpecific' || path.type === 'RegularExpression';
  if (full.includes('$') && !own) {
    return { error: `${full} uses a group, which only a path of type RegularExpression or ImplementationSpecific can have` };
  }
  if (!TARGET.test(full)) return { error: `${full} has letters that the controller refuses (allowed: A-Z a-z 0-9 - . _ ~ / : $)` };
  const encoded: Encoded = isRegex ? amongExpressions(path) : { ...plain(path), target: '', regex: false };
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

import { finding } from '../../checks/finding.js';
import type { RoutePath } from '../dialect.js';
import type { RouteReading } from '../reading.js';
import { escapePath, literalProblem, trimPath, unescapePath } from './literal.js';
import type { RouteEncoding, RouteStyle } from './style.js';

const PREFIX = 'haproxy-ingress.github.io/';
const REWRITE = `${PREFIX}rewrite-target`;
const TYPE = `${PREFIX}path-type`;
const FIELD = 'spec.paths[].rewrite';

/**
 * Rewrites and expressions of haproxy-ingress: one target for the Ingress, which takes the place of each path; where a path is an
 * expression, of all that it matches. Source: jcmoraisjr/haproxy-ingress v0.16.1, buildBackendRewriteURL.
 */
export const prefixAnnotation: RouteStyle = {
  options: ['paths.type', 'paths.rewrite', 'paths.rewrite.full'],
  hasOwnWords: true,
  encode,
  decode,
};

interface Rewritten {
  path: string;
  pathType: 'Prefix' | 'Exact' | 'ImplementationSpecific';
  /** Value of the annotation; empty: no rewrite. */
  target: string;
}

function encode({ dialect, request, out }: RouteEncoding): void {
  const encoded = request.paths.map((path) => encodePath(path));
  for (const [index, result] of encoded.entries()) {
    if (!('error' in result)) continue;
    const message = `rewrite of path ${request.paths[index]?.path} by ${dialect.title}: ${result.error}`;
    out.unsupported.push(finding('EP284', { message, field: FIELD }));
  }
  const good = encoded.flatMap((result) => ('error' in result ? [] : [result]));
  const targets = new Set(good.map(({ target }) => target));
  if (targets.size > 1) {
    const shown = good.map(({ path, target }) => `${path} → ${target === '' ? 'unchanged' : target}`).join(', ');
    out.unsupported.push(
      finding('EP283', { message: `${dialect.title} takes one rewrite for an Ingress, but the paths need ${shown}`, field: FIELD }),
    );
  }
  if (good.length < encoded.length || targets.size > 1) return;
  const [target = ''] = targets;
  if (target !== '') out.annotations[REWRITE] = target;
  const own = request.paths.some(({ type }) => type === 'ImplementationSpecific');
  const isRegex = good.some(({ pathType }, index) => pathType === 'ImplementationSpecific' && request.paths[index]?.type !== pathType);
  if (own && isRegex) {
    const message = `${dialect.title} reads all paths of type ImplementationSpecific of an Ingress alike`;
    out.unsupported.push(finding('EP283', { message, field: 'spec.paths[].type' }));
  }
  if (isRegex) out.annotations[TYPE] = 'regex';
  out.paths = good.map(({ path, pathType }) => ({ path, pathType, fields: {} }));
}

function encodePath({ path, type, rewrite }: RoutePath): Rewritten | { error: string } {
  const isRegex = type === 'RegularExpression';
  if (typeof rewrite === 'string') {
    if (isRegex) return { error: 'a prefix can only be replaced where the path is no expression; give rewrite.full' };
    const problem = literalProblem(rewrite);
    if (problem !== undefined) return { error: problem };
    const to = trimPath(rewrite);
    if (trimPath(path) === '' && to === '') return { path, pathType: type, target: '' };
    return { path, pathType: type, target: to === '' ? '/' : to };
  }
  if (isRegex) return { path, pathType: 'ImplementationSpecific', target: rewrite?.full ?? '' };
  if (rewrite === undefined) return { path, pathType: type, target: '' };
  const problem = literalProblem(path) ?? literalProblem(rewrite.full);
  if (problem !== undefined) return { error: problem };
  if (type === 'Exact') return { path, pathType: type, target: rewrite.full };
  if (type === 'ImplementationSpecific')
    return { error: 'only paths of type Prefix, Exact and RegularExpression can be replaced as a whole' };
  return { path: `${escapePath(trimPath(path))}(/.*)?$`, pathType: 'ImplementationSpecific', target: rewrite.full };
}

const WHOLE = /^((?:[A-Za-z0-9_~/-]|\[\.\])*)\(\/\.\*\)\?\$$/;

function decode({ carried, sources }: RouteReading): void {
  const annotations = sources.get('route')?.annotations;
  if (!annotations) return;
  const target = annotations.get(REWRITE);
  const isRegex = annotations.get(TYPE) === 'regex';
  annotations.delete(REWRITE);
  if (isRegex) annotations.delete(TYPE);
  for (const path of carried.paths) {
    if (isRegex && path.pathType === 'ImplementationSpecific') {
      const prefix = target === undefined ? undefined : WHOLE.exec(path.path)?.[1];
      if (prefix === undefined) path.pathType = 'RegularExpression';
      else Object.assign(path, { path: prefix === '' ? '/' : unescapePath(prefix), pathType: 'Prefix' });
      if (target !== undefined) path.rewrite = { full: target };
    } else if (target !== undefined) path.rewrite = path.pathType === 'Exact' ? { full: target } : target;
  }
}

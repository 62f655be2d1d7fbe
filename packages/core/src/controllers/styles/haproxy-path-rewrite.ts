import { finding } from '../../checks/finding.js';
import type { RoutePath } from '../dialect.js';
import type { RouteReading } from '../reading.js';
import { escapePath, isBelow, literalProblem, trimPath, unescapePath } from './literal.js';
import type { RouteEncoding, RouteStyle } from './style.js';

const REWRITE = 'haproxy.org/path-rewrite';
const FIELD = 'spec.paths[].rewrite';

/**
 * Rewrites of the HAProxy Kubernetes Ingress Controller: lines of an expression and what replaces the path that it matches. They hold
 * for every path of the Ingress, one after the other, so that no path and no result may be caught by the line of another.
 * Source: haproxytech/kubernetes-ingress 3.2, documentation/annotations.md, path-rewrite.
 */
export const haproxyPathRewrite: RouteStyle = { options: ['paths.rewrite', 'paths.rewrite.full'], hasOwnWords: true, encode, decode };

function encode({ dialect, request, out }: RouteEncoding): void {
  const { paths } = request;
  const lines: string[] = [];
  for (const path of paths) {
    const { rewrite } = path;
    if (rewrite === undefined) continue;
    const to = typeof rewrite === 'object' ? rewrite.full : rewrite;
    const problem = literalProblem(path.path) ?? literalProblem(to);
    if (problem !== undefined) {
      out.unsupported.push(finding('EP284', { message: `rewrite of path ${path.path} by ${dialect.title}: ${problem}`, field: FIELD }));
      continue;
    }
    const caught = paths.find((other) => other !== path && (isBelow(other.path, path.path) || isBelow(resultOf(other), path.path)));
    if (caught) {
      const message = `${dialect.title} rewrites all paths of an Ingress with the same lines: that of ${path.path} would also take ${caught.path}`;
      out.unsupported.push(finding('EP283', { message, field: FIELD }));
      continue;
    }
    const line = paths.length === 1 && typeof rewrite === 'object' ? to : lineOf(path, to, typeof rewrite === 'object');
    if (line !== undefined) lines.push(line);
  }
  if (lines.length > 0) out.annotations[REWRITE] = lines.join('\n');
}

/** Where requests for a path end up, at least. */
function resultOf({ path, rewrite }: RoutePath): string {
  return rewrite === undefined ? path : typeof rewrite === 'object' ? rewrite.full : rewrite;
}

function lineOf({ path, type }: RoutePath, to: string, isWhole: boolean): string | undefined {
  const from = escapePath(trimPath(path));
  if (type === 'Exact') return `^${from === '' ? '/' : from}$ ${to}`;
  if (isWhole) return `^${from}(/.*)?$ ${to}`;
  const target = trimPath(to);
  if (from === '') return target === '' ? undefined : `^/(.*)$ ${target}/\\1`;
  return target === '' ? `^${from}/?(.*)$ /\\1` : `^${from}(.*)$ ${target}\\1`;
}

const PATH = '((?:[A-Za-z0-9_~/-]|\\[\\.\\])*)';
const FORMS = [
  { form: new RegExp(`^\\^${PATH}\\/\\?\\(\\.\\*\\)\\$ \\/\\\\1$`), to: () => '/' },
  { form: new RegExp(`^\\^(\\/)\\(\\.\\*\\)\\$ (\\S+)\\/\\\\1$`), to: (text: string) => text },
  { form: new RegExp(`^\\^${PATH}\\(\\.\\*\\)\\$ (\\S+)\\\\1$`), to: (text: string) => text },
  { form: new RegExp(`^\\^${PATH}\\(\\/\\.\\*\\)\\?\\$ (\\S+)$`), to: (text: string) => ({ full: text }) },
  { form: new RegExp(`^\\^${PATH}\\$ (\\S+)$`), to: (text: string) => ({ full: text }) },
];

function decode({ carried, sources }: RouteReading): void {
  const annotations = sources.get('route')?.annotations;
  const text = annotations?.get(REWRITE);
  if (!annotations || text === undefined) return;
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const rest = lines.filter((line) => !takeLine(carried.paths, line));
  if (rest.length === 0) annotations.delete(REWRITE);
  else annotations.set(REWRITE, rest.join('\n'));
}

/** Gives the path of a line its rewrite; false for a line that says something else. */
function takeLine(paths: RouteReading['carried']['paths'], line: string): boolean {
  if (/^\/\S*$/.test(line)) {
    for (const path of paths) path.rewrite ??= { full: line };
    return true;
  }
  for (const { form, to } of FORMS) {
    const match = form.exec(line);
    const path = match && paths.find((entry) => trimPath(entry.path) === trimPath(unescapePath(match[1] ?? '')));
    if (!match || !path) continue;
    path.rewrite = to(match[2] ?? '');
    return true;
  }
  return false;
}

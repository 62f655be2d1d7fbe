import { finding } from '../checks/finding.js';
import type { Quirk, QuirkPlace, RouteOption, RouteRequest } from './dialect.js';
import { describeOption, fieldOf } from './request.js';
import type { RouteEncoding } from './styles/style.js';
import { textOf } from './text.js';

/** Says what a dialect does otherwise in a route such as this one. */
export function sayQuirks({ dialect, request, out, valueOf }: RouteEncoding): void {
  for (const { options, harmless, note, ...when } of dialect.quirks ?? []) {
    const about = options.filter((option) => counts(when, option, request, valueOf));
    const level = harmless ? { level: 'info' as const } : {};
    for (const option of about)
      out.notes.push(finding('EP353', { ...level, message: `${describeOption(option)}: ${note}`, field: fieldOf(option) }));
  }
}

function counts(
  { where, pattern, without }: Pick<Quirk, 'where' | 'pattern' | 'without'>,
  option: RouteOption,
  request: RouteRequest,
  valueOf: RouteEncoding['valueOf'],
): boolean {
  const value = valueOf(option);
  // How paths are compared is no choice that has to be made.
  if (value === undefined && option !== 'paths.type') return false;
  if (pattern !== undefined && !new RegExp(pattern).test(textOf(value))) return false;
  if (without !== undefined && valueOf(without) !== undefined) return false;
  return where === undefined || PLACES[where](request);
}

const PLACES: Readonly<Record<QuirkPlace, (request: RouteRequest) => boolean>> = {
  noRoot: ({ paths }) => !paths.some(({ path, type }) => path === '/' && type !== 'Exact'),
  exactBelowPrefix: ({ paths }) =>
    paths.some(({ path, type }) => type === 'Exact' && paths.some((other) => other.type === 'Prefix' && isHardlyBelow(path, other.path))),
};

/** The longest rule of Traefik wins: `PathPrefix` is six letters longer than `Path`. */
function isHardlyBelow(path: string, prefix: string): boolean {
  const within = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return path.startsWith(within) && path !== within && path.length <= within.length + 'Prefix'.length;
}

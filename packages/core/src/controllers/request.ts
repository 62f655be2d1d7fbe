import { dig } from '../detect/read.js';
import { ROUTE_OPTIONS, type RouteOption, type RouteRequest } from './dialect.js';

/** What a request asks for beyond host and path, by option, in their order. */
export function askedOptions(request: RouteRequest): Map<RouteOption, unknown> {
  const asked = new Map<RouteOption, unknown>();
  for (const option of ROUTE_OPTIONS) {
    const value = valueOf(request, option);
    if (isAsked(value)) asked.set(option, value);
  }
  return asked;
}

function valueOf(request: RouteRequest, option: RouteOption): unknown {
  const { paths, tls, redirectOnly, scope, allowFrom, service } = request;
  switch (option) {
    case 'tls.mode':
      return tls?.mode;
    case 'tls.redirect':
      return tls?.mode === 'passthrough' ? undefined : redirectOnly ? true : tls?.redirect;
    case 'paths.type':
      return paths.map(({ type }) => type).find((type) => type !== 'Prefix' && type !== 'Exact');
    case 'paths.rewrite':
      return paths.map(({ rewrite }) => rewrite).find((rewrite) => typeof rewrite === 'string');
    case 'paths.rewrite.full':
      return paths.map(({ rewrite }) => (typeof rewrite === 'object' ? rewrite.full : undefined)).find((full) => full !== undefined);
    case 'access.scope':
      return scope;
    case 'access.allowFrom':
      return allowFrom;
    case 'options.canary.port':
    case 'options.mirror.port': {
      const other = dig(request, ...option.split('.').slice(0, 2), 'service');
      return other === undefined ? undefined : (dig(request, ...option.split('.')) ?? service?.port);
    }
    default:
      return dig(request, ...option.split('.'));
  }
}

/** `false` is an answer; an empty text, list or map is none. */
function isAsked(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** Field of a request, for messages: `spec.options.bodySize`. */
export function fieldOf(option: RouteOption): string {
  if (option === 'paths.type') return 'spec.paths[].type';
  return option.startsWith('paths.') ? 'spec.paths[].rewrite' : `spec.${option}`;
}

const WORDS: Readonly<Partial<Record<RouteOption, string>>> = {
  'access.allowFrom': 'an allow-list (allowFrom)',
  'paths.rewrite': 'a rewrite of the prefix (rewrite)',
  'paths.rewrite.full': 'a rewrite of the whole path (rewrite.full)',
  'paths.type': 'the type of path',
  'tls.mode': 'TLS',
  'tls.redirect': 'a redirect to HTTPS (tls.redirect)',
};

/** An option as messages call it, with its value where that is a text. */
export function describeOption(option: RouteOption, value?: unknown): string {
  if (option === 'tls.mode' && value === 'passthrough') return 'TLS passthrough';
  const word = WORDS[option] ?? option.replace(/^options\./, '');
  if (option.startsWith('paths.rewrite')) return word;
  return typeof value === 'string' ? `${word} ${value}` : word;
}

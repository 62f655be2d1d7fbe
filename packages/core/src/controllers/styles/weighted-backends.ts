import { finding } from '../../checks/finding.js';
import type { EncodedRoute } from '../../detect/facts.js';
import type { RouteCarrier, RouteRequest } from '../dialect.js';
import { UNNAMED } from '../parts.js';
import { quoteExpression } from '../text.js';
import type { RouteEncoding, RouteStyle } from './style.js';

type Fields = Record<string, unknown>;

/** What tells a request apart: a header that has a value, or one that matches an expression. */
interface HeaderMatch {
  name: string;
  value: string;
  regex: boolean;
}

/** How a kind of route writes several Services behind a rule, and a rule that asks for a header. */
interface BackendWords {
  /** The list of backends in a rule. */
  list: string;
  backend: (name: string, port: number, weight?: number) => Fields;
  match: (header: HeaderMatch) => Fields;
}

const WORDS: Readonly<Partial<Record<RouteCarrier, BackendWords>>> = {
  HTTPRoute: {
    list: 'backendRefs',
    backend: (name, port, weight) => ({ name, port, ...(weight === undefined ? {} : { weight }) }),
    match: ({ name, value, regex }) => ({ matches: [{ headers: [{ type: regex ? 'RegularExpression' : 'Exact', name, value }] }] }),
  },
  IngressRoute: {
    list: 'services',
    backend: (name, port, weight) => ({ name, port, ...(weight === undefined ? {} : { weight }) }),
    match: ({ name, value, regex }) => ({ match: `${regex ? 'HeaderRegexp' : 'Header'}(${ruleText(name)}, ${ruleText(value)})` }),
  },
};

/** A text in a rule of Traefik: in backquotes, where no letter means anything but itself. */
export function ruleText(text: string): string {
  return text.includes('`') ? JSON.stringify(text) : `\`${text}\``;
}

/**
 * A canary beside the Service of a route: weights behind each rule, and for a header or a cookie a rule of its own for the same path.
 * More specific rules win by the rules of each of these kinds.
 */
export const weightedBackends: RouteStyle = {
  options: [
    'options.canary.service',
    'options.canary.weight',
    'options.canary.header',
    'options.canary.headerValue',
    'options.canary.cookie',
  ],
  encode: encodeCanary,
};

function encodeCanary({ dialect, request, out }: RouteEncoding): void {
  const words = WORDS[out.carrier];
  const canary = request.options?.canary;
  if (!words || !canary) return;
  const { service, weight, header, headerValue, cookie } = canary;
  if (weight === undefined && header === undefined && cookie === undefined) {
    const message = `${dialect.title} takes canary.service only together with canary.weight, canary.header or canary.cookie`;
    out.unsupported.push(finding('EP291', { message, field: 'spec.options.canary' }));
    return;
  }
  const portOf = (index: number): number => request.paths[index]?.port ?? request.service?.port ?? 80;
  const to = (index: number): number => canary.port ?? portOf(index);
  const further: EncodedRoute['paths'] = [];
  const matches = [
    ...(header === undefined ? [] : [{ name: header, value: headerValue ?? 'always', regex: false }]),
    ...(cookie === undefined ? [] : [{ name: 'Cookie', value: `^(.*; ?)?${quoteExpression(cookie)}=always(;.*)?$`, regex: true }]),
  ];
  for (const [index, rule] of out.paths.entries()) {
    const before = { ...rule.fields };
    if (weight !== undefined) {
      const main = words.backend(nameOf(request), portOf(index), 100 - weight);
      rule.fields[words.list] = [main, words.backend(service, to(index), weight)];
    }
    for (const match of matches) {
      further.push({ ...rule, fields: { ...before, ...words.match(match), [words.list]: [words.backend(service, to(index))] } });
    }
  }
  out.paths.push(...further);
}

function nameOf({ service, name }: RouteRequest): string {
  return service?.name ?? name ?? UNNAMED;
}

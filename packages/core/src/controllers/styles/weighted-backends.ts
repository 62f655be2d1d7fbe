import { finding } from '../../checks/finding.js';
import type { EncodedRoute } from '../../detect/facts.js';
import { dig, integer, record, records, text } from '../../detect/read.js';
import type { RouteCarrier, RouteOption, RouteRequest } from '../dialect.js';
import { UNNAMED } from '../parts.js';
import { ruleText } from '../carriers/traefik-rule.js';
import { quoteExpression } from '../text.js';
import { takeField, type RouteReading } from '../reading.js';
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
  /** Field in which a rule asks for a header, and what it asks for; `undefined` for what cannot be read. */
  asks: string;
  read: (rule: Fields) => HeaderMatch | undefined;
  /** Name and port of a backend; default: its fields `name` and `port`. */
  service?: (backend: Fields) => Fields;
}

const WORDS: Readonly<Partial<Record<RouteCarrier, BackendWords>>> = {
  HTTPRoute: {
    list: 'backendRefs',
    backend: (name, port, weight) => ({ name, port, ...(weight === undefined ? {} : { weight }) }),
    match: ({ name, value, regex }) => ({ matches: [{ headers: [{ type: regex ? 'RegularExpression' : 'Exact', name, value }] }] }),
    asks: 'matches',
    read: (rule) => {
      const headers = records(dig(rule, 'matches', '0', 'headers'));
      const [name, value] = [text(headers[0]?.['name']), text(headers[0]?.['value'])];
      if (headers.length !== 1 || name === undefined || value === undefined) return undefined;
      return { name, value, regex: headers[0]?.['type'] === 'RegularExpression' };
    },
  },
  IngressRoute: {
    list: 'services',
    backend: (name, port, weight) => ({ name, port, ...(weight === undefined ? {} : { weight }) }),
    match: ({ name, value, regex }) => ({ match: `${regex ? 'HeaderRegexp' : 'Header'}(${ruleText(name)}, ${ruleText(value)})` }),
    asks: 'match',
    read: (rule) => {
      const [, word, name, value] =
        /^(Header|HeaderRegexp)\(\s*[`"]([^`"]+)[`"]\s*,\s*[`"]([^`"]+)[`"]\s*\)$/.exec(text(rule['match']) ?? '') ?? [];
      return name === undefined || value === undefined ? undefined : { name, value, regex: word === 'HeaderRegexp' };
    },
  },
  HTTPProxy: {
    list: 'services',
    backend: (name, port, weight) => ({ name, port, ...(weight === undefined ? {} : { weight }) }),
    match: ({ name, value, regex }) => ({ conditions: [{ header: { name, [regex ? 'regex' : 'exact']: value } }] }),
    asks: 'conditions',
    read: (rule) => {
      const [condition, ...others] = records(rule['conditions']);
      const header = record(condition?.['header']);
      const [name, exact, regex] = [text(header['name']), text(header['exact']), text(header['regex'])];
      const value = exact ?? regex;
      if (others.length > 0 || name === undefined || value === undefined) return undefined;
      return { name, value, regex: exact === undefined };
    },
  },
  VirtualService: {
    list: 'route',
    backend: (name, port, weight) => ({
      destination: { host: name, port: { number: port } },
      ...(weight === undefined ? {} : { weight }),
    }),
    // Istio wants names of headers in lower case.
    match: ({ name, value, regex }) => ({ match: [{ headers: { [name.toLowerCase()]: { [regex ? 'regex' : 'exact']: value } } }] }),
    asks: 'match',
    read: (rule) => {
      const [[name, matcher] = [], ...others] = Object.entries(record(dig(rule, 'match', '0', 'headers')));
      const [exact, regex] = [text(dig(matcher, 'exact')), text(dig(matcher, 'regex'))];
      const value = exact ?? regex;
      if (name === undefined || value === undefined || others.length > 0) return undefined;
      return { name: usualCase(name), value, regex: exact === undefined };
    },
    service: ({ destination }) => ({ name: dig(destination, 'host'), port: dig(destination, 'port', 'number') }),
  },
};

/** A header as it is usually written: `X-Canary`. */
function usualCase(name: string): string {
  return name.replaceAll(/(^|-)([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
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
  decode: decodeCanary,
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

const COOKIE = /^\^\(\.\*; \?\)\?(.+)=always\(;\.\*\)\?\$$/;

function decodeCanary(reading: RouteReading): void {
  const { carried, sources, dialect, findings, values } = reading;
  const words = WORDS[dialect.carrier];
  const rules = sources.get('rule');
  if (!words || !rules) return;
  const found: Record<string, unknown>[] = [];
  const isFurther = carried.paths.map((path, index) => {
    const header = words.read(rules.fields[index] ?? {});
    const main = carried.paths.find((other) => other !== path && other.path === path.path && !(words.asks in other.fields));
    const [canary, ...others] = records(rules.fields[index]?.[words.list]);
    if (!header || !main || !canary || others.length > 0) return false;
    const cookie = header.regex && header.name === 'Cookie' ? COOKIE.exec(header.value)?.[1] : undefined;
    if (header.regex && cookie === undefined) return false;
    const value = header.value === 'always' ? {} : { headerValue: header.value };
    found.push({
      ...backendOf(words.service?.(canary) ?? canary, main.backend?.port),
      ...(cookie === undefined ? { header: header.name, ...value } : { cookie: plain(cookie) }),
    });
    return true;
  });
  carried.paths = carried.paths.filter((_, index) => isFurther[index] !== true);
  rules.fields = rules.fields.filter((_, index) => isFurther[index] !== true);
  for (const [index, rule] of rules.fields.entries()) {
    const [main, canary, ...others] = records(rule[words.list]);
    if (!main || !canary || others.length > 0) continue;
    const [own, other] = [integer(main['weight']) ?? 1, integer(canary['weight']) ?? 1];
    const weight = (other * 100) / (own + other);
    if (!Number.isInteger(weight)) continue;
    found.push({ ...backendOf(words.service?.(canary) ?? canary, carried.paths[index]?.backend?.port), weight });
    takeField({ ...rules, fields: [rule] }, words.list);
  }
  const all = Object.assign({}, ...found) as Record<string, unknown>;
  if (found.some((one) => Object.entries(one).some(([key, value]) => all[key] !== value))) {
    findings.push(finding('EP386', { message: 'the rules have different canaries; one of them is read', field: 'spec.options.canary' }));
  }
  for (const [key, value] of Object.entries(all)) values.set(`options.canary.${key}` as RouteOption, value);
}

function backendOf({ name, port }: Fields, usual: unknown): { service: unknown; port?: unknown } {
  return { service: name, ...(port === usual ? {} : { port }) };
}

/** A cookie whose letters were quoted in an expression. */
function plain(expression: string): string {
  return expression.replaceAll(/\\(.)/g, '$1');
}

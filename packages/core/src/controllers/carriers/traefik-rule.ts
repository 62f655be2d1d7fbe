import type { EncodedRoute } from '../../detect/facts.js';
import { quoteExpression } from '../text.js';

type Rule = Pick<EncodedRoute['paths'][number], 'path' | 'pathType'>;

/** A text in a rule of Traefik: in backquotes, where no letter means anything but itself. */
export function ruleText(text: string): string {
  return text.includes('`') ? JSON.stringify(text) : `\`${text}\``;
}

/**
 * The rule of Traefik for hosts and a path. PathPrefix compares letters, so that a prefix is the path itself or what begins with it and
 * a slash. Source: traefik/traefik v3.7.13, docs/content/reference/routing-configuration/http/routing/rules-and-priority.md
 */
export function traefikRule(hosts: readonly string[], rule: Rule, further?: string): string {
  const parts = [...(hosts.length === 0 ? [] : [anyOf(hosts.map((host) => hostRule(host)))]), pathRule(rule)];
  return [...parts, ...(further === undefined ? [] : [further])].join(' && ');
}

function anyOf(rules: readonly string[]): string {
  return rules.length === 1 ? (rules[0] ?? '') : `(${rules.join(' || ')})`;
}

/** A wildcard of Kubernetes stands for one label. */
function hostRule(host: string): string {
  if (!host.startsWith('*.')) return `Host(${ruleText(host)})`;
  return `HostRegexp(${ruleText(`^[^.]+${quoteExpression(host.slice(1))}$`)})`;
}

function pathRule({ path, pathType }: Rule): string {
  if (pathType === 'RegularExpression') return `PathRegexp(${ruleText(path)})`;
  if (pathType === 'Exact') return `Path(${ruleText(path)})`;
  const prefix = path.replace(/\/+$/, '');
  return prefix === '' ? 'PathPrefix(`/`)' : `(Path(${ruleText(prefix)}) || PathPrefix(${ruleText(`${prefix}/`)}))`;
}

/** What a rule asks for, as far as it can be said in hosts, a path and headers. */
export interface ReadRule {
  hosts: string[];
  path: string;
  pathType: 'Prefix' | 'Exact' | 'RegularExpression';
  /** Conditions on headers, as they stand there. */
  further?: string;
  /** The prefix compares letters: /foo takes /foobar as well. */
  byLetters: boolean;
}

interface Call {
  name: string;
  args: string[];
  text: string;
}

/** Reads a rule; `undefined` for one that says more. */
export function readTraefikRule(rule: string): ReadRule | undefined {
  const terms = splitAt(rule, '&&').map((term) => splitAt(unwrap(term), '||').map((part) => callOf(unwrap(part))));
  const out: ReadRule = { hosts: [], path: '/', pathType: 'Prefix', byLetters: false };
  const further: string[] = [];
  const seen = new Set<string>();
  for (const calls of terms) {
    const known = calls.filter((call) => call !== undefined);
    if (known.length !== calls.length) return undefined;
    const kind = takeTerm(out, known, further);
    if (kind === undefined || (kind !== 'header' && seen.has(kind))) return undefined;
    seen.add(kind);
  }
  return { ...out, ...(further.length === 0 ? {} : { further: further.join(' && ') }) };
}

function takeTerm(out: ReadRule, calls: readonly Call[], further: string[]): 'host' | 'path' | 'header' | undefined {
  const names = calls.map(({ name }) => name);
  if (names.every((name) => name === 'Host' || name === 'HostRegexp')) {
    const hosts = calls.flatMap(({ name, args }) => (name === 'Host' ? args : [wildcardOf(args[0] ?? '') ?? '']));
    out.hosts = hosts;
    return hosts.includes('') ? undefined : 'host';
  }
  const [first, second] = calls;
  const path = first?.args[0] ?? '';
  if (calls.length === 2 && first?.name === 'Path' && second?.name === 'PathPrefix' && second.args[0] === `${path}/`) {
    Object.assign(out, { path, pathType: 'Prefix' });
    return 'path';
  }
  if (calls.length !== 1 || first?.args.length !== (first?.name.startsWith('Header') ? 2 : 1)) return undefined;
  switch (first.name) {
    case 'Path':
      Object.assign(out, { path, pathType: 'Exact' });
      return 'path';
    case 'PathPrefix':
      Object.assign(out, { path, pathType: 'Prefix', byLetters: path !== '/' });
      return 'path';
    case 'PathRegexp':
      Object.assign(out, { path, pathType: 'RegularExpression' });
      return 'path';
    case 'Header':
    case 'HeaderRegexp':
      further.push(first.text);
      return 'header';
    default:
      return undefined;
  }
}

/** The wildcard of Kubernetes that an expression for hosts means. */
function wildcardOf(expression: string): string | undefined {
  const rest = /^\^(?:\[\^\.\]\+|\[a-zA-Z0-9-\]\+|\[a-z0-9-\]\+)((?:\\?[A-Za-z0-9.-])+)\$$/.exec(expression)?.[1];
  return rest?.startsWith('\\.') ? `*${rest.replaceAll('\\', '')}` : undefined;
}

const CALL = /^([A-Za-z]+)\(\s*(.*?)\s*\)$/s;
const TEXTS = /`([^`]*)`|"((?:[^"\\]|\\.)*)"/g;

function callOf(part: string): Call | undefined {
  const [, name, inside] = CALL.exec(part) ?? [];
  if (name === undefined || inside === undefined || inside.replaceAll(TEXTS, '').replaceAll(/[\s,]/g, '') !== '') return undefined;
  return { name, args: [...inside.matchAll(TEXTS)].map(([whole, plain]) => plain ?? quoted(whole)), text: part };
}

function quoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}

/** Takes away parentheses that stand around the whole. */
function unwrap(term: string): string {
  const text = term.trim();
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (const [index, letter] of lettersOf(text)) {
    depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
    if (depth === 0 && index < text.length - 1) return text;
  }
  return unwrap(text.slice(1, -1));
}

function splitAt(rule: string, operator: '&&' | '||'): string[] {
  const out: string[] = [];
  let [depth, from] = [0, 0];
  for (const [index, letter] of lettersOf(rule)) {
    depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
    if (depth > 0 || rule.slice(index, index + 2) !== operator) continue;
    out.push(rule.slice(from, index));
    from = index + 2;
  }
  return [...out, rule.slice(from)].map((part) => part.trim());
}

/** The letters of a rule outside of its texts, with their places. */
function lettersOf(rule: string): [number, string][] {
  const out: [number, string][] = [];
  let quote = '';
  for (const [index, letter] of [...rule].entries()) {
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '`' || letter === '"') quote = letter;
    else out.push([index, letter]);
  }
  return out;
}

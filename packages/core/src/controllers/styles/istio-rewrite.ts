import { finding } from '../../checks/finding.js';
import { dig, integer, record, text } from '../../detect/read.js';
import type { RoutePath } from '../dialect.js';
import { takeField, type RouteReading } from '../reading.js';
import { escapePath, literalProblem, trimPath, unescapePath } from './literal.js';
import { readRedirect, redirectParts, redirectText, type RedirectParts } from './redirect.js';
import type { RouteEncoding, RouteStyle } from './style.js';

type Fields = Record<string, unknown>;

const TLS = 'spec.trafficPolicy.tls';
const H2 = 'spec.trafficPolicy.connectionPool.http.h2UpgradePolicy';
const POLICY = 'destination-rule';

/**
 * Rewrites and redirects of a VirtualService, and the name in a certificate, which Istio takes as a list. A prefix is replaced by an
 * expression, since a rule matches the path itself and what lies below it. Source: istio/api v1.30.3,
 * networking/v1alpha3/virtual_service.proto and destination_rule.proto
 */
export const istioRewrite: RouteStyle = {
  options: [
    'paths.rewrite',
    'paths.rewrite.full',
    'options.redirect.url',
    'options.redirect.code',
    'options.appRoot',
    'options.backendProtocol',
    'options.backendTLS.serverName',
  ],
  last: true,
  encode,
  decode,
};

function encode(encoding: RouteEncoding): void {
  const { dialect, request, out, places, valueOf } = encoding;
  const { appRoot } = request.options ?? {};
  const name = valueOf('options.backendTLS.serverName');
  if (name !== undefined && out.unsupported.length === 0) places.field(POLICY, `${TLS}.subjectAltNames`, [name]);
  const target = redirectParts(encoding);
  for (const rule of out.paths) {
    const asked = request.paths.find(({ path, type }) => path === rule.path && type === rule.pathType);
    const rewrite = asked ? rewriteOf(asked) : undefined;
    if (rewrite && 'error' in rewrite) {
      const message = `rewrite of path ${asked?.path} by ${dialect.title}: ${rewrite.error}`;
      out.unsupported.push(finding('EP284', { message, field: 'spec.paths[].rewrite' }));
    } else if (target) rule.fields['redirect'] = redirectTo(target);
    else if (rewrite) rule.fields['rewrite'] = { ...record(rule.fields['rewrite']), ...rewrite };
  }
  if (appRoot !== undefined) out.paths.push({ path: '/', pathType: 'Exact', fields: { redirect: { uri: appRoot, redirectCode: 302 } } });
}

function rewriteOf({ path, type, rewrite }: RoutePath): Fields | { error: string } | undefined {
  if (rewrite === undefined) return undefined;
  const to = typeof rewrite === 'object' ? rewrite.full : rewrite;
  const problem = literalProblem(to);
  if (problem !== undefined) return { error: problem };
  if (type === 'Exact') return { uri: to };
  if (typeof rewrite === 'object') return { uriRegexRewrite: { match: '^/.*$', rewrite: to } };
  if (type !== 'Prefix') return { error: 'a prefix can only be replaced where the path is of type Prefix or Exact; give rewrite.full' };
  const own = literalProblem(path);
  if (own !== undefined) return { error: own };
  const [from, target] = [escapePath(trimPath(path)), trimPath(to)];
  if (from === '') return target === '' ? undefined : { uriRegexRewrite: { match: '^/', rewrite: `${target}/` } };
  return { uriRegexRewrite: target === '' ? { match: `^${from}/?`, rewrite: '/' } : { match: `^${from}`, rewrite: target } };
}

function redirectTo({ scheme, host, port, path, code }: RedirectParts): Fields {
  return { uri: path, authority: host, ...(port === undefined ? {} : { port }), scheme, redirectCode: code };
}

function decode(reading: RouteReading): void {
  const { carried, sources, findings } = reading;
  decodePolicy(reading);
  const rules = sources.get('rule');
  if (!rules) return;
  const targets = new Set<string>();
  for (const [index, rule] of rules.fields.entries()) {
    const url = urlOf(record(rule['redirect']));
    if (url !== undefined) {
      targets.add(url);
      delete rule['redirect'];
    }
    const path = carried.paths[index];
    if (path) decodeRewrite(path, rule);
  }
  const [target, ...others] = targets;
  if (others.length > 0) findings.push(finding('EP385', { message: `redirects of the rules differ: ${[...targets].join(', ')}` }));
  readRedirect(reading, target);
}

/** What rows cannot tell apart: TLS with HTTP/2, and the list of names that a certificate may have. */
function decodePolicy({ sources, values }: RouteReading): void {
  const policy = sources.get(POLICY);
  const [content] = policy?.fields ?? [];
  if (!policy || !content) return;
  const tls = record(dig(content, ...TLS.split('.')));
  if (tls['mode'] === 'SIMPLE' && dig(content, ...H2.split('.')) === 'UPGRADE') {
    takeField(policy, H2);
    takeField(policy, `${TLS}.mode`);
    values.set('options.backendProtocol', 'grpcs');
  }
  if (tls['sni'] !== undefined && JSON.stringify(tls['subjectAltNames']) === JSON.stringify([tls['sni']]))
    takeField(policy, `${TLS}.subjectAltNames`);
}

function decodeRewrite(path: RouteReading['carried']['paths'][number], rule: Fields): void {
  const { uri, uriRegexRewrite, ...rest } = record(rule['rewrite']);
  const [match, to] = [text(dig(uriRegexRewrite, 'match')), text(dig(uriRegexRewrite, 'rewrite'))];
  const found = rewriteBack(path, text(uri), match, to);
  if (found === undefined) return;
  path.rewrite = found;
  if (Object.keys(rest).length === 0) delete rule['rewrite'];
  else rule['rewrite'] = rest;
}

function rewriteBack(
  { path, pathType }: RouteReading['carried']['paths'][number],
  uri: string | undefined,
  match: string | undefined,
  to: string | undefined,
): RoutePath['rewrite'] {
  if (uri !== undefined) return pathType === 'Exact' ? { full: uri } : uri;
  if (match === undefined || to === undefined) return undefined;
  if (match === '^/.*$') return { full: to };
  if (match === '^/' && path === '/') return trimPath(to);
  const from = trimPath(path);
  if (unescapePath(match) === `^${from}/?` && to === '/') return '/';
  return unescapePath(match) === `^${from}` ? to : undefined;
}

/** URL and code of a redirect that goes to one place. */
function urlOf({ scheme, authority, port, uri, redirectCode, ...more }: Fields): string | undefined {
  if (Object.keys(more).length > 0) return undefined;
  return redirectText({ scheme, host: authority, port, path: uri }, integer(redirectCode) ?? 301);
}

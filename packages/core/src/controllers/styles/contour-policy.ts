import { finding } from '../../checks/finding.js';
import { dig, integer, record, records, text } from '../../detect/read.js';
import type { RoutePath } from '../dialect.js';
import type { RouteReading } from '../reading.js';
import { describeOption } from '../request.js';
import { literalProblem, trimPath } from './literal.js';
import { readRedirect, redirectParts, redirectText, type RedirectParts } from './redirect.js';
import type { RouteEncoding, RouteStyle } from './style.js';

type Fields = Record<string, unknown>;

/**
 * Rewrites and redirects of an HTTPProxy, and the Host header, which stands in a list with the others. Source: projectcontour/contour
 * v1.33.6, apis/projectcontour/v1/httpproxy.go and site/content/docs/main/config/request-rewriting.md
 */
export const contourPolicy: RouteStyle = {
  options: [
    'paths.rewrite',
    'paths.rewrite.full',
    'options.redirect.url',
    'options.redirect.code',
    'options.appRoot',
    'options.hostHeader',
  ],
  hasOwnWords: true,
  last: true,
  encode,
  decode,
};

function encode(encoding: RouteEncoding): void {
  const { dialect, request, out, valueOf } = encoding;
  const { appRoot } = request.options ?? {};
  const host = valueOf('options.hostHeader');
  const target = redirectParts(encoding);
  for (const rule of out.paths) {
    const asked = request.paths.find(({ path, type }) => path === rule.path && type === rule.pathType);
    const replacement = asked ? replacementOf(asked) : undefined;
    if (replacement && 'error' in replacement) {
      const message = `rewrite of path ${asked?.path} by ${dialect.title}: ${replacement.error}`;
      out.unsupported.push(finding('EP284', { message, field: 'spec.paths[].rewrite' }));
    } else if (replacement) rule.fields['pathRewritePolicy'] = { replacePrefix: [replacement] };
    if (host !== undefined) {
      const policy = record(rule.fields['requestHeadersPolicy']);
      rule.fields['requestHeadersPolicy'] = { ...policy, set: [...records(policy['set']), { name: 'Host', value: host }] };
    }
    if (target) rule.fields['requestRedirectPolicy'] = redirectTo(target);
  }
  if (appRoot !== undefined)
    out.paths.push({ path: '/', pathType: 'Exact', fields: { requestRedirectPolicy: { path: appRoot, statusCode: 302 } } });
}

function replacementOf({ path, type, rewrite }: RoutePath): { replacement: string } | { error: string } | undefined {
  if (typeof rewrite !== 'string') return undefined;
  if (type !== 'Prefix') return { error: `${describeOption('paths.rewrite')} goes with a path of type Prefix` };
  const problem = literalProblem(path) ?? literalProblem(rewrite);
  if (problem !== undefined) return { error: problem };
  const to = trimPath(rewrite);
  return trimPath(path) === '' && to === '' ? undefined : { replacement: to === '' ? '/' : to };
}

function redirectTo({ scheme, host, port, path, code }: RedirectParts): Fields {
  return { scheme, hostname: host, ...(port === undefined ? {} : { port }), path, statusCode: code };
}

function decode(reading: RouteReading): void {
  const { carried, sources, values, findings } = reading;
  const rules = sources.get('rule')?.fields ?? [];
  const [targets, hosts] = [new Set<string>(), new Set<string>()];
  for (const [index, rule] of rules.entries()) {
    const url = urlOf(record(rule['requestRedirectPolicy']));
    if (url !== undefined) {
      targets.add(url);
      delete rule['requestRedirectPolicy'];
    }
    const [entry, ...others] = records(dig(rule, 'pathRewritePolicy', 'replacePrefix'));
    const to = text(entry?.['replacement']);
    const path = carried.paths[index];
    if (path && to !== undefined && others.length === 0 && entry?.['prefix'] === undefined) {
      path.rewrite = to;
      delete rule['pathRewritePolicy'];
    }
    const host = takeHost(rule);
    if (host !== undefined) hosts.add(host);
  }
  for (const found of [targets, hosts])
    if (found.size > 1) findings.push(finding('EP385', { message: `the rules differ: ${[...found].join(', ')}` }));
  const [host] = hosts;
  if (host !== undefined) values.set('options.hostHeader', host);
  const [target] = targets;
  readRedirect(reading, target);
}

function takeHost(rule: Fields): string | undefined {
  const policy = record(rule['requestHeadersPolicy']);
  const set = records(policy['set']);
  const found = set.find(({ name }) => String(name).toLowerCase() === 'host');
  if (!found) return undefined;
  const rest = set.filter((entry) => entry !== found);
  const { set: _, ...others } = policy;
  const left = { ...others, ...(rest.length > 0 ? { set: rest } : {}) };
  if (Object.keys(left).length > 0) rule['requestHeadersPolicy'] = left;
  else delete rule['requestHeadersPolicy'];
  return text(found['value']);
}

/** URL and code of a redirect that goes to one place. */
function urlOf({ scheme, hostname, port, path, statusCode, ...more }: Fields): string | undefined {
  if (Object.keys(more).length > 0) return undefined;
  return redirectText({ scheme, host: hostname, port, path }, integer(statusCode) ?? 302);
}

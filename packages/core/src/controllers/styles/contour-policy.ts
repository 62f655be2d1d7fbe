import { finding } from '../../checks/finding.js';
import { dig, integer, record, records, text } from '../../detect/read.js';
import type { RoutePath } from '../dialect.js';
import type { RouteReading } from '../reading.js';
import { describeOption } from '../request.js';
import { literalProblem, trimPath } from './literal.js';
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

/** A URL in the parts that a redirect is made of. */
const URL_PARTS = /^(https?):\/\/([a-z0-9]([-a-z0-9.]*[a-z0-9])?)(?::([0-9]+))?(\/[^?#]*)?$/;

function encode({ dialect, request, out, valueOf }: RouteEncoding): void {
  const { redirect, appRoot } = request.options ?? {};
  const host = valueOf('options.hostHeader');
  const target = redirect ? redirectTo(redirect.url, redirect.code ?? 302) : undefined;
  if (target && 'error' in target) {
    const message = `redirect.url ${redirect?.url}: ${target.error}`;
    out.unsupported.push(finding('EP284', { message, field: 'spec.options.redirect.url' }));
  }
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
    if (target && !('error' in target)) rule.fields['requestRedirectPolicy'] = target;
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

function redirectTo(url: string, statusCode: number): Fields | { error: string } {
  const [, scheme, hostname, , port, path = '/'] = URL_PARTS.exec(url) ?? [];
  if (scheme === undefined) return { error: 'a redirect has a scheme, a name, a port and a path; anything else has no place' };
  return { scheme, hostname, ...(port === undefined ? {} : { port: Number(port) }), path, statusCode };
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
  const [url, code] = [...targets][0]?.split(' ') ?? [];
  if (url === undefined) return;
  values.set('options.redirect.url', url);
  if (code !== '302') values.set('options.redirect.code', Number(code));
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
  const [to, host, full] = [text(scheme), text(hostname), text(path)];
  if (to === undefined || host === undefined || full === undefined || Object.keys(more).length > 0) return undefined;
  return `${to}://${host}${integer(port) === undefined ? '' : `:${String(port)}`}${full} ${integer(statusCode) ?? 302}`;
}

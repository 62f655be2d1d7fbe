import { finding } from '../../checks/finding.js';
import type { EncodedRoute } from '../../detect/facts.js';
import { dig, integer, record, records, text } from '../../detect/read.js';
import type { RoutePath } from '../dialect.js';
import type { RouteReading } from '../reading.js';
import { readRedirect, redirectParts, redirectText, type RedirectParts } from './redirect.js';
import type { RouteEncoding, RouteStyle } from './style.js';

type Fields = Record<string, unknown>;

/**
 * Rewrites and redirects of the Gateway API: filters of each rule, which may have one URLRewrite and either that or a RequestRedirect.
 * They come after the other filters, since some implementations go through them one by one.
 */
export const gatewayFilter: RouteStyle = {
  options: [
    'paths.rewrite',
    'paths.rewrite.full',
    'options.hostHeader',
    'options.redirect.url',
    'options.redirect.code',
    'options.appRoot',
  ],
  last: true,
  encode: encodeFilters,
  decode: decodeFilters,
};

function encodeFilters(encoding: RouteEncoding): void {
  const { request, out, dialect } = encoding;
  const { hostHeader, appRoot } = request.options ?? {};
  const target = redirectParts(encoding);
  for (const rule of out.paths) {
    const asked = request.paths.find(({ path, type }) => path === rule.path && type === rule.pathType);
    const path = asked ? pathOf(asked) : undefined;
    if (path && 'error' in path) {
      const message = `rewrite of path ${asked?.path} by ${dialect.title}: ${path.error}`;
      out.unsupported.push(finding('EP284', { message, field: 'spec.paths[].rewrite' }));
      continue;
    }
    const rewrite = { ...(hostHeader === undefined ? {} : { hostname: hostHeader }), ...(path ? { path } : {}) };
    if (target) addFilter(rule, { type: 'RequestRedirect', requestRedirect: redirectTo(target) });
    else if (Object.keys(rewrite).length > 0) addFilter(rule, { type: 'URLRewrite', urlRewrite: rewrite });
  }
  if (appRoot === undefined) return;
  const requestRedirect = { path: { type: 'ReplaceFullPath', replaceFullPath: appRoot }, statusCode: 302 };
  out.paths.push({ path: '/', pathType: 'Exact', fields: { filters: [{ type: 'RequestRedirect', requestRedirect }] } });
}

function addFilter({ fields }: EncodedRoute['paths'][number], filter: Fields): void {
  const before = fields['filters'];
  fields['filters'] = [...(Array.isArray(before) ? (before as unknown[]) : []), filter];
}

function pathOf({ type, rewrite }: RoutePath): Fields | { error: string } | undefined {
  if (rewrite === undefined) return undefined;
  if (typeof rewrite === 'object') return { type: 'ReplaceFullPath', replaceFullPath: rewrite.full };
  // All that an exact path matches is its prefix.
  if (type === 'Exact') return { type: 'ReplaceFullPath', replaceFullPath: rewrite };
  if (type === 'Prefix') return { type: 'ReplacePrefixMatch', replacePrefixMatch: rewrite };
  return { error: 'a prefix can only be replaced where the path is of type Prefix or Exact; give rewrite.full' };
}

function redirectTo({ scheme, host, port, path, code }: RedirectParts): Fields {
  const target = { type: 'ReplaceFullPath', replaceFullPath: path };
  return { scheme, hostname: host, ...(port === undefined ? {} : { port }), path: target, statusCode: code };
}

function decodeFilters(reading: RouteReading): void {
  const { carried, sources, values, findings } = reading;
  const rules = sources.get('rule');
  if (!rules) return;
  if (sources.has('backend-tls')) values.set('options.backendProtocol', 'https');
  const names = new Set<string>();
  const targets = new Set<string>();
  for (const [index, rule] of rules.fields.entries()) {
    const kept = records(rule['filters']).filter((filter) => {
      const rewrite = record(filter['urlRewrite']);
      if (filter['type'] === 'URLRewrite') {
        names.add(text(rewrite['hostname']) ?? '');
        const path = carried.paths[index];
        const full = text(dig(rewrite, 'path', 'replaceFullPath'));
        const prefix = text(dig(rewrite, 'path', 'replacePrefixMatch'));
        if (path && full !== undefined) path.rewrite = { full };
        else if (path && prefix !== undefined) path.rewrite = prefix;
        return false;
      }
      const url = filter['type'] === 'RequestRedirect' ? urlOf(record(filter['requestRedirect'])) : undefined;
      if (url !== undefined) targets.add(url);
      return url === undefined;
    });
    if (kept.length === 0) delete rule['filters'];
    else rule['filters'] = kept;
  }
  const [name, ...otherNames] = names;
  const [target, ...otherTargets] = targets;
  if (otherNames.length > 0 || otherTargets.length > 0)
    findings.push(
      finding('EP385', { message: `filters of the rules differ: ${[...names, ...targets].filter((one) => one !== '').join(', ')}` }),
    );
  if (name !== undefined && name !== '') values.set('options.hostHeader', name);
  readRedirect(reading, target);
}

/** URL and code of a redirect that goes to one place. */
function urlOf({ scheme, hostname, port, path, statusCode, ...more }: Fields): string | undefined {
  if (Object.keys(more).length > 0) return undefined;
  return redirectText({ scheme, host: hostname, port, path: dig(path, 'replaceFullPath') }, integer(statusCode) ?? 302);
}

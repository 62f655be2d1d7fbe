import { finding } from '../../checks/finding.js';
import type { EncodedRoute } from '../../detect/facts.js';
import type { RoutePath } from '../dialect.js';
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
};

function encodeFilters({ request, out, dialect }: RouteEncoding): void {
  const { hostHeader, redirect, appRoot } = request.options ?? {};
  const target = redirect ? redirectTo(redirect.url, redirect.code ?? 302) : undefined;
  if (target && 'error' in target) {
    const message = `redirect.url ${redirect?.url}: ${target.error}`;
    out.unsupported.push(finding('EP284', { message, field: 'spec.options.redirect.url' }));
    return;
  }
  for (const rule of out.paths) {
    const asked = request.paths.find(({ path, type }) => path === rule.path && type === rule.pathType);
    const path = asked ? pathOf(asked) : undefined;
    if (path && 'error' in path) {
      const message = `rewrite of path ${asked?.path} by ${dialect.title}: ${path.error}`;
      out.unsupported.push(finding('EP284', { message, field: 'spec.paths[].rewrite' }));
      continue;
    }
    const rewrite = { ...(hostHeader === undefined ? {} : { hostname: hostHeader }), ...(path ? { path } : {}) };
    if (target) addFilter(rule, { type: 'RequestRedirect', requestRedirect: target });
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

/** A URL in the parts that a redirect is made of. */
const URL_PARTS = /^(https?):\/\/([a-z0-9]([-a-z0-9.]*[a-z0-9])?)(?::([0-9]+))?(\/[^?#]*)?$/;

function redirectTo(url: string, statusCode: number): Fields | { error: string } {
  const [, scheme, hostname, , port, path = '/'] = URL_PARTS.exec(url) ?? [];
  if (scheme === undefined) return { error: 'a redirect has a scheme, a name, a port and a path; anything else has no place' };
  return {
    scheme,
    hostname,
    ...(port === undefined ? {} : { port: Number(port) }),
    path: { type: 'ReplaceFullPath', replaceFullPath: path },
    statusCode,
  };
}

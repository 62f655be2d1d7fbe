import * as fc from 'fast-check';
import { encodeRoute, type ExposureSpec, type RouteOption, type RoutePath, type RouteRequest } from '@expose-plus/core';
import { LIBRARY } from '../../src/generated/charts.js';

/** Dialects that the chart has words for, as it says itself, by the strategy that takes them. */
export const DIALECTS = JSON.parse(
  /define "exposure-lib\.dialectNames" -}}\n(.*?)\n{{- end }}/s.exec(LIBRARY['templates/_dialects.tpl'] ?? '')?.[1] ?? '',
) as { ids: string[]; ingress: string[]; gateway: Record<string, string> };

/** A path below `spec.options`. */
export type OptionPath = Extract<RouteOption, `options.${string}`>;

const duration = fc.constantFrom('60s', '1m30s', '1500ms', '2h45m', '5s');
const headerNames = fc.constantFrom(['X-One'], ['X-One', 'x-two']);
const headers = fc.constantFrom<Record<string, string>>({ 'X-One': 'a' }, { 'X-One': 'a b', 'x-two': '"q", 1' });
const cidrs = fc.constantFrom(['203.0.113.0/24'], ['10.0.0.0/8', '2001:db8::/32'], ['192.0.2.0/24', '198.51.100.7/32']);
const count = fc.integer({ min: 1, max: 500 });
const port = fc.constantFrom(80, 8080);
const service = fc.constantFrom('web-next', 'shadow');
const url = fc.constantFrom('https://auth.example.com/check', 'http://auth.infra.svc.cluster.local:4180/oauth2/auth', 'http://auth.infra/');

/** A value of each option, as requests have them. */
export const OPTION_VALUES: Readonly<Record<OptionPath, fc.Arbitrary<unknown>>> = {
  'options.redirect.url': fc.constantFrom('https://new.example.com', 'https://new.example.com/start?a=1', 'http://old.example.com:8080/x'),
  'options.redirect.code': fc.constantFrom(301, 302, 303, 307, 308),
  'options.appRoot': fc.constantFrom('/app', '/app/start'),
  'options.denyFrom': cidrs,
  'options.externalAuth.url': url,
  'options.externalAuth.method': fc.constantFrom('GET', 'HEAD', 'POST'),
  'options.externalAuth.signInURL': fc.constant('https://auth.example.com/start?rd=$escaped_request_uri'),
  'options.externalAuth.responseHeaders': headerNames,
  'options.basicAuth.secretName': fc.constant('users'),
  'options.basicAuth.realm': fc.constantFrom('Shop', 'Members only'),
  'options.rateLimit.requestsPerSecond': count,
  'options.rateLimit.requestsPerMinute': count,
  'options.rateLimit.burst': count,
  'options.rateLimit.connections': count,
  'options.cors.origins': fc.constantFrom(['*'], ['https://app.example.com'], ['https://app.example.com', 'https://*.example.org']),
  'options.cors.methods': fc.constantFrom(['GET'], ['GET', 'POST', 'DELETE']),
  'options.cors.headers': headerNames,
  'options.cors.exposeHeaders': headerNames,
  'options.cors.credentials': fc.boolean(),
  'options.cors.maxAge': duration,
  'options.requestHeaders.set': headers,
  'options.requestHeaders.remove': fc.constantFrom(['X-Three'], ['X-Three', 'x-four']),
  'options.responseHeaders.set': headers,
  'options.responseHeaders.remove': fc.constantFrom(['Server'], ['Server', 'x-four']),
  'options.hostHeader': fc.constant('inner.example.com'),
  'options.bodySize': fc.constantFrom('20Mi', '1.5Gi', '512k', '0'),
  'options.requestTimeout': duration,
  'options.connectTimeout': duration,
  'options.readTimeout': duration,
  'options.sendTimeout': duration,
  'options.backendProtocol': fc.constantFrom('http', 'https', 'grpc', 'grpcs', 'h2c', 'websocket'),
  'options.backendTLS.verify': fc.boolean(),
  'options.backendTLS.serverName': fc.constant('web.internal'),
  'options.backendTLS.caSecretName': fc.constant('web-ca'),
  'options.backendTLS.caConfigMapName': fc.constant('web-ca'),
  'options.targets': fc.constantFrom('pod', 'node'),
  'options.affinity.cookie': fc.constantFrom('route', 'Sticky_1'),
  'options.affinity.maxAge': duration,
  'options.affinity.path': fc.constantFrom('/', '/app'),
  'options.affinity.sameSite': fc.constantFrom('None', 'Lax', 'Strict'),
  'options.affinity.secure': fc.boolean(),
  'options.canary.service': service,
  'options.canary.port': port,
  'options.canary.weight': fc.constantFrom(0, 1, 20, 100),
  'options.canary.header': fc.constant('X-Canary'),
  'options.canary.headerValue': fc.constantFrom('yes', 'it"s'),
  'options.canary.cookie': fc.constantFrom('canary', 'can.ary'),
  'options.mirror.service': service,
  'options.mirror.port': port,
  'options.mirror.percent': fc.constantFrom(1, 25, 100),
};

/** Without these their neighbours are no request that the schema takes. */
const REQUIRED = [
  'options.redirect.url',
  'options.externalAuth.url',
  'options.basicAuth.secretName',
  'options.affinity.cookie',
  'options.canary.service',
  'options.mirror.service',
] as const;
const groupOf = (path: string): string => path.split('.').slice(0, 2).join('.');

type Values = Partial<Record<OptionPath, unknown>>;

/** A few options at a time. `many` is about how many. */
export function optionsOf(many: number): fc.Arbitrary<NonNullable<ExposureSpec['options']>> {
  const paths = Object.keys(OPTION_VALUES) as OptionPath[];
  const every = fc.record(
    Object.fromEntries(
      paths.map((path) => [path, fc.option(OPTION_VALUES[path], { nil: undefined, freq: Math.ceil(paths.length / many) - 1 })]),
    ),
  );
  const required = fc.record(Object.fromEntries(REQUIRED.map((path) => [path, OPTION_VALUES[path]])));
  return fc.tuple(every, required).map(([values, needed]) => nest(completed(values as Values, needed as Values)));
}

function completed(values: Values, needed: Values): Values {
  const all = Object.entries(values).filter(([, value]) => value !== undefined);
  const missing = REQUIRED.filter((path) => values[path] === undefined && all.some(([other]) => groupOf(other) === groupOf(path)));
  return Object.fromEntries([...all, ...missing.map((path) => [path, needed[path]])]) as Values;
}

/** A few requests of one option, with the neighbours that the schema asks for. */
export function requestsOf(option: OptionPath): NonNullable<ExposureSpec['options']>[] {
  const sample = (path: OptionPath, numRuns: number): unknown[] => fc.sample(OPTION_VALUES[path], { numRuns, seed: 3 });
  const needed = Object.fromEntries(REQUIRED.map((path) => [path, sample(path, 1)[0]])) as Values;
  const values = [...new Map(sample(option, 6).map((value) => [JSON.stringify(value), value])).values()];
  return values.map((value) => nest(completed({ [option]: value }, needed)));
}

/** Options by their paths as they stand in a request. */
function nest(values: Values): NonNullable<ExposureSpec['options']> {
  const out: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    const [, group = '', key] = path.split('.');
    if (key === undefined) out[group] = value;
    else out[group] = { ...(out[group] as object | undefined), [key]: value };
  }
  return out as NonNullable<ExposureSpec['options']>;
}

/** A request without one of its options, named as findings name fields; whole groups go with what they need. */
export function without(spec: ExposureSpec, field: string): ExposureSpec {
  const path = field.replace(/^spec\./, '');
  if (path.startsWith('paths'))
    return {
      ...spec,
      paths: (spec.paths ?? []).map(({ path: at, port: to }) => ({ path: at, ...(to === undefined ? {} : { port: to }) })),
    };
  const keys: readonly string[] = (REQUIRED as readonly string[]).includes(path) ? groupOf(path).split('.') : path.split('.');
  const drop = (at: unknown, [key = '', ...rest]: readonly string[]): unknown => {
    const { [key]: found, ...others } = at as Record<string, unknown>;
    if (found === undefined) return at;
    const left = rest.length === 0 ? undefined : drop(found, rest);
    const isEmpty = left === undefined || (typeof left === 'object' && left !== null && Object.keys(left).length === 0);
    return isEmpty ? others : { ...others, [key]: left };
  };
  return drop(spec, keys) as ExposureSpec;
}

/** A request of what a dialect can express, as far as leaving options out helps. */
export function expressible(dialect: string, spec: ExposureSpec): ExposureSpec {
  const { unsupported } = encodeRoute(dialect, requestOf(spec));
  for (const { field } of unsupported) {
    if (field === undefined) continue;
    const less = without(spec, field);
    if (JSON.stringify(less) !== JSON.stringify(spec)) return expressible(dialect, less);
  }
  return spec;
}

/** The route of a request, as the strategies make it: web in namespace shop, Service web at port 80. */
export function requestOf({ hosts = ['example.com'], paths = [{ path: '/' }], tls, access, options }: ExposureSpec): RouteRequest {
  const mode = tls?.mode ?? (tls?.secretName === undefined ? undefined : 'terminate');
  const redirect = tls?.redirect;
  return {
    className: 'public',
    name: 'web',
    namespace: 'shop',
    service: { name: 'web', port: 80 },
    hosts,
    paths: paths.map(({ path = '/', type = 'Prefix', rewrite }): RoutePath => ({
      path,
      type,
      ...(rewrite === undefined ? {} : { rewrite }),
    })),
    ...(mode === undefined ? {} : { tls: { mode, ...(redirect === undefined ? {} : { redirect }) } }),
    ...(mode === undefined && redirect === true ? { redirectOnly: true } : {}),
    ...(access?.allowFrom ? { allowFrom: access.allowFrom } : {}),
    ...(options ? { options } : {}),
  };
}

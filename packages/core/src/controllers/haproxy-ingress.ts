import { inOrder, type Dialect, type OldRouteWord, type OptionRow, type RouteOption } from './dialect.js';
import { HAPROXY_INGRESS_FOREIGN } from './haproxy-ingress-foreign.js';
import type { ControllerRow } from './row.js';

const E = { source: 'jcmoraisjr/haproxy-ingress v0.16.1, docs/content/en/docs/configuration/keys.md', verified: '2026-11-28' } as const;
const P = 'haproxy-ingress.github.io/';
const OLD = 'ingress.kubernetes.io/';

/** An annotation, read under its older beginning as well, and under other names. */
function word(key: string, row: Pick<OptionRow, 'option'> & Partial<OptionRow>, more: readonly OldRouteWord[] = []): OptionRow {
  const reads = [{ annotation: `${OLD}${key}`, note: 'the older beginning of the same word' }, ...more];
  return { verdict: 'exact', annotation: `${P}${key}`, reads, ...E, ...row };
}

function lacks(note: string, ...options: RouteOption[]): OptionRow[] {
  return options.map((option) => ({ option, verdict: 'none', note, ...E }));
}

/** Older names of a word. */
function named(...names: string[]): OldRouteWord[] {
  return names.flatMap((name) => [P, OLD].map((prefix) => ({ annotation: `${prefix}${name}`, note: 'an older name of the same word' })));
}

const cors = { also: { [`${P}cors-enable`]: 'true' } } as const;
const tls = { when: { 'options.backendProtocol': ['https', 'grpcs'] } } as const;
const sticky: Pick<OptionRow, 'needs'> = { needs: ['options.affinity.cookie'] };
const external: Pick<OptionRow, 'needs'> = { needs: ['options.externalAuth.url'] };
const lines = { pattern: '^[^%\\\\]*$', expects: 'texts without percent signs, quotes and backslashes' } as const;
const canary = 'requests are shared out among the pods of one Service by their labels (blue-green-balance), not among Services';
const PROTOCOLS = { http: '', websocket: '', https: 'h1-ssl', grpc: 'grpc', h2c: 'h2', grpcs: 'h2-ssl' } as const;
const ALIASES = [
  { http: 'http', https: 'https', grpcs: 'grpcs' },
  { http: 'HTTP', https: 'HTTPS', grpc: 'GRPC', grpcs: 'GRPCS' },
  { http: 'h1' },
].map((values) => ({ annotation: `${P}backend-protocol`, values, note: 'another name of the same protocol' }));

const options: OptionRow[] = [
  word('ssl-passthrough', {
    option: 'tls.mode',
    transform: 'map',
    values: { terminate: '', passthrough: 'true' },
    note: 'takes the root path only',
  }),
  word('ssl-redirect', {
    option: 'tls.redirect',
    when: { 'tls.mode': ['terminate'] },
    transform: 'bool',
    note: 'on by default for a host with TLS; status 302',
  }),
  word('path-type', {
    option: 'paths.type',
    transform: 'map',
    values: { ImplementationSpecific: '', RegularExpression: 'regex' },
    note: 'counts for all paths of type ImplementationSpecific; without it such a path is a plain beginning, whatever the case',
  }),
  word('rewrite-target', { option: 'paths.rewrite', note: 'one target for all paths of the Ingress' }),
  word('rewrite-target', {
    option: 'paths.rewrite.full',
    note: 'a path of type Prefix becomes an expression, which comes after all others',
  }),
  word('redirect-to', { option: 'options.redirect.url', excludes: ['options.redirect.code'], note: 'with status 302' }),
  ...lacks('the status is a setting of the whole controller (redirect-to-code), 302 unless set', 'options.redirect.code'),
  word('app-root', { option: 'options.appRoot', note: 'status 302; the Ingress must have the path /' }),
  word('allowlist-source-range', { option: 'access.allowFrom', transform: 'joinComma' }, named('whitelist-source-range')),
  word('denylist-source-range', { option: 'options.denyFrom', transform: 'joinComma' }),
  word('auth-url', { option: 'options.externalAuth.url' }),
  word('auth-method', { option: 'options.externalAuth.method', ...external }),
  word('auth-signin', { option: 'options.externalAuth.signInURL', ...external }),
  word('auth-headers-succeed', { option: 'options.externalAuth.responseHeaders', transform: 'joinComma', ...external }),
  word('auth-secret', {
    option: 'options.basicAuth.secretName',
    note: 'the Secret has lines user:hash, or user::password, under the key auth',
  }),
  word('auth-realm', { option: 'options.basicAuth.realm', needs: ['options.basicAuth.secretName'] }),
  word('limit-rps', {
    option: 'options.rateLimit.requestsPerSecond',
    verdict: 'approximate',
    transform: 'integer',
    note: 'it counts connections a second, not requests',
  }),
  word('limit-connections', { option: 'options.rateLimit.connections', transform: 'integer' }),
  ...lacks('it counts by the second, without a burst', 'options.rateLimit.requestsPerMinute', 'options.rateLimit.burst'),
  word('cors-allow-origin', { option: 'options.cors.origins', transform: 'joinComma', ...cors }),
  word('cors-allow-methods', { option: 'options.cors.methods', transform: 'joinComma', ...cors }),
  word('cors-allow-headers', { option: 'options.cors.headers', transform: 'joinComma', ...cors }),
  word('cors-expose-headers', { option: 'options.cors.exposeHeaders', transform: 'joinComma', ...cors }),
  word('cors-allow-credentials', { option: 'options.cors.credentials', transform: 'bool', ...cors }),
  word('cors-max-age', { option: 'options.cors.maxAge', transform: 'seconds', ...cors }),
  word('headers', {
    option: 'options.hostHeader',
    template: 'Host: {}',
    pattern: '^[a-z0-9.-]+$',
    expects: 'a host name',
    excludes: ['options.requestHeaders.set'],
    note: 'it is a header like the others there: write it among them',
  }),
  word('headers', { option: 'options.requestHeaders.set', transform: 'colonLines', ...lines }),
  ...lacks(
    'headers of requests can be set, nothing else before version 0.17',
    'options.requestHeaders.remove',
    'options.responseHeaders.set',
    'options.responseHeaders.remove',
  ),
  word('proxy-body-size', { option: 'options.bodySize', transform: 'nginxSize' }),
  word('timeout-connect', { option: 'options.connectTimeout', transform: 'oneUnitDuration' }),
  word('timeout-server', { option: 'options.readTimeout', transform: 'oneUnitDuration' }),
  ...lacks('timeout-server, which readTimeout sets, counts in both directions', 'options.sendTimeout'),
  ...lacks('there is no time limit for a whole request', 'options.requestTimeout'),
  word('backend-protocol', { option: 'options.backendProtocol', transform: 'map', values: PROTOCOLS }, [
    ...ALIASES,
    ...named('secure-backends').map((old) => ({ ...old, values: { https: 'true' } })),
  ]),
  {
    option: 'options.backendTLS.verify',
    verdict: 'exact',
    pattern: '^false$',
    expects: 'false',
    transform: 'map',
    values: { false: '' },
    ...tls,
    ...E,
  },
  {
    option: 'options.backendTLS.verify',
    verdict: 'exact',
    pattern: '^true$',
    expects: 'true',
    transform: 'map',
    values: { true: '' },
    needs: ['options.backendTLS.caSecretName'],
    note: 'it verifies by the authority that it is given',
    ...tls,
    ...E,
  },
  word('secure-sni', { option: 'options.backendTLS.serverName', ...tls }),
  word('secure-verify-ca-secret', { option: 'options.backendTLS.caSecretName', note: 'with it the certificate is verified', ...tls }),
  ...lacks('the authority stands in a Secret', 'options.backendTLS.caConfigMapName'),
  word('service-upstream', {
    option: 'options.targets',
    verdict: 'approximate',
    transform: 'map',
    values: { pod: '', node: 'true' },
    note: 'node means the address of the Service, not the nodes; the default is the pods',
  }),
  word('session-cookie-name', { option: 'options.affinity.cookie', also: { [`${P}affinity`]: 'cookie' } }, [
    {
      annotation: `${P}affinity`,
      transform: 'map',
      values: { INGRESSCOOKIE: 'cookie' },
      note: 'the cookie is named INGRESSCOOKIE where session-cookie-name says nothing',
    },
  ]),
  ...lacks('the cookie lasts as long as the browser runs, for every path', 'options.affinity.maxAge', 'options.affinity.path'),
  word('session-cookie-same-site', {
    option: 'options.affinity.sameSite',
    transform: 'map',
    values: { None: 'true' },
    note: 'only SameSite=None can be added, and comes with Secure',
    ...sticky,
  }),
  word('session-cookie-keywords', {
    option: 'options.affinity.secure',
    transform: 'map',
    values: { true: 'indirect nocache httponly secure', false: '' },
    ...sticky,
  }),
  ...lacks(
    canary,
    'options.canary.service',
    'options.canary.port',
    'options.canary.weight',
    'options.canary.header',
    'options.canary.headerValue',
    'options.canary.cookie',
  ),
  ...lacks('requests cannot be copied', 'options.mirror.service', 'options.mirror.port', 'options.mirror.percent'),
];

const dialect: Dialect = {
  id: 'haproxy-ingress',
  title: 'haproxy-ingress (jcmoraisjr)',
  carrier: 'Ingress',
  prefixes: [P],
  rewrite: 'prefix-annotation',
  canary: 'none',
  options: inOrder(options),
  foreign: HAPROXY_INGRESS_FOREIGN,
  defaults: {
    'options.connectTimeout': '5s',
    'options.cors.maxAge': '24h',
    'options.readTimeout': '50s',
    'options.targets': 'pod',
  },
};

/** The community's HAProxy ingress controller. */
export const HAPROXY_INGRESS: ControllerRow = {
  id: 'haproxy-ingress',
  title: 'haproxy-ingress (jcmoraisjr)',
  ingressControllers: ['haproxy-ingress.github.io/controller', 'haproxy-ingress.github.io/controller/'],
  gatewayControllers: ['haproxy-ingress.github.io/controller'],
  workloads: [{ labels: { 'app.kubernetes.io/name': 'haproxy-ingress' } }, { image: 'jcmoraisjr/haproxy-ingress' }],
  annotationClass: { flag: '--ingress-class', default: 'haproxy' },
  targets: 'pod',
  dialects: [dialect],
  source: 'jcmoraisjr/haproxy-ingress v0.16.1; haproxy-ingress/charts 0.16.1',
  verified: '2026-11-22',
};

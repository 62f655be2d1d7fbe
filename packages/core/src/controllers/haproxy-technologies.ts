import { inOrder, type Dialect, type ForeignWord, type OldRouteWord, type OptionRow, type RouteOption } from './dialect.js';
import type { ControllerRow } from './row.js';

const E = { source: 'haproxytech/kubernetes-ingress 3.2, documentation/annotations.md', verified: '2026-11-28' } as const;
const P = 'haproxy.org/';
/** Other beginnings of the same words. */
const ALIASES = ['haproxy.com/', 'ingress.kubernetes.io/'];

/** An annotation, read under its other beginnings and older names as well. */
function word(key: string, row: Pick<OptionRow, 'option'> & Partial<OptionRow>, older: readonly string[] = []): OptionRow {
  const reads: OldRouteWord[] = [
    ...ALIASES.map((alias) => ({ annotation: `${alias}${key}`, note: 'another beginning of the same word' })),
    ...older.map((name) => ({ annotation: `${P}${name}`, note: 'the deprecated name' })),
  ];
  return { verdict: 'exact', annotation: `${P}${key}`, reads, ...E, ...row };
}

function lacks(note: string, ...options: RouteOption[]): OptionRow[] {
  return options.map((option) => ({ option, verdict: 'none', note, ...E }));
}

const cors = { also: { [`${P}cors-enable`]: 'true' } } as const;
const tls = { when: { 'options.backendProtocol': ['https', 'grpcs'] } } as const;
const port443 = { [`${P}ssl-redirect-port`]: '443' };
/** A percent sign begins a variable, a quote ends the text. */
const headers = {
  transform: 'spaceLines',
  pattern: '^[^%\\\\]*$',
  expects: 'texts without percent signs, quotes and backslashes',
} as const;
const global = 'it is a setting of the whole controller, in its ConfigMap';
const cookie = 'the cookie lasts as long as the browser runs and has no other attributes';
const canary =
  'requests are told apart by an expression of HAProxy in an annotation of the other Service (haproxy.org/route-acl), which is not written';

const options: OptionRow[] = [
  word('ssl-redirect-port', {
    option: 'tls.mode',
    pattern: '^terminate$',
    expects: 'terminate',
    transform: 'map',
    values: { terminate: '443' },
    when: { 'tls.mode': ['terminate'] },
    note: 'an Ingress with TLS redirects by itself, to port 8443 unless told otherwise',
  }),
  word('ssl-passthrough', {
    option: 'tls.mode',
    pattern: '^passthrough$',
    expects: 'passthrough',
    transform: 'map',
    values: { passthrough: 'true' },
    note: 'works in TCP mode: annotations about HTTP are ignored',
  }),
  word('ssl-redirect', {
    option: 'tls.redirect',
    when: { 'tls.mode': ['terminate'] },
    transform: 'bool',
    note: 'on by default for an Ingress with TLS; status 302',
  }),
  word('ssl-redirect', { option: 'tls.redirect', when: { 'tls.mode': [''] }, transform: 'bool', also: port443, note: 'status 302' }),
  {
    option: 'paths.type',
    verdict: 'exact',
    transform: 'map',
    values: { ImplementationSpecific: '' },
    note: 'a plain beginning: /foo matches /foobar as well',
    source: 'haproxytech/kubernetes-ingress 3.2, pkg/route/route.go',
    verified: '2026-11-22',
  },
  word('path-rewrite', { option: 'paths.rewrite', note: 'one list of expressions for all paths of the Ingress' }),
  word('path-rewrite', { option: 'paths.rewrite.full', note: 'one list of expressions for all paths of the Ingress' }),
  ...lacks('request-redirect exchanges the name of the host and keeps the path', 'options.redirect.url', 'options.redirect.code'),
  ...lacks('there is a rewrite, but no redirect of a path', 'options.appRoot'),
  word('allow-list', { option: 'access.allowFrom', transform: 'joinComma' }, ['whitelist']),
  word('deny-list', { option: 'options.denyFrom', transform: 'joinComma' }, ['blacklist']),
  ...lacks(
    'another service cannot be asked without own configuration of HAProxy',
    'options.externalAuth.url',
    'options.externalAuth.method',
    'options.externalAuth.signInURL',
    'options.externalAuth.responseHeaders',
  ),
  word('auth-secret', {
    option: 'options.basicAuth.secretName',
    also: { [`${P}auth-type`]: 'basic-auth' },
    note: 'the Secret has a key for each user, with the password as crypt(3) makes it',
  }),
  word('auth-realm', { option: 'options.basicAuth.realm', needs: ['options.basicAuth.secretName'] }),
  word('rate-limit-requests', {
    option: 'options.rateLimit.requestsPerSecond',
    transform: 'integer',
    also: { [`${P}rate-limit-period`]: '1s' },
    note: 'refused with 403',
  }),
  word('rate-limit-requests', {
    option: 'options.rateLimit.requestsPerMinute',
    transform: 'integer',
    also: { [`${P}rate-limit-period`]: '1m' },
    excludes: ['options.rateLimit.requestsPerSecond'],
    note: 'there is one number for one period',
  }),
  ...lacks('requests are counted, nothing else', 'options.rateLimit.burst', 'options.rateLimit.connections'),
  word('cors-allow-origin', { option: 'options.cors.origins', transform: 'originRegex', ...cors }),
  word('cors-allow-methods', { option: 'options.cors.methods', transform: 'joinComma', ...cors }),
  word('cors-allow-headers', { option: 'options.cors.headers', transform: 'joinComma', ...cors }),
  ...lacks('there is no annotation for it', 'options.cors.exposeHeaders'),
  word('cors-allow-credentials', { option: 'options.cors.credentials', transform: 'bool', ...cors }),
  word('cors-max-age', { option: 'options.cors.maxAge', transform: 'oneUnitDuration', ...cors }),
  word('request-set-header', { option: 'options.requestHeaders.set', ...headers }),
  word('response-set-header', { option: 'options.responseHeaders.set', ...headers }),
  ...lacks('headers can be set, not taken away', 'options.requestHeaders.remove', 'options.responseHeaders.remove'),
  word('set-host', { option: 'options.hostHeader' }),
  ...lacks('bodies have no limit without own configuration of HAProxy', 'options.bodySize'),
  ...lacks('there is no time limit for a whole request', 'options.requestTimeout'),
  ...lacks(`${global} (timeout-connect)`, 'options.connectTimeout'),
  word('timeout-server', { option: 'options.readTimeout', transform: 'oneUnitDuration' }),
  ...lacks('timeout-server, which readTimeout sets, counts in both directions', 'options.sendTimeout'),
  word('server-ssl', {
    option: 'options.backendProtocol',
    pattern: '^(http|websocket|https|grpcs)$',
    expects: 'http, websocket, https or grpcs',
    transform: 'map',
    values: { http: '', websocket: '', https: 'true', grpcs: 'true' },
    note: 'with TLS the version of HTTP is agreed on by ALPN',
  }),
  word('server-proto', {
    option: 'options.backendProtocol',
    pattern: '^(grpc|h2c)$',
    expects: 'grpc or h2c',
    transform: 'map',
    values: { grpc: 'h2', h2c: 'h2' },
  }),
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
  ...lacks('no name is asked for, and none is checked', 'options.backendTLS.serverName'),
  word('server-ca', {
    option: 'options.backendTLS.caSecretName',
    verdict: 'approximate',
    transform: 'namespaced',
    note: 'the authority stands in the Secret under tls.crt, not ca.crt; with it the certificate is verified',
    ...tls,
  }),
  ...lacks('the authority stands in a Secret', 'options.backendTLS.caConfigMapName'),
  {
    option: 'options.targets',
    verdict: 'exact',
    transform: 'map',
    values: { pod: '' },
    note: 'it sends to pods',
    ...E,
  },
  word('cookie-persistence', { option: 'options.affinity.cookie', on: 'service' }),
  ...lacks(cookie, 'options.affinity.maxAge', 'options.affinity.path', 'options.affinity.sameSite', 'options.affinity.secure'),
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

/** Annotations without a neutral option, by the reason. */
const REASONS: readonly (readonly [why: string, names: readonly string[]])[] = [
  ['only one controller checks workloads by itself', ['check', 'check-http', 'check-interval', 'timeout-check']],
  ['own configuration of HAProxy means something to HAProxy only', ['backend-config-snippet', 'route-acl']],
  [
    'how one of several pods is chosen is up to the controller',
    ['load-balance', 'scale-server-slots', 'pod-maxconn', 'standalone-backend'],
  ],
  ['what the log shows is up to the controller', ['request-capture', 'request-capture-len']],
  ['where the address of the client is found is a setting of the controller', ['src-ip-header', 'forwarded-for']],
  ['the workload would have to read the PROXY protocol', ['send-proxy-protocol']],
  ['a certificate that the controller shows to the workload has no neutral option', ['server-crt']],
  ['it exchanges the name of the host only', ['request-redirect', 'request-redirect-code']],
  ['the status of an answer of the controller itself has no neutral option', ['ssl-redirect-code', 'rate-limit-status-code']],
  ['a detail of the rate limit that only this controller has', ['rate-limit-size', 'rate-limit-whitelist']],
  ['the value of the cookie is up to the controller', ['cookie-persistence-no-dynamic']],
];

const foreign: readonly ForeignWord[] = REASONS.flatMap(([why, names]) => names.map((name) => ({ annotation: `${P}${name}`, why, ...E })));

const dialect: Dialect = {
  id: 'haproxy-technologies',
  title: 'HAProxy Kubernetes Ingress Controller',
  carrier: 'Ingress',
  prefixes: [P, 'haproxy.com/'],
  rewrite: 'haproxy-path-rewrite',
  canary: 'none',
  options: inOrder(options),
  foreign,
  defaults: {
    'options.connectTimeout': '5s',
    'options.cors.credentials': 'false',
    'options.readTimeout': '50s',
    'options.targets': 'pod',
  },
};

/** The ingress controller of HAProxy Technologies. */
export const HAPROXY_TECHNOLOGIES: ControllerRow = {
  id: 'haproxy-technologies',
  title: 'HAProxy Kubernetes Ingress Controller',
  apiGroups: ['ingress.v3.haproxy.org', 'ingress.v1.haproxy.org'],
  ingressControllers: ['haproxy.org/ingress-controller', 'haproxy.org/ingress-controller/'],
  gatewayControllers: ['haproxy.org/gateway-controller'],
  workloads: [{ labels: { 'app.kubernetes.io/name': 'kubernetes-ingress' } }, { image: 'haproxytech/kubernetes-ingress' }],
  targets: 'pod',
  dialects: [dialect],
  source: 'haproxytech/kubernetes-ingress 3.2; haproxytech/helm-charts kubernetes-ingress 1.52.1',
  verified: '2026-11-22',
};

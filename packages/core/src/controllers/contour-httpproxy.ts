import { inOrder, type Dialect, type DialectPart, type OptionRow, type RouteOption } from './dialect.js';

const E = { source: 'projectcontour/contour v1.33.6, apis/projectcontour/v1/httpproxy.go', verified: '2026-11-28' } as const;

const PARTS: readonly DialectPart[] = [{ id: 'mirror', list: 'mirrors', base: { mirror: true } }];

function rule(option: RouteOption, field: string, more: Partial<OptionRow> = {}): OptionRow {
  return { option, on: 'rule', field, verdict: 'exact', ...E, ...more };
}

/** Of the host, which all rules share. */
function host(option: RouteOption, field: string, more: Partial<OptionRow> = {}): OptionRow {
  return { option, field: `spec.virtualhost.${field}`, verdict: 'exact', ...E, ...more };
}

function lacks(note: string, ...options: RouteOption[]): OptionRow[] {
  return options.map((option) => ({ option, verdict: 'none', note, ...E }));
}

/** Options that a style writes. */
function own(note: string, ...options: RouteOption[]): OptionRow[] {
  return options.map((option) => ({ option, verdict: 'exact', note, ...E }));
}

/** What a request that is redirected never comes to. */
const sent: Pick<OptionRow, 'excludes'> = { excludes: ['options.redirect.url'] };
const tls = { when: { 'options.backendProtocol': ['https', 'grpcs'] } } as const;

/** What the Services of a rule speak. */
function protocol(values: Readonly<Record<string, string>>): OptionRow {
  const names = Object.keys(values);
  return rule('options.backendProtocol', 'service.protocol', {
    pattern: `^(${names.join('|')})$`,
    expects: names.join(' or '),
    transform: 'map',
    values,
    ...sent,
  });
}

const options: OptionRow[] = [
  {
    option: 'tls.mode',
    verdict: 'exact',
    transform: 'map',
    values: { terminate: '', passthrough: 'true' },
    note: 'goes by the name that clients ask for',
    ...E,
  },
  rule('tls.redirect', 'permitInsecure', {
    when: { 'tls.mode': ['terminate'] },
    transform: 'map',
    values: { true: '', false: 'true' },
    note: 'HTTP is redirected with 301 unless it is permitted',
  }),
  {
    option: 'paths.type',
    verdict: 'approximate',
    transform: 'map',
    values: { RegularExpression: 'RegularExpression' },
    note: 'the expression must match the whole path, not only its beginning',
    ...E,
  },
  ...own('pathRewritePolicy.replacePrefix', 'paths.rewrite').map((row) => ({ ...row, ...sent })),
  ...lacks('it replaces prefixes only', 'paths.rewrite.full'),
  ...own('requestRedirectPolicy, which has no query', 'options.redirect.url', 'options.redirect.code'),
  ...own('a rule of its own for / redirects', 'options.appRoot'),
  rule('access.allowFrom', 'ipAllowPolicy', { transform: 'cidrList' }),
  rule('options.denyFrom', 'ipDenyPolicy', { transform: 'cidrList', excludes: ['access.allowFrom'] }),
  ...lacks(
    'who is asked is an ExtensionService, which speaks the protocol of Envoy',
    'options.externalAuth.url',
    'options.externalAuth.method',
    'options.externalAuth.signInURL',
    'options.externalAuth.responseHeaders',
    'options.basicAuth.secretName',
    'options.basicAuth.realm',
  ),
  ...lacks(
    'a local limit counts all clients of an Envoy together',
    'options.rateLimit.requestsPerSecond',
    'options.rateLimit.requestsPerMinute',
    'options.rateLimit.burst',
    'options.rateLimit.connections',
  ),
  host('options.cors.origins', 'corsPolicy.allowOrigin', {
    pattern: '^([*]|[^*]+)$',
    expects: 'whole origins, or * for all',
    needs: ['options.cors.methods'],
  }),
  host('options.cors.methods', 'corsPolicy.allowMethods'),
  host('options.cors.headers', 'corsPolicy.allowHeaders'),
  host('options.cors.exposeHeaders', 'corsPolicy.exposeHeaders'),
  host('options.cors.credentials', 'corsPolicy.allowCredentials'),
  host('options.cors.maxAge', 'corsPolicy.maxAge', { transform: 'goDuration' }),
  rule('options.requestHeaders.set', 'requestHeadersPolicy.set', { transform: 'nameValueList' }),
  rule('options.requestHeaders.remove', 'requestHeadersPolicy.remove'),
  rule('options.responseHeaders.set', 'responseHeadersPolicy.set', { transform: 'nameValueList' }),
  rule('options.responseHeaders.remove', 'responseHeadersPolicy.remove'),
  ...own('a header of requestHeadersPolicy.set', 'options.hostHeader').map((row) => ({ ...row, ...sent })),
  ...lacks('Envoy would have to buffer, which Contour does not set up', 'options.bodySize'),
  rule('options.requestTimeout', 'timeoutPolicy.response', {
    transform: 'goDuration',
    verdict: 'approximate',
    note: 'the time begins when the whole request has come; 15s unless said',
  }),
  ...lacks('it is a setting of Contour (timeouts of its configuration)', 'options.connectTimeout'),
  ...lacks('times without data are those of connections, not of requests', 'options.readTimeout', 'options.sendTimeout'),
  {
    option: 'options.backendProtocol',
    verdict: 'exact',
    pattern: '^http$',
    expects: 'http',
    transform: 'map',
    values: { http: '' },
    ...E,
  },
  rule('options.backendProtocol', 'enableWebsockets', {
    pattern: '^websocket$',
    expects: 'websocket',
    transform: 'map',
    values: { websocket: 'true' },
  }),
  protocol({ grpc: 'h2c', h2c: 'h2c', https: 'tls', grpcs: 'h2' }),
  {
    option: 'options.backendTLS.verify',
    verdict: 'exact',
    pattern: '^true$',
    expects: 'true',
    transform: 'map',
    values: { true: '' },
    needs: ['options.backendTLS.caSecretName', 'options.backendTLS.serverName'],
    ...tls,
    ...E,
  },
  {
    option: 'options.backendTLS.verify',
    verdict: 'exact',
    pattern: '^false$',
    expects: 'false',
    transform: 'map',
    values: { false: '' },
    excludes: ['options.backendTLS.caSecretName', 'options.backendTLS.serverName'],
    ...tls,
    ...E,
  },
  rule('options.backendTLS.serverName', 'service.validation.subjectName', {
    needs: ['options.backendTLS.caSecretName'],
    note: 'it is the name in the certificate',
    ...tls,
    ...sent,
  }),
  rule('options.backendTLS.caSecretName', 'service.validation.caSecret', {
    needs: ['options.backendTLS.serverName'],
    ...tls,
    ...sent,
  }),
  ...lacks('the authority stands in a Secret', 'options.backendTLS.caConfigMapName'),
  { option: 'options.targets', verdict: 'exact', transform: 'map', values: { pod: '' }, note: 'it sends to pods', ...E },
  rule('options.affinity.cookie', 'loadBalancerPolicy.strategy', {
    transform: 'map',
    values: { 'X-Contour-Session-Affinity': 'Cookie' },
    pattern: '^X-Contour-Session-Affinity$',
    expects: 'X-Contour-Session-Affinity, the name that Contour gives it',
    verdict: 'approximate',
    note: 'the pod is found by a hash of the cookie: when pods come or go, some clients change over',
  }),
  ...lacks(
    'the cookie is as Contour makes it',
    'options.affinity.maxAge',
    'options.affinity.path',
    'options.affinity.sameSite',
    'options.affinity.secure',
  ),
  ...own('weights of services', 'options.canary.service').map((row) => ({ ...row, ...sent })),
  ...own('weights of services', 'options.canary.port', 'options.canary.weight'),
  ...own('a rule of its own that asks for the header', 'options.canary.header', 'options.canary.headerValue'),
  ...own('a rule of its own that asks for the cookie by a regular expression', 'options.canary.cookie'),
  { option: 'options.mirror.service', on: 'mirror', field: 'name', verdict: 'exact', ...sent, ...E },
  { option: 'options.mirror.port', on: 'mirror', field: 'port', verdict: 'exact', ...E },
  { option: 'options.mirror.percent', on: 'mirror', field: 'weight', verdict: 'exact', ...E },
];

/** Contour by HTTPProxies, which have far more than annotations. */
export const PROXY: Dialect = {
  id: 'contour-httpproxy',
  title: 'Contour (HTTPProxy)',
  carrier: 'HTTPProxy',
  prefixes: [],
  rewrite: 'contour-policy',
  canary: 'weighted-backends',
  parts: PARTS,
  options: inOrder(options),
  defaults: {
    'tls.redirect': 'true',
    'options.cors.credentials': 'false',
    'options.requestTimeout': '15s',
    'options.targets': 'pod',
  },
};

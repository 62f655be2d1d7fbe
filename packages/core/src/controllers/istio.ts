import { inOrder, type Dialect, type DialectPart, type OptionRow, type RouteOption } from './dialect.js';
import type { ControllerRow } from './row.js';

const verified = '2026-11-28';
const proto = (file: string): { source: string; verified: string } => ({ source: `istio/api v1.30.3, ${file}.proto`, verified });
const route = proto('networking/v1alpha3/virtual_service');
const policy = proto('networking/v1alpha3/destination_rule');
const gateway = proto('networking/v1alpha3/gateway');
const ingress = { source: 'istio/istio 1.30.3, pilot/pkg/config/kube/ingress/virtualservices.go', verified: '2026-11-22' } as const;

const PARTS: readonly DialectPart[] = [
  {
    id: 'destination-rule',
    object: { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', suffix: '' },
    base: { spec: { host: '{service}' } },
  },
  { id: 'mirror', list: 'mirrors' },
];

function lacks(evidence: { source: string; verified: string }, note: string, ...options: RouteOption[]): OptionRow[] {
  return options.map((option) => ({ option, verdict: 'none', note, ...evidence }));
}

/** Rows of a rule, by field. */
function rule(option: RouteOption, field: string, more: Partial<OptionRow> = {}): OptionRow {
  return { option, on: 'rule', field, verdict: 'exact', ...route, ...more };
}

/** Rows of the DestinationRule for the Service, by field below its traffic policy. */
function traffic(option: RouteOption, field: string, more: Partial<OptionRow> = {}): OptionRow {
  return { option, on: 'destination-rule', field: `spec.trafficPolicy.${field}`, verdict: 'exact', ...policy, ...more };
}

/** Options that a style writes. */
function own(note: string, ...options: RouteOption[]): OptionRow[] {
  return options.map((option) => ({ option, verdict: 'exact', note, ...route }));
}

/** What a request that is redirected never comes to. */
const sent: Pick<OptionRow, 'excludes'> = { excludes: ['options.redirect.url'] };

const tls = { when: { 'options.backendProtocol': ['https', 'grpcs'] } } as const;
const sticky: Pick<OptionRow, 'needs'> = { needs: ['options.affinity.cookie'] };
const H2 = 'spec.trafficPolicy.connectionPool.http.h2UpgradePolicy';
const COOKIE = 'loadBalancer.consistentHash.httpCookie';
const authorization =
  'an AuthorizationPolicy stands in the namespace of the pods of the gateway; a plan writes one where the cluster says that the route stands there too';
const filters = 'it takes an EnvoyFilter, which changes with the version of Envoy';

const options: OptionRow[] = [
  {
    option: 'tls.mode',
    verdict: 'exact',
    transform: 'map',
    values: { terminate: '', passthrough: 'true' },
    note: 'goes by the name that clients ask for',
    ...gateway,
  },
  {
    option: 'tls.redirect',
    verdict: 'exact',
    when: { 'tls.mode': ['terminate'] },
    transform: 'map',
    values: { true: '', false: '' },
    note: 'httpsRedirect of the plain server of the Gateway answers 301',
    ...gateway,
  },
  {
    option: 'paths.type',
    verdict: 'approximate',
    transform: 'map',
    values: { RegularExpression: 'RegularExpression' },
    note: 'the expression must match the whole path, not only its beginning',
    ...route,
  },
  ...own('rewrite.uri, or for a prefix rewrite.uriRegexRewrite', 'paths.rewrite', 'paths.rewrite.full').map((row) => ({ ...row, ...sent })),
  ...own('redirect, which has no query', 'options.redirect.url', 'options.redirect.code'),
  ...own('a rule of its own for / redirects', 'options.appRoot'),
  ...lacks(proto('security/v1beta1/authorization_policy'), authorization, 'access.allowFrom', 'options.denyFrom'),
  ...lacks(
    proto('mesh/v1alpha1/config'),
    'who is asked is a setting of the mesh (extensionProviders)',
    'options.externalAuth.url',
    'options.externalAuth.method',
    'options.externalAuth.signInURL',
    'options.externalAuth.responseHeaders',
  ),
  ...lacks(route, filters, 'options.basicAuth.secretName', 'options.basicAuth.realm'),
  ...lacks(
    route,
    filters,
    'options.rateLimit.requestsPerSecond',
    'options.rateLimit.requestsPerMinute',
    'options.rateLimit.burst',
    'options.rateLimit.connections',
  ),
  rule('options.cors.origins', 'corsPolicy.allowOrigins', {
    transform: 'exactList',
    pattern: '^([*]|[^*]+)$',
    expects: 'whole origins, or * for all',
  }),
  rule('options.cors.methods', 'corsPolicy.allowMethods'),
  rule('options.cors.headers', 'corsPolicy.allowHeaders'),
  rule('options.cors.exposeHeaders', 'corsPolicy.exposeHeaders'),
  rule('options.cors.credentials', 'corsPolicy.allowCredentials'),
  rule('options.cors.maxAge', 'corsPolicy.maxAge', { transform: 'goDuration' }),
  rule('options.requestHeaders.set', 'headers.request.set'),
  rule('options.requestHeaders.remove', 'headers.request.remove'),
  rule('options.responseHeaders.set', 'headers.response.set'),
  rule('options.responseHeaders.remove', 'headers.response.remove'),
  rule('options.hostHeader', 'rewrite.authority', sent),
  ...lacks(route, filters, 'options.bodySize'),
  rule('options.requestTimeout', 'timeout', {
    transform: 'goDuration',
    verdict: 'approximate',
    note: 'the time begins when the whole request has come',
  }),
  traffic('options.connectTimeout', 'connectionPool.tcp.connectTimeout', { transform: 'goDuration' }),
  ...lacks(policy, 'times without data are those of connections, not of requests', 'options.readTimeout', 'options.sendTimeout'),
  {
    option: 'options.backendProtocol',
    verdict: 'exact',
    pattern: '^(http|websocket)$',
    expects: 'http or websocket',
    transform: 'map',
    values: { http: '', websocket: '' },
    ...policy,
  },
  traffic('options.backendProtocol', 'tls.mode', {
    pattern: '^https$',
    expects: 'https',
    transform: 'map',
    values: { https: 'SIMPLE' },
  }),
  traffic('options.backendProtocol', 'tls.mode', {
    pattern: '^grpcs$',
    expects: 'grpcs',
    transform: 'map',
    values: { grpcs: 'SIMPLE' },
    alsoFields: { [H2]: 'UPGRADE' },
  }),
  traffic('options.backendProtocol', 'connectionPool.http.h2UpgradePolicy', {
    pattern: '^(grpc|h2c)$',
    expects: 'grpc or h2c',
    transform: 'map',
    values: { grpc: 'UPGRADE', h2c: 'UPGRADE' },
  }),
  traffic('options.backendTLS.verify', 'tls.insecureSkipVerify', { transform: 'not', ...tls }),
  traffic('options.backendTLS.serverName', 'tls.sni', { ...tls, note: 'and subjectAltNames' }),
  traffic('options.backendTLS.caSecretName', 'tls.credentialName', {
    ...tls,
    verdict: 'approximate',
    note: 'the Secret must stand in the namespace of the pods of the gateway',
  }),
  ...lacks(policy, 'the authority stands in a Secret', 'options.backendTLS.caConfigMapName'),
  { option: 'options.targets', verdict: 'exact', transform: 'map', values: { pod: '' }, note: 'it sends to pods', ...policy },
  traffic('options.affinity.cookie', `${COOKIE}.name`, {
    alsoFields: { [`spec.trafficPolicy.${COOKIE}.ttl`]: '0s' },
    verdict: 'approximate',
    note: 'the pod is found by a hash of the cookie: when pods come or go, some clients change over',
  }),
  traffic('options.affinity.maxAge', `${COOKIE}.ttl`, { transform: 'goDuration', ...sticky }),
  traffic('options.affinity.path', `${COOKIE}.path`, sticky),
  traffic('options.affinity.sameSite', `${COOKIE}.attributes.0.value`, {
    alsoFields: { [`spec.trafficPolicy.${COOKIE}.attributes.0.name`]: 'SameSite' },
    ...sticky,
  }),
  traffic('options.affinity.secure', `${COOKIE}.attributes.1.name`, {
    transform: 'map',
    values: { true: 'Secure', false: '' },
    needs: ['options.affinity.cookie', 'options.affinity.sameSite'],
    note: 'it is the second of the attributes',
  }),
  ...own('weights of the route', 'options.canary.service').map((row) => ({ ...row, ...sent })),
  ...own('weights of the route', 'options.canary.port', 'options.canary.weight'),
  ...own('a rule of its own that asks for the header', 'options.canary.header', 'options.canary.headerValue'),
  ...own('a rule of its own that asks for the cookie by a regular expression', 'options.canary.cookie'),
  { option: 'options.mirror.service', on: 'mirror', field: 'destination.host', verdict: 'exact', ...sent, ...route },
  { option: 'options.mirror.port', on: 'mirror', field: 'destination.port.number', verdict: 'exact', ...route },
  { option: 'options.mirror.percent', on: 'mirror', field: 'percentage.value', verdict: 'exact', ...route },
];

const dialect: Dialect = {
  id: 'istio',
  title: 'Istio (VirtualService)',
  carrier: 'VirtualService',
  prefixes: [],
  rewrite: 'istio-rewrite',
  canary: 'weighted-backends',
  parts: PARTS,
  options: inOrder(options),
  defaults: { 'tls.redirect': 'false', 'options.cors.credentials': 'false', 'options.connectTimeout': '10s', 'options.targets': 'pod' },
};

/** An Ingress: hosts, paths and certificates, and nothing else. */
const plain: Dialect = {
  id: 'istio-ingress',
  title: 'Istio (Ingress)',
  carrier: 'Ingress',
  prefixes: [],
  rewrite: 'none',
  canary: 'none',
  options: [
    {
      option: 'options.targets',
      verdict: 'exact',
      transform: 'map',
      values: { pod: '' },
      note: 'an Ingress of Istio has no annotations: ingress.controller istio makes a VirtualService, which has options',
      ...ingress,
    },
  ],
  defaults: { 'tls.redirect': 'false', 'options.targets': 'pod' },
};

/** Istio's ingress gateway. */
export const ISTIO: ControllerRow = {
  id: 'istio',
  title: 'Istio',
  apiGroups: ['networking.istio.io'],
  ingressControllers: ['istio.io/ingress-controller'],
  gatewayControllers: ['istio.io/gateway-controller'],
  workloads: [{ labels: { app: 'istiod' } }],
  dataPlane: [{ labels: { istio: 'ingressgateway' } }, { labels: { app: 'istio-ingressgateway' } }],
  annotationClass: { default: 'istio' },
  targets: 'pod',
  dialects: [dialect, plain],
  source: 'istio/istio 1.30.3, pilot/pkg/config/kube/ingress/virtualservices.go, pkg/config/constants/constants.go',
  verified: '2026-11-22',
};

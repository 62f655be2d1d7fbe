import { inOrder, type Dialect, type DialectPart, type OptionRow, type RouteOption } from './dialect.js';
import type { ControllerRow } from './row.js';

const E = { source: 'Kong/kubernetes-ingress-controller v3.5.0, internal/annotations/annotations.go', verified: '2026-11-22' } as const;
const P = 'konghq.com/';
const tls = { when: { 'options.backendProtocol': ['https', 'grpcs'] } } as const;

/** Annotations of the Service, in milliseconds. */
function timeout(option: OptionRow['option'], key: string): OptionRow {
  return { option, on: 'service', annotation: `${P}${key}`, transform: 'milliseconds', verdict: 'exact', ...E };
}

const PLUGINS = { source: 'Kong/kong 3.9, kong/plugins', verified: '2026-11-28' } as const;
const POLICY = {
  source: 'Kong/kubernetes-ingress-controller v3.5.0, pkg/apis/configuration/v1beta1/kongupstreampolicy_types.go',
  verified: '2026-11-28',
} as const;

/** A plugin is an object beside the Ingress, which names it. */
function plugin(id: string, name: string, config: Readonly<Record<string, unknown>> = {}): DialectPart {
  return {
    id,
    object: { apiVersion: 'configuration.konghq.com/v1', kind: 'KongPlugin', suffix: `-${id}` },
    base: { plugin: name, ...(Object.keys(config).length > 0 ? { config } : {}) },
    link: { annotation: `${P}plugins`, text: '{name}' },
  };
}

const PARTS: readonly DialectPart[] = [
  plugin('ip-restriction', 'ip-restriction'),
  plugin('rate-limiting', 'rate-limiting', { limit_by: 'ip', policy: 'local' }),
  plugin('cors', 'cors'),
  plugin('request-headers', 'request-transformer'),
  plugin('response-headers', 'response-transformer'),
  plugin('request-size', 'request-size-limiting'),
  {
    id: 'upstream',
    object: { apiVersion: 'configuration.konghq.com/v1beta1', kind: 'KongUpstreamPolicy', suffix: '' },
    link: { annotation: `${P}upstream-policy`, on: 'service', text: '{name}' },
  },
];

/** Rows of a plugin, by field of its configuration. */
function setting(part: string, option: RouteOption, field: string, more: Partial<OptionRow> = {}): OptionRow {
  return { option, on: part, field: `config.${field}`, verdict: 'exact', ...PLUGINS, ...more };
}

function lacks(note: string, ...options: RouteOption[]): OptionRow[] {
  return options.map((option) => ({ option, verdict: 'none', note, ...PLUGINS }));
}

const window: Partial<OptionRow> = {
  verdict: 'approximate',
  note: 'each copy of the proxy counts by itself, in windows that begin anew, and answers 429',
};

const options: OptionRow[] = [
  ...lacks(
    'konghq.com/rewrite counts only with the feature gate RewriteURIs, and konghq.com/strip-path cuts the paths of a whole Ingress',
    'paths.rewrite',
    'paths.rewrite.full',
  ),
  ...lacks('an expression is a path that begins with /~, and Kong takes the longest one first', 'paths.type'),
  ...lacks('no plugin of all editions redirects', 'options.redirect.url', 'options.redirect.code', 'options.appRoot'),
  setting('ip-restriction', 'access.allowFrom', 'allow'),
  setting('ip-restriction', 'options.denyFrom', 'deny'),
  ...lacks(
    'its plugins for it belong to the enterprise edition',
    'options.externalAuth.url',
    'options.externalAuth.method',
    'options.externalAuth.signInURL',
    'options.externalAuth.responseHeaders',
    'options.canary.service',
    'options.canary.port',
    'options.canary.weight',
    'options.canary.header',
    'options.canary.headerValue',
    'options.canary.cookie',
  ),
  ...lacks('users are KongConsumers, each with a Secret of its own', 'options.basicAuth.secretName', 'options.basicAuth.realm'),
  setting('rate-limiting', 'options.rateLimit.requestsPerSecond', 'second', window),
  setting('rate-limiting', 'options.rateLimit.requestsPerMinute', 'minute', window),
  ...lacks('it counts requests of a window only', 'options.rateLimit.burst', 'options.rateLimit.connections'),
  setting('cors', 'options.cors.origins', 'origins', {
    pattern: '^([*]|[^*]+)$',
    expects: 'whole origins, or * for all',
  }),
  setting('cors', 'options.cors.methods', 'methods'),
  setting('cors', 'options.cors.headers', 'headers'),
  setting('cors', 'options.cors.exposeHeaders', 'exposed_headers'),
  setting('cors', 'options.cors.credentials', 'credentials'),
  setting('cors', 'options.cors.maxAge', 'max_age', { transform: 'seconds' }),
  setting('request-headers', 'options.requestHeaders.set', 'add.headers'),
  setting('response-headers', 'options.responseHeaders.set', 'add.headers'),
  setting('request-headers', 'options.requestHeaders.remove', 'remove.headers'),
  setting('response-headers', 'options.responseHeaders.remove', 'remove.headers'),
  { option: 'options.hostHeader', on: 'service', annotation: `${P}host-header`, verdict: 'exact', ...E },
  setting('request-size', 'options.bodySize', 'allowed_payload_size', {
    transform: 'bytes',
    alsoFields: { 'config.size_unit': 'bytes' },
  }),
  ...lacks('it limits connecting, reading and sending, not the whole', 'options.requestTimeout'),
  {
    option: 'options.affinity.cookie',
    on: 'upstream',
    field: 'spec.hashOn.cookie',
    alsoFields: { 'spec.algorithm': 'consistent-hashing', 'spec.hashOn.cookiePath': '/' },
    verdict: 'approximate',
    note: 'the pod is found by a hash of the cookie: when pods come or go, some clients change over',
    ...POLICY,
  },
  {
    option: 'options.affinity.path',
    on: 'upstream',
    field: 'spec.hashOn.cookiePath',
    verdict: 'exact',
    needs: ['options.affinity.cookie'],
    ...POLICY,
  },
  ...lacks('the cookie has a name and a path only', 'options.affinity.maxAge', 'options.affinity.sameSite', 'options.affinity.secure'),
  ...lacks('no plugin of all editions mirrors', 'options.mirror.service', 'options.mirror.port', 'options.mirror.percent'),
  {
    option: 'tls.redirect',
    verdict: 'exact',
    when: { 'tls.mode': ['terminate'] },
    annotation: `${P}protocols`,
    transform: 'map',
    values: { true: 'https', false: '' },
    also: { [`${P}https-redirect-status-code`]: '308' },
    ...E,
  },
  timeout('options.connectTimeout', 'connect-timeout'),
  timeout('options.readTimeout', 'read-timeout'),
  timeout('options.sendTimeout', 'write-timeout'),
  {
    option: 'options.backendProtocol',
    on: 'service',
    annotation: `${P}protocol`,
    transform: 'map',
    values: { http: '', websocket: '', https: 'https', grpc: 'grpc', grpcs: 'grpcs' },
    verdict: 'exact',
    ...E,
  },
  { option: 'options.backendTLS.verify', on: 'service', annotation: `${P}tls-verify`, transform: 'bool', verdict: 'exact', ...tls, ...E },
  { option: 'options.targets', verdict: 'exact', transform: 'map', values: { pod: '' }, note: 'it sends to pods', ...E },
];

const dialect: Dialect = {
  id: 'kong',
  title: 'Kong Ingress Controller',
  carrier: 'Ingress',
  prefixes: [P],
  rewrite: 'kong-transformer',
  canary: 'none',
  parts: PARTS,
  options: inOrder(options),
  defaults: { 'options.targets': 'pod' },
};

/** Kong Ingress Controller, by annotations. */
export const KONG: ControllerRow = {
  id: 'kong',
  title: 'Kong Ingress Controller',
  apiGroups: ['configuration.konghq.com'],
  ingressControllers: ['ingress-controllers.konghq.com/kong'],
  gatewayControllers: ['konghq.com/kic-gateway-controller'],
  workloads: [{ labels: { 'app.kubernetes.io/name': 'kong' } }, { image: 'kong/kubernetes-ingress-controller' }],
  dialects: [dialect],
  source: 'Kong/kubernetes-ingress-controller v3.5.0, internal/annotations/annotations.go; Kong/charts kong 3.4.1',
  verified: '2026-11-22',
};

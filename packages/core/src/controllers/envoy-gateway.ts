import type { DialectPart, OptionRow, RouteOption } from './dialect.js';
import { gatewayDialect } from './gateway-api.js';
import type { ControllerRow } from './row.js';

const verified = '2026-11-28';
const types = (file: string): { source: string; verified: string } => ({
  source: `envoyproxy/gateway v1.9.0, api/v1alpha1/${file}_types.go`,
  verified,
});
const apiVersion = 'gateway.envoyproxy.io/v1alpha1';
const base = { spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: '{kind}', name: '{route}' }] } };

const parts: readonly DialectPart[] = [
  { id: 'security', object: { apiVersion, kind: 'SecurityPolicy', suffix: '' }, base },
  { id: 'traffic', object: { apiVersion, kind: 'BackendTrafficPolicy', suffix: '' }, base },
];

const security = types('securitypolicy');
const traffic = types('backendtrafficpolicy');
const rule = 'spec.authorization.rules';
const cookie = 'spec.loadBalancer.consistentHash.cookie';
const limit = 'spec.rateLimit.local.rules.0';
const BY_IPV4 = {
  [`${limit}.clientSelectors.0.sourceCIDR.type`]: 'Distinct',
  [`${limit}.clientSelectors.0.sourceCIDR.value`]: '0.0.0.0/0',
};

const options: readonly OptionRow[] = [
  {
    option: 'access.allowFrom',
    on: 'security',
    field: `${rule}.0.principal.clientCIDRs`,
    alsoFields: { [`${rule}.0.action`]: 'Allow', 'spec.authorization.defaultAction': 'Deny' },
    excludes: ['options.denyFrom'],
    verdict: 'exact',
    note: 'Envoy must see the address of the client: behind a proxying load balancer it needs clientIPDetection',
    ...types('authorization'),
  },
  {
    option: 'options.denyFrom',
    on: 'security',
    field: `${rule}.0.principal.clientCIDRs`,
    alsoFields: { [`${rule}.0.action`]: 'Deny', 'spec.authorization.defaultAction': 'Allow' },
    excludes: ['access.allowFrom'],
    verdict: 'exact',
    ...types('authorization'),
  },
  {
    option: 'options.externalAuth.url',
    on: 'security',
    field: 'spec.extAuth.http',
    transform: 'serviceURL',
    verdict: 'exact',
    note: 'a Service of the cluster, by its name',
    ...types('ext_auth'),
  },
  {
    option: 'options.externalAuth.responseHeaders',
    on: 'security',
    field: 'spec.extAuth.http.headersToBackend',
    verdict: 'exact',
    ...types('ext_auth'),
  },
  ...none(
    {
      'options.externalAuth.method': 'Envoy asks by the method of the request',
      'options.externalAuth.signInURL': 'the answer of the other service goes to the client as it is',
    },
    types('ext_auth'),
  ),
  {
    option: 'options.basicAuth.secretName',
    on: 'security',
    field: 'spec.basicAuth.users.name',
    verdict: 'exact',
    note: 'the Secret has the key .htpasswd with lines of user:{SHA}hash',
    ...types('basic_auth'),
  },
  ...none({ 'options.basicAuth.realm': 'Envoy has no realm to choose' }, types('basic_auth')),
  ...(['Second', 'Minute'] as const).map((unit): OptionRow => ({
    option: `options.rateLimit.requestsPer${unit}`,
    on: 'traffic',
    field: `${limit}.limit.requests`,
    alsoFields: { [`${limit}.limit.unit`]: unit, ...BY_IPV4 },
    excludes: [`options.rateLimit.requestsPer${unit === 'Second' ? 'Minute' : 'Second'}`],
    verdict: 'approximate',
    note: 'each Envoy counts for itself, and only clients with IPv4 addresses',
    ...types('ratelimit'),
  })),
  ...none(
    {
      'options.rateLimit.burst': 'a rule has a number of requests and a unit only',
      'options.rateLimit.connections': 'connections are limited for a whole listener (ClientTrafficPolicy)',
    },
    types('ratelimit'),
  ),
  {
    option: 'options.bodySize',
    on: 'traffic',
    field: 'spec.requestBuffer.limit',
    verdict: 'approximate',
    note: 'the whole body is read before any of it is sent on: gRPC streams and WebSockets do not survive that',
    ...traffic,
  },
  {
    option: 'options.connectTimeout',
    on: 'traffic',
    field: 'spec.timeout.tcp.connectTimeout',
    transform: 'goDuration',
    verdict: 'exact',
    ...types('timeout'),
  },
  {
    option: 'options.readTimeout',
    on: 'traffic',
    field: 'spec.timeout.http.streamIdleTimeout',
    transform: 'goDuration',
    verdict: 'approximate',
    note: 'the time without data in either direction',
    ...types('timeout'),
  },
  ...none({ 'options.sendTimeout': 'there is one time for both directions (readTimeout)' }, types('timeout')),
  {
    option: 'options.backendTLS.caSecretName',
    on: 'backend-tls',
    field: 'spec.validation.caCertificateRefs.0.name',
    alsoFields: { 'spec.validation.caCertificateRefs.0.group': '', 'spec.validation.caCertificateRefs.0.kind': 'Secret' },
    needs: ['options.backendTLS.serverName'],
    excludes: ['options.backendTLS.caConfigMapName'],
    verdict: 'exact',
    source: 'envoyproxy/gateway v1.9.0, internal/gatewayapi/backendtlspolicy.go',
    verified,
  },
  {
    option: 'options.targets',
    on: 'traffic',
    field: 'spec.routingType',
    transform: 'map',
    values: { pod: 'Endpoint', node: 'Service' },
    verdict: 'approximate',
    note: 'node means the address of the Service, not the nodes',
    ...traffic,
  },
  {
    option: 'options.affinity.cookie',
    on: 'traffic',
    field: `${cookie}.name`,
    alsoFields: { 'spec.loadBalancer.type': 'ConsistentHash', 'spec.loadBalancer.consistentHash.type': 'Cookie' },
    needs: ['options.affinity.maxAge'],
    verdict: 'approximate',
    note: 'a hash of the cookie chooses the pod, so that some clients move when pods come or go; Envoy makes the cookie only with a maxAge',
    ...types('loadbalancer'),
  },
  {
    option: 'options.affinity.maxAge',
    on: 'traffic',
    field: `${cookie}.ttl`,
    transform: 'goDuration',
    verdict: 'exact',
    ...types('loadbalancer'),
  },
  { option: 'options.affinity.path', on: 'traffic', field: `${cookie}.attributes.Path`, verdict: 'exact', ...types('loadbalancer') },
  {
    option: 'options.affinity.sameSite',
    on: 'traffic',
    field: `${cookie}.attributes.SameSite`,
    verdict: 'exact',
    ...types('loadbalancer'),
  },
  ...none({ 'options.affinity.secure': 'attributes of the cookie have values, and Secure has none' }, types('loadbalancer')),
];

function none(reasons: Readonly<Partial<Record<RouteOption, string>>>, evidence: { source: string; verified: string }): OptionRow[] {
  return Object.entries(reasons).map(([option, note]) => ({ option: option as RouteOption, verdict: 'none', note, ...evidence }));
}

/** Envoy Gateway, with its policies beside a route. */
export const ENVOY_GATEWAY: ControllerRow = {
  id: 'envoy-gateway',
  title: 'Envoy Gateway',
  apiGroups: ['gateway.envoyproxy.io'],
  gatewayControllers: ['gateway.envoyproxy.io/gatewayclass-controller'],
  workloads: [{ image: 'envoyproxy/gateway' }],
  targets: 'pod',
  dialects: [gatewayDialect({ id: 'envoy-gateway', title: 'Envoy Gateway', parts, options, ...security })],
  source: 'envoyproxy/gateway v1.9.0, api/v1alpha1/envoygateway_types.go',
  verified: '2026-11-22',
};

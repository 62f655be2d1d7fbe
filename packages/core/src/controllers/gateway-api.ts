import { inOrder, type Dialect, type DialectPart, type OptionRow, type Quirk, type RouteOption } from './dialect.js';
import type { ControllerRow } from './row.js';

const GROUP = 'gateway.networking.k8s.io';
const verified = '2026-11-28';
const types = (file: string): { source: string; verified: string } => ({
  source: `kubernetes-sigs/gateway-api v1.6.1, apis/v1/${file}_types.go`,
  verified,
});
const http = types('httproute');
const shared = types('shared');
const backendTls = types('backendtlspolicy');

const PARTS: readonly DialectPart[] = [
  { id: 'request-headers', list: 'filters', base: { type: 'RequestHeaderModifier' } },
  { id: 'response-headers', list: 'filters', base: { type: 'ResponseHeaderModifier' } },
  { id: 'cors', list: 'filters', base: { type: 'CORS' } },
  { id: 'mirror', list: 'filters', base: { type: 'RequestMirror' } },
  {
    id: 'backend-tls',
    object: { apiVersion: `${GROUP}/v1`, kind: 'BackendTLSPolicy', suffix: '-backend-tls' },
    base: { spec: { targetRefs: [{ group: '', kind: 'Service', name: '{service}' }] } },
  },
];

const CA_CONFIG_MAP = 'options.backendTLS.caConfigMapName';
const CA_SECRET = 'options.backendTLS.caSecretName';

/** A rule that answers with a redirect sends nothing to anybody. */
const ANSWERED: readonly RouteOption[] = ['options.redirect.url'];

/** What the standard channel can say, by rows; the rest is in the styles `gateway-filter` and `weighted-backends`. */
const ROWS: readonly OptionRow[] = [
  {
    option: 'tls.mode',
    transform: 'map',
    values: { terminate: '', passthrough: 'true' },
    verdict: 'exact',
    note: 'the certificate is the listener’s; what passes through is a TLSRoute',
    ...types('gateway'),
  },
  {
    option: 'tls.redirect',
    transform: 'map',
    values: { true: '', false: '' },
    verdict: 'exact',
    note: 'a route of its own at the plain listener answers 301',
    ...http,
  },
  {
    option: 'paths.type',
    transform: 'map',
    values: { RegularExpression: 'RegularExpression' },
    verdict: 'approximate',
    note: 'which expressions there are, and whether the whole path must match, is up to the implementation',
    ...http,
  },
  { option: 'paths.rewrite', excludes: ANSWERED, verdict: 'exact', note: 'URLRewrite', ...http },
  { option: 'paths.rewrite.full', excludes: ANSWERED, verdict: 'exact', note: 'URLRewrite', ...http },
  {
    option: 'options.redirect.url',
    verdict: 'approximate',
    note: 'by RequestRedirect, which has no query: that of the request is kept by some implementations, Traefik among them',
    ...http,
  },
  { option: 'options.redirect.code', verdict: 'exact', note: '303, 307 and 308 need CRDs of Gateway API 1.5 or newer', ...http },
  { option: 'options.appRoot', verdict: 'exact', note: 'a rule of its own for / answers with a RequestRedirect', ...http },
  {
    option: 'options.requestHeaders.set',
    on: 'request-headers',
    field: 'requestHeaderModifier.set',
    transform: 'nameValueList',
    verdict: 'exact',
    ...http,
  },
  { option: 'options.requestHeaders.remove', on: 'request-headers', field: 'requestHeaderModifier.remove', verdict: 'exact', ...http },
  {
    option: 'options.responseHeaders.set',
    on: 'response-headers',
    field: 'responseHeaderModifier.set',
    transform: 'nameValueList',
    verdict: 'exact',
    ...http,
  },
  { option: 'options.responseHeaders.remove', on: 'response-headers', field: 'responseHeaderModifier.remove', verdict: 'exact', ...http },
  { option: 'options.hostHeader', excludes: ANSWERED, verdict: 'exact', note: 'URLRewrite', ...http },
  {
    option: 'options.cors.origins',
    on: 'cors',
    field: 'cors.allowOrigins',
    verdict: 'exact',
    note: 'needs CRDs of Gateway API 1.5 or newer',
    ...http,
  },
  { option: 'options.cors.methods', on: 'cors', field: 'cors.allowMethods', verdict: 'exact', ...http },
  { option: 'options.cors.headers', on: 'cors', field: 'cors.allowHeaders', verdict: 'exact', ...http },
  { option: 'options.cors.exposeHeaders', on: 'cors', field: 'cors.exposeHeaders', verdict: 'exact', ...http },
  { option: 'options.cors.credentials', on: 'cors', field: 'cors.allowCredentials', verdict: 'exact', ...http },
  { option: 'options.cors.maxAge', on: 'cors', field: 'cors.maxAge', transform: 'seconds', verdict: 'exact', ...http },
  {
    option: 'options.requestTimeout',
    on: 'rule',
    field: 'timeouts.request',
    pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$',
    expects: 'whole numbers of up to five digits, such as 90s',
    verdict: 'exact',
    ...shared,
  },
  ...backendProtocolRows(),
  {
    option: 'options.backendTLS.serverName',
    on: 'backend-tls',
    field: 'spec.validation.hostname',
    when: { 'options.backendProtocol': ['https', 'grpcs'] },
    verdict: 'exact',
    ...backendTls,
  },
  {
    option: CA_CONFIG_MAP,
    on: 'backend-tls',
    field: 'spec.validation.caCertificateRefs.0.name',
    alsoFields: { 'spec.validation.caCertificateRefs.0.group': '', 'spec.validation.caCertificateRefs.0.kind': 'ConfigMap' },
    needs: ['options.backendTLS.serverName'],
    verdict: 'exact',
    ...backendTls,
  },
  {
    option: 'options.targets',
    transform: 'map',
    values: { pod: '' },
    verdict: 'exact',
    note: 'where it sends to is up to the implementation',
    ...http,
  },
  ...(['options.canary.service', 'options.canary.port', 'options.canary.weight'] as const).map((option): OptionRow => ({
    option,
    excludes: ANSWERED,
    verdict: 'exact',
    note: 'weights of backendRefs',
    ...shared,
  })),
  ...(['options.canary.header', 'options.canary.headerValue'] as const).map((option): OptionRow => ({
    option,
    excludes: ANSWERED,
    verdict: 'exact',
    note: 'a rule of its own that asks for the header',
    ...http,
  })),
  {
    option: 'options.canary.cookie',
    excludes: ANSWERED,
    verdict: 'approximate',
    note: 'a rule of its own that asks for the cookie by a regular expression, which the implementation must take for headers',
    ...http,
  },
  { option: 'options.mirror.service', on: 'mirror', field: 'requestMirror.backendRef.name', verdict: 'exact', ...http },
  { option: 'options.mirror.port', on: 'mirror', field: 'requestMirror.backendRef.port', verdict: 'exact', ...http },
  { option: 'options.mirror.percent', on: 'mirror', field: 'requestMirror.percent', verdict: 'exact', ...http },
];

/** TLS to the workload needs its name and the authority that signed its certificate. */
function backendProtocolRows(): OptionRow[] {
  const note = 'a BackendTLSPolicy needs the name of the workload, and its authority or verify: true for the public ones';
  const encrypted = (...needs: RouteOption[]): OptionRow => ({
    option: 'options.backendProtocol',
    pattern: '^(https|grpcs)$',
    expects: 'https or grpcs',
    transform: 'map',
    values: { https: '', grpcs: '' },
    needs: ['options.backendTLS.serverName', ...needs],
    verdict: 'exact',
    note,
    ...backendTls,
  });
  const verify = {
    option: 'options.backendTLS.verify',
    transform: 'map',
    verdict: 'exact',
    note: 'it always verifies',
    ...backendTls,
  } as const;
  return [
    encrypted('options.backendTLS.verify'),
    encrypted(CA_CONFIG_MAP),
    encrypted(CA_SECRET),
    {
      option: 'options.backendProtocol',
      pattern: '^(http|h2c|websocket|grpc)$',
      expects: 'http, h2c, websocket or grpc',
      transform: 'map',
      values: { http: '', h2c: '', websocket: '', grpc: '' },
      verdict: 'exact',
      note: 'by appProtocol of the port of the Service, or a GRPCRoute',
      ...http,
    },
    {
      ...verify,
      on: 'backend-tls',
      field: 'spec.validation.wellKnownCACertificates',
      values: { true: 'System' },
      needs: ['options.backendTLS.serverName'],
      excludes: [CA_CONFIG_MAP, CA_SECRET],
    },
    { ...verify, values: { true: '' }, needs: [CA_CONFIG_MAP] },
    { ...verify, values: { true: '' }, needs: [CA_SECRET] },
  ];
}

const LACKS: Readonly<Partial<Record<RouteOption, string>>> = {
  'access.allowFrom': 'the Gateway API has no lists of addresses',
  'options.denyFrom': 'the Gateway API has no lists of addresses',
  'options.externalAuth.url': 'its filter ExternalAuth is in the experimental channel only',
  'options.externalAuth.method': 'its filter ExternalAuth has no method',
  'options.externalAuth.signInURL': 'its filter ExternalAuth has no such address',
  'options.externalAuth.responseHeaders': 'its filter ExternalAuth is in the experimental channel only',
  'options.basicAuth.secretName': 'the Gateway API asks for no passwords',
  'options.basicAuth.realm': 'the Gateway API asks for no passwords',
  'options.rateLimit.requestsPerSecond': 'the Gateway API counts no requests',
  'options.rateLimit.requestsPerMinute': 'the Gateway API counts no requests',
  'options.rateLimit.burst': 'the Gateway API counts no requests',
  'options.rateLimit.connections': 'the Gateway API counts no connections',
  'options.bodySize': 'the Gateway API has no field for it',
  'options.connectTimeout': 'the Gateway API limits the whole request only (requestTimeout)',
  'options.readTimeout': 'the Gateway API limits the whole request only (requestTimeout)',
  'options.sendTimeout': 'the Gateway API limits the whole request only (requestTimeout)',
  'options.backendTLS.caSecretName': 'a BackendTLSPolicy names a ConfigMap; Secrets are up to the implementation',
  'options.affinity.cookie': 'sessionPersistence is in the experimental channel only, in shapes that differ between versions',
  'options.affinity.maxAge': 'sessionPersistence is in the experimental channel only',
  'options.affinity.path': 'sessionPersistence is in the experimental channel only',
  'options.affinity.sameSite': 'the Gateway API has no field for it',
  'options.affinity.secure': 'the Gateway API has no field for it',
};

/** What an implementation adds to the standard channel, or takes away from it. */
export interface GatewayImplementation {
  id: string;
  title: string;
  /** Objects and filters of its own. */
  parts?: readonly DialectPart[];
  /** Rows of its own: all that the core says of these options counts no more. */
  options?: readonly OptionRow[];
  /** What it does otherwise in some routes. */
  quirks?: readonly Quirk[];
  /** Options of the core that it does not serve, each with the reason. */
  without?: Readonly<Partial<Record<RouteOption, string>>>;
  source: string;
  verified: string;
}

/** The dialect of an implementation: the rows of the standard channel with what it changes. */
export function gatewayDialect({ id, title, parts = [], options = [], quirks, without = {}, ...evidence }: GatewayImplementation): Dialect {
  const own = new Set<RouteOption>([...options.map(({ option }) => option), ...(Object.keys(without) as RouteOption[])]);
  const none = (reasons: Readonly<Partial<Record<RouteOption, string>>>, from: { source: string; verified: string }): OptionRow[] =>
    Object.entries(reasons).map(([option, note]): OptionRow => ({ option: option as RouteOption, verdict: 'none', note, ...from }));
  const standard = [...ROWS, ...none(LACKS, http)].filter(({ option }) => !own.has(option));
  const rows = inOrder([...standard, ...options, ...none(without, evidence)]);
  return {
    id,
    title,
    carrier: 'HTTPRoute',
    prefixes: [],
    rewrite: 'gateway-filter',
    canary: 'weighted-backends',
    parts: [...PARTS.filter((core) => !parts.some((part) => part.id === core.id)), ...parts].filter((part) =>
      rows.some(({ on }) => on === part.id),
    ),
    options: rows,
    ...(quirks ? { quirks } : {}),
    defaults: { 'tls.redirect': 'false', 'options.cors.credentials': 'false', 'options.targets': 'pod' },
  };
}

/** The standard channel as it is, for implementations that are not known or that add nothing. */
export const GATEWAY_API: ControllerRow = {
  id: 'gateway-api',
  title: 'Gateway API',
  dialects: [gatewayDialect({ id: 'gateway-api', title: 'Gateway API', ...http })],
  ...http,
};

import type { DialectPart, OptionRow, Quirk, RouteOption } from './dialect.js';

/** Documentation of Traefik. */
export const DOCS = 'traefik/traefik v3.7.13, docs/content/reference/routing-configuration';
/** Sources of Traefik. */
export const CODE = 'traefik/traefik v3.7.13, pkg';
/** Beginning of its annotations. */
export const PREFIX = 'traefik.ingress.kubernetes.io/';
/** Date of the check against the sources. */
export const verified = '2026-11-28';

/** Where a Middleware is documented. */
export const middleware = (name: string): { source: string; verified: string } => ({
  source: `${DOCS}/http/middlewares/${name}.md`,
  verified,
});

/**
 * Middlewares of a route, in the order in which requests pass them: redirects before anything else, the address of the client before
 * names and passwords, and the preflights of browsers, which carry neither, before those.
 */
const MIDDLEWARES: readonly (readonly [id: string, base?: Readonly<Record<string, unknown>>])[] = [
  ['https'],
  ['redirect', { spec: { redirectRegex: { regex: '^.*$' } } }],
  ['app-root', { spec: { redirectRegex: { regex: '^(https?://[^/]+)/(\\?.*)?$' } } }],
  ['allow'],
  ['rate-limit'],
  ['connections', { spec: { inFlightReq: { sourceCriterion: { ipStrategy: {} } } } }],
  ['cors'],
  ['basic-auth'],
  ['external-auth'],
  ['headers'],
  ['body-size'],
];

/** The Middlewares as parts, each with what makes the route use it. */
export function middlewareParts(link: NonNullable<DialectPart['link']>): DialectPart[] {
  return MIDDLEWARES.map(([id, base]) => ({
    id,
    object: { apiVersion: 'traefik.io/v1alpha1', kind: 'Middleware', suffix: `-${id}` },
    ...(base ? { base } : {}),
    link,
  }));
}

/** Rows that are Middlewares whatever carries the route. */
export const MIDDLEWARE_ROWS: readonly OptionRow[] = [
  {
    option: 'access.allowFrom',
    on: 'allow',
    field: 'spec.ipAllowList.sourceRange',
    verdict: 'exact',
    note: 'Traefik must see the address of the client: behind a proxying load balancer it does not',
    ...middleware('ipallowlist'),
  },
  { option: 'options.denyFrom', verdict: 'none', note: 'Traefik has allow-lists only', ...middleware('ipallowlist') },
  {
    option: 'options.externalAuth.url',
    on: 'external-auth',
    field: 'spec.forwardAuth.address',
    verdict: 'exact',
    ...middleware('forwardauth'),
  },
  {
    option: 'options.externalAuth.method',
    on: 'external-auth',
    transform: 'map',
    values: { GET: '' },
    verdict: 'exact',
    note: 'it asks by GET',
    source: `${CODE}/middlewares/auth/forward.go`,
    verified,
  },
  {
    option: 'options.externalAuth.signInURL',
    on: 'external-auth',
    field: 'spec.forwardAuth.authSigninURL',
    verdict: 'exact',
    note: 'since Traefik 3.7; for the answer 401 only',
    ...middleware('forwardauth'),
  },
  {
    option: 'options.externalAuth.responseHeaders',
    on: 'external-auth',
    field: 'spec.forwardAuth.authResponseHeaders',
    verdict: 'exact',
    ...middleware('forwardauth'),
  },
  {
    option: 'options.basicAuth.secretName',
    on: 'basic-auth',
    field: 'spec.basicAuth.secret',
    verdict: 'exact',
    note: 'the Secret has one key with lines of htpasswd, or is of type kubernetes.io/basic-auth',
    ...middleware('basicauth'),
  },
  { option: 'options.basicAuth.realm', on: 'basic-auth', field: 'spec.basicAuth.realm', verdict: 'exact', ...middleware('basicauth') },
  {
    option: 'options.rateLimit.requestsPerSecond',
    on: 'rate-limit',
    field: 'spec.rateLimit.average',
    excludes: ['options.rateLimit.requestsPerMinute'],
    verdict: 'exact',
    ...middleware('ratelimit'),
  },
  {
    option: 'options.rateLimit.requestsPerMinute',
    on: 'rate-limit',
    field: 'spec.rateLimit.average',
    alsoFields: { 'spec.rateLimit.period': '1m' },
    excludes: ['options.rateLimit.requestsPerSecond'],
    verdict: 'exact',
    ...middleware('ratelimit'),
  },
  ...(['options.rateLimit.requestsPerSecond', 'options.rateLimit.requestsPerMinute'] as const).map((rate): OptionRow => ({
    option: 'options.rateLimit.burst',
    on: 'rate-limit',
    field: 'spec.rateLimit.burst',
    needs: [rate],
    verdict: 'approximate',
    note: 'Traefik counts the first request too: one less than asked for is let through beyond the rate',
    ...middleware('ratelimit'),
  })),
  {
    option: 'options.rateLimit.connections',
    on: 'connections',
    field: 'spec.inFlightReq.amount',
    verdict: 'approximate',
    note: 'Traefik counts requests at the same time, not connections',
    ...middleware('inflightreq'),
  },
  {
    option: 'options.cors.origins',
    on: 'cors',
    field: 'spec.headers.accessControlAllowOriginList',
    alsoFields: { 'spec.headers.addVaryHeader': true },
    pattern: '^(\\*|[^*,]+)(,(\\*|[^*,]+))*$',
    expects: 'an origin such as https://app.example.com, or *',
    verdict: 'exact',
    ...middleware('headers'),
  },
  ...corsRows({
    'options.cors.methods': 'accessControlAllowMethods',
    'options.cors.headers': 'accessControlAllowHeaders',
    'options.cors.exposeHeaders': 'accessControlExposeHeaders',
    'options.cors.credentials': 'accessControlAllowCredentials',
  }),
  {
    option: 'options.cors.maxAge',
    on: 'cors',
    field: 'spec.headers.accessControlMaxAge',
    transform: 'seconds',
    verdict: 'exact',
    ...middleware('headers'),
  },
  ...headerRows(),
  {
    option: 'options.bodySize',
    on: 'body-size',
    field: 'spec.buffering.maxRequestBodyBytes',
    transform: 'bytes',
    verdict: 'approximate',
    note: 'the whole body is read before any of it is sent on, which streams do not survive',
    ...middleware('buffering'),
  },
];

/** What Middlewares do otherwise in some routes. */
export const MIDDLEWARE_QUIRKS: readonly Quirk[] = [
  {
    options: ['options.cors.origins'],
    harmless: true,
    note: 'preflights are answered with 200 instead of 204',
    source: `${CODE}/middlewares/headers/header.go`,
    verified,
  },
  {
    options: ['options.cors.credentials'],
    pattern: '^true$',
    harmless: true,
    note: 'every answer allows them, also where no origin asked',
    source: `${CODE}/middlewares/headers/header.go`,
    verified,
  },
];

function corsRows(fields: Readonly<Partial<Record<RouteOption, string>>>): OptionRow[] {
  return Object.entries(fields).map(([option, field]) => ({
    option: option as RouteOption,
    on: 'cors',
    field: `spec.headers.${field}`,
    verdict: 'exact',
    ...middleware('headers'),
  }));
}

function headerRows(): OptionRow[] {
  const row = (option: RouteOption, field: string, transform?: OptionRow['transform']): OptionRow => ({
    option,
    on: 'headers',
    field: `spec.headers.${field}`,
    ...(transform ? { transform } : {}),
    verdict: 'exact',
    ...middleware('headers'),
  });
  return [
    row('options.requestHeaders.set', 'customRequestHeaders', 'headerTexts'),
    row('options.requestHeaders.remove', 'customRequestHeaders', 'emptyTexts'),
    row('options.responseHeaders.set', 'customResponseHeaders', 'headerTexts'),
    row('options.responseHeaders.remove', 'customResponseHeaders', 'emptyTexts'),
    { ...row('options.hostHeader', 'customRequestHeaders.Host'), source: `${CODE}/middlewares/headers/header.go` },
  ];
}

/** Redirects and rewrites of Ingress annotations and of IngressRoutes. */
export const REDIRECT_ROWS: readonly OptionRow[] = [
  {
    option: 'tls.redirect',
    on: 'https',
    field: 'spec.redirectScheme.scheme',
    transform: 'map',
    values: { true: 'https', false: '' },
    alsoFields: { 'spec.redirectScheme.permanent': true },
    verdict: 'exact',
    note: 'status 301 for GET, 308 for others',
    ...middleware('redirectscheme'),
  },
  {
    option: 'paths.rewrite',
    verdict: 'exact',
    note: 'a Middleware stripPrefix, addPrefix or replacePathRegex',
    ...middleware('stripprefix'),
  },
  { option: 'paths.rewrite.full', verdict: 'exact', note: 'a Middleware replacePath', ...middleware('replacepath') },
  {
    option: 'options.redirect.url',
    on: 'redirect',
    field: 'spec.redirectRegex.replacement',
    pattern: '^[^$]*$',
    expects: 'a URL without $, which begins a group of the expression',
    verdict: 'approximate',
    note: 'requests other than GET are answered with 308 instead of 301, and with 307 instead of 302',
    source: `${CODE}/middlewares/redirect/redirect.go`,
    verified,
  },
  {
    option: 'options.redirect.code',
    on: 'redirect',
    field: 'spec.redirectRegex.permanent',
    transform: 'map',
    values: { 301: 'true', 302: '' },
    verdict: 'exact',
    note: '301 and 302 for GET, 308 and 307 for others',
    source: `${CODE}/middlewares/redirect/redirect.go`,
    verified,
  },
  {
    option: 'options.appRoot',
    on: 'app-root',
    field: 'spec.redirectRegex.replacement',
    template: '${1}{}',
    pattern: '^[^$]*$',
    expects: 'a path without $, which begins a group of the expression',
    verdict: 'exact',
    ...middleware('redirectregex'),
  },
];

/** The object that says how Traefik connects. */
export const TRANSPORT: NonNullable<DialectPart['object']> = {
  apiVersion: 'traefik.io/v1alpha1',
  kind: 'ServersTransport',
  suffix: '-transport',
};
/** Where it is documented. */
export const transportDocs = { source: `${DOCS}/kubernetes/crd/http/serverstransport.md`, verified } as const;

/** How Traefik connects to the workload: a ServersTransport, for Ingress and IngressRoute. */
export const TRANSPORT_ROWS: readonly OptionRow[] = [
  { option: 'options.requestTimeout', verdict: 'none', note: 'Traefik has no limit for a whole request', ...transportDocs },
  {
    option: 'options.connectTimeout',
    on: 'transport',
    field: 'spec.forwardingTimeouts.dialTimeout',
    transform: 'goDuration',
    verdict: 'exact',
    ...transportDocs,
  },
  {
    option: 'options.readTimeout',
    on: 'transport',
    field: 'spec.forwardingTimeouts.responseHeaderTimeout',
    transform: 'goDuration',
    verdict: 'approximate',
    note: 'Traefik waits so long for the headers of the answer; a body that stalls later is not noticed',
    ...transportDocs,
  },
  {
    option: 'options.sendTimeout',
    verdict: 'none',
    note: 'Traefik has no limit for sending a request; entry points have one for reading it (respondingTimeouts)',
    source: 'traefik/traefik v3.7.13, docs/content/reference/install-configuration/entrypoints.md',
    verified,
  },
  {
    option: 'options.backendTLS.verify',
    on: 'transport',
    field: 'spec.insecureSkipVerify',
    transform: 'map',
    values: { true: '', false: 'true' },
    verdict: 'exact',
    note: 'it verifies unless told otherwise',
    ...transportDocs,
  },
  { option: 'options.backendTLS.serverName', on: 'transport', field: 'spec.serverName', verdict: 'exact', ...transportDocs },
  { option: 'options.backendTLS.caSecretName', on: 'transport', field: 'spec.rootCAs.0.secret', verdict: 'exact', ...transportDocs },
  {
    option: 'options.backendTLS.caConfigMapName',
    on: 'transport',
    field: 'spec.rootCAs.0.configMap',
    excludes: ['options.backendTLS.caSecretName'],
    verdict: 'exact',
    note: 'a Secret takes precedence',
    ...transportDocs,
  },
];

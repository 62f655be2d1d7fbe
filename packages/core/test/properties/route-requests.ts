import fc from 'fast-check';
import { encodeRoute, ROUTE_OPTIONS, type ExposureSpec, type RouteOption, type RouteRequest } from '@expose-plus/core';

/** The parts of a request that a route carries. */
export type RouteSpec = Pick<ExposureSpec, 'hosts' | 'paths' | 'tls' | 'access' | 'options'>;

const duration = fc.oneof(
  fc.integer({ min: 1, max: 900 }).map((count) => `${count}s`),
  fc.integer({ min: 1, max: 40 }).map((count) => `${count}m`),
);
const word = fc.constantFrom('route', 'shop', 'x7');
const header = fc.constantFrom('X-Team', 'X-User', 'X-Version');
const headers = fc.uniqueArray(header, { minLength: 1, maxLength: 2 });
const headerMap = fc.dictionary(header, fc.constantFrom('a', 'b-1', 'true'), { minKeys: 1, maxKeys: 2, noNullPrototype: true });
const service = fc.constantFrom('web-next', 'copy');
const port = fc.constantFrom(81, 8080);
const ranges = fc.constantFrom(['10.0.0.0/8'], ['10.0.0.0/8', '192.0.2.0/24']);
const url = fc.constantFrom(
  'https://auth.example.com/check',
  'http://auth.shop.svc.cluster.local:8080/check',
  'https://other.example.com/home',
);
const count = fc.integer({ min: 1, max: 500 });

/** Each field in about two of three blocks; what a block needs always. */
function block<T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }, needed: (keyof T & string)[] = []): fc.Arbitrary<unknown> {
  const maybe = Object.fromEntries(
    Object.entries<fc.Arbitrary<unknown>>(fields).map(([key, value]) => [
      key,
      needed.some((name) => name === key) ? value : fc.option(value, { nil: undefined, freq: 2 }),
    ]),
  );
  return fc.record(maybe, { noNullPrototype: true });
}

/** In about four of ten requests. */
function some(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 4, arbitrary: value });
}

const options = fc.record(
  {
    redirect: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: block({ url, code: fc.constantFrom(301, 302, 303, 307, 308) }, ['url']) },
    ),
    appRoot: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom('/app', '/shop/start') }),
    denyFrom: some(ranges),
    externalAuth: some(block({ url, method: fc.constantFrom('GET', 'POST'), signInURL: url, responseHeaders: headers }, ['url'])),
    basicAuth: some(block({ secretName: word, realm: fc.constantFrom('Shop', 'Please log in') }, ['secretName'])),
    rateLimit: some(block({ requestsPerSecond: count, requestsPerMinute: count, burst: count, connections: count })),
    cors: some(
      block(
        {
          origins: fc.constantFrom(['*'], ['https://app.example.com'], ['https://app.example.com', 'https://b.example.com:8443']),
          methods: fc.constantFrom(['GET'], ['GET', 'PUT']),
          headers,
          exposeHeaders: headers,
          credentials: fc.boolean(),
          maxAge: duration,
        },
        ['origins'],
      ),
    ),
    requestHeaders: some(block({ set: headerMap, remove: fc.constantFrom(['X-Debug'], ['X-Debug', 'X-Old']) })),
    responseHeaders: some(block({ set: headerMap, remove: fc.constantFrom(['Server'], ['Server', 'X-Old']) })),
    hostHeader: some(fc.constantFrom('internal.example.com', 'web')),
    bodySize: some(fc.constantFrom('20Mi', '1Gi', '512Ki', '1000')),
    requestTimeout: some(duration),
    connectTimeout: some(duration),
    readTimeout: some(duration),
    sendTimeout: some(duration),
    backendProtocol: some(fc.constantFrom('http', 'https', 'https', 'grpc', 'grpcs', 'h2c', 'websocket')),
    backendTLS: some(block({ verify: fc.boolean(), serverName: fc.constant('web.internal'), caSecretName: word, caConfigMapName: word })),
    targets: some(fc.constantFrom('pod', 'node')),
    affinity: some(
      block(
        {
          // GKE and Contour have one name for it each.
          cookie: fc.constantFrom('route', 'shop', 'x7', 'GCLB', 'X-Contour-Session-Affinity'),
          maxAge: duration,
          path: fc.constantFrom('/', '/x'),
          sameSite: fc.constantFrom('None', 'Lax', 'Strict'),
          secure: fc.boolean(),
        },
        ['cookie'],
      ),
    ),
    canary: some(
      block(
        {
          service,
          port,
          weight: fc.integer({ min: 1, max: 99 }),
          header,
          headerValue: fc.constantFrom('yes', 'v2'),
          cookie: word,
        },
        ['service'],
      ),
    ),
    mirror: some(block({ service, port, percent: fc.integer({ min: 1, max: 99 }) }, ['service'])),
  },
  { noNullPrototype: true },
);

const literal = fc.constantFrom('/', '/demo', '/a/b', '/v1.0');
const path = fc.oneof(
  { weight: 4, arbitrary: fc.record({ path: literal, type: fc.constantFrom('Prefix', 'Exact') }) },
  { weight: 2, arbitrary: fc.record({ path: literal, type: fc.constant('Prefix'), rewrite: fc.constantFrom('/', '/app') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      path: literal,
      type: fc.constantFrom('Prefix', 'Exact'),
      rewrite: fc.constantFrom({ full: '/x' }, { full: '/y/z' }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ path: fc.constantFrom('/v[0-9]+', '/item/[a-z]+/show'), type: fc.constant('RegularExpression') }) },
);

/** Requests of any options at all, in any combination. */
export const routeSpecs = fc
  .record(
    {
      hosts: fc.constantFrom(['example.com'], ['example.com', 'www.example.com']),
      paths: fc.uniqueArray(path, { minLength: 1, maxLength: 2, selector: (entry) => entry.path }),
      tls: fc.constantFrom(
        undefined,
        undefined,
        { mode: 'terminate' },
        { mode: 'terminate', redirect: true },
        { mode: 'terminate', redirect: false },
        { redirect: true },
        { mode: 'passthrough' },
      ),
      access: some(block({ scope: fc.constantFrom('public', 'internal'), allowFrom: ranges })),
      options,
    },
    { noNullPrototype: true },
  )
  .map((value) => JSON.parse(JSON.stringify(value)) as RouteSpec);

/** The request of the engine for a spec. */
export function requestOf({ hosts = [], paths = [], tls, access, options: asked }: RouteSpec): RouteRequest {
  return {
    className: 'public',
    name: 'web',
    namespace: 'shop',
    service: { name: 'web', port: 80 },
    hosts,
    paths: paths.map(({ path: text = '/', type = 'Prefix', rewrite }) => ({
      path: text,
      type,
      ...(rewrite === undefined ? {} : { rewrite }),
    })),
    ...(tls?.mode === undefined ? {} : { tls: { mode: tls.mode, ...(tls.redirect === undefined ? {} : { redirect: tls.redirect }) } }),
    ...(tls?.mode === undefined && tls?.redirect === true ? { redirectOnly: true } : {}),
    ...(access?.scope ? { scope: access.scope } : {}),
    ...(access?.allowFrom ? { allowFrom: access.allowFrom } : {}),
    ...(asked ? { options: asked } : {}),
  };
}

/** Options without which the others of their block say nothing. */
const HEADS = [
  'cors.origins',
  'redirect.url',
  'externalAuth.url',
  'basicAuth.secretName',
  'affinity.cookie',
  'canary.service',
  'mirror.service',
];

type Fields = Record<string, unknown>;

/** A spec without one of its fields, and without the block that makes no sense without it. */
export function without(spec: RouteSpec, field: string): RouteSpec {
  const out = JSON.parse(JSON.stringify(spec)) as RouteSpec;
  if (field === 'spec.paths[].rewrite') for (const entry of out.paths ?? []) delete entry.rewrite;
  else if (field === 'spec.paths[].type') out.paths = [{ path: '/', type: 'Prefix' }];
  else if (field === 'spec.tls.mode' || field === 'spec.paths' || field === 'spec.hosts') delete out.tls;
  else {
    const head = HEADS.find((one) => field === `spec.options.${one}`);
    const keys = (head ? `options.${head.split('.')[0]}` : field.replace(/^spec\./, '')).split('.');
    const last = keys.pop() ?? '';
    const at = keys.reduce<Fields | undefined>((inner, key) => inner?.[key] as Fields | undefined, out as Fields);
    if (at === undefined || !(last in at)) throw new Error(`${field} was refused and is not there`);
    delete at[last];
  }
  return out;
}

/** What is asked for as far as a dialect can say it: whatever alone or with the others is refused is left out. */
export function supportedSpec(dialect: string, spec: RouteSpec): RouteSpec {
  const [refused] = encodeRoute(dialect, requestOf(spec)).unsupported;
  return refused === undefined ? spec : supportedSpec(dialect, without(spec, refused.field ?? ''));
}

/** The options that a spec sets, with their values. */
export function valuesOf(spec: RouteSpec): Map<RouteOption, unknown> {
  const out = new Map<RouteOption, unknown>();
  const paths = spec.paths ?? [];
  for (const option of ROUTE_OPTIONS) {
    const value =
      option === 'paths.type'
        ? paths.find(({ type }) => type === 'RegularExpression')?.type
        : option === 'paths.rewrite'
          ? paths.find(({ rewrite, path: from }) => typeof rewrite === 'string' && rewrite !== from)?.rewrite
          : option === 'paths.rewrite.full'
            ? paths.find(({ rewrite }) => typeof rewrite === 'object')?.rewrite
            : option.split('.').reduce<unknown>((at, key) => (at as Fields | undefined)?.[key], spec);
    if (value !== undefined) out.set(option, value);
  }
  return out;
}

import type { ExposureSpec } from '@expose-plus/core';

/** A route in neutral words: the same for every controller; only the host is each controller's own. */
export interface RouteDefinition {
  readonly name: string;
  readonly spec: Pick<ExposureSpec, 'paths' | 'options' | 'access'>;
}

const shop = [{ path: '/shop' }] as const;
const options = (name: string, settings: NonNullable<ExposureSpec['options']>): RouteDefinition => ({
  name,
  spec: { paths: [...shop], options: settings },
});
const paths = (name: string, ...list: NonNullable<ExposureSpec['paths']>): RouteDefinition => ({ name, spec: { paths: list } });

/** Forty routes: paths, rewrites, and each option that some controller of the comparison has, alone and together. */
export const ROUTES: readonly RouteDefinition[] = [
  paths('root', { path: '/' }),
  paths('prefix', { path: '/shop' }),
  paths('prefix-slash', { path: '/shop/' }),
  paths('exact', { path: '/shop', type: 'Exact' }),
  paths('two-prefixes', { path: '/shop' }, { path: '/other' }),
  paths('prefix-and-exact', { path: '/shop' }, { path: '/other', type: 'Exact' }),
  paths('deep', { path: '/shop/items' }),
  paths('expression', { path: '/sh[a-z]p', type: 'RegularExpression' }),
  paths('expression-tail', { path: '/shop/[0-9]+', type: 'RegularExpression' }),
  paths('rewrite-root', { path: '/shop', rewrite: '/' }),
  paths('rewrite-prefix', { path: '/shop', rewrite: '/store' }),
  paths('rewrite-deep', { path: '/shop/items', rewrite: '/v2/items' }),
  paths('rewrite-up', { path: '/', rewrite: '/app' }),
  paths('rewrite-full', { path: '/shop', rewrite: { full: '/index' } }),
  paths('rewrite-exact', { path: '/shop', type: 'Exact', rewrite: { full: '/index' } }),
  options('body-size', { bodySize: '32Ki' }),
  options('body-size-large', { bodySize: '8Mi' }),
  options('connect-timeout', { connectTimeout: '3s' }),
  options('read-timeout', { readTimeout: '30s' }),
  options('send-timeout', { sendTimeout: '30s' }),
  options('request-timeout', { requestTimeout: '30s' }),
  { name: 'allow-us', spec: { paths: [...shop], access: { allowFrom: ['203.0.113.0/24'] } } },
  { name: 'allow-others', spec: { paths: [...shop], access: { allowFrom: ['198.51.100.0/24'] } } },
  options('deny-us', { denyFrom: ['203.0.113.0/24'] }),
  options('cors', { cors: { origins: ['https://app.example.com'], methods: ['GET', 'POST'], headers: ['X-Token'], maxAge: '10m' } }),
  options('cors-credentials', { cors: { origins: ['https://app.example.com'], methods: ['GET'], credentials: true } }),
  options('cors-elsewhere', { cors: { origins: ['https://elsewhere.example.com'], methods: ['GET'] } }),
  options('basic-auth', { basicAuth: { secretName: 'users', realm: 'shop' } }),
  options('request-header', { requestHeaders: { set: { 'X-From': 'outside' } } }),
  options('request-header-gone', { requestHeaders: { remove: ['X-Token'] } }),
  options('response-header', { responseHeaders: { set: { 'X-Frame-Options': 'DENY' } } }),
  options('response-header-gone', { responseHeaders: { remove: ['X-Powered-By'] } }),
  options('host-header', { hostHeader: 'inside.example.com' }),
  options('affinity', { affinity: { cookie: 'route' } }),
  options('canary-all', { canary: { service: 'next', port: 80, weight: 100 } }),
  options('canary-header', { canary: { service: 'later', port: 80, header: 'X-Canary', headerValue: 'always' } }),
  options('redirect', { redirect: { url: 'https://elsewhere.example.com/', code: 301 } }),
  options('redirect-for-now', { redirect: { url: 'https://elsewhere.example.com/', code: 302 } }),
  options('rate-limit', { rateLimit: { requestsPerSecond: 1000, burst: 1000 } }),
  {
    name: 'together',
    spec: {
      paths: [{ path: '/shop', rewrite: '/' }],
      access: { allowFrom: ['203.0.113.0/24'] },
      options: { bodySize: '32Ki', requestHeaders: { set: { 'X-From': 'outside' } } },
    },
  },
];

/** A request; `path` is below the host of the route. */
export interface RouteQuestion {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes of a body. */
  readonly body?: number;
  /** Asks under a name that no route has. */
  readonly stranger?: boolean;
}

/** Twelve requests, the same for every route. */
export const QUESTIONS: readonly RouteQuestion[] = [
  { name: 'the path', method: 'GET', path: '/shop' },
  { name: 'the path and a slash', method: 'GET', path: '/shop/' },
  { name: 'below the path, with a query', method: 'GET', path: '/shop/items/7?size=xl&size=m' },
  { name: 'a longer word', method: 'GET', path: '/shopping' },
  { name: 'in capitals', method: 'GET', path: '/SHOP/items' },
  { name: 'another path', method: 'GET', path: '/other' },
  { name: 'the root', method: 'GET', path: '/' },
  { name: 'a body of 64 KiB', method: 'POST', path: '/shop/items', body: 65_536 },
  {
    name: 'a preflight of a browser',
    method: 'OPTIONS',
    path: '/shop',
    headers: { origin: 'https://app.example.com', 'access-control-request-method': 'GET', 'access-control-request-headers': 'X-Token' },
  },
  {
    name: 'with headers and a password',
    method: 'GET',
    path: '/shop/items',
    headers: { 'x-canary': 'always', 'x-token': 'secret', authorization: `Basic ${Buffer.from('alice:wonder').toString('base64')}` },
  },
  { name: 'encoded letters', method: 'GET', path: '/shop/a%20b%2Fc' },
  { name: 'under a strange name', method: 'GET', path: '/shop', stranger: true },
];

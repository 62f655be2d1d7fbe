import fc from 'fast-check';
import type { Exposure, ExposureSpec } from '@expose-plus/core';

/** Requests of every shape; each field is there in about half of them. */
const port = fc.oneof(fc.integer({ min: 1, max: 65_535 }), fc.constantFrom(1, 80, 65_535));
const name = fc.constantFrom('web', 'a', 'http', 'metrics-2', 'x'.repeat(63), '0a');
const dnsName = fc.constantFrom('web', 'web.shop', 'a-b.c0', 'a'.repeat(63));
const host = fc.constantFrom('mywebsite.com', '*.example.com', 'a', 'x-1.y.z');
const cidr = fc.constantFrom('203.0.113.0/24', '0.0.0.0/0', '10.0.0.1/32', '::/0', '2001:db8::/32', '::ffff:1.2.3.4/128');
const duration = fc.constantFrom('60s', '1m30s', '1.5h', '500ms');
const path = fc.constantFrom('/', '/demo', '/a/b?c', '/é');
const token = fc.constantFrom('route', 'X-Team', 'a');
const url = fc.constantFrom('https://auth.example.com/check', 'http://a');
const count = fc.integer({ min: 1, max: 1000 });
const headers = fc.dictionary(token, fc.constantFrom('', 'x', 'a, b'), { maxKeys: 2, noNullPrototype: true });
const texts = fc.dictionary(fc.constantFrom('app', 'example.dev/x', ''), fc.constantFrom('', 'x', 'a b'), {
  maxKeys: 3,
  noNullPrototype: true,
});
const ports = fc.dictionary(fc.constantFrom('http', '80', 'x'), port, { maxKeys: 2, noNullPrototype: true });

function partial<T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> {
  return fc.record(fields, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Partial<T>>;
}

function required<T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }, keys: (keyof T & string)[]): fc.Arbitrary<Partial<T>> {
  return fc.record(fields, { requiredKeys: keys, noNullPrototype: true }) as fc.Arbitrary<Partial<T>>;
}

const issuer = fc.record(
  { kind: fc.constantFrom('Issuer', 'ClusterIssuer'), name: dnsName },
  { requiredKeys: ['name'], noNullPrototype: true },
);
const parentRef = fc.record(
  { namespace: name, name: dnsName, sectionName: fc.string() },
  { requiredKeys: ['name'], noNullPrototype: true },
);
const onePort = partial({
  name,
  port,
  targetPort: fc.oneof(port, name),
  protocol: fc.constantFrom('TCP', 'UDP', 'SCTP'),
  appProtocol: fc.constantFrom('http', 'kubernetes.io/h2c'),
});
const onePath = partial({
  path,
  type: fc.constantFrom('Prefix', 'Exact', 'RegularExpression', 'ImplementationSpecific'),
  port: fc.oneof(port, name),
  rewrite: fc.oneof(
    path,
    path.map((full) => ({ full })),
  ),
});

/** The spec that a file and a chart share. */
export const spec: fc.Arbitrary<ExposureSpec> = partial({
  strategy: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer', 'Ingress', 'Gateway', 'hostPort', 'hostNetwork', 'auto'),
  ports: fc.array(onePort, { maxLength: 3 }),
  hosts: fc.array(host, { maxLength: 2 }),
  paths: fc.array(onePath, { maxLength: 2 }),
  tls: partial({
    mode: fc.constantFrom('terminate', 'passthrough'),
    secretName: dnsName,
    issuer,
    selfSigned: fc.boolean(),
    redirect: fc.boolean(),
  }),
  access: partial({
    scope: fc.constantFrom('public', 'internal'),
    allowFrom: fc.array(cidr, { maxLength: 2 }),
    keepClientIP: fc.boolean(),
  }),
  options: partial({
    bodySize: fc.constantFrom('20Mi', '1.5G', '0', '1k'),
    connectTimeout: duration,
    readTimeout: duration,
    sendTimeout: duration,
    backendProtocol: fc.constantFrom('http', 'https', 'grpc', 'grpcs', 'h2c', 'websocket'),
    targets: fc.constantFrom('pod', 'node'),
    requestTimeout: duration,
    backendTLS: partial({ verify: fc.boolean(), serverName: dnsName, caSecretName: dnsName, caConfigMapName: dnsName }),
    hostHeader: host,
    requestHeaders: partial({ set: headers, remove: fc.array(token, { maxLength: 2 }) }),
    responseHeaders: partial({ set: headers, remove: fc.array(token, { maxLength: 2 }) }),
    denyFrom: fc.array(cidr, { maxLength: 2 }),
    cors: partial({
      origins: fc.array(fc.constantFrom('*', 'https://app.example.com', ''), { maxLength: 2 }),
      methods: fc.array(fc.constantFrom('GET', 'PUT'), { maxLength: 2 }),
      headers: fc.array(token, { maxLength: 2 }),
      exposeHeaders: fc.array(token, { maxLength: 2 }),
      credentials: fc.boolean(),
      maxAge: duration,
    }),
    basicAuth: required({ secretName: dnsName, realm: fc.constantFrom('', 'Please log in') }, ['secretName']),
    externalAuth: required(
      {
        url,
        method: fc.constantFrom('GET', 'HEAD', 'POST'),
        signInURL: url,
        responseHeaders: fc.array(token, { maxLength: 2 }),
      },
      ['url'],
    ),
    rateLimit: partial({ requestsPerSecond: count, requestsPerMinute: count, burst: count, connections: count }),
    affinity: required(
      { cookie: token, maxAge: duration, path, sameSite: fc.constantFrom('None', 'Lax', 'Strict'), secure: fc.boolean() },
      ['cookie'],
    ),
    canary: required(
      {
        service: name,
        port,
        weight: fc.integer({ min: 0, max: 100 }),
        header: token,
        headerValue: fc.constantFrom('', 'yes'),
        cookie: token,
      },
      ['service'],
    ),
    mirror: required({ service: name, port, percent: fc.integer({ min: 1, max: 100 }) }, ['service']),
    redirect: required({ url, code: fc.constantFrom(301, 302, 303, 307, 308) }, ['url']),
    appRoot: path,
  }),
  service: partial({
    name,
    selector: texts,
    sessionAffinity: fc.constantFrom('None', 'ClientIP'),
    clusterIP: fc.constantFrom('', 'None', '10.0.0.7'),
    ipFamilyPolicy: fc.constantFrom('', 'SingleStack', 'PreferDualStack', 'RequireDualStack'),
    ipFamilies: fc.subarray(['IPv4', 'IPv6']),
  }),
  nodePort: partial({ ports }),
  hostPort: partial({ ports, hostIP: fc.constantFrom('', '127.0.0.1') }),
  loadBalancer: partial({
    implementation: fc.string(),
    class: fc.string(),
    address: fc.string(),
    pool: fc.string(),
    sharedKey: fc.string(),
    subnets: fc.array(fc.string(), { maxLength: 2 }),
    securityGroups: fc.array(fc.string(), { maxLength: 2 }),
    name: fc.string(),
    tags: texts,
    crossZone: fc.boolean(),
    bandwidth: fc.integer({ min: 1, max: 100_000 }),
    idleTimeout: duration,
    proxyProtocol: fc.constantFrom('v1', 'v2'),
    certificates: fc.array(fc.string(), { maxLength: 2 }),
    tlsPorts: fc.array(fc.oneof(port, name), { maxLength: 2 }),
    healthCheck: partial({
      protocol: fc.constantFrom('tcp', 'http', 'https'),
      path,
      port,
      interval: duration,
      timeout: duration,
      healthyThreshold: fc.integer({ min: 1, max: 10 }),
      unhealthyThreshold: fc.integer({ min: 1, max: 10 }),
    }),
  }),
  ingress: partial({ className: fc.string(), controller: fc.string(), entryPoint: fc.string() }),
  gateway: partial({ parentRef, className: fc.string(), controller: fc.string() }),
  annotations: texts,
  labels: texts,
}) as fc.Arbitrary<ExposureSpec>;

const target = fc.record(
  { apiVersion: fc.constantFrom('apps/v1', 'v1'), kind: fc.constantFrom('Deployment', 'Pod'), name: dnsName, container: fc.string() },
  { requiredKeys: ['kind', 'name'], noNullPrototype: true },
);

/** The file form. */
export const exposure: fc.Arbitrary<Exposure> = fc
  .record({ metadata: partial({ name: dnsName, namespace: name, labels: texts, annotations: texts }), spec, target })
  .map((parts) => {
    const value = {
      apiVersion: 'expose-plus.dev/v1alpha1',
      kind: 'Exposure',
      metadata: parts.metadata,
      spec: { ...parts.spec, target: parts.target },
    };
    // As if read from a file: no undefined, no lone surrogates.
    return JSON.parse(JSON.stringify(value)) as Exposure;
  });

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    65_536,
    1e20,
    '',
    'x',
    'X_Y',
    '80',
    '/',
    'a b',
    '1.2.3.4',
    '300.0.0.0/8',
    '20MB',
    '5',
    [],
    {},
    [null],
    ['x'],
    { x: 1 },
  ),
  fc.jsonValue(),
);

type Container = Record<string | number, unknown>;

/** All mappings and lists of a value. */
function containersOf(value: unknown): Container[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Container, ...Object.values(value).flatMap(containersOf)];
}

/** Requests with one to three places replaced, removed or added; many of them are wrong, some are right all the same. */
export const damaged: fc.Arbitrary<unknown> = fc
  .tuple(
    exposure,
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat(),
        junk,
        fc.constantFrom('replace', 'remove', 'add', 'move'),
        fc.constantFrom('className', 'nam', 'ports', 'extra', 'target'),
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  )
  .map(([start, edits]) => {
    const value: { root: unknown } = { root: structuredClone(start) };
    for (const [which, at, thing, how, key] of edits) {
      const containers = containersOf(value);
      const container = containers[which % containers.length];
      if (!container) continue;
      const keys = Object.keys(container);
      const chosen = keys[at % Math.max(1, keys.length)];
      if (how === 'add' || chosen === undefined) {
        if (Array.isArray(container)) container.push(structuredClone(thing));
        else container[key] = structuredClone(thing);
      } else if (how === 'remove') {
        if (Array.isArray(container)) container.splice(Number(chosen), 1);
        else if (container !== value) delete container[chosen];
      } else if (how === 'move') {
        if (!Array.isArray(container) && container !== value) {
          container[`${chosen}x`] = container[chosen];
          delete container[chosen];
        }
      } else container[chosen] = structuredClone(thing);
    }
    return value.root;
  });

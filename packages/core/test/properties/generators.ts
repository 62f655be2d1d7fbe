import * as fc from 'fast-check';
import type { Exposure } from '../../src/model/exposure.js';
import type { KubeObject } from '../../src/model/kube.js';
import type { Coverage, Snapshot } from '../../src/model/snapshot.js';
import { STRATEGIES } from '../../src/model/strategy-id.js';
import {
  allComplete,
  files,
  ingressNginx,
  namespace,
  node,
  podOf,
  service,
  snapshot,
  workload as controllerOf,
} from '../fixtures/cluster.js';

/** Mostly absent: a request in which everything is set contradicts itself. */
function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

/** A record of which each field is mostly absent. */
function sparse<T extends Record<string, fc.Arbitrary<unknown>>>(fields: T): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(Object.entries(fields).map(([key, arbitrary]) => [key, seldom(arbitrary)])));
}

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
const longName = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,60}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,60}[a-z0-9])?)?$/);
const portNumber = fc.integer({ min: 1, max: 65535 });
const portName = fc.constantFrom('http', 'https', 'grpc', 'redis', 'metrics', 'dns');

const containerPort = fc.record(
  { name: portName, containerPort: fc.oneof(fc.constantFrom(80, 8080, 6379, 53), portNumber), protocol: fc.constantFrom('TCP', 'UDP') },
  { requiredKeys: ['containerPort'] },
);
const containerPorts = fc.uniqueArray(containerPort, {
  minLength: 1,
  maxLength: 2,
  comparator: (a, b) => a.containerPort === b.containerPort || (a.name !== undefined && a.name === b.name),
});

/** What is to be exposed: kinds of every sort, with and without labels, ports and rollout settings. */
export const workload: fc.Arbitrary<KubeObject> = fc
  .record({
    kind: fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Pod', 'Job'),
    name: fc.oneof(label, longName),
    namespace: fc.constantFrom('shop', undefined),
    ports: containerPorts,
    labels: fc.constantFrom({ app: 'web' }, { app: 'web', tier: 'front' }, {}),
    replicas: fc.integer({ min: 1, max: 3 }),
    surge: fc.constantFrom(undefined, 0, 1, '50%'),
    dnsPolicy: fc.constantFrom(undefined, 'ClusterFirst', 'Default', 'ClusterFirstWithHostNet'),
    uid: fc.constantFrom(undefined, 'a-uid'),
    image: fc.constantFrom('redis:8', 'shop/web:1', 'nginx:1.29'),
  })
  .map(({ kind, name, namespace: at, ports, labels, replicas, surge, dnsPolicy, uid, image }): KubeObject => {
    const metadata = { name, ...(at === undefined ? {} : { namespace: at }), ...(uid === undefined ? {} : { uid }) };
    const podSpec = { containers: [{ name: 'app', image, ports }], ...(dnsPolicy === undefined ? {} : { dnsPolicy }) };
    if (kind === 'Pod')
      return { apiVersion: 'v1', kind, metadata: { ...metadata, ...(Object.keys(labels).length > 0 ? { labels } : {}) }, spec: podSpec };
    const template = { metadata: { labels: Object.keys(labels).length > 0 || kind === 'Job' ? labels : { app: 'x' } }, spec: podSpec };
    const rolling =
      surge === undefined ? {} : { type: 'RollingUpdate', rollingUpdate: { maxSurge: surge, maxUnavailable: surge === 0 ? 1 : 0 } };
    const rollout = kind === 'Deployment' ? { strategy: rolling } : kind === 'DaemonSet' ? { updateStrategy: rolling } : {};
    const selector = kind === 'Job' ? {} : { selector: { matchLabels: template.metadata.labels } };
    const count = kind === 'DaemonSet' || kind === 'Job' ? {} : { replicas };
    return { apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, metadata, spec: { ...count, ...selector, ...rollout, template } };
  });

const host = fc.constantFrom('a.example.com', 'b.example.com', '*.example.com');
const exposurePort = fc.record(
  {
    name: portName,
    port: portNumber,
    targetPort: portNumber,
    protocol: fc.constantFrom('TCP', 'UDP'),
    appProtocol: fc.constantFrom('http', 'grpc'),
  },
  { requiredKeys: ['targetPort'] },
);
const path = fc.record(
  {
    path: fc.constantFrom('/', '/demo', '/a/b'),
    type: fc.constantFrom('Prefix', 'Exact'),
    rewrite: fc.oneof(fc.constantFrom('/', '/x'), fc.record({ full: fc.constantFrom('/', '/y') })),
  },
  { requiredKeys: [] },
);
const settings = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.dictionary(fc.constantFrom('http', '80', '8080', '6379'), fc.integer({ min: 30000, max: 32767 }), { maxKeys: 1 }),
);

/** Spec of a request, with settings of active and inactive strategies alike. */
const spec = fc.record({
  strategy: fc.constantFrom(...STRATEGIES),
  ports: seldom(fc.array(exposurePort, { maxLength: 2 })),
  hosts: fc.uniqueArray(host, { maxLength: 2 }),
  paths: seldom(fc.array(path, { maxLength: 2 })),
  tls: fc.option(
    sparse({
      mode: fc.constantFrom('terminate', 'passthrough'),
      secretName: fc.constant('some-tls'),
      issuer: fc.record({ kind: fc.constantFrom('Issuer', 'ClusterIssuer'), name: fc.constant('le') }, { requiredKeys: ['name'] }),
      selfSigned: fc.constant(true),
      redirect: fc.boolean(),
    }),
    { nil: undefined, freq: 2 },
  ),
  access: fc.option(
    sparse({ scope: fc.constantFrom('public', 'internal'), allowFrom: fc.constant(['203.0.113.0/24']), keepClientIP: fc.constant(true) }),
    { nil: undefined, freq: 2 },
  ),
  options: seldom(
    sparse({
      bodySize: fc.constant('20Mi'),
      readTimeout: fc.constant('60s'),
      backendProtocol: fc.constantFrom('http', 'grpc', 'h2c', 'websocket'),
      targets: fc.constantFrom('pod', 'node'),
      cors: fc.constant({ origins: ['https://app.example.com'] }),
      affinity: fc.constant({ cookie: 'route' }),
      responseHeaders: fc.constant({ set: { 'X-Frame-Options': 'DENY' } }),
      rateLimit: fc.constant({ requestsPerSecond: 5 }),
      canary: fc.constantFrom({ service: 'front', weight: 20 }, { service: 'some', weight: 10 }),
    }),
  ),
  service: fc.option(
    sparse({
      name: label,
      selector: fc.constant({ app: 'web' }),
      sessionAffinity: fc.constantFrom('None', 'ClientIP'),
      ipFamilyPolicy: fc.constantFrom('', 'PreferDualStack'),
    }),
    { nil: undefined, freq: 2 },
  ),
  nodePort: seldom(fc.record({ ports: settings })),
  hostPort: seldom(fc.record({ ports: settings, hostIP: fc.constantFrom('', '10.0.0.1') }, { requiredKeys: [] })),
  loadBalancer: seldom(
    fc.record({ class: fc.constantFrom('', 'example.com/lb'), address: fc.constantFrom('', '203.0.113.9') }, { requiredKeys: [] }),
  ),
  ingress: fc.record(
    {
      className: fc.constantFrom('', 'nginx', 'traefik'),
      controller: fc.constantFrom('', '', 'ingress-nginx', 'traefik', 'traefik-crd', 'haproxy-technologies'),
    },
    { requiredKeys: [] },
  ),
  gateway: fc.record(
    { parentRef: fc.record({ namespace: fc.constant('infra'), name: fc.constantFrom('edge', 'none') }), className: fc.constant('eg') },
    { requiredKeys: [] },
  ),
  annotations: fc.constantFrom({}, { 'example.com/note': 'x' }),
  labels: fc.constantFrom({}, { team: 'a' }),
});

const gatewayClass: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'GatewayClass',
  metadata: { name: 'eg' },
  spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
  status: { conditions: [{ type: 'Accepted', status: 'True' }] },
};
const all = { allowedRoutes: { namespaces: { from: 'All' } } };
const edge: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'edge', namespace: 'infra' },
  spec: {
    gatewayClassName: 'eg',
    listeners: [
      { name: 'http', protocol: 'HTTP', port: 80, ...all },
      { name: 'https', protocol: 'HTTPS', port: 443, tls: { certificateRefs: [{ name: 'edge' }] }, ...all },
      { name: 'tcp', protocol: 'TCP', port: 6379, ...all },
    ],
  },
};
const tlsSecret: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'some-tls', namespace: 'shop' } };
const served = service('some', { type: 'LoadBalancer', selector: { app: 'some' }, ports: [{ port: 80, nodePort: 32001 }] }, 'other', {
  status: { loadBalancer: { ingress: [{ ip: '203.0.113.1' }] } },
});
/** Traefik, which takes Ingresses and has routes of its own. */
function traefik(): KubeObject[] {
  const controller = controllerOf('traefik', { namespace: 'traefik', labels: { 'app.kubernetes.io/name': 'traefik' } });
  const ingressClass: KubeObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'traefik' },
    spec: { controller: 'traefik.io/ingress-controller' },
  };
  return [controller, podOf(controller, 'node-1'), ingressClass];
}
const apis = {
  v1: ['Service', 'Pod', 'Node', 'Secret'],
  'apps/v1': ['Deployment'],
  'networking.k8s.io/v1': ['Ingress', 'IngressClass'],
  'gateway.networking.k8s.io/v1': ['Gateway', 'GatewayClass', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'],
  'cert-manager.io/v1': ['Issuer', 'ClusterIssuer'],
  'traefik.io/v1alpha1': ['IngressRoute', 'IngressRouteTCP', 'Middleware', 'ServersTransport', 'TraefikService'],
};

/** Services of others that may already be there for a workload. */
const others = fc.subarray([
  service('front', { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
  service('web', { clusterIP: 'None', selector: { app: 'web' }, ports: [{ port: 80 }] }),
  served,
]);

/** Where it happens: files only, or a cluster that was read completely or in part. */
const cluster = fc.record({
  offline: fc.boolean(),
  nginx: fc.boolean(),
  traefik: fc.boolean(),
  gateway: fc.boolean(),
  nodes: fc.integer({ min: 1, max: 3 }),
  others,
  partly: fc.boolean(),
});

/** A snapshot with a workload, and a request for it. */
export const question: fc.Arbitrary<{ snapshot: Snapshot; exposure: Exposure }> = fc
  .record({ workload, spec, cluster, name: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, label, longName) })
  .map((parts) => {
    const target = { apiVersion: parts.workload.apiVersion, kind: parts.workload.kind, name: parts.workload.metadata.name ?? '' };
    const metadata = { ...(parts.name === undefined ? {} : { name: parts.name }), namespace: 'shop' };
    const exposure = { apiVersion: 'expose-plus.dev/v1alpha1', kind: 'Exposure', metadata, spec: { ...parts.spec, target } };
    return { snapshot: snapshotOf(parts.workload, parts.cluster), exposure: JSON.parse(JSON.stringify(exposure)) as Exposure };
  });

function snapshotOf(
  object: KubeObject,
  parts: { offline: boolean; nginx: boolean; traefik: boolean; gateway: boolean; nodes: number; others: KubeObject[]; partly: boolean },
): Snapshot {
  if (parts.offline) return { ...files([object]), namespace: 'shop' };
  const nodes = ['10.0.0.1', '10.0.0.2', '203.0.113.50']
    .slice(0, parts.nodes)
    .map((internal, index) => node(`node-${index + 1}`, { internal }));
  const objects = [
    namespace('shop'),
    ...nodes,
    object,
    tlsSecret,
    ...parts.others,
    ...(parts.nginx ? ingressNginx({}) : []),
    ...(parts.traefik ? traefik() : []),
    ...(parts.gateway ? [gatewayClass, edge] : []),
  ];
  const complete: Coverage[] = [...allComplete(), { resource: 'secrets', state: 'complete' }];
  const coverage = parts.partly ? complete.filter(({ resource }) => resource !== 'pods' && resource !== 'services') : complete;
  return snapshot({ objects, apis, namespace: 'shop', coverage });
}

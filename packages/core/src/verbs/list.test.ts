import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/kube.js';
import type { Coverage, Snapshot } from '../model/snapshot.js';
import { listExposed, listNeeds } from './list.js';

type Fields = Record<string, unknown>;

function make(apiVersion: string, kind: string, name: string, fields: Fields = {}, metadata: Fields = {}): KubeObject {
  const clusterScoped = ['Node', 'IngressClass', 'GatewayClass'].includes(kind);
  return { apiVersion, kind, metadata: { name, ...(clusterScoped ? {} : { namespace: 'shop' }), ...metadata }, ...fields };
}

const ready = { conditions: [{ type: 'Ready', status: 'True' }] };
const node = (name: string, ip: string): KubeObject =>
  make('v1', 'Node', name, { status: { ...ready, addresses: [{ type: 'InternalIP', address: ip }] } });

const web = make('apps/v1', 'Deployment', 'web', {
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'app', ports: [{ name: 'http', containerPort: 8080 }] }] },
    },
  },
});
const replicaSet = make(
  'apps/v1',
  'ReplicaSet',
  'web-1',
  { spec: web['spec'] },
  {
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true }],
  },
);
const agent = make('apps/v1', 'DaemonSet', 'agent', {
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: {
      metadata: { labels: { app: 'agent' } },
      spec: { hostNetwork: true, containers: [{ name: 'agent', ports: [{ name: 'metrics', containerPort: 9100 }] }] },
    },
  },
});
const agentPod = make(
  'v1',
  'Pod',
  'agent-x',
  {
    spec: { nodeName: 'node2', hostNetwork: true, containers: [{ name: 'agent', ports: [{ name: 'metrics', containerPort: 9100 }] }] },
    status: ready,
  },
  { labels: { app: 'agent' }, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'agent', controller: true }] },
);

const port = { name: 'http', port: 80, targetPort: 'http', protocol: 'TCP', nodePort: 30086 };
const service = (name: string, spec: Fields, rest: Fields = {}, metadata: Fields = {}): KubeObject =>
  make('v1', 'Service', name, { spec: { selector: { app: 'web' }, ports: [port], ...spec }, ...rest }, metadata);
const slice = (name: string, count: number): KubeObject =>
  make(
    'discovery.k8s.io/v1',
    'EndpointSlice',
    `${name}-x`,
    {
      endpoints: Array.from({ length: count }, (_, index) => ({ addresses: [`10.0.0.${index + 1}`], conditions: { ready: true } })),
    },
    { labels: { 'kubernetes.io/service-name': name } },
  );

function snapshot(objects: KubeObject[], coverage: Coverage[] = complete()): Snapshot {
  return { apiVersion: 'expose-plus.dev/v1alpha1', kind: 'Snapshot', takenAt: '', server: 'unknown', namespace: 'shop', objects, coverage };
}

function complete(): Coverage[] {
  return [...new Set(listNeeds().map(({ resource }) => resource))].map((resource) => ({ resource, state: 'complete' }));
}

const nodes = [node('node1', '172.30.2.2'), node('node2', '172.30.2.3')];
const labels = { 'app.kubernetes.io/managed-by': 'expose-plus', 'expose-plus.dev/exposure': 'web' };

describe('listExposed', () => {
  it('lists a node port with the workload at the top, its addresses and its Exposure', () => {
    const objects = [...nodes, web, replicaSet, service('web-node-port', { type: 'NodePort' }, {}, { labels }), slice('web-node-port', 2)];
    const { rows, gaps } = listExposed(snapshot(objects));
    expect(gaps).toEqual([]);
    expect(rows).toMatchObject([
      {
        workloads: [{ kind: 'Deployment', name: 'web' }],
        strategy: 'NodePort',
        reach: 'node-network',
        tls: 'no',
        verdict: 'ok',
        evidence: ['Service shop/web-node-port has 2 ready endpoints'],
        exposure: 'web',
        entryPoints: [{ scheme: 'http', addresses: ['172.30.2.2', '172.30.2.3'], port: 30086, portName: 'http' }],
      },
    ]);
  });

  it('sorts by namespace, strategy and name, whatever order the objects came in', () => {
    const open = (name: string, type: string, namespace = 'shop'): KubeObject => service(name, { type }, {}, { namespace });
    const objects = [
      open('z', 'NodePort'),
      open('b', 'LoadBalancer'),
      open('a', 'NodePort'),
      open('c', 'NodePort', 'market'),
      open('a', 'LoadBalancer'),
    ];
    const names = (input: KubeObject[]): string[] =>
      listExposed(snapshot([...nodes, web, ...input])).rows.map(({ namespace, strategy, via }) => `${namespace} ${strategy} ${via.name}`);
    const sorted = ['market NodePort c', 'shop LoadBalancer a', 'shop LoadBalancer b', 'shop NodePort a', 'shop NodePort z'];
    expect(names(objects)).toEqual(sorted);
    expect(names(objects.toReversed())).toEqual(sorted);
  });

  it('says broken for a pending load balancer and for no ready endpoint, unknown when slices were not read', () => {
    const balancer = service('web-load-balancer', { type: 'LoadBalancer' });
    const pending = listExposed(snapshot([web, balancer, slice('web-load-balancer', 1)]));
    expect(pending.rows[0]).toMatchObject({ verdict: 'broken', evidence: ['no address was assigned (pending)', expect.any(String)] });

    const status = { status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } } };
    const assigned = service('web-load-balancer', { type: 'LoadBalancer' }, status);
    expect(listExposed(snapshot([web, assigned])).rows[0]).toMatchObject({ verdict: 'broken', reach: 'public' });

    const blind = complete().filter(({ resource }) => !resource.startsWith('endpointslices'));
    const unknown = listExposed(snapshot([web, assigned], blind));
    expect(unknown.rows[0]).toMatchObject({
      verdict: 'unknown',
      evidence: ['endpointslices.discovery.k8s.io in namespace shop were not read'],
    });
  });

  it.each<[string, KubeObject, string[], string]>([
    [
      'IngressRoute',
      make('traefik.io/v1alpha1', 'IngressRoute', 'web', {
        spec: { routes: [{ match: 'Host(`a.example`) || Host(`b.example`)', services: [{ name: 'web', port: 80 }] }], tls: {} },
      }),
      ['a.example', 'b.example'],
      'https',
    ],
    [
      'VirtualService',
      make('networking.istio.io/v1', 'VirtualService', 'web', {
        spec: { hosts: ['a.example'], http: [{ route: [{ destination: { host: 'web.shop.svc.cluster.local' } }] }] },
      }),
      ['a.example'],
      'http',
    ],
    [
      'HTTPProxy',
      make('projectcontour.io/v1', 'HTTPProxy', 'web', {
        spec: { virtualhost: { fqdn: 'a.example' }, routes: [{ services: [{ name: 'web', port: 80 }] }] },
      }),
      ['a.example'],
      'http',
    ],
  ])('lists a route of the kind %s with its hosts and what it leads to', (_, route, hosts, scheme) => {
    const { rows, gaps } = listExposed(snapshot([web, service('web', { type: 'ClusterIP' }), slice('web', 1), route]));
    expect(gaps).toEqual([]);
    expect(rows).toMatchObject([
      { strategy: 'Ingress', via: { kind: route.kind }, workloads: [{ kind: 'Deployment', name: 'web' }], verdict: 'unknown' },
    ]);
    expect(rows[0]?.entryPoints.map((entry) => [entry.host, entry.scheme])).toEqual(hosts.map((host) => [host, scheme]));
    expect(rows[0]?.evidence).toContain('Service shop/web has 1 ready endpoint');
  });

  it('says that routes of a controller were not read where they may not be', () => {
    const blind = complete().map((row): Coverage => (row.resource === 'ingressroutes.traefik.io' ? { ...row, state: 'forbidden' } : row));
    expect(listExposed(snapshot([], blind)).gaps).toEqual(['ingressroutes.traefik.io of the whole cluster may not be listed']);
  });

  it('does not list what is reachable from inside only', () => {
    expect(listExposed(snapshot([web, service('web', { type: 'ClusterIP' })])).rows).toEqual([]);
  });

  it('lists external addresses of a ClusterIP Service', () => {
    const { rows } = listExposed(snapshot([web, service('web', { externalIPs: ['198.51.100.4'] }), slice('web', 1)]));
    expect(rows).toMatchObject([{ strategy: 'ClusterIP', reach: 'public', entryPoints: [{ addresses: ['198.51.100.4'], port: 80 }] }]);
  });

  it('lists a host network workload once, at the nodes of its ready pods', () => {
    const { rows } = listExposed(snapshot([...nodes, agent, agentPod]));
    expect(rows).toMatchObject([
      {
        strategy: 'hostNetwork',
        workloads: [{ kind: 'DaemonSet', name: 'agent' }],
        verdict: 'ok',
        entryPoints: [{ addresses: ['172.30.2.3'], port: 9100, scheme: 'tcp' }],
      },
    ]);
  });

  it('lists an Ingress with its host and path; broken when its Service is missing, unknown when its controller is not known', () => {
    const backend = { service: { name: 'web', port: { name: 'http' } } };
    const ingress = make('networking.k8s.io/v1', 'Ingress', 'web', {
      spec: {
        ingressClassName: 'own',
        tls: [{ hosts: ['shop.example.com'], secretName: 'tls' }],
        rules: [{ host: 'shop.example.com', http: { paths: [{ path: '/demo', pathType: 'Prefix', backend }] } }],
      },
    });
    const cls = make('networking.k8s.io/v1', 'IngressClass', 'own', { spec: { controller: 'example.com/own' } });
    const missing = listExposed(snapshot([ingress, cls]));
    expect(missing.rows).toMatchObject([
      { strategy: 'Ingress', verdict: 'broken', tls: 'yes', entryPoints: [{ scheme: 'https', host: 'shop.example.com', path: '/demo' }] },
    ]);
    const there = listExposed(snapshot([ingress, cls, web, service('web', {}), slice('web', 1)]));
    expect(there.rows[0]).toMatchObject({ verdict: 'unknown', workloads: [{ kind: 'Deployment', name: 'web' }] });
    const noClass = listExposed(snapshot([ingress, web, service('web', {}), slice('web', 1)]));
    expect(noClass.rows[0]).toMatchObject({ verdict: 'broken', evidence: ['class own does not exist', expect.any(String)] });
  });

  it('shows the prefix of a path that ingress-nginx matches as a regular expression', () => {
    const backend = { service: { name: 'web', port: { name: 'http' } } };
    const paths = [{ path: '/demo(/|$)(.*)', pathType: 'ImplementationSpecific', backend }];
    const ingress = make('networking.k8s.io/v1', 'Ingress', 'web', { spec: { ingressClassName: 'own', rules: [{ http: { paths } }] } });
    expect(listExposed(snapshot([ingress])).rows).toMatchObject([{ entryPoints: [{ path: '/demo/' }] }]);
  });

  it('lists a route at the listener of its Gateway; broken when refused', () => {
    const api = 'gateway.networking.k8s.io/v1';
    const gateway = make(api, 'Gateway', 'edge', {
      spec: { gatewayClassName: 'c', listeners: [{ name: 'web', protocol: 'HTTP', port: 8000 }] },
      status: { addresses: [{ value: '203.0.113.9' }], conditions: [{ type: 'Programmed', status: 'True' }] },
    });
    const route = (accepted: string): KubeObject =>
      make(api, 'HTTPRoute', 'web', {
        spec: {
          parentRefs: [{ name: 'edge' }],
          hostnames: ['shop.example.com'],
          rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/demo' } }], backendRefs: [{ name: 'web', port: 80 }] }],
        },
        status: {
          parents: [{ parentRef: { name: 'edge' }, conditions: [{ type: 'Accepted', status: accepted, reason: 'NotAllowedByListeners' }] }],
        },
      });
    const rest = [gateway, web, service('web', {}), slice('web', 1)];
    const good = listExposed(snapshot([...rest, route('True')]));
    expect(good.rows).toMatchObject([
      {
        strategy: 'Gateway',
        verdict: 'ok',
        reach: 'public',
        entryPoints: [{ addresses: ['203.0.113.9'], port: 8000, path: '/demo', host: 'shop.example.com' }],
      },
    ]);
    const bad = listExposed(snapshot([...rest, route('False')]));
    expect(bad.rows[0]).toMatchObject({
      verdict: 'broken',
      evidence: ['Gateway shop/edge says Accepted=False (NotAllowedByListeners)', expect.any(String)],
    });
  });

  it('names what was not read, since more may be exposed', () => {
    const coverage = complete().map((row): Coverage =>
      row.resource === 'services' ? { ...row, state: 'forbidden', reason: 'cannot list services' } : row,
    );
    expect(listExposed(snapshot([], coverage)).gaps).toEqual(['services of the whole cluster may not be listed (cannot list services)']);
  });

  it('keeps to a namespace when asked', () => {
    const other = service('web', { type: 'NodePort' }, {}, { namespace: 'other' });
    const { rows } = listExposed(snapshot([...nodes, web, other, service('web', { type: 'NodePort' })]), { namespace: 'other' });
    expect(rows.map(({ namespace }) => namespace)).toEqual(['other']);
  });
});

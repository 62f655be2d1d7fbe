import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/kube.js';
import type { Coverage, Snapshot } from '../model/snapshot.js';
import { ingressNginx } from '../../test/fixtures/cluster.js';
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

const ownedBy = (kind: string, name: string): Fields[] => [
  { apiVersion: kind === 'Node' ? 'v1' : 'apps/v1', kind, name, controller: true },
];
const podWith = (hostPort: number): Fields => ({
  metadata: { labels: { app: 'web' } },
  spec: { nodeName: 'node1', containers: [{ name: 'app', ports: [{ name: 'http', containerPort: 8080, hostPort }] }] },
});

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

  it('names several workloads behind one Service in their order, whatever order they came in', () => {
    const second = { ...web, metadata: { ...web.metadata, name: 'api' } };
    const names = (objects: KubeObject[]): string[] =>
      listExposed(snapshot([...nodes, ...objects, service('web', { type: 'NodePort' })])).rows.flatMap(({ workloads }) =>
        workloads.map(({ name }) => name),
      );
    expect(names([web, second])).toEqual(['api', 'web']);
    expect(names([second, web])).toEqual(['api', 'web']);
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

  it('lists one row for each listener that takes the route, with the scheme of its kind', () => {
    const listeners = [
      { name: 'a', protocol: 'TLS', port: 6380, tls: { mode: 'Terminate' } },
      { name: 'b', protocol: 'TCP', port: 6379 },
      { name: 'c', protocol: 'UDP', port: 53 },
    ];
    const edge = make('gateway.networking.k8s.io/v1', 'Gateway', 'edge', {
      spec: { gatewayClassName: 'c', listeners },
      status: { addresses: [{ value: '203.0.113.9' }], conditions: [{ type: 'Programmed', status: 'True' }] },
    });
    const route = (kind: string, sectionName: string): KubeObject =>
      make('gateway.networking.k8s.io/v1alpha2', kind, `by-${sectionName}`, {
        spec: { parentRefs: [{ name: 'edge', sectionName }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
      });
    const { rows } = listExposed(
      snapshot([edge, web, service('web', {}), route('TCPRoute', 'a'), route('TCPRoute', 'b'), route('UDPRoute', 'c')]),
    );
    expect(rows.flatMap(({ entryPoints }) => entryPoints.map(({ port: at, protocol, scheme }) => [at, protocol, scheme]))).toEqual([
      [6380, 'TCP', 'tls'],
      [6379, 'TCP', 'tcp'],
      [53, 'UDP', 'udp'],
    ]);
  });

  it('takes only the listeners whose host name meets that of the route', () => {
    const listeners = [
      { name: 'shop', protocol: 'HTTP', port: 8001, hostname: '*.shop.example.com' },
      { name: 'blog', protocol: 'HTTP', port: 8002, hostname: 'blog.example.com' },
      { name: 'any', protocol: 'HTTP', port: 8003 },
    ];
    const edge = make('gateway.networking.k8s.io/v1', 'Gateway', 'edge', { spec: { gatewayClassName: 'c', listeners } });
    const route = (hostnames: string[]): KubeObject =>
      make('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web', {
        spec: { parentRefs: [{ name: 'edge' }], hostnames, rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
      });
    const entered = (hostnames: string[]): unknown[] =>
      listExposed(snapshot([edge, web, service('web', {}), route(hostnames)])).rows.flatMap(({ entryPoints }) =>
        entryPoints.map(({ port: at }) => at),
      );
    expect(entered(['a.shop.example.com'])).toEqual([8001, 8003]);
    expect(entered([])).toEqual([8001, 8002, 8003]);
  });

  it('is ok for an Ingress only when its controller runs and has an address', () => {
    const backend = { service: { name: 'web', port: { name: 'http' } } };
    const ingress = make('networking.k8s.io/v1', 'Ingress', 'web', {
      spec: { ingressClassName: 'nginx', rules: [{ host: 'a.example', http: { paths: [{ path: '/', backend }] } }] },
    });
    const controller = (parts: Parameters<typeof ingressNginx>[0]): KubeObject[] => [
      node('worker-1', '172.30.2.2'),
      ...ingressNginx(parts),
    ];
    const verdict = (parts: Parameters<typeof ingressNginx>[0]): unknown =>
      listExposed(snapshot([ingress, web, service('web', {}), slice('web', 1), ...controller(parts)])).rows.find(
        ({ strategy }) => strategy === 'Ingress',
      )?.verdict;
    expect(verdict({ type: 'NodePort' })).toBe('ok');
    expect(verdict({})).toBe('unknown');
  });

  it('names the host port of a pod, and does not list a pod beside its owner', () => {
    const open = { ...web, spec: { ...(web['spec'] as Fields), template: podWith(18080) } } as KubeObject;
    const pod = make(
      'v1',
      'Pod',
      'web-1-x',
      { spec: podWith(18080)['spec'], status: ready },
      { labels: { app: 'web' }, ownerReferences: ownedBy('ReplicaSet', 'web-1') },
    );
    const { rows } = listExposed(snapshot([...nodes, open, replicaSet, pod]));
    expect(rows.map(({ workloads }) => workloads[0]?.kind)).toEqual(['Deployment']);
    expect(rows[0]?.entryPoints).toMatchObject([{ port: 18080, portName: 'http' }]);
    const alone = make(
      'v1',
      'Pod',
      'static',
      { spec: podWith(18081)['spec'], status: ready },
      { ownerReferences: ownedBy('Node', 'node1') },
    );
    expect(listExposed(snapshot([...nodes, alone])).rows.map(({ workloads }) => workloads[0]?.name)).toEqual(['static']);
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

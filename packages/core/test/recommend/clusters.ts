import type { KubeObject } from '../../src/model/kube.js';
import type { Snapshot } from '../../src/model/snapshot.js';
import {
  allComplete,
  files,
  gateway,
  GATEWAY_APIS,
  ingressNginx,
  metallb,
  METALLB_APIS,
  namespace,
  node,
  object,
  podOf,
  service,
  snapshot,
  workload,
} from '../fixtures/cluster.js';

const CORE = {
  v1: ['Service', 'Pod', 'Node'],
  'apps/v1': ['Deployment', 'DaemonSet'],
  'networking.k8s.io/v1': ['Ingress', 'IngressClass'],
};
const shop = namespace('shop');
const bare = [node('worker-1', { internal: '172.30.2.2' }), node('worker-2', { internal: '172.30.2.3' }), shop];
const cloud = [
  node('pool-1', {
    providerID: 'digitalocean://1',
    labels: { 'doks.digitalocean.com/node-pool': 'a' },
    internal: '10.0.0.2',
    external: '203.0.113.31',
  }),
  node('pool-2', {
    providerID: 'digitalocean://2',
    labels: { 'doks.digitalocean.com/node-pool': 'a' },
    internal: '10.0.0.3',
    external: '203.0.113.32',
  }),
  shop,
];
const kind = [node('kind-control-plane', { providerID: 'kind://docker/kind/kind-control-plane', internal: '172.18.0.2' }), shop];
const address = (ip: string) => ({ loadBalancer: { ingress: [{ ip }] } });

function traefik(ip: string): KubeObject[] {
  const labels = { 'app.kubernetes.io/name': 'traefik' };
  const deployment = workload('traefik', {
    namespace: 'traefik',
    labels,
    image: 'docker.io/traefik:v3.7',
    ports: [
      { name: 'web', containerPort: 8000 },
      { name: 'websecure', containerPort: 8443 },
    ],
  });
  return [
    deployment,
    podOf(deployment, 'worker-1'),
    object(
      'networking.k8s.io/v1',
      'IngressClass',
      'traefik',
      { spec: { controller: 'traefik.io/ingress-controller' } },
      { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
    ),
    service(
      'traefik',
      {
        type: 'LoadBalancer',
        selector: labels,
        ports: [
          { name: 'web', port: 80 },
          { name: 'websecure', port: 443 },
        ],
      },
      'traefik',
      { status: address(ip) },
    ),
  ];
}

/** The clusters that the cases speak of, by name. The target is added to their objects. */
export const CLUSTERS: Readonly<Record<string, (target: KubeObject[]) => Snapshot>> = {
  /** No cluster at all. */
  files: (target) => files(target),
  /** Two machines without a provider; nothing installed. */
  bare: (target) => snapshot({ objects: [...bare, ...target] }),
  /** The same, whose pod security is baseline in namespace shop. */
  'bare baseline': (target) =>
    snapshot({ objects: [...bare.slice(0, 2), namespace('shop', { 'pod-security.kubernetes.io/enforce': 'baseline' }), ...target] }),
  metallb: (target) => snapshot({ objects: [...bare, ...metallb(), ...target], apis: { ...CORE, ...METALLB_APIS } }),
  'metallb without pool': (target) =>
    snapshot({ objects: [...bare, ...metallb({ pool: false }), ...target], apis: { ...CORE, ...METALLB_APIS } }),
  'metallb and ingress-nginx': (target) =>
    snapshot({
      objects: [...bare, ...metallb(), ...ingressNginx({ type: 'LoadBalancer', status: address('172.30.2.200') }), ...target],
      apis: { ...CORE, ...METALLB_APIS },
    }),
  'ingress-nginx on node ports': (target) => snapshot({ objects: [...bare, ...ingressNginx({ type: 'NodePort' }), ...target] }),
  'ingress-nginx on the host network': (target) =>
    snapshot({ objects: [...bare, ...ingressNginx({ kind: 'DaemonSet', podSpec: { hostNetwork: true } }), ...target] }),
  'ingress-nginx broken': (target) =>
    snapshot({
      objects: [
        ...bare,
        object('networking.k8s.io/v1', 'IngressClass', 'nginx', { spec: { controller: 'k8s.io/ingress-nginx' } }),
        ...target,
      ],
    }),
  /** A managed cluster with nothing but the cloud's load balancers. */
  cloud: (target) => snapshot({ objects: [...cloud, ...target] }),
  /** A managed cluster whose Ingress is built in and not visible. */
  gke: (target) =>
    snapshot({
      objects: [
        node('gke-1', {
          providerID: 'gce://p/z/gke-1',
          labels: { 'cloud.google.com/gke-nodepool': 'a' },
          internal: '10.0.0.2',
          external: '203.0.113.31',
        }),
        shop,
        ...target,
      ],
    }),
  /** The same with nodes that nobody outside reaches. */
  'cloud with private nodes': (target) =>
    snapshot({
      objects: [
        node('ip-10-0-0-1', { providerID: 'aws:///eu-west-1a/i-1', labels: { 'eks.amazonaws.com/nodegroup': 'a' }, internal: '10.0.0.1' }),
        shop,
        ...target,
      ],
    }),
  'cloud and traefik': (target) => snapshot({ objects: [...cloud, ...traefik('203.0.113.40'), ...target] }),
  'cloud and gateway': (target) => snapshot({ objects: [...cloud, ...gateway(), ...target], apis: { ...CORE, ...GATEWAY_APIS } }),
  'gateway and traefik': (target) =>
    snapshot({ objects: [...cloud, ...gateway(), ...traefik('203.0.113.40'), ...target], apis: { ...CORE, ...GATEWAY_APIS } }),
  'gateway and ingress-nginx': (target) =>
    snapshot({
      objects: [...cloud, ...gateway(), ...ingressNginx({ type: 'LoadBalancer', status: address('203.0.113.41') }), ...target],
      apis: { ...CORE, ...GATEWAY_APIS },
    }),
  /** A class of which nobody made a Gateway. */
  'gateway class': (target) => snapshot({ objects: [...cloud, ...gateway().slice(0, 1), ...target], apis: { ...CORE, ...GATEWAY_APIS } }),
  /** A Gateway that takes routes of its own namespace only. */
  'gateway of others': (target) =>
    snapshot({
      objects: [...cloud, ...gateway({ listeners: [{ name: 'http', protocol: 'HTTP', port: 80 }] }), ...target],
      apis: { ...CORE, ...GATEWAY_APIS },
    }),
  'gateway with TCP': (target) =>
    snapshot({
      objects: [
        ...bare,
        ...gateway({ listeners: [{ name: 'redis', protocol: 'TCP', port: 6379, allowedRoutes: { namespaces: { from: 'All' } } }] }),
        ...target,
      ],
      apis: { ...CORE, 'gateway.networking.k8s.io/v1': [...(GATEWAY_APIS['gateway.networking.k8s.io/v1'] ?? []), 'TCPRoute'] },
    }),
  /** A TCP listener whose kind of route nobody installed. */
  'gateway with TCP, routes not served': (target) =>
    snapshot({
      objects: [
        ...bare,
        ...gateway({ listeners: [{ name: 'redis', protocol: 'TCP', port: 6379, allowedRoutes: { namespaces: { from: 'All' } } }] }),
        ...target,
      ],
      apis: { ...CORE, ...GATEWAY_APIS },
    }),
  'gateway without address': (target) =>
    snapshot({ objects: [...cloud, ...gateway({ programmed: false, address: '' }), ...target], apis: { ...CORE, ...GATEWAY_APIS } }),
  kind: (target) => snapshot({ objects: [...kind, ...target] }),
  'kind and ingress-nginx': (target) =>
    snapshot({
      objects: [
        ...kind,
        ...ingressNginx({
          ports: [
            { name: 'http', containerPort: 80, hostPort: 80 },
            { name: 'https', containerPort: 443, hostPort: 443 },
          ],
        }).map((item) => (item.kind === 'Pod' ? { ...item, spec: { ...(item['spec'] as object), nodeName: 'kind-control-plane' } } : item)),
        ...target,
      ],
    }),
  minikube: (target) =>
    snapshot({
      objects: [node('minikube', { labels: { 'minikube.k8s.io/name': 'minikube' }, internal: '192.168.49.2' }), shop, ...target],
    }),
  k3s: (target) =>
    snapshot({ objects: [node('pi', { providerID: 'k3s://pi', internal: '192.168.1.10' }), shop, ...traefik('192.168.1.10'), ...target] }),
  /** A user who may read one namespace and nothing else. */
  'one namespace': (target) => {
    const rows = allComplete();
    const own = rows.map((row) => ({ ...row, namespace: 'shop' }));
    const denied = rows.map(({ resource }) => ({ resource, state: 'forbidden' as const, reason: `list ${resource}` }));
    return snapshot({ objects: target, coverage: [...own, ...denied] });
  },
};

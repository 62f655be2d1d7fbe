import type { KubeObject } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';
import type { Strategy } from '../model/strategy-id.js';
import { describeGap } from './coverage.js';
import type { PlatformFact } from './facts.js';
import { detectNodes } from './nodes.js';
import { dig, text, textMap } from './read.js';
import { once } from './once.js';

/** By what a platform is recognised. All given keys must hold for one node. */
interface PlatformRow {
  id: string;
  title: string;
  local: boolean;
  /** Beginning of `spec.providerID`. */
  providerId?: string;
  /** Label key, `key=value`, or a beginning of keys that ends in `/`. */
  label?: string;
  /** Expression over the node's name. */
  nodeName?: RegExp;
  source: string;
  verified: string;
}

const AUTOSCALER = 'kubernetes/autoscaler, cluster-autoscaler/cloudprovider';

/** The first row that fits a node decides: special ones before general ones. */
export const PLATFORM_ROWS: readonly PlatformRow[] = [
  {
    id: 'k3d',
    title: 'k3d',
    local: true,
    providerId: 'k3s://k3d-',
    source: 'https://k3d.io (node names are k3d-<cluster>-<role>-<n>)',
    verified: '2026-11-22',
  },
  {
    id: 'docker-desktop',
    title: 'Docker Desktop',
    local: true,
    nodeName: /^(docker-desktop|desktop-(control-plane|worker[0-9]*))$/,
    source: 'https://docs.docker.com/desktop/features/kubernetes/',
    verified: '2026-11-22',
  },
  {
    id: 'kind',
    title: 'kind',
    local: true,
    providerId: 'kind://',
    source: 'kubernetes-sigs/kind, third-party manifests',
    verified: '2026-11-22',
  },
  {
    id: 'minikube',
    title: 'minikube',
    local: true,
    label: 'minikube.k8s.io/name',
    source: 'https://minikube.sigs.k8s.io/docs/handbook/accessing/',
    verified: '2026-11-22',
  },
  { id: 'k3s', title: 'k3s', local: false, providerId: 'k3s://', source: 'k3s-io/k3s, pkg/cloudprovider', verified: '2026-11-22' },
  { id: 'rke2', title: 'RKE2', local: false, providerId: 'rke2://', source: 'rancher/rke2, third-party manifests', verified: '2026-11-22' },
  {
    id: 'eks',
    title: 'Amazon EKS',
    local: false,
    providerId: 'aws://',
    label: 'eks.amazonaws.com/',
    source: AUTOSCALER,
    verified: '2026-11-22',
  },
  {
    id: 'gke',
    title: 'Google Kubernetes Engine',
    local: false,
    providerId: 'gce://',
    label: 'cloud.google.com/gke-nodepool',
    source: AUTOSCALER,
    verified: '2026-11-22',
  },
  {
    id: 'aks',
    title: 'Azure Kubernetes Service',
    local: false,
    providerId: 'azure://',
    label: 'kubernetes.azure.com/cluster',
    source: AUTOSCALER,
    verified: '2026-11-22',
  },
  { id: 'aws', title: 'AWS', local: false, providerId: 'aws://', source: AUTOSCALER, verified: '2026-11-22' },
  { id: 'gce', title: 'Google Cloud', local: false, providerId: 'gce://', source: AUTOSCALER, verified: '2026-11-22' },
  { id: 'azure', title: 'Azure', local: false, providerId: 'azure://', source: AUTOSCALER, verified: '2026-11-22' },
  {
    id: 'alibaba',
    title: 'Alibaba Cloud',
    local: false,
    label: 'alibabacloud.com/nodepool-id',
    source: AUTOSCALER,
    verified: '2026-11-22',
  },
  { id: 'alibaba', title: 'Alibaba Cloud', local: false, providerId: 'alicloud://', source: AUTOSCALER, verified: '2026-11-22' },
  { id: 'tencent', title: 'Tencent Cloud', local: false, providerId: 'qcloud://', source: AUTOSCALER, verified: '2026-11-22' },
  { id: 'huawei', title: 'Huawei Cloud', local: false, label: 'cce.cloud.com/cce-nodepool', source: AUTOSCALER, verified: '2026-11-22' },
  { id: 'digitalocean', title: 'DigitalOcean', local: false, providerId: 'digitalocean://', source: AUTOSCALER, verified: '2026-11-22' },
  { id: 'hetzner', title: 'Hetzner Cloud', local: false, providerId: 'hcloud://', source: AUTOSCALER, verified: '2026-11-22' },
  { id: 'hetzner', title: 'Hetzner Robot', local: false, providerId: 'hrobot://', source: AUTOSCALER, verified: '2026-11-22' },
  { id: 'oci', title: 'Oracle Cloud', local: false, providerId: 'oci://', source: AUTOSCALER, verified: '2026-11-22' },
  { id: 'oci', title: 'Oracle Cloud', local: false, providerId: 'ocid1.instance', source: AUTOSCALER, verified: '2026-11-22' },
  { id: 'openstack', title: 'OpenStack', local: false, providerId: 'openstack://', source: AUTOSCALER, verified: '2026-11-22' },
  { id: 'linode', title: 'Linode', local: false, providerId: 'linode://', source: AUTOSCALER, verified: '2026-11-22' },
  { id: 'scaleway', title: 'Scaleway', local: false, providerId: 'scaleway://', source: AUTOSCALER, verified: '2026-11-22' },
];

/** Where the cluster runs, by its nodes. `other` when nodes were read and none is recognised; `unknown` when there is none to judge by. */
export const detectPlatform: (snapshot: Snapshot) => PlatformFact = once(readPlatform);

function readPlatform(snapshot: Snapshot): PlatformFact {
  const { nodes } = detectNodes(snapshot);
  for (const row of PLATFORM_ROWS) {
    for (const { node } of nodes) {
      const evidence = evidenceFor(row, node);
      if (evidence !== undefined) return { id: row.id, local: row.local, evidence: `${row.title}: ${evidence}` };
    }
  }
  if (nodes.length === 0) return { id: 'unknown', local: false, evidence: describeGap(snapshot, 'nodes') };
  const ids = nodes.map(({ node }) => text(dig(node, 'spec', 'providerID')) ?? '');
  const scheme = ids.find((id) => id !== '');
  return {
    id: 'other',
    local: false,
    evidence: scheme === undefined ? 'the nodes name no provider' : `providerID ${scheme} is not one that is known`,
  };
}

function evidenceFor(row: PlatformRow, node: KubeObject): string | undefined {
  const out: string[] = [];
  const name = node.metadata.name ?? '';
  const id = text(dig(node, 'spec', 'providerID')) ?? '';
  if (row.providerId !== undefined) {
    if (!id.startsWith(row.providerId)) return undefined;
    out.push(`providerID ${id}`);
  }
  if (row.label !== undefined) {
    const wanted = row.label;
    const key = Object.keys(textMap(node.metadata.labels)).find(
      (label) => label === wanted || (wanted.endsWith('/') && label.startsWith(wanted)),
    );
    if (key === undefined) return undefined;
    out.push(`label ${key}`);
  }
  if (row.nodeName !== undefined) {
    if (!row.nodeName.test(name)) return undefined;
    out.push('its name');
  }
  return `${out.join(' and ')} of node ${name}`;
}

/** Which Service a hint is about. */
export interface HintContext {
  strategy: Strategy;
  namespace: string;
  /** Service that carries the strategy. */
  service?: string;
  /** Port of the Service (NodePort: its node port), for the examples. */
  port?: number;
  nodePort?: number;
}

/**
 * The lines to print on a local cluster, where addresses of nodes or load balancers may not be reachable from the user's machine.
 * Empty for clusters that are not local. Sources: kind.sigs.k8s.io/docs/user/{loadbalancer,configuration},
 * minikube.sigs.k8s.io/docs/handbook/accessing, k3d.io/stable/usage/exposing_services, docs.docker.com/desktop.
 */
export function localHints(platform: PlatformFact, context: HintContext): string[] {
  if (!platform.local || context.strategy === 'ClusterIP') return [];
  const { namespace, service = 'NAME', port = 80 } = context;
  const nodePort = context.nodePort ?? 30080;
  const forward = `Works everywhere: kubectl port-forward -n ${namespace} service/${service} 8080:${port}`;
  const byService = context.strategy === 'NodePort' || context.strategy === 'LoadBalancer';
  switch (platform.id) {
    case 'kind':
      if (context.strategy === 'LoadBalancer')
        return [
          'kind gives no addresses by itself: run cloud-provider-kind beside it (https://github.com/kubernetes-sigs/cloud-provider-kind).',
          forward,
        ];
      return [
        `On Linux the node's address answers. On macOS and Windows the port must be mapped when the cluster is made: extraPortMappings with containerPort ${byService ? nodePort : port} (https://kind.sigs.k8s.io/docs/user/configuration/#extra-port-mappings).`,
        ...(byService ? [forward] : []),
      ];
    case 'minikube':
      if (context.strategy === 'LoadBalancer') return ['minikube gives an address while this runs: minikube tunnel', forward];
      if (context.strategy === 'NodePort') return [`minikube service -n ${namespace} ${service} --url`, forward];
      return ['On Linux the address of `minikube ip` answers; with the docker driver on macOS and Windows run: minikube tunnel'];
    case 'k3d':
      return [
        `k3d maps a port of the host to the cluster: k3d cluster edit CLUSTER --port-add 8080:${context.strategy === 'NodePort' ? nodePort : port}@loadbalancer`,
        ...(byService ? [forward] : []),
      ];
    case 'docker-desktop':
      if (context.strategy === 'LoadBalancer') return [`Docker Desktop publishes it on this machine: http://localhost:${port}/`, forward];
      return [
        `If the node's address does not answer, try localhost${context.strategy === 'NodePort' ? `:${nodePort}` : ''}.`,
        ...(byService ? [forward] : []),
      ];
    default:
      return byService ? [forward] : [];
  }
}

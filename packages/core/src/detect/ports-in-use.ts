import { refOf, type ObjectRef } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';
import { canSayNone, namespaceOf, objectsOf } from './coverage.js';
import type { HostPortUse, Known } from './facts.js';
import { once } from './once.js';
import { dig, integer, list, record, records, text, texts } from './read.js';

/** The range of node ports, both ends included. */
export interface NodePortRange {
  from: number;
  to: number;
  evidence: string;
}

/**
 * The node port range: that of the API server's command line where its pod can be read, else the default
 * (https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport).
 */
export function nodePortRange(snapshot: Snapshot): NodePortRange {
  for (const pod of objectsOf(snapshot, '', 'Pod', 'kube-system')) {
    for (const container of records(dig(pod, 'spec', 'containers'))) {
      for (const arg of [...texts(container['command']), ...texts(container['args'])]) {
        const match = /^--service-node-port-range=([0-9]+)-([0-9]+)$/.exec(arg);
        if (match) return { from: Number(match[1]), to: Number(match[2]), evidence: `${arg} of pod ${pod.metadata.name}` };
      }
    }
  }
  return { from: 30000, to: 32767, evidence: 'default range; the API server may have been given another' };
}

/**
 * Size of the lower band of a range, from which automatic allocation keeps away as long as it can: fixed node ports belong there.
 * Source: Kubernetes 1.37 pkg/registry/core/service/portallocator, and
 * https://kubernetes.io/docs/concepts/services-networking/service/#avoid-nodeport-collisions.
 */
export function staticBandSize(range: NodePortRange): number {
  const size = range.to - range.from + 1;
  if (size <= 16) return 0;
  return Math.min(Math.max(16, Math.floor(size / 32)), 128);
}

/** Node ports that Services hold, with who holds them. A number is taken for every protocol of other Services. */
export const nodePortsInUse: (snapshot: Snapshot) => { known: Known; ports: Map<number, ObjectRef> } = once(readNodePorts);

function readNodePorts(snapshot: Snapshot): { known: Known; ports: Map<number, ObjectRef> } {
  const ports = new Map<number, ObjectRef>();
  for (const service of objectsOf(snapshot, '', 'Service')) {
    const held = [
      integer(dig(service, 'spec', 'healthCheckNodePort')),
      ...records(dig(service, 'spec', 'ports')).map((port) => integer(port['nodePort'])),
    ];
    for (const port of held) {
      if (port !== undefined && port > 0 && !ports.has(port))
        ports.set(port, { ...refOf(service), namespace: namespaceOf(snapshot, service) });
    }
  }
  return { known: canSayNone(snapshot, 'services') ? 'yes' : 'unknown', ports };
}

/** The lowest free node port, from the lower band first; absent when all are taken. `also` are numbers already planned. */
export function nextFreeNodePort(snapshot: Snapshot, also: readonly number[] = []): number | undefined {
  const range = nodePortRange(snapshot);
  const { ports } = nodePortsInUse(snapshot);
  for (let port = range.from; port <= range.to; port++) {
    if (!ports.has(port) && !also.includes(port)) return port;
  }
  return undefined;
}

/** Whether a fixed node port can be had, and the next free one when not. `owner` may already hold it. */
export function checkNodePort(
  snapshot: Snapshot,
  port: number,
  owner?: ObjectRef,
): { free: Known; why: string; next?: number; inLowerBand: boolean } {
  const range = nodePortRange(snapshot);
  const { known, ports } = nodePortsInUse(snapshot);
  const next = nextFreeNodePort(snapshot);
  const rest = { ...(next === undefined ? {} : { next }), inLowerBand: port >= range.from && port < range.from + staticBandSize(range) };
  if (port < range.from || port > range.to) {
    return { free: 'no', why: `${port} is outside ${range.from}-${range.to} (${range.evidence})`, ...rest };
  }
  const holder = ports.get(port);
  if (holder && !(owner && holder.name === owner.name && holder.namespace === owner.namespace)) {
    return { free: 'no', why: `${port} is held by Service ${holder.namespace}/${holder.name}`, ...rest };
  }
  if (holder) return { free: 'yes', why: `${port} is already held by this Service`, ...rest };
  return known === 'yes'
    ? { free: 'yes', why: `no Service holds ${port}`, ...rest }
    : { free: 'unknown', why: 'not all Services were read', ...rest };
}

/** Ports that Kubernetes itself uses on nodes. */
const NODE_SERVICES: readonly { port: number; what: string; source: string; verified: string }[] = [
  {
    port: 2379,
    what: 'etcd (clients)',
    source: 'https://kubernetes.io/docs/reference/networking/ports-and-protocols/',
    verified: '2026-11-22',
  },
  {
    port: 2380,
    what: 'etcd (peers)',
    source: 'https://kubernetes.io/docs/reference/networking/ports-and-protocols/',
    verified: '2026-11-22',
  },
  {
    port: 6443,
    what: 'the Kubernetes API server',
    source: 'https://kubernetes.io/docs/reference/networking/ports-and-protocols/',
    verified: '2026-11-22',
  },
  {
    port: 10250,
    what: 'the kubelet',
    source: 'https://kubernetes.io/docs/reference/networking/ports-and-protocols/',
    verified: '2026-11-22',
  },
  {
    port: 10256,
    what: 'kube-proxy (health)',
    source: 'https://kubernetes.io/docs/reference/networking/ports-and-protocols/',
    verified: '2026-11-22',
  },
  {
    port: 10257,
    what: 'kube-controller-manager',
    source: 'https://kubernetes.io/docs/reference/networking/ports-and-protocols/',
    verified: '2026-11-22',
  },
  {
    port: 10259,
    what: 'kube-scheduler',
    source: 'https://kubernetes.io/docs/reference/networking/ports-and-protocols/',
    verified: '2026-11-22',
  },
];

const WORKLOADS: readonly (readonly [group: string, kind: string])[] = [
  ['apps', 'DaemonSet'],
  ['apps', 'Deployment'],
  ['apps', 'StatefulSet'],
];

/**
 * Ports of nodes that are taken: by running pods, node by node, and by workloads whose pods were not read (no `node`). `known` is
 * `yes` when all pods of the cluster were read.
 */
export const hostPortsInUse: (snapshot: Snapshot) => { known: Known; uses: HostPortUse[] } = once(readHostPorts);

function readHostPorts(snapshot: Snapshot): { known: Known; uses: HostPortUse[] } {
  const uses: HostPortUse[] = [];
  const known: Known = canSayNone(snapshot, 'pods') ? 'yes' : 'unknown';
  for (const pod of objectsOf(snapshot, '', 'Pod')) {
    const phase = dig(pod, 'status', 'phase');
    const node = text(dig(pod, 'spec', 'nodeName'));
    if (node === undefined || phase === 'Succeeded' || phase === 'Failed') continue;
    const by = { ...refOf(pod), namespace: namespaceOf(snapshot, pod) };
    for (const use of portsOfPodSpec(dig(pod, 'spec'))) uses.push({ ...use, node, by });
  }
  if (known === 'yes') return { known, uses };
  for (const [group, kind] of WORKLOADS) {
    for (const workload of objectsOf(snapshot, group, kind)) {
      const by = { ...refOf(workload), namespace: namespaceOf(snapshot, workload) };
      for (const use of portsOfPodSpec(dig(workload, 'spec', 'template', 'spec'))) uses.push({ ...use, by });
    }
  }
  return { known, uses };
}

/** Host ports that a pod spec takes. With hostNetwork every declared port is one. Init containers count when they keep running. */
function portsOfPodSpec(podSpec: unknown): Omit<HostPortUse, 'by' | 'node'>[] {
  const hostNetwork = record(podSpec)['hostNetwork'] === true;
  const sidecars = records(dig(podSpec, 'initContainers')).filter((container) => container['restartPolicy'] === 'Always');
  return [...sidecars, ...records(dig(podSpec, 'containers'))].flatMap((container) =>
    records(list(container['ports'])).flatMap((entry) => {
      const port = integer(entry['hostPort']) || (hostNetwork ? integer(entry['containerPort']) : undefined);
      if (!port) return [];
      const protocol = entry['protocol'] === 'UDP' || entry['protocol'] === 'SCTP' ? entry['protocol'] : 'TCP';
      return [{ port, protocol, hostIP: text(entry['hostIP']) ?? '' } as const];
    }),
  );
}

/** A port that is wanted and cannot be had. */
export interface HostPortConflict {
  port: number;
  protocol: 'TCP' | 'UDP' | 'SCTP';
  node?: string;
  by: ObjectRef | string;
  /** `no`: certain. `unknown`: likely, the pods' nodes were not read. */
  free: Known;
  why: string;
}

/**
 * Conflicts of wanted host ports with other pods, Services' node ports and Kubernetes' own services on the node.
 *
 * @param nodes names of the nodes that matter; empty for all.
 * @param isOwn tells the target's own pods and workloads, which never conflict with the target.
 */
export function hostPortConflicts(
  snapshot: Snapshot,
  wanted: readonly { port: number; protocol: 'TCP' | 'UDP' | 'SCTP'; hostIP?: string }[],
  nodes: readonly string[] = [],
  isOwn: (ref: ObjectRef) => boolean = () => false,
): HostPortConflict[] {
  const { uses } = hostPortsInUse(snapshot);
  const { ports: nodePorts } = nodePortsInUse(snapshot);
  const out: HostPortConflict[] = [];
  for (const want of wanted) {
    const { port, protocol } = want;
    for (const use of uses) {
      if (use.port !== port || use.protocol !== protocol || !bindsMeet(use.hostIP, want.hostIP ?? '')) continue;
      if (use.node !== undefined && nodes.length > 0 && !nodes.includes(use.node)) continue;
      if (typeof use.by !== 'string' && isOwn(use.by)) continue;
      const who = typeof use.by === 'string' ? use.by : `${use.by.kind} ${use.by.namespace}/${use.by.name}`;
      out.push(
        use.node === undefined
          ? { port, protocol, by: use.by, free: 'unknown', why: `${who} uses ${port}/${protocol} of the nodes it runs on` }
          : { port, protocol, node: use.node, by: use.by, free: 'no', why: `${who} uses ${port}/${protocol} of node ${use.node}` },
      );
    }
    const service = nodePorts.get(port);
    if (service)
      out.push({ port, protocol, by: service, free: 'no', why: `${port} is a node port of Service ${service.namespace}/${service.name}` });
    const known = NODE_SERVICES.find((row) => row.port === port);
    if (known && protocol === 'TCP')
      out.push({ port, protocol, by: known.what, free: 'unknown', why: `${port} is used by ${known.what} on the nodes that run it` });
  }
  return out;
}

/** Two binds of one port meet when they are for the same address or either is for all. */
function bindsMeet(a: string, b: string): boolean {
  const all = (ip: string): boolean => ip === '' || ip === '0.0.0.0' || ip === '::';
  return all(a) || all(b) || a === b;
}

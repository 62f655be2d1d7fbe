import { canSayNone, describeGap, namespaceOf, objectsOf } from '../detect/coverage.js';
import { topOwnerOf } from '../detect/lookup.js';
import { addressesOfNodes, conditionOf, detectNodes } from '../detect/nodes.js';
import { dig, text } from '../detect/read.js';
import { readWorkload, type ContainerPort, type Workload } from '../detect/workload.js';
import type { ExposedRow } from '../model/exposed.js';
import type { Verdict } from '../model/finding.js';
import { refOf, type KubeObject, type ObjectRef } from '../model/kube.js';
import type { EntryPoint } from '../model/plan.js';
import type { Snapshot } from '../model/snapshot.js';
import { patchMarks } from '../strategies/marks.js';

const KINDS: readonly (readonly [group: string, kind: string])[] = [
  ['apps', 'Deployment'],
  ['apps', 'StatefulSet'],
  ['apps', 'DaemonSet'],
  ['apps', 'ReplicaSet'],
  ['', 'ReplicationController'],
  ['', 'Pod'],
];

/** Workloads whose pods take ports of their nodes. */
export function hostRows(snapshot: Snapshot): ExposedRow[] {
  const pods = podsByTop(snapshot);
  return KINDS.flatMap(([group, kind]) =>
    objectsOf(snapshot, group, kind).flatMap((object) => {
      const workload = readWorkload(object);
      if (!workload || isOwnedWorkload(snapshot, object)) return [];
      const ports = workload.containers
        .flatMap((container) => container.ports)
        .filter((port) => port.hostPort !== undefined || workload.hostNetwork);
      return ports.length === 0 && !workload.hostNetwork
        ? []
        : [hostRow(snapshot, workload, ports, pods.get(keyOf(snapshot, object)) ?? [])];
    }),
  );
}

function keyOf(snapshot: Snapshot, object: KubeObject): string {
  return `${object.kind}/${namespaceOf(snapshot, object)}/${object.metadata.name}`;
}

/** Whether the object is listed with its owner: a pod of a ReplicaSet, a ReplicaSet of a Deployment. Static pods belong to their Node. */
function isOwnedWorkload(snapshot: Snapshot, object: KubeObject): boolean {
  const top = topOwnerOf(snapshot, object);
  const owner = top.missing ?? refOf(top.object);
  return (top.missing !== undefined || top.object !== object) && owner.kind !== 'Node' && top.workload?.object !== object;
}

function podsByTop(snapshot: Snapshot): Map<string, KubeObject[]> {
  const pods = new Map<string, KubeObject[]>();
  for (const pod of objectsOf(snapshot, '', 'Pod')) {
    const workload = topOwnerOf(snapshot, pod).workload?.object ?? pod;
    const key = keyOf(snapshot, workload);
    const group = pods.get(key);
    if (group) group.push(pod);
    else pods.set(key, [pod]);
  }
  return pods;
}

function hostRow(snapshot: Snapshot, workload: Workload, ports: readonly ContainerPort[], pods: readonly KubeObject[]): ExposedRow {
  const namespace = namespaceOf(snapshot, workload.object);
  const via: ObjectRef = { ...refOf(workload.object), namespace };
  const strategy = workload.hostNetwork ? 'hostNetwork' : 'hostPort';
  const ready = pods.filter((pod) => conditionOf(pod, 'Ready') === 'yes');
  const places = addressesOfPods(snapshot, ready);
  const entryPoints = ports.map((port): EntryPoint => ({
    strategy,
    reach: places.reach,
    protocol: port.protocol,
    scheme: port.protocol === 'TCP' ? 'tcp' : port.protocol === 'UDP' ? 'udp' : 'sctp',
    addresses: port.hostIP === undefined || port.hostIP === '0.0.0.0' || port.hostIP === '::' ? places.addresses : [port.hostIP],
    addressSource: "the nodes of the workload's ready pods",
    port: port.hostPort ?? port.containerPort,
    via,
    ...(port.name === undefined ? {} : { portName: port.name }),
  }));
  const [mark] = patchMarks(workload.object).filter(({ record }) => record?.strategy === strategy);
  return {
    namespace,
    workloads: [via],
    strategy,
    via,
    entryPoints,
    reach: places.reach,
    tls: '-',
    ...podsVerdict(snapshot, namespace, ready.length),
    ...(mark ? { exposure: mark.name } : {}),
  };
}

function podsVerdict(snapshot: Snapshot, namespace: string, ready: number): { verdict: Verdict; evidence: string[] } {
  if (ready > 0) return { verdict: 'ok', evidence: [`${ready} ready ${ready === 1 ? 'pod' : 'pods'}`] };
  if (!canSayNone(snapshot, 'pods', namespace)) return { verdict: 'unknown', evidence: [describeGap(snapshot, 'pods', namespace)] };
  return { verdict: 'broken', evidence: ['no ready pod'] };
}

/** Addresses of the nodes of pods; what the pods say of their nodes where nodes were not read. */
function addressesOfPods(snapshot: Snapshot, pods: readonly KubeObject[]): ReturnType<typeof addressesOfNodes> {
  const names = new Set(pods.flatMap((pod) => text(dig(pod, 'spec', 'nodeName')) ?? []));
  const nodes = detectNodes(snapshot).nodes.filter(({ name }) => names.has(name));
  if (nodes.length > 0) return addressesOfNodes(nodes);
  return { addresses: [...new Set(pods.flatMap((pod) => text(dig(pod, 'status', 'hostIP')) ?? []))], reach: 'node-network' };
}

import { CONTROLLER_ROWS } from '../controllers/rows.js';
import type { PortProtocolFact } from '../detect/facts.js';
import { imageName, isRecognised } from '../detect/find-workloads.js';
import { PROTOCOLS } from '../detect/protocols.js';
import { dig, records, text, texts } from '../detect/read.js';
import type { Workload } from '../detect/workload.js';
import type { Snapshot } from '../model/snapshot.js';

/**
 * What a workload is, as far as letting traffic in is concerned. `controller`: an ingress controller itself. `node-agent`: belongs
 * to its node, as a CNI does. `port-agent`: one per node, reached at a fixed port. `internal`: nothing for the public. The others
 * go by what the main port speaks.
 */
export type Suit = 'page' | 'api' | 'grpc' | 'data' | 'other' | 'unclear' | 'internal' | 'controller' | 'node-agent' | 'port-agent';

/** What a workload is, and why. */
export interface SuitFact {
  suit: Suit;
  /** The port that it is judged by. */
  main?: PortProtocolFact;
  /** What the main port speaks, for people: `Redis`, `HTTP`, `UDP`. */
  speaks: string;
  why: string;
}

/** Judges a workload by its kind, its pods and the ports that are to be reached. */
export function judgeSuit(snapshot: Snapshot, workload: Workload | undefined, ports: readonly PortProtocolFact[]): SuitFact {
  const main = ports.find((port) => port.internal === undefined) ?? ports[0];
  const speaks = speaksOf(main);
  const base = { ...(main ? { main } : {}), speaks };
  if (workload) {
    const controller = CONTROLLER_ROWS.find(
      (row) => row.ingressControllers && isRecognised(snapshot, workload.object, [...(row.dataPlane ?? row.workloads ?? [])]),
    );
    if (controller) return { ...base, suit: 'controller', why: `is itself an ingress controller (${controller.title})` };
    const sign = nodeSign(workload);
    if (workload.perNode && sign !== undefined) return { ...base, suit: 'node-agent', why: sign };
    const fixed = workload.containers.flatMap((container) => container.ports).find((port) => port.hostPort !== undefined);
    if (workload.perNode && fixed) return { ...base, suit: 'port-agent', why: `has the fixed port ${fixed.hostPort} on every node` };
    if (workload.perNode && main?.isHttp !== 'yes')
      return { ...base, suit: 'port-agent', why: 'runs on every node and does not serve HTTP' };
  }
  if (main?.internal !== undefined) return { ...base, suit: 'internal', why: main.evidence.at(-1) ?? '' };
  // Nobody knows what it speaks, but HTTP servers seldom keep a volume for each pod.
  if (main?.isHttp === 'unknown' && workload?.stateful) return { ...base, suit: 'data', why: 'keeps data of its own (StatefulSet)' };
  return { ...base, suit: byProtocol(main), why: main?.evidence.join(', ') ?? 'no port is known' };
}

function byProtocol(main: PortProtocolFact | undefined): Suit {
  if (!main || main.isHttp === 'unknown') return 'unclear';
  if (main.isHttp === 'no') return PROTOCOLS.find((row) => row.id === main.protocol)?.data ? 'data' : 'other';
  if (main.protocol === 'grpc' || main.protocol === 'grpcs') return 'grpc';
  return main.audience === 'page' ? 'page' : 'api';
}

function speaksOf(main: PortProtocolFact | undefined): string {
  if (!main) return 'the port';
  if (main.transport !== 'TCP' && (main.protocol === undefined || PROTOCOLS.find((row) => row.id === main.protocol)?.http))
    return main.transport;
  return PROTOCOLS.find((row) => row.id === main.protocol)?.title ?? `port ${main.port}`;
}

/** Directories of the node by which network plugins are known (https://www.cni.dev/docs/). */
const CNI_PATHS = ['/etc/cni', '/opt/cni', '/var/lib/cni', '/run/cni'];

/** Words of names and images of network plugins and of what belongs to them (https://www.cni.dev/plugins/ and their own pages). */
const CNI_WORDS = ['cni', 'calico', 'cilium', 'flannel', 'flanneld', 'antrea', 'weave', 'multus', 'canal', 'ovn', 'kindnet', 'kindnetd'];
const CNI_NAMES = ['kube-proxy', 'kube-router', 'aws-node', 'azure-cns'];

/** What ties a pod to its node, in words. */
function nodeSign({ podSpec, hostNetwork, ref, containers }: Workload): string | undefined {
  for (const volume of records(podSpec['volumes'])) {
    const path = text(dig(volume, 'hostPath', 'path'));
    if (path !== undefined && CNI_PATHS.some((known) => path === known || path.startsWith(`${known}/`)))
      return `mounts ${path} of the node`;
  }
  if (hostNetwork) return 'already uses the host network';
  for (const { name, spec } of containers) {
    if (texts(dig(spec, 'securityContext', 'capabilities', 'add')).includes('NET_ADMIN'))
      return `may change the network (NET_ADMIN of container ${name})`;
  }
  const names = [ref.name, ...containers.flatMap(({ image }) => (image === undefined ? [] : imageName(image).split('/').slice(-2)))];
  const known = names.find((name) => CNI_NAMES.includes(name) || name.split(/[-_.]/).some((word) => CNI_WORDS.includes(word)));
  return known === undefined ? undefined : `is a part of the cluster's network (${known})`;
}

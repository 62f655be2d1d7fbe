import type { EntryPoint, Reach } from '../model/plan.js';
import type { EligibleNodesFact, Known, PortProtocolFact } from '../detect/facts.js';
import { addressesOfNodes, detectNodes } from '../detect/nodes.js';
import { dig, text } from '../detect/read.js';
import type { Workload } from '../detect/workload.js';
import { podsOf, type PlanContext } from './context.js';
import { annotationKey, patchMarks } from './marks.js';
import type { ResolvedPort } from './ports.js';

/** Addresses with how far they reach. */
export interface Addresses {
  addresses: string[];
  reach: Reach;
  source: string;
}

/** Addresses of the nodes that forward node ports: all that are not known to be down. */
export function nodeAddresses({ snapshot, offline }: PlanContext): Addresses {
  const { known, nodes } = detectNodes(snapshot);
  const found = addressesOfNodes(nodes.filter(({ ready }) => ready !== 'no'));
  return { ...found, reach: widest(known, offline, found.reach), source: 'any node' };
}

/** Nodes of a cluster that were not read may have public addresses: consent is asked for the widest that is possible. */
function widest(known: Known, offline: boolean, reach: Reach): Reach {
  return known === 'yes' || offline ? reach : 'public';
}

/** Addresses of the nodes that run the target's pods, where pods were read; a pod that is going answers no longer. */
export function podNodeAddresses(context: PlanContext): Addresses {
  const staying = podsOf(context).filter(({ metadata }) => metadata['deletionTimestamp'] === undefined);
  const names = new Set(staying.flatMap((pod) => text(dig(pod, 'spec', 'nodeName')) ?? []));
  const running = detectNodes(context.snapshot).nodes.filter(({ name }) => names.has(name));
  return { ...addressesOfNodes(running), source: 'the nodes that run the pods' };
}

/**
 * Addresses at which pods with host ports will be: those of their nodes once they have the ports; before that of every node that
 * can take one, if each will. Otherwise none: the pods are made anew, and nobody knows where.
 */
export function hostAddresses(context: PlanContext, workload: Workload, eligible: EligibleNodesFact): Addresses {
  const isPatched = patchMarks(workload.object).some(({ key }) => key === annotationKey(context.name));
  const running = isPatched ? podNodeAddresses(context) : undefined;
  if (running && running.addresses.length > 0) return running;
  const { addresses, reach: known } = addressesOfNodes(eligible.nodes.filter(({ ready }) => ready !== 'no'));
  const reach = widest(eligible.known, context.offline, known);
  const areAll = workload.perNode || (workload.replicas ?? 1) >= eligible.nodes.length;
  return { addresses: areAll ? addresses : [], reach, source: 'the node of each pod' };
}

/** What is known of what a port speaks; its appProtocol and declaration were taken into account. */
export function protocolOf({ protocols }: PlanContext, port: ResolvedPort): PortProtocolFact | undefined {
  const same = protocols.filter((fact) => fact.port === port.containerPort && fact.transport === port.protocol);
  return same.find((fact) => fact.container === port.container) ?? same[0];
}

/** How to speak to a port. */
export function schemeOf(context: PlanContext, port: ResolvedPort): EntryPoint['scheme'] {
  if (port.protocol === 'UDP') return 'udp';
  if (port.protocol === 'SCTP') return 'sctp';
  const fact = protocolOf(context, port);
  if (fact?.protocol === 'grpc' || fact?.protocol === 'grpcs') return fact.tls ? 'grpcs' : 'grpc';
  if (fact?.isHttp === 'yes') return fact.tls ? 'https' : 'http';
  return fact?.tls ? 'tls' : 'tcp';
}

/**
 * How far an address reaches: names and unknown addresses as far as they might; private ranges (RFC 1918, RFC 4193, RFC 6598,
 * link-local and loopback) no further than the network of the nodes.
 */
export function reachOf(addresses: readonly string[]): Reach {
  return addresses.length > 0 && addresses.every(isPrivate) ? 'node-network' : 'public';
}

const privateV4 = [
  /^10\./,
  /^127\./,
  /^169\.254\./,
  /^192\.168\./,
  /^172\.(1[6-9]|2[0-9]|3[01])\./,
  /^100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\./,
];

function isPrivate(address: string): boolean {
  if (address.includes(':')) return /^(::1$|f[cd]|fe[89ab])/i.test(address);
  return address === 'localhost' || (/^[0-9.]+$/.test(address) && privateV4.some((range) => range.test(address)));
}

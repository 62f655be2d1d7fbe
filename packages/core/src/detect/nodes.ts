import type { Snapshot } from '../model/snapshot.js';
import type { KubeObject } from '../model/kube.js';
import { canSayNone, objectsOf } from './coverage.js';
import type { EligibleNodesFact, Known, NodeFact } from './facts.js';
import { dig, record, records, requirementHolds, text, textMap } from './read.js';
import { once } from './once.js';

/** All nodes of the snapshot, by name, with whether these are all that there are. */
export const detectNodes: (snapshot: Snapshot) => { known: Known; nodes: NodeFact[] } = once(readNodes);

function readNodes(snapshot: Snapshot): { known: Known; nodes: NodeFact[] } {
  const nodes = objectsOf(snapshot, '', 'Node')
    .map(readNode)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { known: canSayNone(snapshot, 'nodes') ? 'yes' : 'unknown', nodes };
}

function readNode(node: KubeObject): NodeFact {
  const addresses = records(dig(node, 'status', 'addresses'));
  const ofType = (type: string): string[] =>
    addresses.filter((entry) => entry['type'] === type).flatMap((entry) => text(entry['address']) ?? []);
  return {
    name: node.metadata.name ?? '',
    external: ofType('ExternalIP'),
    internal: ofType('InternalIP'),
    ready: conditionOf(node, 'Ready'),
    unschedulable: dig(node, 'spec', 'unschedulable') === true,
    labels: textMap(node.metadata.labels),
    node,
  };
}

/** The status of a condition as an answer; `unknown` when there is no such condition. */
export function conditionOf(object: unknown, type: string): Known {
  const condition = records(dig(object, 'status', 'conditions')).find((entry) => entry['type'] === type);
  if (condition?.['status'] === 'True') return 'yes';
  return condition?.['status'] === 'False' ? 'no' : 'unknown';
}

/**
 * Addresses at which clients reach a set of nodes: the external ones of the nodes that have any, else the internal ones. `reach`
 * is `node-network` when no node has an external address.
 */
export function addressesOfNodes(nodes: readonly NodeFact[]): { addresses: string[]; reach: 'public' | 'node-network' } {
  const external = nodes.flatMap((node) => node.external);
  if (external.length > 0) return { addresses: external, reach: 'public' };
  return { addresses: nodes.flatMap((node) => node.internal), reach: 'node-network' };
}

/**
 * The nodes on which pods of a template may be placed: spec.nodeName, nodeSelector, required node affinity, cordons and taints.
 * Resources, host ports and topology are not considered.
 *
 * @param podSpec `spec.template.spec`.
 * @param options.daemonSet whether the DaemonSet controller makes the pods, which adds tolerations of its own
 * (https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations).
 */
export function eligibleNodes(snapshot: Snapshot, podSpec: unknown, options: { daemonSet?: boolean } = {}): EligibleNodesFact {
  const { known, nodes } = detectNodes(snapshot);
  const tolerations = [...records(dig(podSpec, 'tolerations')), ...(options.daemonSet ? daemonTolerations(podSpec) : [])];
  const out: EligibleNodesFact = { known, nodes: [], excluded: [] };
  for (const node of nodes) {
    const reason = whyNot(node, podSpec, tolerations);
    if (reason === undefined) out.nodes.push(node);
    else out.excluded.push({ name: node.name, reason });
  }
  return out;
}

function whyNot(node: NodeFact, podSpec: unknown, tolerations: Record<string, unknown>[]): string | undefined {
  const wantedNode = text(dig(podSpec, 'nodeName'));
  if (wantedNode !== undefined && wantedNode !== node.name) return `spec.nodeName asks for ${wantedNode}`;
  for (const [key, value] of Object.entries(textMap(dig(podSpec, 'nodeSelector')))) {
    if (node.labels[key] !== value) return `nodeSelector asks for ${key}=${value}`;
  }
  const required = dig(podSpec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  if (required !== undefined && !records(dig(required, 'nodeSelectorTerms')).some((term) => termMatches(term, node))) {
    return 'required node affinity does not match';
  }
  // A cordon is a taint as well, but the taint is written by a controller a moment later.
  const taints = records(dig(node.node, 'spec', 'taints'));
  const cordon = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  if (node.unschedulable && !tolerations.some((toleration) => tolerates(toleration, cordon))) return 'cordoned (spec.unschedulable)';
  const taint = taints.find(
    (entry) => entry['effect'] !== 'PreferNoSchedule' && !tolerations.some((toleration) => tolerates(toleration, entry)),
  );
  if (taint)
    return `taint ${text(taint['key'])}${text(taint['value']) ? `=${String(taint['value'])}` : ''}:${text(taint['effect'])} is not tolerated`;
  return undefined;
}

/** Expressions and fields of a term must all hold; a term with neither matches no node. */
function termMatches(term: Record<string, unknown>, node: NodeFact): boolean {
  const expressions = records(term['matchExpressions']);
  const fields = records(term['matchFields']);
  if (expressions.length + fields.length === 0) return false;
  return (
    expressions.every((entry) => requirementHolds(entry, node.labels)) &&
    fields.every((entry) => requirementHolds(entry, { 'metadata.name': node.name }))
  );
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function tolerates(toleration: Record<string, unknown>, taint: Record<string, unknown>): boolean {
  const { key, operator = 'Equal', value = '', effect } = toleration;
  if (effect !== undefined && effect !== '' && effect !== taint['effect']) return false;
  if (key === undefined || key === '') return operator === 'Exists';
  if (key !== taint['key']) return false;
  return operator === 'Exists' || (operator === 'Equal' && value === (taint['value'] ?? ''));
}

function daemonTolerations(podSpec: unknown): Record<string, unknown>[] {
  const keys = ['not-ready', 'unreachable', 'disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'];
  if (record(podSpec)['hostNetwork'] === true) keys.push('network-unavailable');
  return keys.map((key) => ({ key: `node.kubernetes.io/${key}`, operator: 'Exists' }));
}

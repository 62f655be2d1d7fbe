import { LOAD_BALANCER_ROWS } from '../load-balancers/rows.js';
import type { LoadBalancerRow } from '../load-balancers/row.js';
import type { KubeObject } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';
import { knowsApis, servesGroup } from './apis.js';
import { describeGap, namespaceOf, objectsOf } from './coverage.js';
import type { Known, LoadBalancerFact, LoadBalancerImplementation } from './facts.js';
import { findWorkloads, workloadsKnown } from './find-workloads.js';
import { judgeCilium, judgeMetallb, type Judgement } from './load-balancer-pools.js';
import { detectNodes } from './nodes.js';
import { detectPlatform } from './platform.js';
import { dig, records, text, textMap, texts } from './read.js';
import { once } from './once.js';

/** After this long without an address a Service of type LoadBalancer counts as evidence that nobody serves it. */
const PENDING_MS = 5 * 60 * 1000;

/**
 * What implements `type: LoadBalancer` here, from the nodes' provider, installed controllers and what became of existing
 * Services. `present` is `no` only when nodes, APIs and workloads were read and nothing was found; a part that no API shows (a
 * process beside a kind or minikube cluster) makes it `unknown` unless existing Services tell.
 */
export const detectLoadBalancers: (snapshot: Snapshot) => LoadBalancerFact = once(readLoadBalancers);

function readLoadBalancers(snapshot: Snapshot): LoadBalancerFact {
  const { known: nodesKnown, nodes } = detectNodes(snapshot);
  const services = readServices(snapshot);
  const found = LOAD_BALANCER_ROWS.flatMap((row) => {
    const judged = judge(
      snapshot,
      row,
      nodes.map((node) => node.node),
      services,
    );
    return judged ? [judged] : [];
  });
  const evidence = services.map(({ words }) => words);
  const answered = services.filter((service) => service.address !== undefined);
  if (answered.length > 0 && !found.some((entry) => entry.works === 'yes')) {
    found.push({ id: 'generic', works: 'yes', evidence: answered[0]?.words ?? '' });
  }
  const rank: Record<Known, number> = { yes: 0, unknown: 1, no: 2 };
  const implementations = found.toSorted((a, b) => rank[a.works] - rank[b.works]);
  for (const entry of implementations) evidence.push(entry.problem === undefined ? entry.evidence : `${entry.evidence}; ${entry.problem}`);

  const gaps = [
    ...(nodesKnown === 'yes' ? [] : [describeGap(snapshot, 'nodes')]),
    ...(knowsApis(snapshot) ? [] : ['the served APIs were not read']),
    ...(workloadsKnown(snapshot) ? [] : [describeGap(snapshot, 'deployments.apps')]),
  ];
  if (implementations.some((entry) => entry.works === 'yes')) return { present: 'yes', implementations, evidence };
  if (gaps.length > 0) return { present: 'unknown', implementations, evidence: [...evidence, ...gaps] };
  const open = implementations.some((entry) => entry.works === 'unknown');
  if (!open && implementations.length === 0) evidence.push('no node names a cloud provider and no load-balancer controller is installed');
  return { present: open ? 'unknown' : 'no', implementations, evidence };
}

interface ServiceEvidence {
  service: KubeObject;
  /** First address of the status. */
  address?: string;
  /** Whether it has waited long for an address. */
  pending: boolean;
  className?: string;
  finalizers: string[];
  words: string;
}

function readServices(snapshot: Snapshot): ServiceEvidence[] {
  return objectsOf(snapshot, '', 'Service')
    .filter((service) => dig(service, 'spec', 'type') === 'LoadBalancer')
    .map((service) => {
      const ingress = records(dig(service, 'status', 'loadBalancer', 'ingress'))[0] ?? {};
      const address = text(ingress['ip']) ?? text(ingress['hostname']);
      const className = text(dig(service, 'spec', 'loadBalancerClass'));
      const created = Date.parse(text(dig(service, 'metadata', 'creationTimestamp')) ?? '');
      const age = Date.parse(snapshot.takenAt) - created;
      const pending = address === undefined && age >= PENDING_MS;
      const name = `Service ${namespaceOf(snapshot, service)}/${service.metadata.name}`;
      const words =
        address !== undefined
          ? `${name} has the address ${address}`
          : pending
            ? `${name} has waited ${Math.floor(age / 60_000)} minutes for an address`
            : `${name} has no address yet`;
      return {
        service,
        pending,
        finalizers: texts(dig(service, 'metadata', 'finalizers')),
        words,
        ...(address === undefined ? {} : { address }),
        ...(className === undefined ? {} : { className }),
      };
    });
}

function judge(
  snapshot: Snapshot,
  row: LoadBalancerRow,
  nodes: KubeObject[],
  services: ServiceEvidence[],
): LoadBalancerImplementation | undefined {
  const own = services.filter((service) => belongsTo(service, row, snapshot));
  const sign = installedBy(snapshot, row, nodes) ?? (own[0] ? { evidence: own[0].words, ready: 'unknown' as Known } : undefined);
  if (!sign) return undefined;
  const entry = (works: Known, problem?: string): LoadBalancerImplementation => ({
    id: row.id,
    works,
    evidence: `${row.title}: ${sign.evidence}`,
    ...(problem === undefined ? {} : { problem }),
    ...(row.optIn && row.classes ? { onlyClasses: [...row.classes] } : {}),
  });
  const served = own.some((service) => service.address !== undefined);
  const judged: Judgement | undefined =
    row.id === 'metallb' ? judgeMetallb(snapshot) : row.id === 'cilium' ? judgeCilium(snapshot) : undefined;
  // A CNI that could do it but was not told to is not an implementation that anybody would look for.
  if (row.id === 'cilium' && judged?.works === 'no' && judged.dormant) return undefined;
  if (judged && judged.works !== 'yes') return entry(judged.works, judged.problem);
  if (sign.ready === 'no') return entry('no', 'none of its pods is ready');
  if (served) return entry('yes');
  // An opt-in implementation leaves ordinary Services alone: it never says that a plain one would be served.
  if (row.optIn) return entry('unknown', row.note ?? 'takes only Services that ask for it');
  if (row.runs === 'outside') {
    const waiting = services.find((service) => service.pending && service.className === undefined);
    const answered = services.find((service) => service.address !== undefined);
    if (answered) return entry('yes');
    if (waiting) return entry('no', `${waiting.words}; ${row.note ?? ''}`);
    return entry('unknown', row.note);
  }
  return entry('yes', judged?.problem);
}

/** Whether a Service is one that this implementation took: by class, finalizer, or the DaemonSet that ServiceLB makes for it. */
function belongsTo(service: ServiceEvidence, row: LoadBalancerRow, snapshot: Snapshot): boolean {
  if (service.className !== undefined) return row.classes?.includes(service.className) ?? false;
  if (row.finalizers?.some((finalizer) => service.finalizers.includes(finalizer))) return true;
  if (row.id !== 'servicelb') return false;
  const name = service.service.metadata.name ?? '';
  return objectsOf(snapshot, 'apps', 'DaemonSet').some(
    (set) => textMap(set.metadata.labels)['svccontroller.k3s.cattle.io/svcname'] === name,
  );
}

function installedBy(snapshot: Snapshot, row: LoadBalancerRow, nodes: KubeObject[]): { evidence: string; ready: Known } | undefined {
  for (const node of nodes) {
    const id = text(dig(node, 'spec', 'providerID')) ?? '';
    if (row.providerIds?.some((prefix) => id.startsWith(prefix)))
      return { evidence: `providerID ${id} of node ${node.metadata.name}`, ready: 'unknown' };
    const labels = textMap(node.metadata.labels);
    const label = row.nodeLabels?.find((wanted) => {
      const [key = '', value] = wanted.split('=');
      return value === undefined ? Object.hasOwn(labels, key) : labels[key] === value;
    });
    if (label !== undefined) return { evidence: `label ${label} of node ${node.metadata.name}`, ready: 'unknown' };
  }
  if (row.platform !== undefined) {
    const platform = detectPlatform(snapshot);
    if (platform.id === row.platform) return { evidence: platform.evidence, ready: 'unknown' };
  }
  const workload = findWorkloads(snapshot, row.workloads ?? [])[0];
  if (workload) return { evidence: `${workload.ref.kind} ${workload.namespace}/${workload.ref.name}`, ready: workload.ready };
  const group = row.apiGroups?.find((name) => servesGroup(snapshot, name) === 'yes');
  // CRDs outlive the controller: where the workloads are known, they alone prove nothing.
  if (group !== undefined && !((row.workloads?.length ?? 0) > 0 && workloadsKnown(snapshot))) {
    return { evidence: `API group ${group} is served`, ready: 'unknown' };
  }
  return undefined;
}

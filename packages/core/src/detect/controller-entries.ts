import type { ControllerRow } from '../controllers/row.js';
import { refOf, type KubeObject } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';
import { namespaceOf, objectsOf } from './coverage.js';
import type { ControllerEntry, NodeFact } from './facts.js';
import { findWorkloads, flagValue, type FoundWorkload } from './find-workloads.js';
import { addressesOfNodes, conditionOf, detectNodes, eligibleNodes } from './nodes.js';
import { dig, integer, labelsMatch, list, records, text, textMap } from './read.js';

const HTTP_NAMES = ['http', 'http2', 'web', 'kong-proxy', 'http-web'];
const HTTPS_NAMES = ['https', 'websecure', 'kong-proxy-tls', 'https-web'];

/**
 * How traffic enters a controller, the best first: a load balancer that has an address, the node's own ports 80 and 443 (host
 * network, host port), node ports, a load balancer that is still pending.
 */
export function entriesOf(snapshot: Snapshot, row: ControllerRow, controllers: readonly FoundWorkload[]): ControllerEntry[] {
  const carriers = row.dataPlane ? findWorkloads(snapshot, row.dataPlane) : controllers;
  const services = new Set<KubeObject>();
  const out: ControllerEntry[] = [];
  for (const workload of carriers) {
    for (const service of objectsOf(snapshot, '', 'Service', workload.namespace)) {
      if (labelsMatch(textMap(dig(service, 'spec', 'selector')), workload.labels)) services.add(service);
    }
    out.push(...hostEntries(snapshot, row, workload));
  }
  for (const service of objectsOf(snapshot, '', 'Service')) {
    if (row.services?.includes(service.metadata.name ?? '')) services.add(service);
  }
  for (const service of services) out.push(...serviceEntries(snapshot, service, carriers));
  const order = ['LoadBalancer', 'hostNetwork', 'hostPort', 'NodePort'];
  const rank = ({ way, addresses }: ControllerEntry): number => {
    if (addresses.length > 0) return order.indexOf(way);
    return order.length + (way === 'LoadBalancer' ? order.length : order.indexOf(way));
  };
  return out.toSorted((a, b) => rank(a) - rank(b));
}

type WebPorts = { httpPort?: number; httpsPort?: number };

/** Picks the HTTP and HTTPS ports of a list: by name, then by number. */
function webPorts(ports: { name: string; number: number; out: number }[]): WebPorts {
  const pick = (names: string[], number: number): number | undefined =>
    (ports.find((port) => names.includes(port.name)) ?? ports.find((port) => port.number === number))?.out;
  const http = pick(HTTP_NAMES, 80);
  const https = pick(HTTPS_NAMES, 443);
  return { ...(http === undefined ? {} : { httpPort: http }), ...(https === undefined ? {} : { httpsPort: https }) };
}

function serviceEntries(snapshot: Snapshot, service: KubeObject, carriers: readonly FoundWorkload[]): ControllerEntry[] {
  const type = dig(service, 'spec', 'type');
  if (type !== 'LoadBalancer' && type !== 'NodePort') return [];
  const via = { ...refOf(service), namespace: namespaceOf(snapshot, service) };
  const name = `Service ${via.namespace}/${via.name}`;
  const ports = records(dig(service, 'spec', 'ports')).filter((port) => (port['protocol'] ?? 'TCP') === 'TCP');
  const describe = (key: 'port' | 'nodePort'): WebPorts =>
    webPorts(
      ports.flatMap((port) => {
        const number = integer(port['port']);
        const value = integer(port[key]);
        return number === undefined || value === undefined ? [] : [{ name: text(port['name']) ?? '', number, out: value }];
      }),
    );
  const out: ControllerEntry[] = [];
  if (type === 'LoadBalancer') {
    const web = describe('port');
    if (web.httpPort === undefined && web.httpsPort === undefined) return [];
    const addresses = records(dig(service, 'status', 'loadBalancer', 'ingress')).flatMap(
      (entry) => text(entry['ip']) ?? text(entry['hostname']) ?? [],
    );
    const state = addresses.length > 0 ? `has the address ${addresses.join(', ')}` : 'has no address yet';
    out.push({ way: 'LoadBalancer', addresses, ...web, via, evidence: `${name} of type LoadBalancer ${state}` });
  }
  const web = describe('nodePort');
  if (web.httpPort === undefined && web.httpsPort === undefined) return out;
  const local = dig(service, 'spec', 'externalTrafficPolicy') === 'Local';
  const { nodes } = detectNodes(snapshot);
  const serving = local ? nodes.filter((node) => carriers.some((workload) => nodesOfPods(workload).includes(node.name))) : nodes;
  const shown = [web.httpPort, web.httpsPort].filter((port) => port !== undefined).join(' and ');
  out.push({
    way: 'NodePort',
    addresses: addressesOfNodes(serving).addresses,
    ...web,
    via,
    evidence: `${name} holds the node ports ${shown}${local ? '; externalTrafficPolicy Local: only nodes with a ready pod answer' : ''}`,
  });
  return out;
}

/** Nodes on which a ready pod runs. */
function nodesOfPods(workload: FoundWorkload): string[] {
  return workload.pods.filter((pod) => conditionOf(pod, 'Ready') === 'yes').flatMap((pod) => text(dig(pod, 'spec', 'nodeName')) ?? []);
}

function hostEntries(snapshot: Snapshot, row: ControllerRow, workload: FoundWorkload): ControllerEntry[] {
  const hostNetwork = workload.podSpec['hostNetwork'] === true;
  const declared = records(workload.podSpec['containers'])
    .flatMap((container) => records(list(container['ports'])))
    .filter((port) => (port['protocol'] ?? 'TCP') === 'TCP')
    .flatMap((port) => {
      const number = integer(port['containerPort']);
      const out = integer(port['hostPort']) || (hostNetwork ? number : undefined);
      return number === undefined || !out ? [] : [{ name: text(port['name']) ?? '', number, out }];
    });
  const web: WebPorts = hostNetwork ? { ...flaggedPorts(row, workload), ...webPorts(declared) } : webPorts(declared);
  if (web.httpPort === undefined && web.httpsPort === undefined) return [];
  const way = hostNetwork ? 'hostNetwork' : 'hostPort';
  const { addresses, where } = addressesOfWorkload(snapshot, workload);
  const ports = [web.httpPort, web.httpsPort].filter((port) => port !== undefined).join(' and ');
  return [
    {
      way,
      addresses,
      ...web,
      via: workload.ref,
      evidence: `${workload.ref.kind} ${workload.namespace}/${workload.ref.name} listens on ${ports} of ${where} (${way})`,
    },
  ];
}

/** With the host's network a process takes ports that it need not declare: its flags, else their defaults. */
function flaggedPorts(row: ControllerRow, workload: FoundWorkload): WebPorts {
  if (!row.portFlags) return {};
  const port = (flag: string, fallback: number): number => Number(flagValue(workload.args, flag) || fallback);
  return { httpPort: port(row.portFlags.http, 80), httpsPort: port(row.portFlags.https, 443) };
}

function addressesOfWorkload(snapshot: Snapshot, workload: FoundWorkload): { addresses: string[]; where: string } {
  const names = nodesOfPods(workload);
  const { known, nodes } = detectNodes(snapshot);
  const on: NodeFact[] = nodes.filter((node) => names.includes(node.name));
  if (on.length > 0) return { addresses: addressesOfNodes(on).addresses, where: `nodes ${on.map((node) => node.name).join(', ')}` };
  if (names.length > 0) {
    // Nodes may be unreadable while pods tell the address of theirs.
    const ips = workload.pods.flatMap((pod) => text(dig(pod, 'status', 'hostIP')) ?? []);
    return { addresses: [...new Set(ips)], where: `nodes ${names.join(', ')}` };
  }
  if (workload.pods.length > 0 || known !== 'yes') return { addresses: [], where: 'nodes that were not read' };
  const eligible = eligibleNodes(snapshot, workload.podSpec, { daemonSet: workload.ref.kind === 'DaemonSet' });
  if (workload.ref.kind !== 'DaemonSet') return { addresses: [], where: 'the node of its pod' };
  return { addresses: addressesOfNodes(eligible.nodes).addresses, where: `nodes ${eligible.nodes.map((node) => node.name).join(', ')}` };
}

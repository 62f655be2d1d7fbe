import { namespaceOf, objectsOf } from '../detect/coverage.js';
import { addressesOfNodes, detectNodes } from '../detect/nodes.js';
import { dig, integer, records, text, texts } from '../detect/read.js';
import type { Protocol } from '../model/exposure.js';
import type { ExposedRow } from '../model/exposed.js';
import { refOf, type KubeObject } from '../model/kube.js';
import type { EntryPoint } from '../model/plan.js';
import type { Snapshot } from '../model/snapshot.js';
import type { Strategy } from '../model/strategy-id.js';
import type { BackendIndex } from './backends.js';
import { ownedBy, reachOfAddresses, tlsOf, widest, worst } from './row.js';

type Facts = Pick<EntryPoint, 'strategy' | 'reach' | 'addresses' | 'addressSource'>;

/** Services that let traffic in by themselves: node ports, load balancers, external addresses. */
export function serviceRows(snapshot: Snapshot, backends: BackendIndex): ExposedRow[] {
  return objectsOf(snapshot, '', 'Service').flatMap((service) => {
    const entryPoints = entryPointsOf(snapshot, service);
    if (entryPoints.length === 0) return [];
    const backend = backends.ofService(service);
    const strategy = entryPoints[0]?.strategy ?? 'ClusterIP';
    const pending = strategy === 'LoadBalancer' && entryPoints.every(({ addresses }) => addresses.length === 0);
    const namespace = namespaceOf(snapshot, service);
    return [
      {
        namespace,
        workloads: backend.workloads,
        strategy,
        via: { ...refOf(service), namespace },
        entryPoints,
        reach: widest(entryPoints.map(({ reach }) => reach)),
        tls: tlsOf(entryPoints),
        verdict: worst([backend.verdict, pending ? 'broken' : 'ok']),
        evidence: [...(pending ? ['no address was assigned (pending)'] : []), backend.evidence],
        ...ownedBy(service),
      },
    ];
  });
}

function entryPointsOf(snapshot: Snapshot, service: KubeObject): EntryPoint[] {
  const namespace = namespaceOf(snapshot, service);
  const name = `Service ${namespace}/${service.metadata.name}`;
  const type = text(dig(service, 'spec', 'type')) ?? 'ClusterIP';
  const out: EntryPoint[] = [];
  if (type === 'LoadBalancer') {
    const addresses = records(dig(service, 'status', 'loadBalancer', 'ingress')).flatMap(
      (entry) => text(entry['ip']) ?? text(entry['hostname']) ?? [],
    );
    const addressSource = `status.loadBalancer.ingress of ${name}`;
    out.push(...perPort(service, 'port', { strategy: 'LoadBalancer', reach: reachOfAddresses(addresses), addresses, addressSource }));
  }
  if (type === 'NodePort') {
    const { addresses, reach } = addressesOfNodes(detectNodes(snapshot).nodes);
    out.push(...perPort(service, 'nodePort', { strategy: 'NodePort', reach, addresses, addressSource: 'any node' }));
  }
  const external = texts(dig(service, 'spec', 'externalIPs'));
  if (external.length > 0) {
    const strategy: Strategy = type === 'LoadBalancer' || type === 'NodePort' ? type : 'ClusterIP';
    out.push(
      ...perPort(service, 'port', {
        strategy,
        reach: reachOfAddresses(external),
        addresses: external,
        addressSource: `spec.externalIPs of ${name}`,
      }),
    );
  }
  return out;
}

function perPort(service: KubeObject, numberField: 'port' | 'nodePort', facts: Facts): EntryPoint[] {
  return records(dig(service, 'spec', 'ports')).flatMap((port): EntryPoint[] => {
    const number = integer(port[numberField]);
    if (number === undefined) return [];
    const protocol: Protocol = port['protocol'] === 'UDP' || port['protocol'] === 'SCTP' ? port['protocol'] : 'TCP';
    const portName = text(port['name']);
    return [
      {
        ...facts,
        protocol,
        scheme: schemeOf(port, protocol),
        port: number,
        via: { ...refOf(service) },
        ...(portName === undefined ? {} : { portName }),
      },
    ];
  });
}

/** The scheme by appProtocol and the name of the port; a number alone tells nothing. */
function schemeOf(port: Record<string, unknown>, protocol: Protocol): EntryPoint['scheme'] {
  if (protocol !== 'TCP') return protocol === 'UDP' ? 'udp' : 'sctp';
  const hint = (text(port['appProtocol']) ?? text(port['name']) ?? '').toLowerCase();
  if (/^(https|wss|kubernetes\.io\/wss)\b/.test(hint)) return 'https';
  if (/^(http|http2|h2c|web|ws|kubernetes\.io\/(ws|h2c))(\b|-)/.test(hint)) return 'http';
  if (/^grpcs\b/.test(hint)) return 'grpcs';
  return /^grpc\b/.test(hint) ? 'grpc' : 'tcp';
}

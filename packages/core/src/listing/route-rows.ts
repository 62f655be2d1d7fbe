import { namespaceOf, objectsOf } from '../detect/coverage.js';
import type { GatewayFact, GatewaysFact, ListenerFact, RouteKind } from '../detect/facts.js';
import { detectGateways, hostsMeet } from '../detect/gateways.js';
import { dig, integer, records, text, texts } from '../detect/read.js';
import type { ExposedRow } from '../model/exposed.js';
import type { Verdict } from '../model/finding.js';
import { refOf, type KubeObject } from '../model/kube.js';
import type { EntryPoint } from '../model/plan.js';
import type { Snapshot } from '../model/snapshot.js';
import type { BackendIndex } from './backends.js';
import { joinBackends, ownedBy, reachOfAddresses, tlsOf, widest, worst } from './row.js';

const GROUP = 'gateway.networking.k8s.io';
const KINDS: readonly RouteKind[] = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];

/** Routes of the Gateway API, with the addresses of the Gateways to which they attach. */
export function routeRows(snapshot: Snapshot, backends: BackendIndex): ExposedRow[] {
  const gateways = detectGateways(snapshot);
  return KINDS.flatMap((kind) => objectsOf(snapshot, GROUP, kind).map((route) => routeRow(snapshot, backends, gateways, kind, route)));
}

function routeRow(snapshot: Snapshot, backends: BackendIndex, gateways: GatewaysFact, kind: RouteKind, route: KubeObject): ExposedRow {
  const namespace = namespaceOf(snapshot, route);
  const parents = records(dig(route, 'spec', 'parentRefs')).map((parent) => attach(gateways, namespace, route, parent));
  const entryPoints = parents.flatMap(({ gateway, listeners }) =>
    gateway ? listeners.flatMap((listener) => entryPointsOf(namespace, kind, route, gateway, listener)) : [],
  );
  const joined = joinBackends(
    backendRefs(route).map(({ name, namespace: where = namespace }) => {
      const found = backends.ofName(where, name);
      if (found === 'unknown') return { workloads: [], verdict: 'unknown', evidence: `Service ${where}/${name} was not read` };
      return found ?? { workloads: [], verdict: 'broken', evidence: `Service ${where}/${name} does not exist` };
    }),
  );
  return {
    namespace,
    workloads: joined.workloads,
    strategy: 'Gateway',
    via: { ...refOf(route), namespace },
    entryPoints,
    reach: widest(entryPoints.map(({ reach }) => reach)),
    tls: tlsOf(entryPoints),
    verdict: worst([...parents.map(({ verdict }) => verdict), joined.verdict]),
    evidence: [...parents.map(({ evidence }) => evidence), ...joined.evidence],
    ...ownedBy(route),
  };
}

interface Attachment {
  gateway?: GatewayFact;
  listeners: ListenerFact[];
  verdict: Verdict;
  evidence: string;
}

function attach(gateways: GatewaysFact, namespace: string, route: KubeObject, parent: Record<string, unknown>): Attachment {
  const where = text(parent['namespace']) ?? namespace;
  const name = text(parent['name']) ?? '';
  const title = `Gateway ${where}/${name}`;
  const gateway = gateways.gateways.find(({ ref }) => ref.namespace === where && ref.name === name);
  if (!gateway) {
    if (gateways.known === 'yes') return { listeners: [], verdict: 'broken', evidence: `${title} does not exist` };
    return { listeners: [], verdict: 'unknown', evidence: `${title} was not read` };
  }
  const section = text(parent['sectionName']);
  const port = integer(parent['port']);
  const hosts = texts(dig(route, 'spec', 'hostnames'));
  const listeners = gateway.listeners.filter(
    (listener) =>
      (section === undefined || listener.name === section) &&
      (port === undefined || listener.port === port) &&
      (hosts.length === 0 || listener.hostname === undefined || hosts.some((host) => hostsMeet(host, listener.hostname ?? ''))),
  );
  const accepted = acceptance(route, where, name, namespace);
  return { gateway, listeners, ...accepted, evidence: `${title} ${accepted.evidence}` };
}

/** What the Gateway's controller wrote of this route: Accepted and ResolvedRefs. */
function acceptance(route: KubeObject, where: string, name: string, namespace: string): { verdict: Verdict; evidence: string } {
  const parents = records(dig(route, 'status', 'parents')).filter((entry) => {
    const ref = dig(entry, 'parentRef');
    return dig(ref, 'name') === name && (text(dig(ref, 'namespace')) ?? namespace) === where;
  });
  const conditions = parents
    .flatMap((entry) => records(entry['conditions']))
    .filter(({ type }) => type === 'Accepted' || type === 'ResolvedRefs');
  const refused = conditions.find(({ status }) => status === 'False');
  if (refused) return { verdict: 'broken', evidence: `says ${String(refused['type'])}=False (${text(refused['reason']) ?? 'no reason'})` };
  const accepted = conditions.some(({ type, status }) => type === 'Accepted' && status === 'True');
  return accepted ? { verdict: 'ok', evidence: 'accepted it' } : { verdict: 'unknown', evidence: 'has not said whether it accepts it' };
}

function entryPointsOf(namespace: string, kind: RouteKind, route: KubeObject, gateway: GatewayFact, listener: ListenerFact): EntryPoint[] {
  const wanted = texts(dig(route, 'spec', 'hostnames'));
  const hosts = wanted.length > 0 ? wanted : listener.hostname === undefined ? [undefined] : [listener.hostname];
  const paths = kind === 'HTTPRoute' ? httpPaths(route) : [undefined];
  return hosts.flatMap((host) =>
    paths.map((path) => ({
      strategy: 'Gateway',
      reach: reachOfAddresses(gateway.addresses),
      protocol: kind === 'UDPRoute' ? 'UDP' : 'TCP',
      scheme: schemeOf(kind, listener),
      addresses: gateway.addresses,
      addressSource: `status.addresses of Gateway ${gateway.ref.namespace}/${gateway.ref.name}`,
      port: listener.port,
      ...(host === undefined ? {} : { host }),
      ...(path === undefined ? {} : { path }),
      via: { ...refOf(route), namespace },
    })),
  );
}

function schemeOf(kind: RouteKind, listener: ListenerFact): EntryPoint['scheme'] {
  const secure = listener.protocol === 'HTTPS' || (listener.protocol === 'TLS' && listener.tlsMode === 'Terminate');
  switch (kind) {
    case 'HTTPRoute':
      return secure ? 'https' : 'http';
    case 'GRPCRoute':
      return secure ? 'grpcs' : 'grpc';
    case 'TLSRoute':
      return 'tls';
    case 'TCPRoute':
      return listener.protocol === 'TLS' ? 'tls' : 'tcp';
    case 'UDPRoute':
      return 'udp';
  }
}

function httpPaths(route: KubeObject): string[] {
  const paths = records(dig(route, 'spec', 'rules')).flatMap((rule) => {
    const matches = records(rule['matches']);
    return matches.length > 0 ? matches.map((match) => text(dig(match, 'path', 'value')) ?? '/') : ['/'];
  });
  return paths.length > 0 ? [...new Set(paths)] : ['/'];
}

function backendRefs(route: KubeObject): { name: string; namespace?: string }[] {
  return records(dig(route, 'spec', 'rules')).flatMap((rule) =>
    records(rule['backendRefs']).flatMap((ref) => {
      const name = text(ref['name']);
      const namespace = text(ref['namespace']);
      if (name === undefined || (text(ref['kind']) ?? 'Service') !== 'Service') return [];
      return [{ name, ...(namespace === undefined ? {} : { namespace }) }];
    }),
  );
}

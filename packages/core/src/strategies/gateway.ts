import type { EntryPoint } from '../model/plan.js';
import { refOf, type KubeObject } from '../model/kube.js';
import { findObject } from '../detect/coverage.js';
import type { GatewaysFact, ListenerFact, RouteKind } from '../detect/facts.js';
import { detectGateways } from '../detect/gateways.js';
import { refuseAllowList } from './access.js';
import { reachOf } from './addresses.js';
import { metaFor, refFor, type PlanContext } from './context.js';
import { findParent, type Parent, type ParentNeeds } from './gateway-parent.js';
import { gatewayAppProtocol, isHttpRoute, refuseOptions, routeKind, rulesOf, unusedByKind } from './gateway-route.js';
import { numberOf } from './ingress.js';
import { isMarked } from './marks.js';
import { objectName } from './names.js';
import { leaveOpen, note, require } from './notes.js';
import { isSet } from './requirements.js';
import { pathToTry, resolvePaths, routedPorts, type ResolvedPath } from './route-ports.js';
import { stableService } from './service.js';
import type { StrategyDefinition, StrategyDraft } from './strategy.js';
import { certificateFields, checkCertificate, resolveTls, type ResolvedTls } from './tls.js';

/** Host names, paths and ports behind a Gateway: a route, the stable ClusterIP Service, and a Gateway when asked for. */
export const gateway: StrategyDefinition = { id: 'Gateway', draft };

const GROUP = 'gateway.networking.k8s.io';

function draft(context: PlanContext): StrategyDraft {
  const { spec, snapshot, notes } = context;
  const hosts = spec.hosts ?? [];
  const gateways = detectGateways(snapshot);
  const paths = resolvePaths(context);
  const routed = routedPorts(paths);
  const tls = resolveTls(context);
  const kind = routeKind(context, paths, tls, (candidate) => snapshot.server === 'unknown' || gateways.versions[candidate] !== undefined);
  const redirect = isHttpRoute(kind) && spec.tls?.redirect === true;
  refuseAllowList(context, 'Gateway', 'has no allow-list in the Gateway API');
  refuseOptions(context, kind, paths);
  checkServed(context, gateways, kind);
  if (kind === 'TLSRoute' && hosts.length === 0)
    note(notes, 'EP162', { message: 'TLS that passes through is routed by its host name', field: 'spec.hosts' });
  const needs: ParentNeeds = {
    routeKind: kind,
    hosts,
    tls: isHttpRoute(kind) || tls?.mode === 'passthrough' ? tls : undefined,
    port: routed[0],
    redirect,
  };
  const parent: Parent = gateways.served === 'no' ? { kind: 'none' } : findParent(context, gateways, needs);
  const appProtocol = gatewayAppProtocol(context);
  const backend = stableService(context, {
    ports: routed,
    sameNumbers: false,
    ...(appProtocol === undefined ? {} : { appProtocol: () => appProtocol }),
  });
  const name = objectName(context.name);
  checkRouteName(context, kind, name);
  const own = parent.kind === 'create' ? buildGateway(context, parent.className, needs, tls) : undefined;
  if (own && tls?.mode === 'terminate') checkCertificate(context, tls);
  const listeners = own ? own.listeners : parent.kind === 'existing' ? parent.listeners : [];
  if (isHttpRoute(kind) && hosts.length === 0 && !listeners.some(({ hostname }) => hostname !== undefined)) {
    note(notes, 'EP320', { message: 'no host was asked for: the route answers for every name of its Gateway', field: 'spec.hosts' });
  }
  const version = gateways.versions[kind] ?? `${GROUP}/v1`;
  const main = own && tls?.mode === 'terminate' && isHttpRoute(kind) ? own.listeners.filter(({ protocol }) => protocol === 'HTTPS') : [];
  const parentRefs = parentRefsOf(context, parent, name, main);
  const backendRef = (path: ResolvedPath): Record<string, unknown> => ({
    name: backend.ref.name,
    port: numberOf(context, backend, path.port),
  });
  const route: KubeObject = {
    apiVersion: version,
    kind,
    metadata: metaFor(context, name, spec.annotations ?? {}),
    spec: {
      parentRefs,
      ...(hosts.length > 0 && kind !== 'TCPRoute' && kind !== 'UDPRoute' ? { hostnames: [...hosts] } : {}),
      rules: rulesOf(kind, paths, backendRef),
    },
  };
  const redirectRoute = redirect ? buildRedirect(context, gateways, parent, hosts, name) : undefined;
  const isOurs = own !== undefined && tls?.mode === 'terminate';
  const certificate = isOurs ? [] : certificateFields.filter((path) => isCertificateSet(context, path));
  // Without a mode they still say that TLS is wanted.
  const unused = [...unusedByKind(context, kind), ...(spec.tls?.mode === undefined ? [] : certificate)];
  if (certificate.length > 0 && kind !== 'TLSRoute') {
    note(notes, 'EP325', {
      message: 'the certificate belongs to a listener of the Gateway, which is not part of this Exposure',
      field: 'spec.tls',
    });
  }
  const { entryPoints, reach } = entriesOf(context, {
    parent,
    own: own?.object,
    listeners: main.length > 0 ? main : listeners,
    kind,
    paths,
    name,
    version,
  });
  return {
    objects: [...(backend.object ? [backend.object] : []), ...(own ? [own.object] : []), route, ...(redirectRoute ? [redirectRoute] : [])],
    ...(isOurs && tls?.selfSigned && tls.secretName !== undefined ? { tls: { secretName: tls.secretName, hosts: [...hosts] } } : {}),
    reuses: [...(backend.object ? [] : [backend.ref]), ...(parent.kind === 'existing' && parent.fact ? [parent.fact.ref] : [])],
    entryPoints,
    reach,
    exposed: routed,
    unused,
    filled: { paths: paths.map(({ port, ...path }) => ({ ...path, ...(port ? { port: port.name ?? port.port } : {}) })) },
  };
}

function isCertificateSet({ spec }: PlanContext, path: string): boolean {
  const tls = spec.tls ?? {};
  return isSet(path === 'tls.secretName' ? tls.secretName : path === 'tls.issuer' ? tls.issuer : tls.selfSigned);
}

function checkServed({ snapshot, notes }: PlanContext, { served, versions, evidence }: GatewaysFact, kind: RouteKind): void {
  if (served === 'no') require(notes, 'EP211', 'broken', evidence.join('; '), { field: 'spec.strategy' });
  else if (snapshot.server !== 'unknown' && versions[kind] === undefined) {
    require(notes, 'EP225', 'broken', `the cluster does not serve ${kind}`, { field: 'spec.strategy' });
  } else if (versions[kind] === undefined)
    leaveOpen(notes, 'EP225', `whether ${kind} is served, and in which version`, 'the served APIs were not read');
  else require(notes, 'EP225', 'ok', `${kind} is served as ${versions[kind]}`);
}

function checkRouteName({ snapshot, namespace, name, notes }: PlanContext, kind: RouteKind, wanted: string): void {
  const existing = findObject(snapshot, GROUP, kind, wanted, namespace);
  if (existing && !isMarked(existing, name)) {
    require(notes, 'EP201', 'broken', `${kind} ${wanted} exists already and is not part of Exposure ${name}`, { object: refOf(existing) });
  }
}

function parentRefsOf(context: PlanContext, parent: Parent, own: string, main: readonly ListenerFact[]): Record<string, unknown>[] {
  if (parent.kind === 'none') return [];
  if (parent.kind === 'create') return main.length > 0 ? main.map(({ name }) => ({ name: own, sectionName: name })) : [{ name: own }];
  const { name, namespace, sectionName } = parent;
  return [{ name, ...(namespace === context.namespace ? {} : { namespace }), ...(sectionName === undefined ? {} : { sectionName }) }];
}

/** A Gateway of our own, with one HTTPS listener for each host where TLS ends, as certificates are made for hosts. */
function buildGateway(
  context: PlanContext,
  className: string,
  needs: ParentNeeds,
  tls: ResolvedTls | undefined,
): { object: KubeObject; listeners: ListenerFact[] } {
  const listeners = listenersOf(needs, tls);
  const annotations = isHttpRoute(needs.routeKind) ? tls?.annotations : undefined;
  const certificate = tls?.secretName === undefined ? {} : { certificateRefs: [{ name: tls.secretName }] };
  const object: KubeObject = {
    apiVersion: `${GROUP}/v1`,
    kind: 'Gateway',
    metadata: metaFor(context, objectName(context.name), annotations),
    spec: {
      gatewayClassName: className,
      listeners: listeners.map(({ name, protocol, port, hostname, tlsMode }) => ({
        name,
        protocol,
        port,
        ...(hostname === undefined ? {} : { hostname }),
        ...(tlsMode === undefined ? {} : { tls: { mode: tlsMode, ...(tlsMode === 'Terminate' ? certificate : {}) } }),
      })),
    },
  };
  return { object, listeners };
}

function listenersOf({ routeKind: kind, hosts, tls, port, redirect }: ParentNeeds, resolved: ResolvedTls | undefined): ListenerFact[] {
  const base = { kinds: [kind], from: 'Same', programmed: 'unknown' } as const;
  const named = (prefix: string, protocol: string, number: number, tlsMode: string): ListenerFact[] => {
    const names = hosts.length > 0 ? hosts : [undefined];
    return names.map((hostname, index) => ({
      ...base,
      kinds: [kind],
      name: index === 0 ? prefix : `${prefix}-${index + 1}`,
      protocol,
      port: number,
      ...(hostname === undefined ? {} : { hostname }),
      tlsMode,
    }));
  };
  if (kind === 'TLSRoute') return named('tls', 'TLS', 443, 'Passthrough');
  if (kind === 'TCPRoute' || kind === 'UDPRoute') {
    const protocol = kind === 'TCPRoute' ? 'TCP' : 'UDP';
    return [{ ...base, kinds: [kind], name: protocol.toLowerCase(), protocol, port: port?.port ?? 0 }];
  }
  const plain: ListenerFact = { ...base, kinds: [kind], name: 'http', protocol: 'HTTP', port: 80 };
  if (tls?.mode !== 'terminate' || !resolved) return [plain];
  return [...(redirect ? [plain] : []), ...named('https', 'HTTPS', 443, 'Terminate')];
}

/** A route on the plain listener that answers with a redirect to HTTPS. */
function buildRedirect(
  context: PlanContext,
  { versions }: GatewaysFact,
  parent: Parent,
  hosts: readonly string[],
  own: string,
): KubeObject | undefined {
  const ref =
    parent.kind === 'create'
      ? { name: own, sectionName: 'http' }
      : parent.kind === 'existing' && parent.redirect
        ? {
            name: parent.name,
            ...(parent.namespace === context.namespace ? {} : { namespace: parent.namespace }),
            sectionName: parent.redirect.name,
          }
        : undefined;
  if (!ref) return undefined;
  return {
    apiVersion: versions['HTTPRoute'] ?? `${GROUP}/v1`,
    kind: 'HTTPRoute',
    metadata: metaFor(context, objectName(context.name, '-redirect')),
    spec: {
      parentRefs: [ref],
      ...(hosts.length > 0 ? { hostnames: [...hosts] } : {}),
      // 301 stands in the standard channel since 1.0; 308 only since 1.5.
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    },
  };
}

interface EntryParts {
  parent: Parent;
  /** The Gateway that is created. */
  own: KubeObject | undefined;
  listeners: readonly ListenerFact[];
  kind: RouteKind;
  paths: readonly ResolvedPath[];
  name: string;
  version: string;
}

const schemes: Readonly<Record<string, EntryPoint['scheme']>> = { HTTP: 'http', HTTPS: 'https', TLS: 'tls', TCP: 'tcp', UDP: 'udp' };

function entriesOf(
  context: PlanContext,
  { parent, own, listeners, kind, paths, name, version }: EntryParts,
): Pick<StrategyDraft, 'entryPoints' | 'reach'> {
  const { spec, snapshot, namespace } = context;
  const live = own ? detectGateways(snapshot).gateways.find(({ ref }) => ref.name === name && ref.namespace === namespace) : undefined;
  const fact = parent.kind === 'existing' ? parent.fact : live;
  const addresses = fact?.addresses ?? [];
  const reach = reachOf(addresses);
  const at = parent.kind === 'existing' ? `${parent.namespace}/${parent.name}` : `${namespace}/${name}`;
  const isByHost = isHttpRoute(kind) || kind === 'TLSRoute';
  const hosts: (string | undefined)[] = isByHost && spec.hosts && spec.hosts.length > 0 ? spec.hosts : [undefined];
  const tried = isHttpRoute(kind) ? paths : paths.slice(0, 1);
  const places: (ListenerFact | undefined)[] = listeners.length > 0 ? [...listeners] : [undefined];
  const entryPoints = places.flatMap((listener) =>
    hosts
      .filter(
        (host) =>
          host === undefined || listener?.hostname === undefined || listener.hostname === host || listener.hostname.startsWith('*.'),
      )
      .flatMap((host) =>
        tried.map((path): EntryPoint => {
          const plain = kind === 'UDPRoute' ? 'udp' : kind === 'TCPRoute' ? 'tcp' : kind === 'TLSRoute' ? 'tls' : 'http';
          const scheme = listener ? (schemes[listener.protocol] ?? plain) : plain;
          return {
            strategy: 'Gateway',
            reach,
            protocol: kind === 'UDPRoute' ? 'UDP' : 'TCP',
            scheme: kind === 'GRPCRoute' ? (scheme === 'https' ? 'grpcs' : 'grpc') : scheme,
            addresses,
            addressSource: `status.addresses of Gateway ${at}`,
            ...(listener ? { port: listener.port } : {}),
            ...(host === undefined ? {} : { host }),
            ...(isHttpRoute(kind) ? { path: pathToTry(path) } : {}),
            via: refFor(context, version, kind, name),
            ...(path.port?.name === undefined ? {} : { portName: path.port.name }),
          };
        }),
      ),
  );
  return { entryPoints, reach };
}

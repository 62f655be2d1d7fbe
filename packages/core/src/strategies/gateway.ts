import type { EntryPoint } from '../model/plan.js';
import { httpRules } from '../controllers/carriers/http-route.js';
import type { RouteRequest } from '../controllers/dialect.js';
import { refOf, type KubeObject } from '../model/kube.js';
import { findObject } from '../detect/coverage.js';
import type { GatewaysFact, ListenerFact, RouteKind } from '../detect/facts.js';
import { detectGateways } from '../detect/gateways.js';
import { reachOf } from './addresses.js';
import { metaFor, refFor, type PlanContext } from './context.js';
import { buildRedirect, ownListeners, parentRefsOf } from './gateway-objects.js';
import { checkGatewayVersion, checkGrpcPaths, chooseImplementation, encodeForGateway } from './gateway-dialect.js';
import { findParent, type Parent, type ParentNeeds } from './gateway-parent.js';
import { gatewayAppProtocol, isHttpRoute, routeKind, unusedByKind } from './gateway-route.js';
import { numberOf } from './ingress.js';
import { isMarked } from './marks.js';
import { objectName } from './names.js';
import { leaveOpen, note, require } from './notes.js';
import { isSet } from './requirements.js';
import { besideRoute, checkServices } from './route-objects.js';
import { pathToTry, resolvePaths, routedPorts, type ResolvedPath } from './route-ports.js';
import { checkHttpRoutes } from './route-rivals.js';
import { stableService } from './service.js';
import type { StrategyDefinition, StrategyDraft } from './strategy.js';
import { certificateFields, checkCertificate, resolveTls } from './tls.js';

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
  checkGrpcPaths(context, kind, paths);
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
  const chosen = chooseImplementation(context, gateways, parent);
  const appProtocol = gatewayAppProtocol(context);
  const name = objectName(context.name);
  const request = routeRequest(context, name, paths);
  const backend = stableService(context, {
    ports: routed,
    sameNumbers: false,
    ...(appProtocol === undefined ? {} : { appProtocol: () => appProtocol }),
  });
  const backends = paths.map((path) => ({ name: backend.ref.name, port: numberOf(context, backend, path.port) }));
  const encoded = encodeForGateway(context, kind, chosen, {
    ...request,
    ...(backends[0] ? { service: backends[0] } : {}),
    paths: request.paths.map((path, index) => ({ ...path, ...(backends[index] ? { port: backends[index].port } : {}) })),
  });
  checkGatewayVersion(context, gateways, encoded);
  const beside = besideRoute(context, encoded.objects, 'spec.gateway.controller');
  checkServices(context);
  checkRouteName(context, kind, name);
  if (kind === 'HTTPRoute' && (parent.kind === 'existing' || parent.kind === 'extend'))
    checkHttpRoutes(context, parent, { hosts, paths: encoded.paths.map(({ path }) => path) });
  const own = ownListeners(context, gateways, parent, needs, tls);
  if (own && tls?.mode === 'terminate' && isHttpRoute(kind)) checkCertificate(context, tls);
  const listeners = own ? own.listeners : parent.kind === 'existing' ? parent.listeners : [];
  if (isHttpRoute(kind) && hosts.length === 0 && !listeners.some(({ hostname }) => hostname !== undefined)) {
    note(notes, 'EP320', { message: 'no host was asked for: the route answers for every name of its Gateway', field: 'spec.hosts' });
  }
  const version = gateways.versions[kind] ?? `${GROUP}/v1`;
  const main = own && tls?.mode === 'terminate' && isHttpRoute(kind) ? own.listeners.filter(({ protocol }) => protocol === 'HTTPS') : [];
  const parentRefs = parentRefsOf(context, parent, main);
  const route: KubeObject = {
    apiVersion: version,
    kind,
    metadata: metaFor(context, name, { ...encoded.annotations, ...spec.annotations }),
    spec: {
      parentRefs,
      ...(hosts.length > 0 && kind !== 'TCPRoute' && kind !== 'UDPRoute' ? { hostnames: [...hosts] } : {}),
      rules: isHttpRoute(kind) ? httpRules(encoded.paths, backends, kind === 'HTTPRoute') : [{ backendRefs: backends.slice(0, 1) }],
    },
  };
  const redirectRoute = redirect ? buildRedirect(context, gateways, parent, hosts) : undefined;
  const isOurs = own !== undefined && tls?.mode === 'terminate' && isHttpRoute(kind);
  const certificate = isOurs || !isHttpRoute(kind) ? [] : certificateFields.filter((path) => isCertificateSet(context, path));
  // Without a mode they still say that TLS is wanted.
  const unused = [...unusedByKind(context, kind), ...(spec.tls?.mode === undefined ? [] : certificate)];
  if (certificate.length > 0) {
    note(notes, 'EP325', {
      message: 'the certificate belongs to a listener of the Gateway, which is not part of this Exposure',
      field: 'spec.tls',
    });
  }
  const { entryPoints, reach } = entriesOf(context, {
    parent,
    listeners: main.length > 0 ? main : listeners,
    kind,
    paths,
    name,
    version,
  });
  return {
    objects: [
      ...(backend.object ? [backend.object] : []),
      ...(own ? [own.object] : []),
      ...beside,
      route,
      ...(redirectRoute ? [redirectRoute] : []),
    ],
    ...(isOurs && tls?.selfSigned && tls.secretName !== undefined ? { tls: { secretName: tls.secretName, hosts: [...hosts] } } : {}),
    reuses: [
      ...(backend.object ? [] : [backend.ref]),
      ...((parent.kind === 'existing' || parent.kind === 'extend') && parent.fact ? [parent.fact.ref] : []),
    ],
    entryPoints,
    reach,
    exposed: routed,
    unused,
    filled: {
      paths: paths.map(({ port, ...path }) => ({ ...path, ...(port ? { port: port.name ?? port.port } : {}) })),
      ...(chosen.dialect === 'gateway-api' ? {} : { gateway: { ...spec.gateway, controller: chosen.dialect } }),
    },
  };
}

function routeRequest({ spec, namespace }: PlanContext, name: string, paths: readonly ResolvedPath[]): RouteRequest {
  return {
    name,
    namespace,
    hosts: spec.hosts ?? [],
    paths: paths.map(({ path, type, rewrite }) => ({ path, type, ...(rewrite === undefined ? {} : { rewrite }) })),
    ...(spec.access?.allowFrom ? { allowFrom: spec.access.allowFrom } : {}),
    ...(spec.options ? { options: spec.options } : {}),
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

interface EntryParts {
  parent: Parent;
  listeners: readonly ListenerFact[];
  kind: RouteKind;
  paths: readonly ResolvedPath[];
  name: string;
  version: string;
}

const schemes: Readonly<Record<string, EntryPoint['scheme']>> = { HTTP: 'http', HTTPS: 'https', TLS: 'tls', TCP: 'tcp', UDP: 'udp' };

function entriesOf(
  context: PlanContext,
  { parent, listeners, kind, paths, name, version }: EntryParts,
): Pick<StrategyDraft, 'entryPoints' | 'reach'> {
  const { spec, snapshot, namespace } = context;
  const live =
    parent.kind === 'create'
      ? detectGateways(snapshot).gateways.find(({ ref }) => ref.name === name && ref.namespace === namespace)
      : undefined;
  const fact = parent.kind === 'existing' || parent.kind === 'extend' ? parent.fact : live;
  const addresses = fact?.addresses ?? [];
  const reach = reachOf(addresses);
  const at = parent.kind === 'existing' || parent.kind === 'extend' ? `${parent.namespace}/${parent.name}` : `${namespace}/${name}`;
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

import { controllerOfGatewayClass } from '../controllers/registry.js';
import { refOf, type KubeObject } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';
import { servedVersions } from './apis.js';
import { canSayNone, describeGap, findObject, namespaceOf, objectsOf } from './coverage.js';
import type { GatewayClassFact, GatewayFact, GatewaysFact, Known, ListenerFact, RouteKind } from './facts.js';
import { conditionOf } from './nodes.js';
import { dig, integer, labelSelectorMatches, record, records, text, textMap } from './read.js';
import { once } from './once.js';

const GROUP = 'gateway.networking.k8s.io';
const KINDS = [
  'Gateway',
  'GatewayClass',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
  'ReferenceGrant',
  'ListenerSet',
  'BackendTLSPolicy',
];

/** Kinds of routes that a listener takes unless it names others (Gateway API v1, Listener.allowedRoutes.kinds). */
const KINDS_OF_PROTOCOL: Readonly<Record<string, readonly RouteKind[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute'],
};

/** What the cluster knows of the Gateway API: versions served, classes, Gateways with their listeners and addresses. */
export const detectGateways: (snapshot: Snapshot) => GatewaysFact = once(readGateways);

function readGateways(snapshot: Snapshot): GatewaysFact {
  const evidence: string[] = [];
  const versions: Record<string, string> = {};
  let served: Known = 'unknown';
  for (const kind of KINDS) {
    const found = servedVersions(snapshot, GROUP, kind);
    if (found === 'unknown') continue;
    if (found[0] !== undefined) versions[kind] = `${GROUP}/${found[0]}`;
    if (kind === 'HTTPRoute') served = found.length > 0 ? 'yes' : 'no';
  }
  if (served === 'no') evidence.push('the cluster does not serve HTTPRoute: the Gateway API is not installed');
  const classes = objectsOf(snapshot, GROUP, 'GatewayClass').map(readClass);
  const known = canSayNone(snapshot, `gateways.${GROUP}`);
  const gateways = objectsOf(snapshot, GROUP, 'Gateway').map((gateway) => readGateway(snapshot, gateway, classes));
  if (!known && served !== 'no') evidence.push(describeGap(snapshot, `gateways.${GROUP}`));
  return { served, versions, known: known || served === 'no' ? 'yes' : 'unknown', gateways, classes, evidence };
}

function readClass(object: KubeObject): GatewayClassFact {
  const controllerName = text(dig(object, 'spec', 'controllerName')) ?? '';
  const row = controllerOfGatewayClass(controllerName);
  return {
    name: object.metadata.name ?? '',
    controllerName,
    ...(row ? { controller: row.id } : {}),
    accepted: conditionOf(object, 'Accepted'),
  };
}

function readGateway(snapshot: Snapshot, gateway: KubeObject, classes: readonly GatewayClassFact[]): GatewayFact {
  const className = text(dig(gateway, 'spec', 'gatewayClassName')) ?? '';
  const cls = classes.find((entry) => entry.name === className);
  const programmed = conditionOf(gateway, 'Programmed');
  const addresses = records(dig(gateway, 'status', 'addresses')).flatMap((entry) => text(entry['value']) ?? []);
  const ref = { ...refOf(gateway), namespace: namespaceOf(snapshot, gateway) };
  const name = `Gateway ${ref.namespace}/${ref.name}`;
  return {
    gateway,
    ref,
    className,
    ...(cls ? { controllerName: cls.controllerName } : {}),
    ...(cls?.controller === undefined ? {} : { controller: cls.controller }),
    programmed,
    addresses,
    listeners: records(dig(gateway, 'spec', 'listeners')).map((listener) => readListener(gateway, listener)),
    evidence: [
      programmed === 'yes'
        ? `${name} is Programmed`
        : programmed === 'no'
          ? `${name} is not Programmed${reasonOf(gateway)}`
          : `${name} has no condition Programmed`,
      addresses.length > 0 ? `${name} has the address ${addresses.join(', ')}` : `${name} has no address`,
    ],
  };
}

function reasonOf(object: KubeObject): string {
  const condition = records(dig(object, 'status', 'conditions')).find((entry) => entry['type'] === 'Programmed');
  const reason = text(condition?.['reason']);
  return reason === undefined ? '' : ` (${reason})`;
}

function readListener(gateway: KubeObject, listener: Record<string, unknown>): ListenerFact {
  const name = text(listener['name']) ?? '';
  const protocol = text(listener['protocol']) ?? '';
  const hostname = text(listener['hostname']);
  const tls = record(listener['tls']);
  const hasTls = listener['tls'] !== undefined;
  const kinds = records(dig(listener, 'allowedRoutes', 'kinds')).flatMap((entry) => {
    const kind = entry['kind'];
    return (text(entry['group']) ?? GROUP) === GROUP && isRouteKind(kind) ? [kind] : [];
  });
  const from = text(dig(listener, 'allowedRoutes', 'namespaces', 'from'));
  const status = records(dig(gateway, 'status', 'listeners')).find((entry) => entry['name'] === name);
  const namesKinds = records(dig(listener, 'allowedRoutes', 'kinds')).length > 0;
  return {
    name,
    protocol,
    port: integer(listener['port']) ?? 0,
    ...(hostname === undefined ? {} : { hostname }),
    ...(hasTls ? { tlsMode: text(tls['mode']) ?? 'Terminate' } : {}),
    kinds: namesKinds ? kinds : [...(KINDS_OF_PROTOCOL[protocol] ?? [])],
    from: from === 'All' || from === 'Selector' || from === 'None' ? from : 'Same',
    ...(from === 'Selector' ? { selector: dig(listener, 'allowedRoutes', 'namespaces', 'selector') } : {}),
    programmed: conditionOf({ status }, 'Programmed'),
  };
}

function isRouteKind(value: unknown): value is RouteKind {
  return typeof value === 'string' && ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].includes(value);
}

/** A route that wants to attach. */
export interface WouldBeRoute {
  kind: RouteKind;
  namespace: string;
  /** Host names; empty: all that the listener has. */
  hosts: readonly string[];
  sectionName?: string;
}

/** Whether a listener takes a route, and why. */
export interface ListenerAnswer {
  listener: ListenerFact;
  allowed: Known;
  why: string;
}

/**
 * Asks each listener of a Gateway whether it takes a route: kind, namespace (by the labels of the namespace) and host names. One
 * `yes` suffices (https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes).
 */
export function listenersFor(snapshot: Snapshot, fact: GatewayFact, route: WouldBeRoute): ListenerAnswer[] {
  return fact.listeners
    .filter((listener) => route.sectionName === undefined || listener.name === route.sectionName)
    .map((listener) => ({ listener, ...askListener(snapshot, fact, listener, route) }));
}

function askListener(snapshot: Snapshot, fact: GatewayFact, listener: ListenerFact, route: WouldBeRoute): { allowed: Known; why: string } {
  const name = `listener ${listener.name}`;
  if (!listener.kinds.includes(route.kind))
    return { allowed: 'no', why: `${name} (${listener.protocol}) takes ${listener.kinds.join(', ') || 'no routes'}, not ${route.kind}` };
  if (route.kind === 'TLSRoute' && listener.protocol === 'TLS' && listener.tlsMode === 'Terminate') {
    return { allowed: 'unknown', why: `${name} ends TLS; whether its controller takes a TLSRoute there is not known` };
  }
  const byHost =
    route.hosts.length === 0 || listener.hostname === undefined || route.hosts.some((host) => hostsMeet(host, listener.hostname ?? ''));
  if (!byHost) return { allowed: 'no', why: `${name} serves ${listener.hostname}, not ${route.hosts.join(', ')}` };
  if (listener.from === 'None') return { allowed: 'no', why: `${name} takes no routes (allowedRoutes.namespaces.from: None)` };
  if (listener.from === 'Same' && route.namespace !== fact.ref.namespace) {
    return { allowed: 'no', why: `${name} takes routes of namespace ${fact.ref.namespace} only (allowedRoutes.namespaces.from: Same)` };
  }
  if (listener.from === 'Selector') {
    const namespace = findObject(snapshot, '', 'Namespace', route.namespace);
    if (!namespace) return { allowed: 'unknown', why: `${name} selects namespaces by label; ${describeGap(snapshot, 'namespaces')}` };
    const labels = { 'kubernetes.io/metadata.name': route.namespace, ...textMap(namespace.metadata.labels) };
    if (!labelSelectorMatches(listener.selector, labels))
      return { allowed: 'no', why: `${name} selects namespaces by label, and ${route.namespace} does not match` };
  }
  return { allowed: 'yes', why: `${name} (${listener.protocol} on ${listener.port}) takes it` };
}

/**
 * Whether two host names have a request in common. A wildcard stands for one or more labels to the left, never for none
 * (https://gateway-api.sigs.k8s.io/reference/spec/#hostname).
 */
export function hostsMeet(a: string, b: string): boolean {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  if (left === right) return true;
  if (left.startsWith('*.') && right.startsWith('*.')) return left.endsWith(right.slice(1)) || right.endsWith(left.slice(1));
  if (left.startsWith('*.')) return right.endsWith(left.slice(1));
  return right.startsWith('*.') && left.endsWith(right.slice(1));
}

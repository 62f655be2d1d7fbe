import type { KubeObject } from '../model/kube.js';
import type { GatewaysFact, ListenerFact } from '../detect/facts.js';
import { metaFor, type PlanContext } from './context.js';
import type { Parent, ParentNeeds } from './gateway-parent.js';
import { isHttpRoute } from './gateway-route.js';
import { objectName } from './names.js';
import type { ResolvedTls } from './tls.js';

const GROUP = 'gateway.networking.k8s.io';

/** Listeners of our own: a Gateway, or a ListenerSet on somebody else's. */
export interface OwnListeners {
  object: KubeObject;
  listeners: ListenerFact[];
}

/** Makes the Gateway or the ListenerSet that a route needs; `undefined` when it attaches to listeners that are there. */
export function ownListeners(
  context: PlanContext,
  { versions }: GatewaysFact,
  parent: Parent,
  needs: ParentNeeds,
  tls: ResolvedTls | undefined,
): OwnListeners | undefined {
  if (parent.kind !== 'create' && parent.kind !== 'extend') return undefined;
  const listeners = listenersOf(needs, parent.kind === 'extend');
  const annotations = isHttpRoute(needs.routeKind) ? tls?.annotations : undefined;
  const metadata = metaFor(context, objectName(context.name), annotations);
  const entries = listeners.map((listener) => entryOf(listener, tls));
  const object: KubeObject =
    parent.kind === 'create'
      ? { apiVersion: `${GROUP}/v1`, kind: 'Gateway', metadata, spec: { gatewayClassName: parent.className, listeners: entries } }
      : {
          apiVersion: versions['ListenerSet'] ?? `${GROUP}/v1`,
          kind: 'ListenerSet',
          metadata,
          spec: {
            parentRef: { group: GROUP, kind: 'Gateway', name: parent.name, ...elsewhere(context, parent.namespace) },
            listeners: entries,
          },
        };
  return { object, listeners };
}

function elsewhere(context: PlanContext, namespace: string): { namespace?: string } {
  return namespace === context.namespace ? {} : { namespace };
}

function entryOf({ name, protocol, port, hostname, tlsMode }: ListenerFact, tls: ResolvedTls | undefined): Record<string, unknown> {
  const certificate = tls?.secretName === undefined ? {} : { certificateRefs: [{ name: tls.secretName }] };
  return {
    name,
    protocol,
    port,
    ...(hostname === undefined ? {} : { hostname }),
    ...(tlsMode === undefined ? {} : { tls: { mode: tlsMode, ...(tlsMode === 'Terminate' ? certificate : {}) } }),
  };
}

/**
 * One HTTPS listener for each host where TLS ends, as certificates are made for hosts.
 *
 * @param byHost plain listeners have the host as well: on a Gateway of others they must not meet its own.
 */
function listenersOf({ routeKind: kind, hosts, tls, port, redirect }: ParentNeeds, byHost: boolean): ListenerFact[] {
  const named = (prefix: string, protocol: string, number: number, tlsMode?: string): ListenerFact[] => {
    const names = hosts.length > 0 ? hosts : [undefined];
    return names.map((hostname, index) => ({
      kinds: [kind],
      from: 'Same',
      programmed: 'unknown',
      name: index === 0 ? prefix : `${prefix}-${index + 1}`,
      protocol,
      port: number,
      ...(hostname === undefined ? {} : { hostname }),
      ...(tlsMode === undefined ? {} : { tlsMode }),
    }));
  };
  if (kind === 'TLSRoute') return named('tls', 'TLS', 443, 'Passthrough');
  if (kind === 'TCPRoute' || kind === 'UDPRoute') {
    const protocol = kind === 'TCPRoute' ? 'TCP' : 'UDP';
    return [{ kinds: [kind], from: 'Same', programmed: 'unknown', name: protocol.toLowerCase(), protocol, port: port?.port ?? 0 }];
  }
  const plain: ListenerFact[] = byHost
    ? named('http', 'HTTP', 80)
    : [{ kinds: [kind], from: 'Same', programmed: 'unknown', name: 'http', protocol: 'HTTP', port: 80 }];
  if (tls?.mode !== 'terminate') return plain;
  return [...(redirect ? plain : []), ...named('https', 'HTTPS', 443, 'Terminate')];
}

/** What a route attaches to: by name of the listener where not all of them are meant. */
export function parentRefsOf(context: PlanContext, parent: Parent, main: readonly ListenerFact[]): Record<string, unknown>[] {
  if (parent.kind === 'none') return [];
  const own = ownRef(context, parent);
  if (own) return main.length > 0 ? main.map(({ name }) => ({ ...own, sectionName: name })) : [own];
  if (parent.kind !== 'existing') return [];
  const { name, namespace, sectionName } = parent;
  return [{ name, ...elsewhere(context, namespace), ...(sectionName === undefined ? {} : { sectionName }) }];
}

function ownRef(context: PlanContext, parent: Parent): Record<string, unknown> | undefined {
  const name = objectName(context.name);
  if (parent.kind === 'create') return { name };
  return parent.kind === 'extend' ? { group: GROUP, kind: 'ListenerSet', name } : undefined;
}

/** A route on the plain listeners that answers with a redirect to HTTPS. */
export function buildRedirect(
  context: PlanContext,
  { versions }: GatewaysFact,
  parent: Parent,
  hosts: readonly string[],
): KubeObject | undefined {
  const refs = redirectRefs(context, parent, hosts);
  if (refs.length === 0) return undefined;
  return {
    apiVersion: versions['HTTPRoute'] ?? `${GROUP}/v1`,
    kind: 'HTTPRoute',
    metadata: metaFor(context, objectName(context.name, '-redirect')),
    spec: {
      parentRefs: refs,
      ...(hosts.length > 0 ? { hostnames: [...hosts] } : {}),
      // 301 stands in the standard channel since 1.0; 308 only since 1.5.
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    },
  };
}

function redirectRefs(context: PlanContext, parent: Parent, hosts: readonly string[]): Record<string, unknown>[] {
  const own = ownRef(context, parent);
  if (own && parent.kind === 'create') return [{ ...own, sectionName: 'http' }];
  if (own)
    return (hosts.length > 0 ? hosts : ['']).map((_, index) => ({ ...own, sectionName: index === 0 ? 'http' : `http-${index + 1}` }));
  if (parent.kind !== 'existing' || !parent.redirect) return [];
  return [{ name: parent.name, ...elsewhere(context, parent.namespace), sectionName: parent.redirect.name }];
}

import { OWN_ROUTES } from '../controllers/route-kinds.js';
import { coverageOf, describeGap } from '../detect/coverage.js';
import { indexBackends } from '../listing/backends.js';
import { hostRows } from '../listing/host-rows.js';
import { ingressRows } from '../listing/ingress-rows.js';
import { ownRouteRows } from '../listing/own-route-rows.js';
import { routeRows } from '../listing/route-rows.js';
import { serviceRows } from '../listing/service-rows.js';
import type { ExposedList, ExposedRow } from '../model/exposed.js';
import type { Query, Snapshot } from '../model/snapshot.js';

const GATEWAY = 'gateway.networking.k8s.io';

/** What lets traffic in: not having read one of these means that more may be exposed. */
const SOURCES: readonly (readonly [resource: string, apiVersion: string, kind: string])[] = [
  ['services', 'v1', 'Service'],
  ['ingresses.networking.k8s.io', 'networking.k8s.io/v1', 'Ingress'],
  [`httproutes.${GATEWAY}`, `${GATEWAY}/v1`, 'HTTPRoute'],
  [`grpcroutes.${GATEWAY}`, `${GATEWAY}/v1`, 'GRPCRoute'],
  [`tlsroutes.${GATEWAY}`, `${GATEWAY}/v1`, 'TLSRoute'],
  [`tcproutes.${GATEWAY}`, `${GATEWAY}/v1`, 'TCPRoute'],
  [`udproutes.${GATEWAY}`, `${GATEWAY}/v1`, 'UDPRoute'],
  ...OWN_ROUTES,
  ['deployments.apps', 'apps/v1', 'Deployment'],
  ['statefulsets.apps', 'apps/v1', 'StatefulSet'],
  ['daemonsets.apps', 'apps/v1', 'DaemonSet'],
  ['pods', 'v1', 'Pod'],
];

/** What only tells whether an entry point works, and what it leads to. */
const SUPPORT: readonly (readonly [resource: string, apiVersion: string, kind: string])[] = [
  ['replicasets.apps', 'apps/v1', 'ReplicaSet'],
  ['endpointslices.discovery.k8s.io', 'discovery.k8s.io/v1', 'EndpointSlice'],
];

/** Read for the whole cluster whatever the namespace: nodes, classes, and where controllers and Gateways run. */
const CLUSTER: readonly (readonly [resource: string, apiVersion: string, kind: string])[] = [
  ['nodes', 'v1', 'Node'],
  ['ingressclasses.networking.k8s.io', 'networking.k8s.io/v1', 'IngressClass'],
  [`gatewayclasses.${GATEWAY}`, `${GATEWAY}/v1`, 'GatewayClass'],
  [`gateways.${GATEWAY}`, `${GATEWAY}/v1`, 'Gateway'],
  ['services', 'v1', 'Service'],
  ['deployments.apps', 'apps/v1', 'Deployment'],
  ['daemonsets.apps', 'apps/v1', 'DaemonSet'],
  ['pods', 'v1', 'Pod'],
];

function query([resource, apiVersion, kind]: readonly [string, string, string], namespace?: string): Query {
  return { resource, apiVersion, kind, ...(namespace === undefined ? {} : { namespace }) };
}

/**
 * What `listExposed` wants to read.
 *
 * @param namespace only rows of this namespace are wanted; absent for the whole cluster.
 */
export function listNeeds(namespace?: string): Query[] {
  return [...CLUSTER.map((row) => query(row)), ...[...SOURCES, ...SUPPORT].map((row) => query(row, namespace))];
}

/**
 * Everything that the snapshot shows to be reachable from outside, whoever made it: node ports, load balancers, external
 * addresses, Ingresses, Gateway routes, host ports, host networks. Sorted by namespace, strategy and name. The verdict is what the
 * objects say; no traffic is tried. What was not read is named in `gaps`, never taken for absent.
 */
export function listExposed(snapshot: Snapshot, options: { namespace?: string } = {}): ExposedList {
  const { namespace } = options;
  const backends = indexBackends(snapshot);
  const rows = [
    ...serviceRows(snapshot, backends),
    ...ingressRows(snapshot, backends),
    ...routeRows(snapshot, backends),
    ...ownRouteRows(snapshot, backends),
    ...hostRows(snapshot),
  ]
    .filter((row) => namespace === undefined || row.namespace === namespace)
    .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const gaps = SOURCES.filter(([resource]) => {
    const { state } = coverageOf(snapshot, resource, namespace);
    // Kinds of controllers: a snapshot that did not ask for them says nothing of them.
    if (state === 'not-asked' && OWN_ROUTES.some((row) => row[0] === resource)) return false;
    return state !== 'complete' && state !== 'api-absent';
  }).map(([resource]) => describeGap(snapshot, resource, namespace));
  return { rows, gaps };
}

function sortKey({ namespace, strategy, via }: ExposedRow): string {
  return [namespace, strategy, via.kind, via.name].join('\0');
}

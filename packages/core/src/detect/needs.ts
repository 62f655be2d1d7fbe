import { OWN_ROUTES, ROUTE_KINDS } from '../controllers/route-kinds.js';
import { groupOf, type ObjectRef } from '../model/kube.js';
import type { Query } from '../model/snapshot.js';

/** What the facts read, cluster-wide. One table: where a query is missing here, its fact stays unknown. */
const CLUSTER: readonly (readonly [resource: string, apiVersion: string, kind: string])[] = [
  ['nodes', 'v1', 'Node'],
  ['namespaces', 'v1', 'Namespace'],
  ['services', 'v1', 'Service'],
  ['pods', 'v1', 'Pod'],
  ['deployments.apps', 'apps/v1', 'Deployment'],
  ['daemonsets.apps', 'apps/v1', 'DaemonSet'],
  ['statefulsets.apps', 'apps/v1', 'StatefulSet'],
  ['ingressclasses.networking.k8s.io', 'networking.k8s.io/v1', 'IngressClass'],
  ['ingresses.networking.k8s.io', 'networking.k8s.io/v1', 'Ingress'],
  ['gatewayclasses.gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1', 'GatewayClass'],
  ['gateways.gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1', 'Gateway'],
  // Of the whole cluster: another route may have taken host and path.
  ['httproutes.gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1', 'HTTPRoute'],
  ...OWN_ROUTES,
  ['ingressclassparams.elbv2.k8s.aws', 'elbv2.k8s.aws/v1beta1', 'IngressClassParams'],
  ['ingressclassparams.eks.amazonaws.com', 'eks.amazonaws.com/v1', 'IngressClassParams'],
  ['ipaddresspools.metallb.io', 'metallb.io/v1beta1', 'IPAddressPool'],
  ['l2advertisements.metallb.io', 'metallb.io/v1beta1', 'L2Advertisement'],
  ['bgpadvertisements.metallb.io', 'metallb.io/v1beta1', 'BGPAdvertisement'],
  ['ciliumloadbalancerippools.cilium.io', 'cilium.io/v2', 'CiliumLoadBalancerIPPool'],
  ['ciliuml2announcementpolicies.cilium.io', 'cilium.io/v2alpha1', 'CiliumL2AnnouncementPolicy'],
  ['ciliumbgpclusterconfigs.cilium.io', 'cilium.io/v2', 'CiliumBGPClusterConfig'],
];

/** What is read of the target's namespace: the part that still answers to a user who may read nothing else. */
const NAMESPACED: readonly (readonly [resource: string, apiVersion: string, kind: string])[] = [
  ['services', 'v1', 'Service'],
  ['pods', 'v1', 'Pod'],
  ['deployments.apps', 'apps/v1', 'Deployment'],
  ['daemonsets.apps', 'apps/v1', 'DaemonSet'],
  ['statefulsets.apps', 'apps/v1', 'StatefulSet'],
  ['replicasets.apps', 'apps/v1', 'ReplicaSet'],
  ['jobs.batch', 'batch/v1', 'Job'],
  ['cronjobs.batch', 'batch/v1', 'CronJob'],
  ['endpointslices.discovery.k8s.io', 'discovery.k8s.io/v1', 'EndpointSlice'],
  ['ingresses.networking.k8s.io', 'networking.k8s.io/v1', 'Ingress'],
  ['networkpolicies.networking.k8s.io', 'networking.k8s.io/v1', 'NetworkPolicy'],
  ['httproutes.gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1', 'HTTPRoute'],
  ['grpcroutes.gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1', 'GRPCRoute'],
  ['tlsroutes.gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1', 'TLSRoute'],
  ['tcproutes.gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1', 'TCPRoute'],
  ['udproutes.gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1', 'UDPRoute'],
  ...ROUTE_KINDS,
];

/**
 * What must be read for `recommend` and `plan` of one target. A fetcher asks for what the server serves (the apiVersion given is
 * the preferred one), records `api-absent` for what it does not, and falls back from a cluster-wide list that is forbidden to the
 * target's namespace where both are listed. The kinds a cluster serves come from discovery, not from a query.
 *
 * The target itself comes last, by name, for kinds that are in no list. Its `resource` is guessed for kinds outside Kubernetes;
 * who has discovery should correct it.
 */
export function needs(target: ObjectRef & { namespace: string }): Query[] {
  const cluster = CLUSTER.map(([resource, apiVersion, kind]): Query => ({ resource, apiVersion, kind }));
  const own = NAMESPACED.map(([resource, apiVersion, kind]): Query => ({ resource, apiVersion, kind, namespace: target.namespace }));
  const group = groupOf(target.apiVersion);
  const listed = [...CLUSTER, ...NAMESPACED].some(([, apiVersion, kind]) => groupOf(apiVersion) === group && kind === target.kind);
  const self: Query = {
    resource: `${target.kind.toLowerCase()}s${group === '' ? '' : `.${group}`}`,
    apiVersion: target.apiVersion,
    kind: target.kind,
    namespace: target.namespace,
    name: target.name,
  };
  return listed ? [...cluster, ...own] : [...cluster, ...own, self];
}

import { controllerById } from '../controllers/registry.js';
import { defaultIngressClass, detectIngressClasses } from '../detect/controllers.js';
import type {
  ControllerEntry,
  GatewayFact,
  GatewaysFact,
  IngressClassFact,
  IngressClassesFact,
  LoadBalancerFact,
  PlatformFact,
  PodSecurityFact,
  PortProtocolFact,
  RouteKind,
} from '../detect/facts.js';
import { detectGateways, listenersFor } from '../detect/gateways.js';
import { detectLoadBalancers } from '../detect/load-balancer.js';
import { detectNodes } from '../detect/nodes.js';
import { detectPlatform } from '../detect/platform.js';
import { detectPodSecurity } from '../detect/pod-security.js';
import { guessServicePort } from '../detect/protocol.js';
import { loadBalancerById } from '../load-balancers/registry.js';
import type { LoadBalancerRow } from '../load-balancers/row.js';
import type { TargetedSpec } from '../model/exposure.js';
import type { Snapshot } from '../model/snapshot.js';
import type { PlanContext } from '../strategies/context.js';
import type { Workload } from '../detect/workload.js';
import { judgeSuit, type SuitFact } from './suit.js';

/** Everything that the ranking looks at: the workload, the request and the cluster. */
export interface Situation {
  snapshot: Snapshot;
  spec: TargetedSpec;
  namespace: string;
  workload?: Workload;
  ports: PortProtocolFact[];
  suit: SuitFact;
  platform: PlatformFact;
  loadBalancers: LoadBalancerFact;
  /** Row of the implementation that would serve, where it is recognised. */
  loadBalancer?: LoadBalancerRow;
  classes: IngressClassesFact;
  /** Class that an Ingress would get. */
  ingressClass?: IngressClassFact;
  /** How traffic enters its controller. */
  entry?: ControllerEntry;
  retired?: string;
  gateways: GatewaysFact;
  /** Kind of route that would carry the main port. */
  routeKind: RouteKind;
  /** A Gateway with a listener that takes the route; one that is not known to be down is preferred. */
  gateway?: { fact: GatewayFact; why: string };
  podSecurity: PodSecurityFact;
  /** Whether any node has a public address; `unknown` when nodes were not read. */
  publicNodes: 'yes' | 'no' | 'unknown';
}

/** Gathers what the ranking looks at. */
export function situationOf(context: PlanContext): Situation {
  const { snapshot, spec, namespace, workload } = context;
  const ports = portsOf(context);
  const suit = judgeSuit(snapshot, workload, ports);
  const classes = detectIngressClasses(snapshot);
  const gateways = detectGateways(snapshot);
  const loadBalancers = detectLoadBalancers(snapshot);
  const asked = spec.ingress?.className;
  const ingressClass = asked
    ? classes.classes.find((entry) => entry.name === asked)
    : (defaultIngressClass(classes) ?? classes.classes.find((entry) => entry.running === 'yes'));
  const row = ingressClass?.controller === undefined ? undefined : controllerById(ingressClass.controller);
  const implementation = loadBalancers.implementations.find((entry) => entry.works !== 'no');
  const lbRow = implementation ? loadBalancerById(implementation.id) : undefined;
  const routeKind = routeKindFor(suit);
  const gateway = fittingGateway(snapshot, gateways, spec, namespace, routeKind);
  const { known, nodes } = detectNodes(snapshot);
  const entry = ingressClass?.entries.find((candidate) => candidate.addresses.length > 0) ?? ingressClass?.entries[0];
  return {
    snapshot,
    spec,
    namespace,
    ...(workload ? { workload } : {}),
    ports,
    suit,
    platform: detectPlatform(snapshot),
    loadBalancers,
    ...(lbRow ? { loadBalancer: lbRow } : {}),
    classes,
    ...(ingressClass ? { ingressClass } : {}),
    ...(entry ? { entry } : {}),
    ...(row?.retired === undefined ? {} : { retired: row.retired }),
    gateways,
    routeKind,
    ...(gateway ? { gateway } : {}),
    podSecurity: detectPodSecurity(snapshot, namespace),
    publicNodes: nodes.some((node) => node.external.length > 0) ? 'yes' : known === 'yes' ? 'no' : 'unknown',
  };
}

/** What the ports that are to be reached speak. */
function portsOf({ ports, protocols, workload }: PlanContext): PortProtocolFact[] {
  return ports.map((port) => {
    const fact = workload && protocols.find((entry) => entry.port === port.containerPort && entry.transport === port.protocol);
    if (fact) return fact;
    const { name, appProtocol, protocol } = port;
    return guessServicePort({
      port: port.containerPort,
      protocol,
      ...(name === undefined ? {} : { name }),
      ...(appProtocol === undefined ? {} : { appProtocol }),
    });
  });
}

function routeKindFor({ suit, main }: SuitFact): RouteKind {
  if (main?.transport === 'UDP') return 'UDPRoute';
  if (suit === 'grpc') return 'GRPCRoute';
  return main?.isHttp === 'no' ? 'TCPRoute' : 'HTTPRoute';
}

function fittingGateway(
  snapshot: Snapshot,
  { gateways, versions }: GatewaysFact,
  spec: TargetedSpec,
  namespace: string,
  kind: RouteKind,
): Situation['gateway'] {
  if (versions[kind] === undefined) return undefined;
  const parent = spec.gateway?.parentRef;
  for (const fact of gateways.toSorted((a, b) => Number(a.programmed === 'no') - Number(b.programmed === 'no'))) {
    if (parent && (fact.ref.name !== parent.name || fact.ref.namespace !== (parent.namespace ?? namespace))) continue;
    const answers = listenersFor(snapshot, fact, {
      kind,
      namespace,
      hosts: spec.hosts ?? [],
      ...(parent?.sectionName === undefined ? {} : { sectionName: parent.sectionName }),
    });
    const answer = answers.find((candidate) => candidate.allowed === 'yes');
    if (answer) return { fact, why: answer.why };
  }
  return undefined;
}

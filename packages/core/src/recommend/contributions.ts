import type { Strategy } from '../model/strategy-id.js';
import { controllerById } from '../controllers/registry.js';
import { localHints } from '../detect/platform.js';
import { isSet } from '../strategies/requirements.js';
import type { Situation } from './situation.js';
import { isWeb } from './fit.js';

/** Something that speaks for or against strategies. Points add up to the score; the words are the reasons. */
export interface Contribution {
  /** Named in docs/recommend.md. */
  id: string;
  strategies: readonly Strategy[];
  points: number;
  /** Why, in words; `undefined` when it does not apply. */
  because: (situation: Situation, strategy: Strategy) => string | undefined;
}

/** Blocks of a request that only one strategy looks at. */
const SETTINGS: Partial<Record<Strategy, 'nodePort' | 'loadBalancer' | 'ingress' | 'gateway' | 'hostPort'>> = {
  NodePort: 'nodePort',
  LoadBalancer: 'loadBalancer',
  Ingress: 'ingress',
  Gateway: 'gateway',
  hostPort: 'hostPort',
};

const ROUTED = ['Ingress', 'Gateway'] as const;
const LAYER4 = ['NodePort', 'LoadBalancer', 'hostPort', 'hostNetwork'] as const;
const ON_NODES = ['hostPort', 'hostNetwork'] as const;

const isAgent = ({ suit: { suit } }: Situation): boolean => suit === 'node-agent' || suit === 'port-agent';
const entryWords = ({ entry }: Situation): string => {
  if (!entry) return '';
  const port = entry.httpPort ?? entry.httpsPort;
  const where = entry.addresses.length > 0 ? entry.addresses.join(', ') : 'an address that is not known yet';
  return entry.way === 'LoadBalancer' ? where : `${where} (${entry.way} ${port})`;
};

/** Every contribution beside FIT, in the order in which the reasons are told. */
export const CONTRIBUTIONS: readonly Contribution[] = [
  // The workload
  {
    id: 'tcp-route',
    strategies: ['Gateway'],
    points: 45,
    because: (s) =>
      (s.suit.suit === 'data' || s.suit.suit === 'other') && s.gateway ? `a ${s.routeKind} can carry ${s.suit.speaks}` : undefined,
  },
  {
    id: 'on-host-network',
    strategies: ['hostNetwork'],
    points: 10,
    because: (s) => (s.workload?.hostNetwork ? 'the workload already uses the host network' : undefined),
  },
  {
    id: 'per-node',
    strategies: ON_NODES,
    points: 0,
    because: (s) =>
      s.workload?.perNode && s.suit.suit !== 'page' && s.suit.suit !== 'api' ? 'there is one pod on every node (DaemonSet)' : undefined,
  },
  {
    id: 'unlike-pods',
    strategies: ['NodePort', 'LoadBalancer'],
    points: 0,
    because: (s) =>
      s.suit.suit === 'data' && s.workload?.stateful && (s.workload.replicas ?? 1) > 1
        ? `one address for ${s.workload.replicas} pods that are not alike: clients may need each by itself`
        : undefined,
  },
  {
    id: 'own-tls',
    strategies: ['NodePort', 'LoadBalancer'],
    points: 0,
    because: (s) => (s.suit.main?.tls && isWeb(s) ? 'the workload speaks TLS itself' : undefined),
  },
  { id: 'internal-ports', strategies: LAYER4, points: 0, because: internalPorts },

  // The request
  {
    id: 'hosts',
    strategies: ROUTED,
    points: 15,
    because: (s) =>
      (s.spec.hosts ?? []).length > 0 && (isWeb(s) || s.suit.suit === 'unclear')
        ? `routes ${(s.spec.hosts ?? []).join(', ')}, as asked for`
        : undefined,
  },
  {
    id: 'tls-ends',
    strategies: ROUTED,
    points: 10,
    because: (s) =>
      s.spec.tls && s.spec.tls.mode !== 'passthrough' && (isWeb(s) || s.suit.suit === 'unclear')
        ? 'TLS ends here, as asked for'
        : undefined,
  },
  {
    id: 'tls-missing',
    strategies: LAYER4,
    points: 0,
    because: (s) => (s.spec.tls && !s.suit.main?.tls ? 'TLS was asked for, and TLS would have to end in the workload' : undefined),
  },
  {
    id: 'allow-list',
    strategies: ['LoadBalancer'],
    points: 0,
    because: (s) =>
      (s.spec.access?.allowFrom ?? []).length > 0 && s.loadBalancer?.sourceRanges !== 'no'
        ? 'takes the allow-list (loadBalancerSourceRanges)'
        : undefined,
  },
  {
    id: 'allow-list-controller',
    strategies: ['Ingress'],
    points: 0,
    because: (s) =>
      (s.spec.access?.allowFrom ?? []).length > 0 && s.ingressClass?.controller === 'ingress-nginx'
        ? 'the controller enforces the allow-list'
        : undefined,
  },
  {
    id: 'own-settings',
    strategies: ['NodePort', 'LoadBalancer', 'Ingress', 'Gateway', 'hostPort'],
    points: 70,
    because: ({ spec }, strategy) => {
      const block = SETTINGS[strategy];
      return block !== undefined && isSet(spec[block]) ? `settings of its own were asked for (${block})` : undefined;
    },
  },

  // The cluster
  {
    id: 'controller-runs',
    strategies: ['Ingress'],
    points: 15,
    because: (s) =>
      s.ingressClass && s.ingressClass.running !== 'no' && s.suit.suit !== 'controller'
        ? `IngressClass ${s.ingressClass.name} is served by ${controllerTitle(s)}${s.entry ? `; traffic enters it at ${entryWords(s)}` : ''}`
        : undefined,
  },
  { id: 'controller-retired', strategies: ['Ingress'], points: -8, because: (s) => (s.suit.suit === 'controller' ? undefined : s.retired) },
  {
    id: 'no-controller',
    strategies: ['Ingress'],
    points: 0,
    because: (s) => (noController(s) ? 'no ingress controller runs here' : undefined),
  },
  {
    id: 'gateway-takes-it',
    strategies: ['Gateway'],
    points: 15,
    because: (s) =>
      s.gateway && s.suit.suit !== 'data' && s.suit.suit !== 'other'
        ? `${s.gateway.why} (Gateway ${s.gateway.fact.ref.namespace}/${s.gateway.fact.ref.name}${s.gateway.fact.addresses.length > 0 ? ` at ${s.gateway.fact.addresses.join(', ')}` : ''})`
        : undefined,
  },
  {
    id: 'gateway-down',
    strategies: ['Gateway'],
    points: -45,
    because: ({ gateway }) => (gateway?.fact.programmed === 'no' ? gateway.fact.evidence.join('; ') : undefined),
  },
  {
    id: 'gateway-class',
    strategies: ['Gateway'],
    points: 0,
    because: (s) =>
      !s.gateway && s.gateways.known === 'yes' && s.gateways.gateways.length === 0 && s.gateways.classes.length > 0
        ? `a Gateway of class ${s.gateways.classes[0]?.name} could be made`
        : undefined,
  },
  {
    id: 'no-gateway-api',
    strategies: ['Gateway'],
    points: 0,
    because: (s) => (s.gateways.served === 'no' ? 'the Gateway API is not served here' : undefined),
  },
  {
    id: 'no-gateway',
    strategies: ['Gateway'],
    points: 0,
    because: (s) =>
      s.gateways.served !== 'no' &&
      !s.gateway &&
      s.gateways.known === 'yes' &&
      (s.gateways.gateways.length > 0 || s.gateways.classes.length === 0)
        ? 'no Gateway here takes the route'
        : undefined,
  },
  {
    id: 'balancer-works',
    strategies: ['LoadBalancer'],
    points: 15,
    because: (s) =>
      s.loadBalancers.present === 'yes' ? `addresses come from ${s.loadBalancer?.title ?? 'something that is not recognised'}` : undefined,
  },
  {
    id: 'no-balancer',
    strategies: ['LoadBalancer'],
    points: 0,
    because: (s) =>
      s.loadBalancers.present === 'no' ? `nothing here gives addresses to Services of type LoadBalancer${balancerProblem(s)}` : undefined,
  },
  {
    id: 'local-balancer',
    strategies: ['LoadBalancer'],
    points: -30,
    because: (s) =>
      s.loadBalancers.present === 'unknown' && s.platform.local
        ? localHints(s.platform, { strategy: 'LoadBalancer', namespace: s.namespace })[0]
        : undefined,
  },
  {
    id: 'public-nodes',
    strategies: ['NodePort'],
    points: 0,
    because: (s) => (s.publicNodes === 'yes' ? 'the nodes have public addresses (a firewall may still stand in front)' : undefined),
  },
  {
    id: 'private-nodes',
    strategies: ['NodePort', ...ON_NODES],
    points: 0,
    because: (s) =>
      s.publicNodes === 'no' && !behindCloud(s) ? 'the nodes have no public address: clients must be in their network' : undefined,
  },
  {
    id: 'balancer-before-nodes',
    strategies: ['LoadBalancer'],
    points: 0,
    because: (s) => (behindCloud(s) ? 'the nodes have no public address, the load balancer does' : undefined),
  },
  {
    id: 'private-cloud-nodes',
    strategies: ['NodePort', ...ON_NODES],
    points: -20,
    because: (s) => (behindCloud(s) && !isAgent(s) ? 'the nodes have no public address, and a load balancer is at hand' : undefined),
  },
  {
    id: 'pod-security',
    strategies: ON_NODES,
    points: 0,
    because: (s) =>
      s.podSecurity.enforce === 'baseline' || s.podSecurity.enforce === 'restricted'
        ? `pod security forbids it (${s.podSecurity.evidence})`
        : undefined,
  },
];

function internalPorts({ ports, suit }: Situation): string | undefined {
  if (suit.suit === 'internal' || suit.suit === 'node-agent') return undefined;
  const shown = ports.filter((port) => port.internal !== undefined && port.internal !== 'health');
  const names = shown.map((port) => (port.name === undefined ? String(port.port) : `${port.name} (${port.port})`));
  return names.length === 0 ? undefined : `port ${names.join(', ')} would be public as well, unless ports are named`;
}

function controllerTitle({ ingressClass }: Situation): string {
  const row = ingressClass?.controller === undefined ? undefined : controllerById(ingressClass.controller);
  return row?.title ?? `a controller that is not recognised (${ingressClass?.controllerString})`;
}

function noController({ classes, ingressClass }: Situation): boolean {
  if (ingressClass) return ingressClass.running === 'no';
  return classes.known === 'yes' && classes.classes.every((entry) => entry.running === 'no');
}

function balancerProblem({ loadBalancers }: Situation): string {
  const problem = loadBalancers.implementations.find((entry) => entry.problem !== undefined)?.problem;
  return problem === undefined ? '' : ` (${problem})`;
}

/** Nodes without public addresses of a cloud whose load balancers work. */
function behindCloud({ publicNodes, loadBalancers, loadBalancer }: Situation): boolean {
  return publicNodes === 'no' && loadBalancers.present === 'yes' && loadBalancer?.runs === 'cloud';
}

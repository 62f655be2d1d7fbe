import type { Strategy } from '../model/strategy-id.js';
import type { Situation } from './situation.js';
import type { Suit } from './suit.js';

/**
 * How well each strategy fits each kind of workload on a cluster where all of them can be had: the start of every score. Read a
 * column from above; only differences count.
 */
export const FIT: Readonly<Record<Strategy, Readonly<Record<Suit, number>>>> = {
  ClusterIP: {
    page: 20,
    api: 20,
    grpc: 20,
    data: 35,
    other: 25,
    unclear: 22,
    internal: 60,
    controller: 10,
    'node-agent': 20,
    'port-agent': 22,
  },
  NodePort: {
    page: 30,
    api: 32,
    grpc: 32,
    data: 42,
    other: 45,
    unclear: 40,
    internal: 15,
    controller: 38,
    'node-agent': 15,
    'port-agent': 30,
  },
  LoadBalancer: {
    page: 40,
    api: 45,
    grpc: 48,
    data: 60,
    other: 60,
    unclear: 50,
    internal: 10,
    controller: 40,
    'node-agent': 8,
    'port-agent': 25,
  },
  Ingress: { page: 65, api: 62, grpc: 55, data: 2, other: 2, unclear: 45, internal: 15, controller: 3, 'node-agent': 3, 'port-agent': 3 },
  Gateway: { page: 65, api: 62, grpc: 68, data: 10, other: 8, unclear: 45, internal: 15, controller: 3, 'node-agent': 3, 'port-agent': 3 },
  hostPort: {
    page: 12,
    api: 12,
    grpc: 12,
    data: 20,
    other: 22,
    unclear: 15,
    internal: 10,
    controller: 66,
    'node-agent': 50,
    'port-agent': 70,
  },
  hostNetwork: { page: 5, api: 5, grpc: 5, data: 8, other: 8, unclear: 6, internal: 5, controller: 60, 'node-agent': 75, 'port-agent': 50 },
};

/** Whether the workload serves what HTTP routers carry. */
export function isWeb({ suit: { suit } }: Situation): boolean {
  return suit === 'page' || suit === 'api' || suit === 'grpc';
}

/** The sentence that goes with FIT: why a strategy fits a kind of workload, or does not. */
export function fitReason(strategy: Strategy, situation: Situation): string {
  const { suit, speaks, main, why } = situation.suit;
  switch (strategy) {
    case 'ClusterIP':
      if (suit === 'internal') return `the port is not meant for the public (${why}): inside the cluster it can be read`;
      if (suit === 'data') return 'reachable inside the cluster only: data is safest inside, and that is enough for clients that run there';
      return 'reachable inside the cluster only';
    case 'NodePort':
      return suit === 'page'
        ? 'works without anything installed, but under a port above 30000 of a node'
        : 'carries any protocol on a port of every node';
    case 'LoadBalancer':
      if (isWeb(situation)) return 'an address for this workload alone, without routing by host name';
      if (suit === 'controller') return 'one address for all that the controller routes';
      return `${speaks} gets an address of its own, under its own port`;
    case 'Ingress':
    case 'Gateway':
      if (suit === 'controller') return why;
      if (suit === 'page') return 'web pages are routed by host name behind one address, with TLS';
      if (suit === 'api' && main?.audience === undefined) return 'HTTP is routed by host name and path behind one address';
      if (suit === 'api') return 'HTTP APIs are routed by host name and path behind one address';
      if (suit === 'grpc')
        return strategy === 'Gateway'
          ? 'a GRPCRoute carries gRPC as it is'
          : 'gRPC needs settings of the controller and TLS for most clients';
      if (suit === 'unclear') return 'suits if it is HTTP, which nothing tells';
      if (suit === 'internal') return 'would make public what is not meant for the public';
      if (main?.transport !== undefined && main.transport !== 'TCP') return `${main.transport} is not HTTP: an HTTP router cannot carry it`;
      if (suit === 'data' && main?.isHttp === 'unknown') return `nothing tells that ${speaks} speaks HTTP, and the workload ${why}`;
      return main?.isHttp === 'no'
        ? `${speaks} is not HTTP: an HTTP router cannot carry it`
        : 'traffic for the node itself does not go through a router';
    case 'hostPort':
      if (suit === 'controller') return `ports 80 and 443 of the nodes let web traffic in, without anything in between`;
      if (suit === 'port-agent') return `a fixed port of the node is how agents are reached: it ${why}`;
      return 'a port of the node on which the pod happens to run';
    case 'hostNetwork':
      if (suit === 'node-agent') return `it works on the network of its node: it ${why}`;
      if (suit === 'controller') return 'the fastest way in, on nodes that are kept for it; the pod sees the whole network of its node';
      return 'gives the pod the whole network of its node: more than reaching it needs';
  }
}

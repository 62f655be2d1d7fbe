import type { Strategy } from '../model/strategy-id.js';
import { clusterIP } from './cluster-ip.js';
import { gateway } from './gateway.js';
import { hostNetwork } from './host-network.js';
import { hostPort } from './host-port.js';
import { ingress } from './ingress.js';
import { loadBalancer } from './load-balancer.js';
import { nodePort } from './node-port.js';
import type { StrategyDefinition } from './strategy.js';

const definitions: Readonly<Record<Strategy, StrategyDefinition>> = {
  ClusterIP: clusterIP,
  NodePort: nodePort,
  LoadBalancer: loadBalancer,
  Ingress: ingress,
  Gateway: gateway,
  hostPort,
  hostNetwork,
};

/** The strategy of an id. */
export function strategyOf(id: Strategy): StrategyDefinition {
  return definitions[id];
}

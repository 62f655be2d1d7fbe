import type { Strategy } from '../model/strategy-id.js';
import { clusterIP } from './cluster-ip.js';
import { hostNetwork } from './host-network.js';
import { hostPort } from './host-port.js';
import { ingress } from './ingress.js';
import { loadBalancer } from './load-balancer.js';
import { nodePort } from './node-port.js';
import type { StrategyDefinition } from './strategy.js';

const definitions: Partial<Record<Strategy, StrategyDefinition>> = {
  ClusterIP: clusterIP,
  NodePort: nodePort,
  LoadBalancer: loadBalancer,
  Ingress: ingress,
  hostPort,
  hostNetwork,
};

/** The strategy of an id. */
export function strategyOf(id: Strategy): StrategyDefinition | undefined {
  return definitions[id];
}

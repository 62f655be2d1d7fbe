import type { Strategy } from '../model/strategy-id.js';
import { nodePort } from './node-port.js';
import type { StrategyDefinition } from './strategy.js';

const definitions: Partial<Record<Strategy, StrategyDefinition>> = {
  NodePort: nodePort,
};

/** The strategy of an id. */
export function strategyOf(id: Strategy): StrategyDefinition | undefined {
  return definitions[id];
}

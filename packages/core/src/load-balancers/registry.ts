import type { LoadBalancerRow } from './row.js';
import { LOAD_BALANCER_ROWS } from './rows.js';

/** Finds an implementation by its id. */
export function loadBalancerById(id: string): LoadBalancerRow | undefined {
  return LOAD_BALANCER_ROWS.find((row) => row.id === id);
}

/**
 * The seven ways in which a workload can be reached, in Kubernetes' own spelling. The order is from the most private to the
 * most far-reaching and is the order of every table.
 */
export const STRATEGIES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'Ingress', 'Gateway', 'hostPort', 'hostNetwork'] as const;

/** One of the seven strategies. */
export type Strategy = (typeof STRATEGIES)[number];

/** What a request may ask for: one of the seven, or `auto` (the best one of `recommend` whose preconditions hold). */
export type RequestedStrategy = Strategy | 'auto';

/** Reads a strategy as people type it: any casing, dashes and underscores ignored. `undefined` when it is none. */
export function parseStrategy(text: string): RequestedStrategy | undefined {
  const key = text.replaceAll(/[-_]/g, '').toLowerCase();
  return key === 'auto' ? 'auto' : STRATEGIES.find((id) => id.toLowerCase() === key);
}

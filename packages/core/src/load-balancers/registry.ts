import type { LoadBalancerOption } from './codec.js';
import type { LoadBalancerRow } from './row.js';
import { LOAD_BALANCER_ROWS } from './rows.js';

/** Finds an implementation by its id. */
export function loadBalancerById(id: string): LoadBalancerRow | undefined {
  return LOAD_BALANCER_ROWS.find((row) => row.id === id);
}

/** Ids of the implementations that have a word for an option, beyond what they do anyway. */
export function loadBalancersWith(option: LoadBalancerOption): string[] {
  const able = LOAD_BALANCER_ROWS.filter(({ codec }) =>
    codec?.options.some(
      (row) => row.option === option && row.verdict !== 'none' && Object.values(row.values ?? { any: 'x' }).some((text) => text !== ''),
    ),
  );
  return able.map(({ id }) => id);
}

import type { Reach } from '../model/plan.js';
import type { Strategy } from '../model/strategy-id.js';
import type { PlanContext } from './context.js';
import { note, require } from './notes.js';

/** Ways that can enforce an allow-list, in words. */
const enforcers =
  'LoadBalancer (loadBalancerSourceRanges, where the implementation honours it), Ingress and Gateway with a controller that has one';

/** What to do about an allow-list that cannot be enforced. */
export const allowListRemedy = `Ways that can enforce it: ${enforcers}. Or leave allowFrom out.`;

/** Refuses an allow-list that a strategy cannot enforce, naming those that can. */
export function refuseAllowList({ spec, notes }: PlanContext, strategy: Strategy, why = 'has no allow-list'): void {
  const ranges = spec.access?.allowFrom ?? [];
  if (ranges.length === 0) return;
  require(notes, 'EP220', 'broken', `${strategy} ${why}, and ${ranges.join(', ')} was asked for`, {
    field: 'spec.access.allowFrom',
    remedy: allowListRemedy,
  });
}

const order: readonly Reach[] = ['inside', 'node-network', 'public'];

/** Warns when the workload can be reached from further away than the request allows. */
export function warnOfReach({ spec, notes }: PlanContext, reach: Reach): void {
  const allowed: Reach = spec.access?.scope === 'internal' ? 'node-network' : 'public';
  if (order.indexOf(reach) <= order.indexOf(allowed)) return;
  note(notes, 'EP304', { message: 'access.scope is internal, but the addresses can be reached from anywhere', field: 'spec.access.scope' });
}

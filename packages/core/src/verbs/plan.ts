import type { Exposure } from '../model/exposure.js';
import type { PlanResult } from '../model/plan.js';
import type { Snapshot } from '../model/snapshot.js';
import type { Strategy } from '../model/strategy-id.js';
import { makePlan } from '../strategies/make-plan.js';

/** What to try instead, the nearest first. */
const nearest: Readonly<Record<Strategy, readonly Strategy[]>> = {
  ClusterIP: [],
  NodePort: ['LoadBalancer', 'Ingress', 'Gateway', 'hostPort'],
  LoadBalancer: ['NodePort', 'Ingress', 'Gateway', 'hostPort'],
  Ingress: ['Gateway', 'LoadBalancer', 'NodePort', 'hostPort'],
  Gateway: ['Ingress', 'LoadBalancer', 'NodePort', 'hostPort'],
  hostPort: ['NodePort', 'LoadBalancer', 'Ingress', 'Gateway'],
  hostNetwork: ['hostPort', 'NodePort', 'LoadBalancer', 'Ingress', 'Gateway'],
};

/** Findings that say that another way would serve better, although this one can be had. */
const wrongWay: ReadonlySet<string> = new Set(['EP305']);

/**
 * What would happen if a request were applied: objects, patches, preconditions, entry points and warnings — or why it cannot be,
 * with the requests that could be instead. A pure function: nothing is changed, and the same input gives the same plan.
 *
 * @param snapshot what is known; what was not read is `unknown` and warns.
 * @param exposure the request; `strategy: auto` (the default) takes the best one of `recommend` whose preconditions hold.
 */
export function plan(snapshot: Snapshot, exposure: Exposure): PlanResult {
  const strategy = exposure.spec.strategy ?? 'auto';
  if (strategy === 'auto') throw new Error('auto is not there yet');
  const result = makePlan(snapshot, exposure, strategy);
  if ('refused' in result) return { refused: result.refused, alternatives: alternativesTo(snapshot, exposure, strategy) };
  const isWrongWay = result.ok.warnings.some(({ code }) => wrongWay.has(code));
  return isWrongWay ? { ok: { ...result.ok, alternatives: alternativesTo(snapshot, exposure, strategy) } } : result;
}

/** The request with other strategies, as far as they could be planned and fit. */
function alternativesTo(snapshot: Snapshot, exposure: Exposure, strategy: Strategy): Exposure[] {
  return nearest[strategy].flatMap((other) => {
    const result = makePlan(snapshot, exposure, other);
    const fits = 'ok' in result && !result.ok.warnings.some(({ code }) => wrongWay.has(code));
    return fits ? [{ ...exposure, spec: { ...exposure.spec, strategy: other } }] : [];
  });
}

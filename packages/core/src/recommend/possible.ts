import { describeGap } from '../detect/coverage.js';
import type { Exposure } from '../model/exposure.js';
import type { Finding } from '../model/finding.js';
import type { Snapshot } from '../model/snapshot.js';
import type { Strategy } from '../model/strategy-id.js';
import { makePlan } from '../strategies/make-plan.js';
import type { Situation } from './situation.js';

/** Whether a strategy can be had, what stands in the way, and what is not known. */
export interface Possibility {
  possible: 'yes' | 'no' | 'unknown';
  blockers: Finding[];
  unknowns: string[];
}

/** What only a cluster could fill in, a class or a Gateway, and was not read: a question, not a refusal. */
const LOOKED_UP = 'EP161';

/**
 * Asks the plan of a strategy: what it refuses blocks, what it leaves open is not known. So both always agree.
 */
export function possibilityOf(snapshot: Snapshot, exposure: Exposure, strategy: Strategy, situation: Situation): Possibility {
  const own = openQuestions(strategy, situation);
  const result = makePlan(snapshot, exposure, strategy);
  if ('refused' in result) {
    const blockers = result.refused.filter((refusal) => refusal.code !== LOOKED_UP);
    const needed = result.refused.filter((refusal) => refusal.code === LOOKED_UP).map((refusal) => refusal.message);
    return { possible: blockers.length > 0 ? 'no' : 'unknown', blockers, unknowns: [...own, ...needed] };
  }
  const open = result.ok.preconditions.filter(({ verdict }) => verdict === 'unknown').map(({ evidence }) => evidence);
  const unknowns = [...own, ...open.filter((evidence) => !own.includes(evidence))];
  return { possible: open.length > 0 ? 'unknown' : 'yes', blockers: [], unknowns };
}

/** Answers that would change the ranking and that the snapshot does not hold. */
function openQuestions(strategy: Strategy, situation: Situation): string[] {
  const { snapshot, suit, classes, gateways, loadBalancers, podSecurity, namespace } = situation;
  const out: string[] = [];
  const isRouted = strategy === 'Ingress' || strategy === 'Gateway';
  if (isRouted && suit.suit === 'unclear') out.push(`whether ${suit.speaks} speaks HTTP: nothing tells`);
  if (strategy === 'Ingress' && !situation.ingressClass && classes.known !== 'yes') {
    out.push(`whether an ingress controller runs here: ${describeGap(snapshot, 'ingressclasses.networking.k8s.io')}`);
  }
  if (strategy === 'Gateway' && !situation.gateway && gateways.known !== 'yes') {
    out.push(`whether a Gateway takes the route: ${describeGap(snapshot, 'gateways.gateway.networking.k8s.io')}`);
  }
  if (strategy === 'LoadBalancer' && loadBalancers.present === 'unknown') {
    out.push(`whether anything implements type LoadBalancer: ${loadBalancers.evidence.join('; ')}`);
  }
  if ((strategy === 'hostPort' || strategy === 'hostNetwork') && podSecurity.enforce === 'unknown') {
    out.push(`whether pod security of namespace ${namespace} allows ${strategy}: ${podSecurity.evidence}`);
  }
  return out;
}

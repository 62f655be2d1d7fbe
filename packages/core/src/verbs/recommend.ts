import type { Exposure } from '../model/exposure.js';
import type { Rating, Recommendation } from '../model/recommendation.js';
import type { Snapshot } from '../model/snapshot.js';
import { STRATEGIES, type Strategy } from '../model/strategy-id.js';
import { CONTRIBUTIONS } from '../recommend/contributions.js';
import { FIT, fitReason } from '../recommend/fit.js';
import { possibilityOf } from '../recommend/possible.js';
import { situationOf, type Situation } from '../recommend/situation.js';
import { createContext } from '../strategies/context.js';

/**
 * Ranks the seven strategies for a workload on a cluster: what can be had first, then by score. A score is the sum of named
 * contributions (docs/recommend.md), whose words are the reasons; blockers are the refusals of each strategy's plan. Nothing that
 * the snapshot does not hold is guessed: it stands under `unknowns`. Pure.
 *
 * @param snapshot what is known of the cluster, or files only.
 * @param exposure the request; its strategy is not looked at, everything else is (hosts, TLS, ports, allow-list …).
 * @returns all seven, also when the target was not found: then each is blocked by that.
 */
export function recommend(snapshot: Snapshot, exposure: Exposure): Recommendation {
  const result = createContext(snapshot, exposure);
  if ('refused' in result) {
    const blocked = (strategy: Strategy): Rating => ({
      strategy,
      score: 0,
      possible: 'no',
      reasons: [],
      blockers: result.refused,
      unknowns: [],
    });
    return { ratings: STRATEGIES.map(blocked) };
  }
  const situation = situationOf(result.context);
  const ratings = STRATEGIES.map((strategy): Rating => {
    const { score, reasons } = rate(strategy, situation);
    return { strategy, score, reasons, ...possibilityOf(snapshot, exposure, strategy, situation) };
  }).toSorted(
    (a, b) =>
      Number(a.possible === 'no') - Number(b.possible === 'no') ||
      b.score - a.score ||
      STRATEGIES.indexOf(a.strategy) - STRATEGIES.indexOf(b.strategy),
  );
  const best = ratings.find((rating) => rating.possible !== 'no')?.strategy;
  return { ...(best === undefined ? {} : { best }), ratings };
}

/** The sum of all contributions, kept between 0 and 100, with their words. */
function rate(strategy: Strategy, situation: Situation): { score: number; reasons: string[] } {
  const reasons = [fitReason(strategy, situation)];
  let score = FIT[strategy][situation.suit.suit];
  for (const contribution of CONTRIBUTIONS) {
    if (!contribution.strategies.includes(strategy)) continue;
    const reason = contribution.because(situation, strategy);
    if (reason === undefined) continue;
    score += contribution.points;
    reasons.push(reason);
  }
  return { score: Math.min(100, Math.max(0, score)), reasons };
}

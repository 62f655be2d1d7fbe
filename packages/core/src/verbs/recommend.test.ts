import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { files, snapshot, workload } from '../../test/fixtures/cluster.js';
import { CLUSTERS } from '../../test/recommend/clusters.js';
import { WORKLOADS } from '../../test/recommend/workloads.js';
import type { Exposure, TargetedSpec } from '../model/exposure.js';
import type { Rating, Recommendation } from '../model/recommendation.js';
import type { Snapshot } from '../model/snapshot.js';
import { STRATEGIES, type Strategy } from '../model/strategy-id.js';
import { CONTRIBUTIONS } from '../recommend/contributions.js';
import { FIT } from '../recommend/fit.js';
import { situationOf, type Situation } from '../recommend/situation.js';
import { createContext } from '../strategies/context.js';
import { recommend } from './recommend.js';

interface Case {
  name: string;
  workload: string;
  cluster: string;
  request?: Partial<TargetedSpec>;
  best: Strategy;
  order?: Strategy[];
  reasons?: Partial<Record<Strategy, string[]>>;
  blockers?: Partial<Record<Strategy, string[]>>;
  unknowns?: Partial<Record<Strategy, string[]>>;
}
const cases = load(readFileSync(new URL('../../test/recommend/cases.yaml', import.meta.url), 'utf8')) as Case[];

function build({ workload: name, cluster, request }: Pick<Case, 'workload' | 'cluster' | 'request'>): {
  shot: Snapshot;
  exposure: Exposure;
} {
  const target = WORKLOADS[name];
  const make = CLUSTERS[cluster];
  if (!target || !make) throw new Error(`no workload ${name} or no cluster ${cluster}`);
  const exposure: Exposure = {
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'Exposure',
    metadata: { namespace: 'shop' },
    spec: { target: { apiVersion: target.apiVersion, kind: target.kind, name: target.metadata.name ?? '' }, ...request },
  };
  return { shot: make([target]), exposure };
}

function ask(row: Pick<Case, 'workload' | 'cluster' | 'request'>): Recommendation {
  const { shot, exposure } = build(row);
  return recommend(shot, exposure);
}

function rating({ ratings }: Recommendation, strategy: string): Rating {
  const found = ratings.find((entry) => entry.strategy === strategy);
  if (!found) throw new Error(`${strategy} is not rated`);
  return found;
}

describe('recommend', () => {
  it.each(cases.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const answer = ask(row);
    const order = answer.ratings.map((entry) => entry.strategy);
    const shown = answer.ratings
      .map(
        (entry) =>
          `${entry.strategy} ${entry.score} ${entry.possible}\n  ${[...entry.reasons, ...entry.blockers.map((blocker) => `! ${blocker.code} ${blocker.message}`), ...entry.unknowns.map((text) => `? ${text}`)].join('\n  ')}`,
      )
      .join('\n');
    expect(answer.best, shown).toBe(row.best);
    if (row.order) expect(order.slice(0, row.order.length), shown).toEqual(row.order);
    for (const [strategy, parts] of Object.entries(row.reasons ?? {})) {
      for (const part of parts) expect(rating(answer, strategy).reasons.join('\n'), shown).toContain(part);
    }
    for (const [strategy, parts] of Object.entries(row.blockers ?? {})) {
      expect(rating(answer, strategy).possible, shown).toBe('no');
      for (const part of parts)
        expect(
          rating(answer, strategy)
            .blockers.map((blocker) => blocker.message)
            .join('\n'),
          shown,
        ).toContain(part);
    }
    for (const [strategy, parts] of Object.entries(row.unknowns ?? {})) {
      expect(rating(answer, strategy).possible, shown).not.toBe('no');
      for (const part of parts) expect(rating(answer, strategy).unknowns.join('\n'), shown).toContain(part);
    }
  });

  it('has at least 40 cases, that use every workload and every cluster', () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
    expect(Object.keys(WORKLOADS).filter((name) => !cases.some((row) => row.workload === name))).toEqual([]);
    expect(Object.keys(CLUSTERS).filter((name) => !cases.some((row) => row.cluster === name))).toEqual([]);
  });

  it.each(cases.map((row) => [row.name, row] as const))('rates all seven, each with a reason: %s', (_, row) => {
    const { ratings, best } = ask(row);
    expect(ratings.map((entry) => entry.strategy).toSorted()).toEqual([...STRATEGIES].toSorted());
    expect(best).toBe(ratings.find((entry) => entry.possible !== 'no')?.strategy);
    for (const entry of ratings) {
      expect(entry.reasons.length).toBeGreaterThan(0);
      expect(entry.score).toBeGreaterThanOrEqual(0);
      expect(entry.score).toBeLessThanOrEqual(100);
      expect(entry.possible === 'no').toBe(entry.blockers.length > 0);
      for (const blocker of entry.blockers) expect(blocker).toMatchObject({ level: 'error', remedy: expect.any(String) });
    }
    const impossible = ratings.map((entry) => entry.possible === 'no');
    expect(impossible.indexOf(true) === -1 || impossible.slice(impossible.indexOf(true)).every(Boolean)).toBe(true);
  });

  it('never says yes or no of a cluster that was not read', () => {
    const { ratings } = ask({ workload: 'web page', cluster: 'files' });
    for (const strategy of ['LoadBalancer', 'Ingress', 'Gateway', 'hostPort', 'hostNetwork'])
      expect(ratings.find((entry) => entry.strategy === strategy)?.possible).toBe('unknown');
  });

  it('answers the same twice, and leaves its input alone', () => {
    const target = WORKLOADS['web page'];
    if (!target) throw new Error('no workload');
    const shot = CLUSTERS['gateway and traefik']?.([target]) ?? snapshot();
    const before = structuredClone(shot);
    const exposure: Exposure = {
      apiVersion: 'expose-plus.dev/v1alpha1',
      kind: 'Exposure',
      metadata: { namespace: 'shop' },
      spec: { target: { kind: 'Deployment', name: 'website' } },
    };
    expect(recommend(shot, exposure)).toEqual(recommend(shot, exposure));
    expect(shot).toEqual(before);
  });

  it('blocks all seven when the target is not there', () => {
    const answer = recommend(files([workload('web')]), {
      apiVersion: 'expose-plus.dev/v1alpha1',
      kind: 'Exposure',
      metadata: { namespace: 'shop' },
      spec: { target: { kind: 'Deployment', name: 'other' } },
    });
    expect(answer.best).toBeUndefined();
    expect(answer.ratings).toHaveLength(7);
    for (const entry of answer.ratings) expect(entry).toMatchObject({ possible: 'no', blockers: [{ code: 'EP150' }] });
  });
});

describe('contributions', () => {
  const situations = cases.map((row) => {
    const { shot, exposure } = build(row);
    const result = createContext(shot, exposure);
    if ('refused' in result) throw new Error(`${row.name} is refused`);
    return { row, situation: situationOf(result.context), answer: recommend(shot, exposure) };
  });
  const order = (ratings: readonly Rating[], score: (entry: Rating) => number): string[] =>
    ratings
      .toSorted(
        (a, b) =>
          Number(a.possible === 'no') - Number(b.possible === 'no') ||
          score(b) - score(a) ||
          STRATEGIES.indexOf(a.strategy) - STRATEGIES.indexOf(b.strategy),
      )
      .map((entry) => entry.strategy);

  it('have unique names', () => {
    const ids = CONTRIBUTIONS.map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(CONTRIBUTIONS.map((row) => [row.id, row] as const))(
    '%s speaks in some case, and its points change an order',
    (_, contribution) => {
      const speaks = (situation: Situation, strategy: Strategy) =>
        contribution.strategies.includes(strategy) && contribution.because(situation, strategy) !== undefined;
      const spoken = situations.filter(({ situation }) => STRATEGIES.some((strategy) => speaks(situation, strategy)));
      expect(spoken.length).toBeGreaterThan(0);
      const matters = spoken.some(({ situation, answer }) => {
        const without = order(answer.ratings, (entry) => entry.score - (speaks(situation, entry.strategy) ? contribution.points : 0));
        return without.join() !== answer.ratings.map((entry) => entry.strategy).join();
      });
      expect(matters).toBe(contribution.points !== 0);
    },
  );

  it('start from a number for every strategy and kind of workload', () => {
    for (const strategy of STRATEGIES) for (const points of Object.values(FIT[strategy])) expect(points).toBeGreaterThanOrEqual(0);
  });

  it('are all explained in docs/recommend.md, with their points', () => {
    const page = readFileSync(new URL('../../../../docs/recommend.md', import.meta.url), 'utf8');
    for (const { id, points } of CONTRIBUTIONS) expect(page, id).toContain(`| \`${id}\` | ${points} |`);
    for (const strategy of STRATEGIES) expect(page).toContain(`| ${strategy} | ${Object.values(FIT[strategy]).join(' | ')} |`);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exposure } from '../../src/model/exposure.js';
import { groupOf, refOf, type KubeObject, type ObjectRef } from '../../src/model/kube.js';
import type { Plan, PlanStep } from '../../src/model/plan.js';
import type { Snapshot } from '../../src/model/snapshot.js';
import { STRATEGIES } from '../../src/model/strategy-id.js';
import { dig } from '../../src/detect/read.js';
import { exposureOf, patchMarks } from '../../src/strategies/marks.js';
import { markName } from '../../src/strategies/names.js';
import { planObjects } from '../../src/strategies/output.js';
import { plan } from '../../src/verbs/plan.js';
import { planRemoval } from '../../src/verbs/remove.js';
import { question } from './generators.js';

const runs = { numRuns: 300 };

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}

function planned(snapshot: Snapshot, exposure: Exposure): Plan | undefined {
  const result = plan(snapshot, exposure);
  return 'ok' in result ? result.ok : undefined;
}

function keyOf({ apiVersion, kind, namespace = 'shop', name }: ObjectRef): string {
  return [groupOf(apiVersion), kind, namespace, name].join('/');
}

/** The snapshot as it is after the steps: what a server would hold, without its own defaults. */
function after(snapshot: Snapshot, steps: readonly PlanStep[]): Snapshot {
  const objects = new Map(snapshot.objects.map((object) => [keyOf(refOf(object)), object]));
  for (const step of steps) {
    if (step.kind === 'apply') objects.set(keyOf(refOf(step.object)), step.object);
    else if (step.kind === 'patch') objects.set(keyOf(step.target), step.merged);
    else if (step.kind === 'restore') objects.set(keyOf(step.target), step.restored);
    else if (step.kind === 'delete') objects.delete(keyOf(step.target));
    else {
      const secret: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: { ...step.secret, labels: step.labels } };
      objects.set(keyOf(refOf(secret)), secret);
    }
  }
  return { ...snapshot, objects: [...objects.values()] };
}

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const serviceLabel = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

describe('plan', () => {
  it('never changes what it was given', () => {
    fc.assert(
      fc.property(question, ({ snapshot, exposure }) => {
        plan(freeze(snapshot), freeze(exposure));
      }),
      runs,
    );
  });

  it('planned again after it was applied, gives the same objects and nothing to delete', () => {
    fc.assert(
      fc.property(question, ({ snapshot, exposure }) => {
        const first = planned(snapshot, exposure);
        if (!first) return;
        const later = after(snapshot, first.steps);
        for (const request of [exposure, first.exposure]) {
          const second = plan(later, request);
          expect('refused' in second ? second.refused : []).toEqual([]);
          if (!('ok' in second)) return;
          expect(planObjects(second.ok)).toEqual(planObjects(first));
          expect(second.ok.steps.filter(({ kind }) => kind === 'delete' || kind === 'restore')).toEqual([]);
          expect(second.ok.exposure).toEqual(first.exposure);
        }
      }),
      runs,
    );
  });

  it('gives names that Kubernetes takes, and marks on every object made', () => {
    fc.assert(
      fc.property(question, ({ snapshot, exposure }) => {
        const result = planned(snapshot, exposure);
        for (const step of result?.steps ?? []) {
          if (step.kind === 'generate-tls') expect(step.secret.name).toMatch(label);
          if (step.kind === 'patch') {
            const names = patchMarks(step.merged).map(({ name }) => name);
            expect(names).toContain(markName(result?.exposure.metadata.name ?? ''));
          }
          if (step.kind !== 'apply') continue;
          const { name = '', namespace } = step.object.metadata;
          expect(name).toMatch(step.object.kind === 'Service' ? serviceLabel : label);
          expect(namespace).toBe('shop');
          expect(exposureOf(step.object)).toBe(markName(result?.exposure.metadata.name ?? ''));
          for (const port of (dig(step.object, 'spec', 'ports') ?? []) as { name?: string }[]) expect(port.name ?? 'x').toMatch(label);
        }
      }),
      runs,
    );
  });

  it('names as unused only what changes nothing', () => {
    fc.assert(
      fc.property(question, ({ snapshot, exposure }) => {
        const first = planned(snapshot, exposure);
        for (const path of first?.unused ?? []) {
          const without = structuredClone(exposure) as unknown as Record<string, unknown>;
          const keys = path.split('.');
          const holder = keys.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, without);
          delete holder[keys.at(-1) ?? ''];
          const second = planned(snapshot, without as unknown as Exposure);
          expect(second?.steps, path).toEqual(first?.steps);
          expect(second?.entryPoints, path).toEqual(first?.entryPoints);
        }
      }),
      runs,
    );
  });

  it('is taken back by its marks alone, leaving what stood before', () => {
    fc.assert(
      fc.property(question, fc.nat(), ({ snapshot, exposure }, stop) => {
        const first = planned(snapshot, exposure);
        // Where a Service does not select the target's pods, only the name leads to it (EP326 says so).
        if (!first || first.warnings.some(({ code }) => code === 'EP326')) return;
        // An interrupted apply must be taken back as well.
        const later = after(snapshot, first.steps.slice(0, (stop % first.steps.length) + 1));
        const { target } = exposure.spec;
        const removal = planRemoval(later, { target, namespace: 'shop' });
        const left = after(later, removal.steps);
        expect(left.objects.filter((object) => exposureOf(object) !== undefined || patchMarks(object).length > 0)).toEqual([]);
        const before = snapshot.objects.map((object) => JSON.stringify(sorted(object))).toSorted();
        expect(left.objects.map((object) => JSON.stringify(sorted(object))).toSorted()).toEqual(before);
      }),
      runs,
    );
  });
});

/** Keys in order; a protocol that is the default counts as absent, since a patch spells it out. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, inner]) => !(key === 'protocol' && inner === 'TCP') && !isEmpty(inner));
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

it('the generator sets each field, and plans each strategy, in at least one case of twenty', () => {
  const counts = new Map<string, number>();
  const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  const total = 1000;
  for (const { snapshot, exposure } of fc.sample(question, { numRuns: total, seed: 1 })) {
    for (const [key, value] of Object.entries(exposure.spec)) {
      if (!isEmpty(value)) count(key);
      if (typeof value === 'object' && !Array.isArray(value))
        for (const [inner, setting] of Object.entries(value))
          if (setting !== '' && setting !== false && !isEmpty(setting)) count(`${key}.${inner}`);
    }
    const result = plan(snapshot, exposure);
    count('ok' in result ? `ok` : 'refused');
    if ('ok' in result) count(`ok ${result.ok.strategy}`);
  }
  const blocks = [
    'ports',
    'hosts',
    'paths',
    'tls',
    'access',
    'options',
    'service',
    'nodePort',
    'hostPort',
    'loadBalancer',
    'ingress',
    'gateway',
    'annotations',
    'labels',
  ];
  const inner = [
    'tls.mode',
    'tls.secretName',
    'tls.issuer',
    'tls.selfSigned',
    'tls.redirect',
    'access.scope',
    'access.allowFrom',
    'access.keepClientIP',
    'options.bodySize',
    'service.name',
    'service.selector',
  ];
  for (const key of [...blocks, ...inner, 'ok', 'refused']) expect((counts.get(key) ?? 0) / total, key).toBeGreaterThan(0.05);
  // A strategy is one of seven, and many requests contradict themselves.
  for (const strategy of STRATEGIES) expect(counts.get(`ok ${strategy}`) ?? 0, strategy).toBeGreaterThan(total / 7 / 20);
});

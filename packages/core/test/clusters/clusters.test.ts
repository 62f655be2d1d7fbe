import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { dig, record } from '../../src/detect/read.js';
import type { Exposure, ExposureSpec } from '../../src/model/exposure.js';
import type { KubeObject } from '../../src/model/kube.js';
import type { Snapshot } from '../../src/model/snapshot.js';
import { planObjects } from '../../src/strategies/output.js';
import { plan, planNeeds } from '../../src/verbs/plan.js';
import { recommend } from '../../src/verbs/recommend.js';

interface Case {
  cluster: string;
  /** Default: Deployment web. */
  target?: 'StatefulSet db' | 'Deployment turn';
  ask?: Partial<ExposureSpec>;
  best?: string;
  /** Part of a reason of the best way. */
  because?: string;
  /** Words of the Service that the plan makes; everything else of its spec is not looked at, its annotations are complete. */
  service?: { spec?: Record<string, unknown>; annotations?: Record<string, string> };
  /** The Ingress that the plan makes: its class and all of its annotations. */
  ingress?: { className?: string; annotations: Record<string, string> };
  /** Every object that the plan makes, whole, but for labels and selectors. */
  objects?: { apiVersion: string; kind: string; metadata: Record<string, unknown>; spec: Record<string, unknown> }[];
  /** How far the way in reaches. */
  reach?: string;
  warnings?: string[];
  /** Warnings that must not be. */
  silent?: string[];
  refused?: string[];
  source: string;
}

const examples = new URL('../../../../examples/clusters/', import.meta.url);
const cases = parse(readFileSync(new URL('cases.yaml', import.meta.url), 'utf8')) as Case[];
const clusters = new Map(
  readdirSync(examples)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => [file.replace('.yaml', ''), parse(readFileSync(new URL(file, examples), 'utf8')) as Snapshot]),
);

function exposure(spec: Partial<ExposureSpec> = {}, target: string = 'Deployment web'): Exposure {
  const [kind = '', name = ''] = target.split(' ');
  return {
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'Exposure',
    metadata: { namespace: 'shop' },
    spec: { strategy: 'auto', ...spec, target: { apiVersion: 'apps/v1', kind, name } },
  };
}

/** An object without what is the same everywhere: namespace, labels, selector. */
function bare({ apiVersion, kind, metadata: { name, annotations }, spec }: KubeObject): NonNullable<Case['objects']>[number] {
  const { selector: _, ...fields } = record(spec);
  return { apiVersion, kind, metadata: { name, ...(annotations ? { annotations } : {}) }, spec: fields };
}

describe('clusters of examples', () => {
  it.each([...clusters.keys()])('%s has a recommendation and whole objects for each of its three workloads', (name) => {
    const own = cases.filter(({ cluster }) => cluster === name);
    for (const target of [undefined, 'StatefulSet db', 'Deployment turn']) {
      const about = own.filter((one) => one.target === target);
      expect(
        about.some(({ best }) => best !== undefined),
        `recommend ${target}`,
      ).toBe(true);
      expect(
        about.some(({ objects, refused }) => objects ?? refused),
        `apply ${target}`,
      ).toBe(true);
    }
  });

  it('all have cases', () => {
    expect([...new Set(cases.map(({ cluster }) => cluster))].toSorted()).toEqual([...clusters.keys()].toSorted());
  });

  it.each([...clusters])('%s has all that a plan looks at', (_, snapshot) => {
    const covered = new Set(snapshot.coverage.map(({ resource }) => resource));
    expect(planNeeds(exposure(), 'shop').flatMap(({ resource }) => (covered.has(resource) ? [] : [resource]))).toEqual([]);
  });

  it.each(cases.map((one) => [one.cluster, `${one.target ?? 'Deployment web'} ${JSON.stringify(one.ask ?? 'recommend')}`, one] as const))(
    '%s %s',
    (cluster, _, one) => {
      const snapshot = clusters.get(cluster);
      expect(one.source.length).toBeGreaterThan(8);
      if (!snapshot) throw new Error(`examples/clusters/${cluster}.yaml is missing`);
      if (one.best !== undefined) {
        const { best, ratings } = recommend(snapshot, exposure(one.ask, one.target));
        expect(best).toBe(one.best);
        if (one.because !== undefined) expect(ratings[0]?.reasons.join('; ')).toContain(one.because);
        return;
      }
      const result = plan(snapshot, exposure(one.ask, one.target));
      if (one.refused !== undefined) {
        expect('refused' in result ? result.refused.map(({ code }) => code) : 'planned').toEqual(one.refused);
        return;
      }
      if ('refused' in result) throw new Error(result.refused.map(({ message }) => message).join('; '));
      for (const code of one.warnings ?? []) expect(result.ok.warnings.map((warning) => warning.code)).toContain(code);
      for (const code of one.silent ?? []) expect(result.ok.warnings.map((warning) => warning.code)).not.toContain(code);
      if (one.reach !== undefined) expect(result.ok.reach).toBe(one.reach);
      if (one.objects) {
        expect(planObjects(result.ok).map(bare)).toEqual(one.objects);
        return;
      }
      if (one.ingress) {
        const ingress = planObjects(result.ok).find(({ kind }) => kind === 'Ingress');
        expect(ingress?.metadata.annotations).toEqual(one.ingress.annotations);
        expect(dig(ingress, 'spec', 'ingressClassName')).toBe(one.ingress.className);
        return;
      }
      const service = planObjects(result.ok).find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'web-load-balancer');
      expect(service?.metadata.annotations ?? {}).toEqual(one.service?.annotations ?? {});
      const fields = ['loadBalancerClass', 'loadBalancerSourceRanges', 'loadBalancerIP', 'externalTrafficPolicy'];
      const said = fields.flatMap((field) => {
        const value = dig(service, 'spec', field);
        return value === undefined ? [] : [[field, value] as const];
      });
      expect(Object.fromEntries(said)).toEqual(one.service?.spec ?? {});
    },
  );
});

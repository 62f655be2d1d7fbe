import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readManifests, writeYaml } from '../../src/manifests/index.js';
import { exposureSchema } from '../../src/model/exposure-schema.js';
import type { Exposure } from '../../src/model/exposure.js';
import type { Finding } from '../../src/model/finding.js';
import type { KubeObject } from '../../src/model/kube.js';
import type { PlanResult, PlanStep } from '../../src/model/plan.js';
import type { Coverage, Snapshot } from '../../src/model/snapshot.js';
import { curlLine, planObjects } from '../../src/strategies/output.js';
import { plan, planNeeds } from '../../src/verbs/plan.js';
import { files, snapshot } from '../fixtures/cluster.js';

// Cases are folders: <strategy>/<case>/{input,exposure,snapshot}.yaml → expected.yaml (the objects) and findings.yaml (the rest of
// the plan). case.yaml may name input, exposure and snapshot by paths from the root instead. UPDATE_GOLDEN=1 writes what comes out.
const here = import.meta.dirname;
const root = resolve(here, '../../../..');
const update = process.env['UPDATE_GOLDEN'] === '1';

function folders(path: string): string[] {
  const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map((entry) => join(path, entry.name)).toSorted();
}

function read(folder: string, part: 'input' | 'exposure' | 'snapshot'): string | undefined {
  const own = join(folder, `${part}.yaml`);
  if (existsSync(own)) return readFileSync(own, 'utf8');
  const index = join(folder, 'case.yaml');
  const named = existsSync(index) ? (parse(readFileSync(index, 'utf8')) as Record<string, string>)[part] : undefined;
  return named === undefined ? undefined : readFileSync(join(root, named), 'utf8');
}

function objectsOf(text: string): KubeObject[] {
  const result = readManifests(text, { file: 'input.yaml' });
  expect(result.findings.filter(({ level }) => level === 'error')).toEqual([]);
  return result.objects.map(({ object }) => object);
}

function snapshotOf(folder: string, exposure: Exposure): Snapshot {
  const objects = objectsOf(read(folder, 'input') ?? '');
  const text = read(folder, 'snapshot');
  if (text === undefined) return files(objects);
  // A snapshot that says nothing of coverage was read completely.
  const coverage = planNeeds(exposure, 'shop').map(({ resource }): Coverage => ({ resource, state: 'complete' }));
  const cluster: Snapshot = { ...snapshot({ namespace: 'shop', coverage }), ...(parse(text) as Partial<Snapshot>) };
  return { ...cluster, objects: [...cluster.objects, ...objects] };
}

function brief({ level, code, message, field, remedy, offers }: Finding): unknown {
  return { level, code, message, ...(field ? { field } : {}), ...(remedy ? { remedy } : {}), ...(offers ? { offers } : {}) };
}

function describeStep(step: PlanStep): unknown {
  switch (step.kind) {
    case 'apply':
      return `apply ${step.object.kind}/${step.object.metadata.name}`;
    case 'patch':
      return { patch: step.set, takes: step.takes };
    case 'restore':
      return { restore: `${step.target.kind}/${step.target.name}`, takes: step.takes };
    case 'generate-tls':
      return `generate-tls ${step.secret.name} for ${step.hosts.join(', ')}`;
    case 'delete':
      return `delete ${step.target.kind}/${step.target.name}`;
  }
}

const strategies = (exposures: readonly Exposure[]): string[] => exposures.map(({ spec }) => spec.strategy ?? 'auto');

function report(result: PlanResult): unknown {
  if ('refused' in result) return { refused: result.refused.map(brief), alternatives: strategies(result.alternatives) };
  const { ok } = result;
  return {
    steps: ok.steps.map(describeStep),
    reuses: ok.reuses.map(({ kind, name }) => `${kind}/${name}`),
    preconditions: ok.preconditions.map(({ code, verdict, evidence }) => `${code} ${verdict}: ${evidence}`),
    entryPoints: ok.entryPoints.map((entry) => ({ ...entry, curl: curlLine(entry) })),
    reach: ok.reach,
    warnings: ok.warnings.map(brief),
    unused: ok.unused,
    alternatives: strategies(ok.alternatives),
  };
}

function check(path: string, text: string): void {
  if (update) writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
}

describe.each(folders(here).map((strategy) => ({ strategy: relative(here, strategy), cases: folders(strategy) })))('$strategy', ({ cases }) => {
  it.each(cases.map((folder) => ({ name: relative(here, folder), folder })))('$name', ({ folder }) => {
    const exposure = exposureSchema.parse(parse(read(folder, 'exposure') ?? ''));
    const result = plan(snapshotOf(folder, exposure), exposure);
    check(join(folder, 'expected.yaml'), 'ok' in result ? writeYaml(planObjects(result.ok)) : '');
    check(join(folder, 'findings.yaml'), writeYaml([report(result)]));
  });
});

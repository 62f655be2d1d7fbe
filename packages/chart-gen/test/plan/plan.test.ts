import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plan, planObjects, type ExposureSpec, type KubeObject, type Snapshot } from '@expose-plus/core';
import { parse } from 'yaml';
import { EXPOSURE_SCHEMA } from '../../src/generated/exposure-schema.js';
import { generateChart } from '../../src/index.js';
import { helm, helms, inFolder, objectsOf, type Helm } from '../helm/helm.js';
import { cases, exposureOf, type Case } from './arbitraries.js';
import { normalise } from './normalise.js';
import { DIALECTS, expressible, without } from './route-options.js';

/** Number of requests that are compared, and how many a helm process renders at once. `PLAN_CASES` asks for more. */
const COUNT = Number(process.env['PLAN_CASES'] ?? 240);
const BATCH = 40;

interface Prepared {
  index: number;
  files: Record<string, string>;
  values: Record<string, unknown>;
  expected: Record<string, unknown>;
  spec: ExposureSpec;
}

function snapshotOf(objects: KubeObject[]): Snapshot {
  return {
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'Snapshot',
    takenAt: '',
    server: 'unknown',
    namespace: 'default',
    objects,
    coverage: [],
  };
}

/** What the chart's own settings and those of the request are together, as Helm merges them. */
function merged(defaults: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = Object.entries(over).map(([key, value]): [string, unknown] => {
    const before = defaults[key];
    return [key, isMap(before) && isMap(value) ? merged(before, value) : value];
  });
  return { ...defaults, ...Object.fromEntries(entries) };
}

/** Leaves out what the dialect of a route cannot say, so that most requests are compared. */
function fitted(spec: ExposureSpec): ExposureSpec {
  if (spec.strategy === 'Ingress') {
    const { controller } = spec.ingress ?? {};
    return controller === undefined ? { ...spec, options: {} } : expressible(controller, spec);
  }
  if (spec.strategy !== 'Gateway') return spec;
  // TLS is the listener's.
  const route = expressible(DIALECTS.gateway[spec.gateway?.controller ?? 'gateway-api'] ?? '', without(spec, 'tls'));
  return { ...route, ...(spec.tls ? { tls: spec.tls } : {}) };
}

function prepare({ spec: asked, ...rest }: Case, index: number): Prepared | undefined {
  const one: Case = { ...rest, spec: fitted(asked) };
  // A Service of another name than the workload's would get the release before it.
  const isNamesake = one.objects.every(({ metadata }) => metadata.name === one.target.name);
  const { files } = generateChart(one.objects, { name: `c${index}`, naming: isNamesake ? 'release' : 'original' });
  const values = parse(files['values.yaml'] ?? '') as { exposure: Record<string, unknown> };
  const { component, ...own } = values.exposure;
  const spec = merged(own, one.spec as Record<string, unknown>) as ExposureSpec;
  const result = plan(snapshotOf(one.objects), exposureOf(one, spec));
  if ('refused' in result) return undefined;
  const planned = planObjects(result.ok);
  const isSame = (a: KubeObject) => (b: KubeObject) => a.kind === b.kind && a.metadata.name === b.metadata.name;
  const expected = normalise([...one.objects.filter((object) => !planned.some(isSame(object))), ...planned]);
  return {
    index,
    files,
    expected,
    spec,
    values: { ...(isNamesake ? { fullnameOverride: one.target.name } : {}), exposure: { component, ...one.spec } },
  };
}

/** Renders many charts in one process, as subcharts; the objects of each by its number. */
async function render(program: Helm, batch: Prepared[]): Promise<Map<number, KubeObject[]> | { failed: string }> {
  const files: Record<string, string> = {
    'Chart.yaml': 'apiVersion: v2\nname: all\nversion: 0.0.0\n',
    'values.yaml': JSON.stringify(Object.fromEntries(batch.map(({ index, values }) => [`c${index}`, values]))),
  };
  for (const { index, files: own } of batch) for (const [path, text] of Object.entries(own)) files[`charts/c${index}/${path}`] = text;
  const { code, stdout, stderr } = await inFolder(files, (folder) => helm(program, ['template', 'rel', folder, '-n', 'default']));
  if (code !== 0) return { failed: stderr };
  const found = new Map<number, KubeObject[]>();
  for (const document of stdout.split(/^---$/m)) {
    const index = Number(/# Source: all\/charts\/c(\d+)\//.exec(document)?.[1]);
    for (const object of objectsOf(document)) found.set(index, [...(found.get(index) ?? []), object as unknown as KubeObject]);
  }
  return found;
}

/** A batch in which one chart does not render is taken apart, so that the one is named. */
async function check(program: Helm, batch: Prepared[]): Promise<void> {
  const found = await render(program, batch);
  if ('failed' in found) {
    const [only] = batch;
    if (batch.length === 1 && only)
      throw new Error(`${JSON.stringify(only.spec)}\n${found.failed}\n${Object.keys(only.expected).join(' ')}`);
    const half = Math.ceil(batch.length / 2);
    await check(program, batch.slice(0, half));
    await check(program, batch.slice(half));
    return;
  }
  for (const { index, expected, spec } of batch) expect(normalise(found.get(index) ?? []), JSON.stringify(spec)).toEqual(expected);
}

const sample = fc.sample(cases, { numRuns: COUNT * 4, seed: Number(process.env['PLAN_SEED'] ?? 20261122) });
const prepared = sample.flatMap((one, index) => prepare(one, index) ?? []).slice(0, COUNT);

describe('requests that are compared', () => {
  it('are as many as said', () => expect(prepared.length).toBe(COUNT));

  it.each(leavesOf(EXPOSURE_SCHEMA).map((leaf) => [leaf.path.join('.'), leaf] as const))(
    'have %s, not as it is by default, in at least 5 %% of the cases',
    (_, leaf) => {
      const having = prepared.filter(({ spec }) => valuesAt(spec, leaf.path).some((value) => value !== leaf.default));
      expect(having.length / prepared.length).toBeGreaterThanOrEqual(0.05);
    },
  );
});

/** A field of the schema that holds no further ones: its keys, `[]` for the items of a list, and its default. */
interface Leaf {
  path: string[];
  default: unknown;
}
type Schema = Readonly<Record<string, unknown>>;

function leavesOf(schema: Schema, path: string[] = []): Leaf[] {
  const variants = (schema['anyOf'] as Schema[] | undefined) ?? [schema];
  const properties = variants.find((variant) => 'properties' in variant)?.['properties'] as Record<string, Schema> | undefined;
  if (properties) return Object.entries(properties).flatMap(([key, value]) => leavesOf(value, [...path, key]));
  const items = variants.find((variant) => 'items' in variant)?.['items'] as Schema | undefined;
  if (items && 'properties' in items) return leavesOf(items, [...path, '[]']);
  return [{ path, default: schema['default'] }];
}

function valuesAt(value: unknown, [key, ...rest]: readonly string[]): unknown[] {
  if (value === undefined || key === undefined) return value === undefined ? [] : [value];
  if (key === '[]') return (value as unknown[]).flatMap((item) => valuesAt(item, rest));
  return typeof value === 'object' && value !== null ? valuesAt((value as Record<string, unknown>)[key], rest) : [];
}

for (const program of helms) {
  describe.skipIf(program.path === undefined)(`plan = helm template, ${program.id}${program.leftOut}`, () => {
    const batches = Array.from({ length: Math.ceil(prepared.length / BATCH) }, (_, index) =>
      prepared.slice(index * BATCH, (index + 1) * BATCH),
    );
    it.each(batches.map((batch, index) => [index, batch] as const))('batch %i', { timeout: 180_000 }, (_, batch) => check(program, batch));
  });
}

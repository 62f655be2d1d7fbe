import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type * as Core from '@expose-plus/core';
import type * as Manifests from '@expose-plus/core/manifests';
import type * as Schema from '@expose-plus/core/schema';
import { bundleForBrowser } from './bundle.js';

const SOURCES = join(import.meta.dirname, '../../src');

/** Runs a bundle where there is nothing but the language itself: no require, no process, no URL, no timers. */
function run<T>(code: string): T {
  const context = createContext(Object.create(null) as object);
  expect(
    runInContext('[typeof require, typeof process, typeof Buffer, typeof setTimeout, typeof URL, typeof TextEncoder].join()', context),
  ).toBe('undefined,undefined,undefined,undefined,undefined,undefined');
  return runInContext(`${code}\nlibrary;`, context) as T;
}

/** Values of another realm have other prototypes. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: app
        image: nginx
        ports: [{containerPort: 8080, name: http}]
`;

describe('core in a browser', () => {
  it('reads and writes manifests', async () => {
    const { code, imports } = await bundleForBrowser(join(SOURCES, 'manifests/index.ts'));
    expect(imports).toEqual([]);
    const library = run<typeof Manifests>(code);
    const { objects, findings } = library.readManifests(DEPLOYMENT, { file: 'web.yaml' });
    expect([plain(findings), objects.length]).toEqual([[], 1]);
    expect(library.writeYaml(objects.map(({ object }) => object))).toContain('  name: web\n  namespace: shop\n');
    expect(plain(library.readManifests('a: [', { file: 'f' }).findings)).toMatchObject([{ code: 'EP100' }]);
  });

  it('checks requests and plans', async () => {
    const { code, imports } = await bundleForBrowser(join(SOURCES, 'index.ts'));
    expect(imports).toEqual([]);
    const library = run<typeof Core>(code);
    const read = library.readExposure({
      apiVersion: 'expose-plus.dev/v1alpha1',
      kind: 'Exposure',
      metadata: { namespace: 'shop' },
      spec: { target: { kind: 'Deployment', name: 'web' }, strategy: 'NodePort' },
    });
    if (!('ok' in read)) throw new Error('refused');
    const template = {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'app', image: 'nginx', ports: [{ containerPort: 8080 }] }] },
    };
    const spec = { selector: { matchLabels: { app: 'web' } }, template };
    const workload = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' }, spec };
    const snapshot: Core.Snapshot = {
      apiVersion: 'expose-plus.dev/v1alpha1',
      kind: 'Snapshot',
      takenAt: '',
      server: 'unknown',
      namespace: 'shop',
      objects: [workload],
      coverage: [],
    };
    const planned = library.plan(snapshot, read.ok);
    expect(plain('ok' in planned ? planned.ok.steps.map(({ kind }) => kind) : planned.refused)).toContain('apply');
  });

  it('has its schema', async () => {
    const { code, imports } = await bundleForBrowser(join(SOURCES, 'model/exposure-schema.ts'));
    expect(imports).toEqual([]);
    expect(run<typeof Schema>(code).exposureSpecSchema.safeParse({ strategy: 'NodePort' }).success).toBe(true);
  });

  it.each(['node:fs', 'process', 'path'])('an import of %s would be seen', async (builtIn) => {
    const folder = mkdtempSync(join(tmpdir(), 'expose-plus-bundle-'));
    try {
      const entry = join(folder, 'entry.ts');
      writeFileSync(entry, `import * as all from ${JSON.stringify(builtIn)};\nexport const keys = Object.keys(all);\n`);
      expect((await bundleForBrowser(entry)).imports).toEqual([builtIn]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('a global of Node would be seen', () => {
    expect(() => run('var library = process.env;')).toThrow(/process is not defined/);
  });
});

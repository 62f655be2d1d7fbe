import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tool } from '../../../../internal/tools/src/tool.js';
import { runLine, type Ended } from '../support/run-line.js';

const kubectl = await tool('kubectl');
const missing = 'missing' in kubectl ? kubectl.missing : undefined;

const BASE = `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
        - name: web
          image: example.com/shop:1
          ports: [{ name: http, containerPort: 8080 }]
          envFrom: [{ configMapRef: { name: settings } }]
`;
const OVERLAY = `resources: [../base]
namePrefix: prod-
namespace: prod
labels: [{ pairs: { tier: front }, includeSelectors: true }]
replicas: [{ name: shop, count: 3 }]
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'expose-plus-kustomize-'));
  for (const name of ['base', 'prod', 'broken']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'base/app.yaml'), BASE);
  writeFileSync(
    join(folder, 'base/kustomization.yaml'),
    'resources: [app.yaml]\nconfigMapGenerator: [{ name: settings, literals: [COLOR=blue] }]\n',
  );
  writeFileSync(join(folder, 'prod/kustomization.yaml'), OVERLAY);
  writeFileSync(join(folder, 'broken/kustomization.yaml'), 'resources: [gone.yaml]\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (argv: readonly string[]): Promise<Ended> =>
  runLine(argv, { env: { KUBECTL_PATH: 'path' in kubectl ? kubectl.path : '', HOME: folder, PATH: process.env['PATH'] } });

describe.skipIf(missing)('-k builds with the kubectl that is there', () => {
  it('a plan takes names, namespace and labels as the overlay makes them', async () => {
    const { code, stdout, stderr } = await run([
      'deployment/prod-shop',
      '-k',
      join(folder, 'prod'),
      '--strategy',
      'NodePort',
      '--dry-run=client',
      '-o',
      'json',
    ]);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'Service',
      metadata: { name: 'prod-shop-node-port', namespace: 'prod' },
      spec: { type: 'NodePort', selector: { app: 'shop', tier: 'front' } },
    });
  });

  it('a chart keeps the ConfigMap under its generated name', async () => {
    const out = join(folder, 'charts');
    const { code, stderr } = await run(['chart', '-k', join(folder, 'prod'), '--name', 'shop', '--out', out]);
    expect(code, stderr).toBe(0);
    expect(readFileSync(join(out, 'shop/values.yaml'), 'utf8')).toMatch(
      /configMaps:\n {2}prod-settings-[a-z0-9]{10}:\n {4}data:\n {6}COLOR: blue\n/,
    );
  });

  it.each([
    ['broken', /^error: -k \S+broken: .*gone\.yaml/],
    ['absent', /^error: -k \S+absent: .*absent/],
  ])('says what kubectl says of one that is %s', async (name, says) => {
    const { code, stdout, stderr } = await run(['recommend', '-k', join(folder, name)]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(says);
  });
});

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runLine, words, type Ended } from '../support/run-line.js';

const WORKLOAD = (name: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: app, image: nginx:1.27, ports: [{ name: http, containerPort: 8080 }] }] }
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'expose-plus-chart-'));
  writeFileSync(join(folder, 'web.yaml'), WORKLOAD('web'));
  writeFileSync(join(folder, 'two.yaml'), WORKLOAD('web') + WORKLOAD('api'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (line: string): Promise<Ended> => runLine(words(line.replaceAll('@', `${folder}/`)));
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

it('writes a chart into a directory of its name, and says where', async () => {
  const { code, stdout } = await run('chart -f @web.yaml --name shop --out @charts');
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${folder}/charts/shop\n` });
  expect(read('charts/shop/Chart.yaml')).toContain('name: shop');
  expect(existsSync(join(folder, 'charts/shop/values.schema.json'))).toBe(true);
});

it('puts the wishes of the flags into the values', async () => {
  await run('chart -f @web.yaml --name shop --out @charts --strategy NodePort --node-port 30086');
  expect(read('charts/shop/values.yaml')).toMatch(/strategy: NodePort/);
  expect(read('charts/shop/values.yaml')).toMatch(/http: 30086/);
});

it('keeps edits, and leaves a directory alone that it did not make', async () => {
  await run('chart -f @web.yaml --name shop --out @charts');
  writeFileSync(join(folder, 'charts/shop/README.md'), 'mine\n');
  expect((await run('chart -f @web.yaml --name shop --out @charts')).code).toBe(0);
  expect(read('charts/shop/README.md')).toBe('mine\n');
  const foreign = await run('chart -f @web.yaml --name . --out @');
  expect(foreign.code).not.toBe(0);
});

it('prints the chart as data', async () => {
  const { stdout } = await run('chart -f @web.yaml --name shop --out @charts -o json');
  expect(Object.keys(JSON.parse(stdout).files)).toContain('values.yaml');
  expect(existsSync(join(folder, 'charts'))).toBe(false);
});

it('asks which workload the flags are for', async () => {
  const { code, stderr } = await run('chart -f @two.yaml --name shop --out @charts --strategy NodePort');
  expect(code).toBe(2);
  expect(stderr).toContain('--strategy: of which of 2 workloads?\n  → deployment/web or deployment/api');
  expect((await run('chart deploy/api -f @two.yaml --name shop --out @charts --strategy NodePort')).code).toBe(0);
  expect(read('charts/shop/values.yaml')).toMatch(/component: api|api:/);
});

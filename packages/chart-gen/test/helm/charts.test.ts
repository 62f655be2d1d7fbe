import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { STRATEGIES, type KubeObject } from '@expose-plus/core';
import { readManifests } from '@expose-plus/core/manifests';
import { generateChart, type ChartOptions } from '../../src/index.js';
import { measure, type Manifest } from '../../../../internal/fidelity/src/measure.js';
import { helm, helms, inFolder, objectsOf } from './helm.js';
import { faultsOf, idOf } from './invariants.js';

const folder = fileURLToPath(new URL('../golden', import.meta.url));
const read = (path: string): KubeObject[] => readManifests(readFileSync(path, 'utf8'), { file: path }).objects.map(({ object }) => object);

const inputs: { name: string; objects: KubeObject[] }[] = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [{ name: entry.name, objects: read(join(folder, entry.name, 'input.yaml')) }] : [],
);

/** Settings of every strategy at once: those of the inactive ones may stay. */
const SETTINGS = {
  hosts: ['web.example.com', '*.example.org'],
  paths: [{ path: '/demo', rewrite: '/' }],
  tls: { secretName: 'web-tls', redirect: true },
  loadBalancer: { class: 'example.com/lb', implementation: 'metallb', address: '192.0.2.1' },
  ingress: { className: 'nginx', controller: 'ingress-nginx' },
  gateway: { className: 'edge' },
  service: { sessionAffinity: 'ClientIP' },
  annotations: { 'example.com/a': '{{ b }}' },
  labels: { team: 'blue' },
};
/** Only for where they can be carried out. */
const MORE: Partial<Record<(typeof STRATEGIES)[number], object>> = {
  Ingress: { options: { bodySize: '20Mi', readTimeout: '90s' }, access: { allowFrom: ['203.0.113.0/24'] } },
  LoadBalancer: { access: { allowFrom: ['203.0.113.0/24'], keepClientIP: true } },
  NodePort: { access: { keepClientIP: true, allowFrom: [] } },
};
/** What every chart can have besides. */
const EVERYTHING = {
  securityProfile: 'restricted',
  tests: { enabled: true },
  extraObjects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'more' } }],
};
// The inputs' own allow-lists fit a load balancer only.
const NO_LIST = { access: { allowFrom: [] } };
const longest = 'r'.repeat(53);

for (const program of helms) {
  describe.skipIf(program.path === undefined).each(inputs)(`$name, ${program.id}${program.leftOut}`, ({ name, objects }) => {
    const chart = (options: Partial<ChartOptions> = {}): Record<string, string> => generateChart(objects, { name, ...options }).files;
    const render = (
      release: string,
      files: Record<string, string>,
      values: object = {},
      namespace = 'ns',
    ): Promise<{ code: number; stdout: string; stderr: string }> =>
      inFolder({ ...files, 'over.yaml': JSON.stringify(values) }, (path) =>
        helm(program, ['template', release, path, '-n', namespace, '-f', join(path, 'over.yaml')]),
      );

    it.each<Partial<ChartOptions>>([{}, { naming: 'original' }, { flavor: 'minimal' }, { with: ['ingress-nginx'] }])(
      'with defaults gives the input back: %o',
      async (options) => {
        const { stdout, stderr, code } = await render('rel', chart(options));
        expect(code, stderr).toBe(0);
        const rendered = objectsOf(stdout);
        expect(measure(objects as unknown as Manifest[], rendered as unknown as Manifest[]).differences).toEqual([]);
        expect(faultsOf(rendered)).toEqual([]);
      },
    );

    it.each(['', ...STRATEGIES])('lints and renders by %s, with every block filled in', async (strategy) => {
      const more = strategy in MORE ? MORE[strategy as 'Ingress'] : NO_LIST;
      const files = { ...chart(), 'over.yaml': JSON.stringify({ ...EVERYTHING, exposure: { ...SETTINGS, ...more, strategy } }) };
      await inFolder(files, async (path) => {
        const lint = await helm(program, ['lint', '--strict', path, '-f', join(path, 'over.yaml')]);
        expect(lint.code, lint.stdout + lint.stderr).toBe(0);
        const { code, stdout, stderr } = await helm(program, ['template', longest, path, '-n', 'ns', '-f', join(path, 'over.yaml')]);
        expect(code, stderr).toBe(0);
        expect(faultsOf(objectsOf(stdout))).toEqual([]);
      });
    });

    it('is packaged', async () => {
      await inFolder(chart(), async (path) => {
        const { code, stderr } = await helm(program, ['package', path, '-d', path]);
        expect(code, stderr).toBe(0);
      });
    });

    it('keeps two releases apart, in one namespace and in two', async () => {
      const files = chart({ with: ['ingress-nginx'] });
      const values = { exposure: { ...SETTINGS, ...NO_LIST, strategy: 'Ingress' } };
      const ids = async (release: string, namespace: string): Promise<string[]> => {
        const { stdout, stderr, code } = await render(release, files, values, namespace);
        expect(code, stderr).toBe(0);
        return objectsOf(stdout).map(idOf);
      };
      const [one, two, elsewhere] = [await ids('one', 'ns'), await ids('two', 'ns'), await ids('one', 'other')];
      expect(one.filter((id) => two.includes(id))).toEqual([]);
      const isGlobal = (id: string): boolean => /^(Cluster\w+|Namespace|IngressClass) /.test(id);
      expect(one.filter((id) => isGlobal(id) && elsewhere.includes(id))).toEqual([]);
    });
  });
}

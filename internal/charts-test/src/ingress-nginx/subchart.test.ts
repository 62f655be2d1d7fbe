import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  at,
  helm4,
  helms,
  identity,
  makeParent,
  only,
  removeParent,
  run,
  template,
  tryTemplate,
  type Helm,
  type Rendered,
} from '../helm.js';
import { ENTRIES, EVERYTHING } from './values.cases.js';

let parent = '';
beforeAll(() => {
  parent = makeParent();
});
afterAll(() => removeParent(parent));

const inParent = (helm: Helm, values: object): Promise<Rendered[]> => template(helm, { chart: parent, values });
const answers = (objects: readonly Rendered[]): Record<string, string> =>
  at(
    objects.find(({ metadata }) => metadata.name === 'answers'),
    'data',
  ) as Record<string, string>;
const sorted = (objects: readonly Rendered[]): Rendered[] =>
  objects.filter(({ metadata }) => metadata.name !== 'answers').toSorted((a, b) => (identity(a) < identity(b) ? -1 : 1));

for (const helm of helms) {
  describe(`in a parent, ${helm.id}${helm.note}`, () => {
    it.skipIf(helm.missing)('makes what it makes alone', async () => {
      for (const own of [{}, { ...EVERYTHING, entry: 'hostPort' }]) {
        const [child, alone] = await Promise.all([inParent(helm, { 'ingress-nginx': own }), template(helm, { values: own })]);
        expect(sorted(child)).toEqual(sorted(alone));
      }
    });

    it.skipIf(helm.missing)('makes nothing when the switch of the parent says so, whatever its values are', async () => {
      expect(await inParent(helm, { strategy: 'ClusterIP', 'ingress-nginx': { controller: { image: { tag: 'v1.0.0' } } } })).toEqual([]);
      expect(await inParent(helm, { 'ingress-nginx': { enabled: false } })).toEqual([]);
    });

    it.skipIf(helm.missing)('a wrong value is refused below its own key', async () => {
      const { code, stderr } = await tryTemplate(helm, { chart: parent, values: { 'ingress-nginx': { entyr: 'NodePort' } } });
      expect(code).not.toBe(0);
      expect(stderr).toContain('ingress-nginx');
      expect(stderr).toContain('entyr');
    });

    it.skipIf(helm.missing)('lint --strict finds nothing', async () => {
      const { stdout, stderr } = await run(helm, ['lint', '--strict', parent]);
      expect(`${stdout}${stderr}`).toContain('0 chart(s) failed');
    });
  });
}

describe(`public templates${helm4.note}`, () => {
  it.skipIf(helm4.missing).for(ENTRIES)('%s: class and Service are those made, and the notes say how to get in', async (entry) => {
    const objects = await inParent(helm4, { 'ingress-nginx': { entry } });
    const { className, serviceName, notes } = answers(objects);
    expect(className).toBe(only(objects, 'IngressClass').metadata.name);
    expect(serviceName).toBe(objects.find(({ kind }) => kind === 'Service')?.metadata.name ?? '');
    expect(notes).toContain(`ingressClassName: ${className}`);
    expect(notes).toContain('retired in March 2026');
    expect(notes).toContain('Gateway API');
    expect(notes?.includes('privileged')).toBe(entry.startsWith('host'));
    const way = {
      LoadBalancer: '.status.loadBalancer.ingress[0]',
      NodePort: '.nodePort',
      hostPort: '80/TCP, 443/TCP',
      hostNetwork: '80/TCP, 443/TCP',
    }[entry];
    expect(notes).toContain(way);
  });

  it.skipIf(helm4.missing)('templates in tcp see the parent', async () => {
    const objects = await inParent(helm4, {
      redis: 'cache',
      'ingress-nginx': { tcp: { '6379': '{{ .Release.Name }}-{{ .Values.redis }}:6379' } },
    });
    expect(
      at(
        objects.find(({ metadata }) => metadata.name.endsWith('-tcp')),
        'data',
      ),
    ).toEqual({ '6379': 'web/shop-cache:6379' });
    expect(answers(objects)['notes']).toContain('Port 6379/TCP goes to web/shop-cache:6379.');
  });

  it.skipIf(helm4.missing)('the registry of the parent holds for the controller', async () => {
    const objects = await inParent(helm4, { global: { imageRegistry: 'mirror.example.com' } });
    expect(JSON.stringify(only(objects, 'Deployment'))).toContain('"mirror.example.com/ingress-nginx/controller:v1.15.1@sha256:');
  });

  const WARNED: [string, object, string][] = [
    [
      'an image that cannot be judged',
      { controller: { image: { repository: 'ghcr.io/forkline/ingress-nginx/controller', tag: '2026.7.20' } } },
      'ghcr.io/forkline/ingress-nginx/controller:2026.7.20',
    ],
    ['the whole cluster', { controller: { scope: { enabled: false } } }, 'controller.scope.enabled'],
    ['snippets', { controller: { config: { 'allow-snippet-annotations': true } } }, 'allow-snippet-annotations'],
    ['redirects that are off', { entry: 'NodePort' }, 'ssl-redirect=true'],
    ['both protocols on one balancer', { tcp: { '6379': 'redis:6379' }, udp: { '53': 'dns:53' } }, 'both protocols'],
    [
      'an autoscaler without use',
      { entry: 'hostPort', controller: { autoscaling: { enabled: true } } },
      'controller.autoscaling is not used',
    ],
    [
      'a network policy without use',
      { entry: 'hostNetwork', controller: { networkPolicy: { enabled: true } } },
      'controller.networkPolicy is not used',
    ],
  ];

  it.skipIf(helm4.missing).for(WARNED)('the notes warn of %s, and only then', async ([, values, words]) => {
    const [warned, plain] = await Promise.all([inParent(helm4, { 'ingress-nginx': values }), inParent(helm4, {})]);
    expect(answers(warned)['notes']).toContain(words);
    expect(answers(plain)['notes']).not.toContain(words);
  });

  it.skipIf(helm4.missing)('a call without values says how to call', async () => {
    const careless = makeParent();
    try {
      writeFileSync(join(careless, 'templates', 'all.yaml'), '{{ include "ingress-nginx.objects" (dict "root" $) }}');
      const { code, stderr } = await tryTemplate(helm4, { chart: careless });
      expect(code).not.toBe(0);
      expect(stderr).toContain('(dict "root" $ "values" (index .Values "ingress-nginx"))');
    } finally {
      removeParent(careless);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { at, flags, helm4, identity, only, template, type Rendered } from '../helm.js';
import { EVERYTHING } from './values.cases.js';

const title = (text: string): string => `${text}${helm4.note}`;
const LONG = 'r'.repeat(53);
const all = {
  ...EVERYTHING,
  tcp: { '6379': '{{ .Release.Namespace }}/redis:6379' },
  fullnameOverride: '',
  serviceAccount: { create: true },
  controller: { ...EVERYTHING.controller, service: {}, ingressClassResource: { enabled: true }, createLease: true },
};

interface Release {
  release: string;
  namespace: string;
}

/** Releases that a careless naming would mix up, in pairs. */
const PAIRS: [string, Release, Release][] = [
  ['two in one namespace', { release: 'a', namespace: 'web' }, { release: 'b', namespace: 'web' }],
  ['one name in two namespaces', { release: 'a', namespace: 'web' }, { release: 'a', namespace: 'shop' }],
  ['a name that ends with that of the chart', { release: 'web', namespace: 'web' }, { release: 'web-ingress-nginx', namespace: 'web' }],
  ['the name of the chart and another', { release: 'ingress-nginx', namespace: 'web' }, { release: 'nginx', namespace: 'web' }],
  ['a border that moves between name and namespace', { release: 'a-ingress-nginx-b', namespace: 'c' }, { release: 'a', namespace: 'b-c' }],
  ['a dot and a dash', { release: 'a.b', namespace: 'web' }, { release: 'a-b', namespace: 'web' }],
  ['a digit in front', { release: '1a', namespace: 'web' }, { release: 'r-1a', namespace: 'web' }],
  [
    'long names with one beginning',
    { release: `${'r'.repeat(52)}a`, namespace: 'web' },
    { release: `${'r'.repeat(52)}b`, namespace: 'web' },
  ],
];

/** Longest name by kind; the others are DNS subdomains of 253. Services and what pods are called after are DNS-1035 labels. */
const LIMIT: Record<string, number> = { Service: 63, Deployment: 63, DaemonSet: 63 };

function tooLong(objects: readonly Rendered[]): string[] {
  return objects
    .filter(
      ({ kind, metadata }) =>
        metadata.name.length > (LIMIT[kind] ?? 253) || Object.values(metadata.labels ?? {}).some((value) => value.length > 63),
    )
    .map(identity);
}

describe(title('names'), () => {
  it.skipIf(helm4.missing).for([
    { release: LONG, namespace: 'n'.repeat(63) },
    { release: `1.${'x'.repeat(51)}`, namespace: 'web' },
    { release: '1e3', namespace: '123' },
  ])('release $release in $namespace: no name above its limit, every name a name', async ({ release, namespace }) => {
    const objects = await template(helm4, { release, namespace, values: all });
    expect(objects.length).toBeGreaterThan(15);
    expect(tooLong(objects)).toEqual([]);
    for (const { kind, metadata } of objects) {
      expect(typeof metadata.name).toBe('string');
      expect(metadata.name).toMatch(/^[a-z]([-a-z0-9.]*[a-z0-9])?$/);
      if (kind === 'Service') expect(metadata.name).toMatch(/^[a-z]([-a-z0-9]*[a-z0-9])?$/);
      if (metadata.namespace !== undefined) expect(metadata.namespace).toBe(namespace);
    }
    expect(String(at(only(objects, 'IngressClass'), 'spec', 'controller')).length).toBeLessThanOrEqual(250);
  });

  it.skipIf(helm4.missing).for(PAIRS)('no clash: %s', async ([, first, second]) => {
    const [a, b] = await Promise.all([template(helm4, { ...first, values: all }), template(helm4, { ...second, values: all })]);
    const taken = new Set(a.map(identity));
    expect(b.map(identity).filter((id) => taken.has(id))).toEqual([]);
    const unique = ['controller-class', 'ingress-class'];
    for (const flag of unique) expect(flags(a)[flag]).not.toBe(flags(b)[flag]);
    if (first.namespace === second.namespace) {
      expect(flags(a)['election-id']).not.toBe(flags(b)['election-id']);
      expect(at(only(a, 'Deployment'), 'spec', 'selector')).not.toEqual(at(only(b, 'Deployment'), 'spec', 'selector'));
    }
  });

  it.skipIf(helm4.missing)('cluster-scoped names hold release and namespace; there is no other cluster-scoped kind', async () => {
    const objects = await template(helm4, { release: 'edge', namespace: 'shop', values: all });
    const cluster = objects.filter(({ metadata }) => metadata.namespace === undefined);
    expect(cluster.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
      'ClusterRole edge-ingress-nginx.shop',
      'ClusterRoleBinding edge-ingress-nginx.shop',
      'IngressClass edge-ingress-nginx.shop',
    ]);
  });

  it.skipIf(helm4.missing)('class name and controller string can be given', async () => {
    const objects = await template(helm4, {
      values: { controller: { ingressClassResource: { name: 'nginx', controllerValue: 'k8s.io/ingress-nginx' } } },
    });
    const ingressClass = only(objects, 'IngressClass');
    expect(ingressClass.metadata.name).toBe('nginx');
    expect(at(ingressClass, 'spec', 'controller')).toBe('k8s.io/ingress-nginx');
    expect(flags(objects)).toMatchObject({ 'ingress-class': 'nginx', 'controller-class': 'k8s.io/ingress-nginx' });
  });

  it.skipIf(helm4.missing)('labels of a person never replace those that selectors need', async () => {
    const mine = { 'app.kubernetes.io/name': 'mine', 'app.kubernetes.io/instance': 'mine', 'app.kubernetes.io/component': 'mine' };
    const objects = await template(helm4, {
      values: { commonLabels: mine, controller: { labels: mine, podLabels: mine, service: { labels: mine } } },
    });
    const deployment = only(objects, 'Deployment');
    expect(at(deployment, 'spec', 'template', 'metadata', 'labels')).toEqual(at(deployment, 'spec', 'selector', 'matchLabels'));
    expect(JSON.stringify(objects)).not.toContain('mine');
  });
});

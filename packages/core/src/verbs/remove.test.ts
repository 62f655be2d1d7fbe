import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/kube.js';
import type { Removal } from '../model/plan.js';
import { markLabels } from '../strategies/marks.js';
import { object, service, workload } from '../../test/fixtures/cluster.js';
import { clusterOf } from '../../test/fixtures/plan.js';
import { planRemoval, removalNeeds } from './remove.js';

const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const web = workload('web', { metadata: { uid: 'u' } });
const spec = { selector: { app: 'web' }, ports: [{ port: 80 }] };

function ours(name: string, exposure: string, fields: Record<string, unknown> = spec): KubeObject {
  return service(name, fields, 'shop', {}, { labels: markLabels(exposure) });
}

function ingress(name: string, exposure: string, backend: string): KubeObject {
  const rules = [{ http: { paths: [{ path: '/', backend: { service: { name: backend, port: { number: 80 } } } }] } }];
  return object('networking.k8s.io/v1', 'Ingress', name, { spec: { rules } }, { namespace: 'shop', labels: markLabels(exposure) });
}

function names({ steps }: Removal): string[] {
  return steps.map((step) => `${step.kind} ${step.target.kind}/${step.target.name}`);
}

function removal(objects: KubeObject[], name?: string): Removal {
  return planRemoval(clusterOf([web, ...objects]), { target, namespace: 'shop', ...(name === undefined ? {} : { name }) });
}

describe('planRemoval', () => {
  it('deletes only what carries the marks, and what lets traffic in first', () => {
    const objects = [
      ours('web', 'web'),
      ingress('web', 'web', 'web'),
      service('web-metrics', spec),
      service('other', spec, 'other', {}, { labels: markLabels('web') }),
    ];
    expect(names(removal(objects))).toEqual(['delete Ingress/web', 'delete Service/web']);
  });

  it('takes routes of a controller and what stands beside them, the route first', () => {
    const made = (apiVersion: string, kind: string, name: string, fields: Record<string, unknown>): KubeObject =>
      object(apiVersion, kind, name, { spec: fields }, { namespace: 'shop', labels: markLabels('edge') });
    const objects = [
      made('traefik.io/v1alpha1', 'Middleware', 'edge-allow', { ipAllowList: {} }),
      made('traefik.io/v1alpha1', 'IngressRoute', 'edge', { routes: [{ services: [{ name: 'front', port: 80 }] }] }),
      service('front', spec),
    ];
    expect(names(removal(objects))).toEqual(['delete IngressRoute/edge', 'delete Middleware/edge-allow']);
    const istio = made('networking.istio.io/v1', 'VirtualService', 'edge', {
      http: [{ route: [{ destination: { host: 'front.shop.svc.cluster.local' } }] }],
    });
    expect(names(removal([istio, service('front', spec)]))).toEqual(['delete VirtualService/edge']);
  });

  it('takes all Exposures of the workload: those that select its pods or lead to a Service that does', () => {
    const objects = [
      ours('a-node-port', 'a'),
      service('front', spec),
      ingress('b', 'b', 'front'),
      ours('c', 'c', { selector: { app: 'other' }, ports: [] }),
    ];
    expect(removal(objects).exposures).toEqual(['a', 'b']);
  });

  it('deletes in an order that does not depend on that of the snapshot', () => {
    const objects = [ours('b', 'web'), ours('a', 'web'), ingress('d', 'web', 'a'), ingress('c', 'web', 'a')];
    const expected = ['delete Ingress/c', 'delete Ingress/d', 'delete Service/a', 'delete Service/b'];
    expect(names(removal(objects))).toEqual(expected);
    expect(names(removal(objects.toReversed()))).toEqual(expected);
  });

  it('takes one by its name', () => {
    expect(removal([ours('a-node-port', 'a'), ours('b-node-port', 'b')], 'b').exposures).toEqual(['b']);
  });

  it('leaves an Exposure of another workload with the same name alone', () => {
    const twin = workload('web', { kind: 'StatefulSet', labels: { app: 'db' } });
    expect(names(removal([twin, ours('web', 'web', { selector: { app: 'db' }, ports: [] })]))).toEqual([]);
  });

  it('takes what an interrupted apply left, a lone Secret included', () => {
    expect(names(removal([object('v1', 'Secret', 'web-tls', {}, { namespace: 'shop', labels: markLabels('web') })]))).toEqual([
      'delete Secret/web-tls',
    ]);
  });

  it('gives a patched workload back: values, and what was set goes', () => {
    const record = {
      strategy: 'hostNetwork',
      sets: ['spec.template.spec.hostNetwork', 'spec.template.spec.dnsPolicy'],
      takes: [{ path: 'spec.template.spec.dnsPolicy', from: 'kubectl-create', operation: 'Update', old: 'ClusterFirst' }],
    };
    const podSpec = { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' };
    const patched = workload('web', {
      podSpec,
      metadata: { uid: 'u', resourceVersion: '7', annotations: { 'expose-plus.dev/web': JSON.stringify(record), keep: 'x' } },
    });
    const { steps } = planRemoval(clusterOf([patched]), { target, namespace: 'shop' });
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({
      kind: 'restore',
      manager: 'expose-plus.web',
      resourceVersion: '7',
      takes: record.takes,
      sets: record.sets,
    });
    const restored = steps[0]?.kind === 'restore' ? steps[0].restored : undefined;
    expect(restored).toEqual(
      workload('web', { podSpec: { dnsPolicy: 'ClusterFirst' }, metadata: { uid: 'u', resourceVersion: '7', annotations: { keep: 'x' } } }),
    );
  });

  it('says which kinds it could not read', () => {
    const snapshot = clusterOf([web]);
    const forbidden = snapshot.coverage.map((row) =>
      row.resource.startsWith('ingresses') ? { ...row, state: 'forbidden' as const, reason: 'missing: list ingresses' } : row,
    );
    const { unknown } = planRemoval({ ...snapshot, coverage: forbidden }, { target, namespace: 'shop' });
    expect(unknown.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'EP227 ingresses.networking.k8s.io in namespace shop may not be listed (missing: list ingresses): objects of kind Ingress may stay behind',
    ]);
  });

  it('finds marked objects also when the workload is gone, and says so', () => {
    const { steps, unknown } = planRemoval(clusterOf([ours('web', 'web')]), { target, namespace: 'shop' });
    expect(steps).toHaveLength(1);
    expect(unknown.map(({ code }) => code)).toContain('EP228');
  });
});

it('removalNeeds asks for marked objects only, and the workloads', () => {
  const queries = removalNeeds({ target, namespace: 'shop', name: 'web' });
  expect(queries).toContainEqual({
    resource: 'secrets',
    apiVersion: 'v1',
    kind: 'Secret',
    namespace: 'shop',
    labelSelector: 'expose-plus.dev/exposure=web',
  });
  expect(queries.filter(({ resource }) => resource === 'deployments.apps')).toHaveLength(1);
  expect(removalNeeds({ target: { kind: 'Deployment', name: 'web' }, namespace: 'shop' })).toHaveLength(queries.length);
  const rollout = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' };
  expect(removalNeeds({ target: rollout, namespace: 'shop' })).toContainEqual({
    resource: 'rollouts.argoproj.io',
    ...rollout,
    namespace: 'shop',
  });
});

import { describe, expect, it } from 'vitest';
import type { Exposure } from '../model/exposure.js';
import type { PlanResult } from '../model/plan.js';
import { plan, planNeeds } from './plan.js';
import { recommend } from './recommend.js';
import { files, ingressNginx, namespace, node, service, workload } from '../../test/fixtures/cluster.js';
import { clusterOf, planOf, refusals, request } from '../../test/fixtures/plan.js';

const web = workload('web', { ports: [{ name: 'http', containerPort: 8080 }], metadata: { uid: 'u' } });
const places = [namespace('shop'), node('node-1', { internal: '10.0.0.1' })];
const strategies = (exposures: Exposure[]): (string | undefined)[] => exposures.map(({ spec }) => spec.strategy);
const alternatives = (result: PlanResult): (string | undefined)[] =>
  strategies('ok' in result ? result.ok.alternatives : result.alternatives);

describe('auto', () => {
  it('takes the best way that is possible', () => {
    const snapshot = clusterOf([...places, web, ...ingressNginx({})]);
    const exposure = request({ hosts: ['shop.example.com'] });
    const best = recommend(snapshot, exposure).best;
    expect(planOf(plan(snapshot, exposure)).strategy).toBe(best);
    expect(planOf(plan(snapshot, { ...exposure, spec: { ...exposure.spec, strategy: 'auto' } })).exposure.spec.strategy).toBe(best);
  });

  it('says once what blocks all seven', () => {
    expect(refusals(plan(clusterOf(places), request({})))).toEqual(['EP150']);
  });
});

describe('alternatives', () => {
  it('to what the cluster does not have are the nearest that it has', () => {
    expect(alternatives(plan(clusterOf([...places, web]), request({ strategy: 'LoadBalancer' })))).toEqual(['NodePort', 'hostPort']);
  });

  it('are not offered for a mistake in the request', () => {
    expect(alternatives(plan(clusterOf([...places, web]), request({ strategy: 'NodePort', ports: [{ targetPort: 'none' }] })))).toEqual([]);
  });

  it('are offered when the cluster stands in the way as well', () => {
    const twins = [
      { name: 'http', containerPort: 8080 },
      { name: 'admin', containerPort: 9000 },
    ];
    const two = workload('web', { ports: twins, replicas: 2, metadata: { uid: 'u' } });
    const result = plan(clusterOf([...places, two]), request({ strategy: 'hostPort', hostPort: { ports: { http: 9000 } } }));
    expect(refusals(result).toSorted()).toEqual(['EP163', 'EP218']);
    expect(alternatives(result)).toEqual(['NodePort']);
  });

  it('come with a plan that cannot serve its purpose', () => {
    const redis = workload('web', { image: 'redis:8.2', ports: [{ containerPort: 6379 }], metadata: { uid: 'u' } });
    const result = plan(clusterOf([...places, redis, ...ingressNginx({})]), request({ strategy: 'Ingress', hosts: ['redis.example.com'] }));
    expect(planOf(result).warnings.map(({ code }) => code)).toContain('EP305');
    expect(alternatives(result)).toEqual(['NodePort', 'hostPort']);
  });
});

describe('the target', () => {
  it('that is misspelt comes with the name that was meant', () => {
    const result = plan(clusterOf([web]), request({ strategy: 'NodePort', target: { kind: 'Deployment', name: 'wbe' } }));
    expect('refused' in result && result.refused[0]?.message).toContain('did you mean web?');
  });

  it('in a file that names no namespace is placed where the request says', () => {
    const { namespace: _, ...metadata } = web.metadata;
    const snapshot = files([{ ...web, metadata }]);
    for (const at of ['shop', 'other']) {
      const exposure = request({ strategy: 'NodePort' });
      const { ok } = { ok: planOf(plan(snapshot, { ...exposure, metadata: { namespace: at } })) };
      expect(ok.steps[0]?.kind === 'apply' && ok.steps[0].object.metadata.namespace).toBe(at);
    }
  });

  it('that is a Service needs no workload, unless its pods are to be changed', () => {
    const front = service('front', { selector: { app: 'gone' }, ports: [{ port: 80 }] });
    const target = { apiVersion: 'v1', kind: 'Service', name: 'front' };
    expect(refusals(plan(clusterOf([front]), request({ strategy: 'NodePort', target })))).toEqual([]);
    expect(refusals(plan(clusterOf([front]), request({ strategy: 'hostPort', target })))).toContain('EP165');
  });

  it('that is an alias is refused', () => {
    const alias = service('front', { type: 'ExternalName', externalName: 'example.com' });
    expect(
      refusals(plan(clusterOf([alias]), request({ strategy: 'NodePort', target: { apiVersion: 'v1', kind: 'Service', name: 'front' } }))),
    ).toContain('EP226');
  });
});

it('the exposure of a plan has every default filled in', () => {
  const snapshot = clusterOf([...places, web, ...ingressNginx({})]);
  const { exposure } = planOf(plan(snapshot, request({ strategy: 'Ingress', hosts: ['shop.example.com'] })));
  expect(exposure).toEqual({
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'Exposure',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', container: 'app' },
      strategy: 'Ingress',
      ports: [{ name: 'http', port: 8080, targetPort: 8080, protocol: 'TCP' }],
      hosts: ['shop.example.com'],
      paths: [{ path: '/', type: 'Prefix', port: 'http' }],
      ingress: { className: 'nginx', controller: 'ingress-nginx' },
    },
  });
});

it('reserved labels are refused', () => {
  const spec = { strategy: 'NodePort', labels: { 'expose-plus.dev/exposure': 'x' } } as const;
  expect(refusals(plan(files([web]), request(spec)))).toEqual(['EP160']);
});

it('planNeeds asks for the Secret and the issuer of the request by name, and for what an earlier apply left', () => {
  const queries = planNeeds(request({ tls: { issuer: { name: 'le' } } }), 'other');
  expect(queries).toContainEqual({ resource: 'secrets', apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'web-tls' });
  expect(queries).toContainEqual({
    resource: 'clusterissuers.cert-manager.io',
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    name: 'le',
  });
  expect(queries).toContainEqual({
    resource: 'secrets',
    apiVersion: 'v1',
    kind: 'Secret',
    namespace: 'shop',
    labelSelector: 'expose-plus.dev/exposure=web',
  });
});

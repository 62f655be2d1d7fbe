import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/kube.js';
import type { PatchStep, Plan } from '../model/plan.js';
import { plan } from '../verbs/plan.js';
import { readPatchRecord } from './marks.js';
import { namespace, node, workload } from '../../test/fixtures/cluster.js';
import { clusterOf, planOf, request, warnings } from '../../test/fixtures/plan.js';

const port = [{ name: 'http', containerPort: 8080, protocol: 'TCP' }];
const places = [namespace('shop'), node('node-1', { internal: '10.0.0.1' })];
const byKubectl = {
  manager: 'kubectl-create',
  operation: 'Update',
  apiVersion: 'apps/v1',
  fieldsType: 'FieldsV1',
  fieldsV1: { 'f:spec': { 'f:template': { 'f:spec': { 'f:dnsPolicy': {} } } } },
};

function deployment(podSpec: Record<string, unknown>, metadata: Record<string, unknown> = {}): KubeObject {
  return workload('web', {
    ports: port,
    podSpec,
    spec: { strategy: { type: 'Recreate' } },
    metadata: { uid: 'u', resourceVersion: '5', ...metadata },
  });
}

function planned(target: KubeObject, strategy: 'hostNetwork' | 'hostPort', name?: string): Plan {
  return planOf(plan(clusterOf([...places, target]), request({ strategy }, name)));
}

function patchOf({ steps }: Plan): PatchStep {
  const patch = steps.find((step) => step.kind === 'patch');
  if (!patch) throw new Error('no patch');
  return patch;
}

describe('a patch', () => {
  it('takes fields with their owner and old value, and writes them down', () => {
    const step = patchOf(planned(deployment({ dnsPolicy: 'ClusterFirst' }, { managedFields: [byKubectl] }), 'hostNetwork'));
    const take = { path: 'spec.template.spec.dnsPolicy', from: 'kubectl-create', operation: 'Update', old: 'ClusterFirst' };
    expect(step.takes).toEqual([take]);
    expect(readPatchRecord(step.set.metadata.annotations?.['expose-plus.dev/web'] ?? '')).toEqual({
      strategy: 'hostNetwork',
      sets: ['spec.template.spec.hostNetwork', 'spec.template.spec.dnsPolicy'],
      takes: [take],
    });
  });

  it('takes nothing that nobody owns, and nothing that has the value already', () => {
    const nobody = { ...byKubectl, fieldsV1: { 'f:spec': { 'f:replicas': {} } } };
    expect(patchOf(planned(deployment({ dnsPolicy: 'ClusterFirst' }, { managedFields: [nobody] }), 'hostNetwork')).takes).toEqual([]);
    const same = patchOf(planned(deployment({ dnsPolicy: 'ClusterFirstWithHostNet' }, { managedFields: [byKubectl] }), 'hostNetwork'));
    expect(same.takes).toEqual([]);
    expect(same.set.metadata.annotations?.['expose-plus.dev/web']).not.toContain('dnsPolicy');
  });

  it('says unknown where managedFields were not read', () => {
    expect(patchOf(planned(deployment({ dnsPolicy: 'ClusterFirst' }), 'hostNetwork')).takes).toMatchObject([
      { from: 'unknown', old: 'ClusterFirst' },
    ]);
  });

  it('keeps the record and takes nothing anew when it is planned again', () => {
    const first = patchOf(planned(deployment({ dnsPolicy: 'ClusterFirst' }, { managedFields: [byKubectl] }), 'hostNetwork'));
    const ours = { ...byKubectl, manager: 'expose-plus.web', operation: 'Apply', fieldsV1: byKubectl.fieldsV1 };
    const live = { ...first.merged, metadata: { ...first.merged.metadata, managedFields: [ours] } } as KubeObject;
    const second = patchOf(planned(live, 'hostNetwork'));
    expect(second.takes).toEqual([]);
    expect(second.set).toEqual(first.set);
  });

  it('gives fields back first when another strategy of the same name no longer takes them', () => {
    const first = patchOf(planned(deployment({ dnsPolicy: 'ClusterFirst' }), 'hostNetwork'));
    const { steps } = planned(first.merged, 'hostPort');
    expect(steps.map(({ kind }) => kind)).toEqual(['restore', 'patch']);
    const [restore, patch] = steps;
    expect(restore).toMatchObject({ manager: 'expose-plus.web', annotation: 'expose-plus.dev/web', resourceVersion: '5', exposure: 'web' });
    const podSpec =
      (patch?.kind === 'patch' && (patch.merged['spec'] as { template: { spec: Record<string, unknown> } }).template.spec) || {};
    expect(podSpec['dnsPolicy']).toBe('ClusterFirst');
    expect(podSpec).not.toHaveProperty('hostNetwork');
  });

  it('of another name lives beside it', () => {
    const first = patchOf(planned(deployment({ dnsPolicy: 'ClusterFirst' }), 'hostPort'));
    const { steps } = planned(first.merged, 'hostNetwork', 'other');
    expect(steps.map(({ kind }) => kind)).toEqual(['patch']);
    expect(Object.keys(patchOf({ steps } as Plan).merged.metadata.annotations ?? {})).toEqual([
      'expose-plus.dev/web',
      'expose-plus.dev/other',
    ]);
  });
});

describe('who would put it back', () => {
  it.each([
    ['Helm', { annotations: { 'meta.helm.sh/release-name': 'shop' } }],
    ['Argo CD', { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' } }],
    ['Flux', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'shop' } }],
    ['operator', { ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Shop', name: 'shop', controller: true }] }],
  ])('%s is named, with manifests to use instead', (who, metadata) => {
    const result = plan(clusterOf([...places, deployment({}, metadata)]), request({ strategy: 'hostPort' }));
    const found = planOf(result).warnings.find(({ code }) => code === 'EP306');
    expect(found?.message).toContain(who);
    expect(found?.offers?.map(({ title }) => title)).toEqual(['complete Deployment web', 'kustomize patch']);
    expect(JSON.stringify(found?.offers)).not.toContain('expose-plus.dev/');
  });

  it('is nobody otherwise', () => {
    expect(warnings(plan(clusterOf([...places, deployment({})]), request({ strategy: 'hostPort' })))).not.toContain('EP306');
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/kube.js';
import { STRATEGIES } from '../model/strategy-id.js';
import { annotationKey, exposureOf, fieldManager, markLabels, patchMarks, readPatchRecord, writePatchRecord } from './marks.js';

const service: KubeObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', labels: markLabels('web') } };

describe('marks', () => {
  it('are the names of the contract', () => {
    expect(markLabels('web')).toEqual({ 'app.kubernetes.io/managed-by': 'expose-plus', 'expose-plus.dev/exposure': 'web' });
    expect(fieldManager('web')).toBe('expose-plus.web');
    expect(annotationKey('web')).toBe('expose-plus.dev/web');
  });

  it('tell our objects from those of others', () => {
    expect(exposureOf(service)).toBe('web');
    expect(exposureOf({ ...service, metadata: { name: 'web', labels: { 'expose-plus.dev/exposure': 'web' } } })).toBeUndefined();
    expect(exposureOf({ ...service, metadata: { name: 'web' } })).toBeUndefined();
    const owner = { apiVersion: 'v1', kind: 'Service', name: 'web', controller: true };
    const slice = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { ...service.metadata, ownerReferences: [owner] } };
    expect(exposureOf(slice)).toBeUndefined();
  });
});

describe('patch records', () => {
  const take = fc.record(
    { path: fc.string({ minLength: 1 }), from: fc.string({ minLength: 1 }), old: fc.jsonValue() },
    { requiredKeys: ['path', 'from'] },
  );
  const patch = fc.record({ strategy: fc.constantFrom(...STRATEGIES), sets: fc.array(fc.string()), takes: fc.array(take) });

  it('come back as they were written', () => {
    fc.assert(
      fc.property(patch, (value) => {
        expect(readPatchRecord(writePatchRecord(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('are absent when damaged', () => {
    for (const text of ['', '{', '[]', '{"strategy":"teleport"}']) expect(readPatchRecord(text)).toBeUndefined();
  });

  it('are found on a workload by name', () => {
    const annotations = { 'expose-plus.dev/b': '{', 'expose-plus.dev/a': '{"strategy":"hostPort"}', other: 'x' };
    expect(patchMarks({ ...service, metadata: { name: 'web', annotations } })).toEqual([
      { name: 'a', key: 'expose-plus.dev/a', record: { strategy: 'hostPort', sets: [], takes: [] } },
      { name: 'b', key: 'expose-plus.dev/b' },
    ]);
  });

  it('are not those that a ReplicaSet has as a copy from its Deployment', () => {
    const annotations = { 'expose-plus.dev/a': '{"strategy":"hostPort"}' };
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true };
    const set = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web-1', annotations, ownerReferences: [owner] } };
    expect(patchMarks(set)).toEqual([]);
    expect(patchMarks({ ...set, metadata: { name: 'web-1', annotations } })).toHaveLength(1);
    expect(patchMarks({ ...set, kind: 'Deployment' })).toHaveLength(1);
  });
});

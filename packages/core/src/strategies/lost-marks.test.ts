import { describe, expect, it } from 'vitest';
import { snapshot } from '../../test/fixtures/cluster.js';
import type { KubeObject } from '../model/kube.js';
import { withLostMarks } from './lost-marks.js';

const KEY = 'expose-plus.dev/web';
const managedFields = [{ manager: 'expose-plus.web', operation: 'Apply' as const, apiVersion: 'apps/v1', fieldsV1: {} }];

function deployment(extra: KubeObject['metadata'] = {}): KubeObject {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop', uid: 'd1', ...extra } };
}

function replicaSet(revision: string, mark?: string, owner = 'd1'): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `web-${revision}`,
      namespace: 'shop',
      annotations: { 'deployment.kubernetes.io/revision': revision, ...(mark === undefined ? {} : { [KEY]: mark }) },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: owner, controller: true }],
    },
  };
}

const markOf = (objects: KubeObject[]): string | undefined =>
  withLostMarks(snapshot({ namespace: 'shop', objects })).objects[0]?.metadata.annotations?.[KEY];

describe('marks that a Deployment has lost', () => {
  it('come from the newest ReplicaSet that has a copy', () => {
    expect(markOf([deployment({ managedFields }), replicaSet('9', 'old'), replicaSet('10', 'new'), replicaSet('11')])).toBe('new');
  });

  it('come only from a ReplicaSet of its own', () => {
    expect(markOf([deployment({ managedFields }), replicaSet('2', 'other', 'd2')])).toBeUndefined();
  });

  it('come from a ReplicaSet that others refer to as well', () => {
    const shared = replicaSet('3', 'copy');
    const others = [{ apiVersion: 'example.com/v1', kind: 'Watch', name: 'w', uid: 'w1' }, ...(shared.metadata.ownerReferences ?? [])];
    expect(markOf([deployment({ managedFields }), { ...shared, metadata: { ...shared.metadata, ownerReferences: others } }])).toBe('copy');
  });

  it('are not sought where no manager of ours owns a field: the Exposure was removed', () => {
    const all = snapshot({ namespace: 'shop', objects: [deployment(), replicaSet('2', 'copy')] });
    expect(withLostMarks(all)).toBe(all);
  });

  it('are never taken instead of the one that stands there', () => {
    expect(markOf([deployment({ managedFields, annotations: { [KEY]: 'own' } }), replicaSet('2', 'copy')])).toBe('own');
  });
});

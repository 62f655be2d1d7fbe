import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';
import { lookup, topOwner } from './lookup.js';

const template = { spec: { containers: [{ name: 'app' }] } };

function owned(apiVersion: string, kind: string, name: string, owner?: [string, string, string]): KubeObject {
  const ownerReferences = owner ? [{ apiVersion: owner[0], kind: owner[1], name: owner[2], controller: true }] : [];
  const spec = kind === 'Pod' ? template.spec : kind === 'Redis' ? {} : { template };
  return { apiVersion, kind, metadata: { name, namespace: 'shop', ownerReferences }, spec };
}

function snapshotOf(...objects: KubeObject[]): Snapshot {
  return {
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'Snapshot',
    takenAt: '',
    server: 'unknown',
    namespace: 'shop',
    objects,
    coverage: [],
  };
}

const deployment = owned('apps/v1', 'Deployment', 'web', ['db.example.com/v1', 'Redis', 'cache']);
const replicaSet = owned('apps/v1', 'ReplicaSet', 'web-1', ['apps/v1', 'Deployment', 'web']);
const pod = owned('v1', 'Pod', 'web-1-a', ['apps/v1', 'ReplicaSet', 'web-1']);

describe('topOwner', () => {
  it('goes from a Pod to its Deployment', () => {
    const top = topOwner(snapshotOf(owned('apps/v1', 'Deployment', 'web'), replicaSet, pod), pod);
    expect(top.workload?.ref.kind).toBe('Deployment');
    expect(top.missing).toBeUndefined();
  });

  it('names the operator above, and keeps the workload below it', () => {
    const top = topOwner(snapshotOf(deployment, replicaSet, pod, owned('db.example.com/v1', 'Redis', 'cache')), pod);
    expect(top.object.kind).toBe('Redis');
    expect(top.workload?.ref.kind).toBe('Deployment');
  });

  it('says which owner was not read', () => {
    expect(topOwner(snapshotOf(pod), pod)).toMatchObject({
      object: pod,
      missing: { kind: 'ReplicaSet', name: 'web-1', namespace: 'shop' },
    });
  });

  it('ends on owners that own each other', () => {
    const one = owned('apps/v1', 'ReplicaSet', 'one', ['apps/v1', 'ReplicaSet', 'two']);
    const two = owned('apps/v1', 'ReplicaSet', 'two', ['apps/v1', 'ReplicaSet', 'one']);
    expect(topOwner(snapshotOf(one, two), one).object).toBe(two);
  });
});

describe('lookup', () => {
  it('takes the namespace of the snapshot where a reference names none, and minds the group only', () => {
    const snapshot = snapshotOf(deployment);
    expect(lookup(snapshot, { apiVersion: 'apps/v1beta1', kind: 'Deployment', name: 'web' })).toBe(deployment);
    expect(lookup(snapshot, { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'other' })).toBeUndefined();
  });
});

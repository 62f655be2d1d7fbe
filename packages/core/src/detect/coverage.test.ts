import { describe, expect, it } from 'vitest';
import { files, object, snapshot } from '../../test/fixtures/cluster.js';
import type { Coverage } from '../model/snapshot.js';
import { canSayNone, coverageOf, describeGap, findObject, objectsOf } from './coverage.js';

const of = (...coverage: Coverage[]) => snapshot({ coverage });

describe('coverageOf', () => {
  it('is complete in a namespace that was read, and only there', () => {
    const shot = of({ resource: 'services', namespace: 'shop', state: 'complete' });
    expect(coverageOf(shot, 'services', 'shop').state).toBe('complete');
    expect(coverageOf(shot, 'services', 'other').state).toBe('not-asked');
    expect(coverageOf(shot, 'services').state).toBe('not-asked');
  });

  it('is complete in every namespace when the cluster was read', () => {
    expect(coverageOf(of({ resource: 'services', state: 'complete' }), 'services', 'any').state).toBe('complete');
  });

  it('never adds namespaces up to the cluster', () => {
    const shot = of(
      { resource: 'pods', namespace: 'a', state: 'complete' },
      { resource: 'pods', namespace: 'b', state: 'complete' },
      { resource: 'pods', state: 'forbidden', reason: 'list' },
    );
    expect(coverageOf(shot, 'pods')).toEqual({ state: 'forbidden', reason: 'list' });
    expect(coverageOf(shot, 'pods', 'a').state).toBe('complete');
  });

  it('answers not-asked for files, and nothing can be ruled out', () => {
    expect(coverageOf(files([]), 'nodes').state).toBe('not-asked');
    expect(canSayNone(files([]), 'nodes')).toBe(false);
  });

  it('rules out what the server does not serve', () => {
    const shot = of({ resource: 'gateways.gateway.networking.k8s.io', state: 'api-absent' });
    expect(canSayNone(shot, 'gateways.gateway.networking.k8s.io')).toBe(true);
    const inOne = of({ resource: 'gateways.gateway.networking.k8s.io', namespace: 'shop', state: 'api-absent' });
    expect(canSayNone(inOne, 'gateways.gateway.networking.k8s.io')).toBe(true);
    expect(canSayNone(inOne, 'gateways.gateway.networking.k8s.io', 'other')).toBe(true);
    expect(canSayNone(of({ resource: 'nodes', state: 'error' }), 'nodes')).toBe(false);
    expect(canSayNone(of({ resource: 'nodes', state: 'forbidden' }), 'nodes')).toBe(false);
  });

  it('says why', () => {
    const shot = of({ resource: 'nodes', state: 'forbidden', reason: 'list nodes' });
    expect(describeGap(shot, 'nodes')).toBe('nodes of the whole cluster may not be listed (list nodes)');
    expect(describeGap(shot, 'pods', 'shop')).toBe('pods in namespace shop were not read');
  });
});

describe('objectsOf', () => {
  it('goes by group, kind and namespace; an object without one stands in the default', () => {
    const one = object('apps/v1', 'Deployment', 'a', {}, { namespace: 'shop' });
    const two = object('apps/v1beta2', 'Deployment', 'b');
    const shot = snapshot({ objects: [one, two, object('v1', 'Service', 'a', {}, { namespace: 'shop' })] });
    expect(objectsOf(shot, 'apps', 'Deployment')).toEqual([one, two]);
    expect(objectsOf(shot, 'apps', 'Deployment', 'default')).toEqual([two]);
    expect(findObject(shot, '', 'Service', 'a', 'shop')?.kind).toBe('Service');
    expect(findObject(shot, '', 'Service', 'a', 'default')).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { needs } from './needs.js';

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };

describe('needs', () => {
  it('reads nothing secret', () => {
    expect(needs(deployment).some((query) => query.resource === 'secrets')).toBe(false);
  });

  it('reads the cluster, and the namespace besides for users who may read no more', () => {
    const queries = needs(deployment);
    expect(queries).toContainEqual({ resource: 'services', apiVersion: 'v1', kind: 'Service' });
    expect(queries).toContainEqual({ resource: 'services', apiVersion: 'v1', kind: 'Service', namespace: 'shop' });
    expect(new Set(queries.map((query) => JSON.stringify(query))).size).toBe(queries.length);
  });

  it('reads a target of a kind that is in no list by name', () => {
    expect(needs(deployment).some((query) => query.name !== undefined)).toBe(false);
    expect(needs({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'shop', name: 'web' }).at(-1)).toEqual({
      resource: 'rollouts.argoproj.io',
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      namespace: 'shop',
      name: 'web',
    });
  });

  it('names resources by the plural and the group of their apiVersion', () => {
    for (const { resource, apiVersion } of needs(deployment)) {
      const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
      expect(resource.split('.').slice(1).join('.'), resource).toBe(group);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { BUILTIN_TYPES } from './builtin-types.js';
import type { Discovery } from './discovery.js';
import { findType, findTypeOffline, nearTypes, resolveType, splitTypeName } from './names.js';
import { apiVersionOf } from './resource-type.js';
import type { ResourceType } from './resource-type.js';

const crd = (group: string, version: string, plural: string, kind: string, shortNames: string[] = []): ResourceType => ({
  group,
  version,
  plural,
  singular: kind.toLowerCase(),
  kind,
  shortNames,
  namespaced: true,
  verbs: ['get'],
});
// as a server lists them: its own groups first, CRDs after them, the preferred version of a group first
const types = [
  ...BUILTIN_TYPES,
  crd('serving.knative.dev', 'v1', 'services', 'Service', ['kservice']),
  crd('argoproj.io', 'v1beta1', 'rollouts', 'Rollout', ['ro']),
  crd('argoproj.io', 'v1alpha1', 'rollouts', 'Rollout', ['ro']),
  crd('networking.istio.io', 'v1', 'gateways', 'Gateway', ['gw']),
];

const named = (word: string): string | undefined => {
  const type = findType(types, word);
  return type && `${apiVersionOf(type)} ${type.kind}`;
};

describe('a word for a type', () => {
  it.each([
    ['deployment', 'apps/v1 Deployment'],
    ['deployments', 'apps/v1 Deployment'],
    ['Deployment', 'apps/v1 Deployment'],
    ['deploy', 'apps/v1 Deployment'],
    ['deploy.apps', 'apps/v1 Deployment'],
    ['deployment.v1.apps', 'apps/v1 Deployment'],
    ['deployments.ap', 'apps/v1 Deployment'],
    ['sts', 'apps/v1 StatefulSet'],
    ['ds', 'apps/v1 DaemonSet'],
    ['rs', 'apps/v1 ReplicaSet'],
    ['rc', 'v1 ReplicationController'],
    ['po', 'v1 Pod'],
    ['pods.v1', 'v1 Pod'],
    ['pods.v1.', 'v1 Pod'],
    ['svc', 'v1 Service'],
    ['service', 'v1 Service'],
    ['services.serving.knative.dev', 'serving.knative.dev/v1 Service'],
    ['services.serving', 'serving.knative.dev/v1 Service'],
    ['kservice', 'serving.knative.dev/v1 Service'],
    ['ing', 'networking.k8s.io/v1 Ingress'],
    ['ingress.networking', 'networking.k8s.io/v1 Ingress'],
    ['gateway', 'gateway.networking.k8s.io/v1 Gateway'],
    ['gateway.networking.istio.io', 'networking.istio.io/v1 Gateway'],
    ['gtw', 'gateway.networking.k8s.io/v1 Gateway'],
    ['gw', 'networking.istio.io/v1 Gateway'],
    ['rollout', 'argoproj.io/v1beta1 Rollout'],
    ['rollouts.v1alpha1.argoproj.io', 'argoproj.io/v1alpha1 Rollout'],
    ['cj', 'batch/v1 CronJob'],
  ])('%s is %s', (word, wanted) => expect(named(word)).toBe(wanted));

  it.each(['', '.', 'x', 'deploys', 'deploy.batch', 'deploy.v2.apps', 'pods.v2', 'apps', '.apps'])('%j is none', (word) =>
    expect(named(word)).toBeUndefined(),
  );

  it('is known without a cluster for what Kubernetes and Gateway API serve', () => {
    expect(findTypeOffline('httproute')?.group).toBe('gateway.networking.k8s.io');
    expect(findTypeOffline('rollout')).toBeUndefined();
  });

  it('has neighbours for those who mistype', () => {
    expect(nearTypes(types, 'deploymnet')).toEqual(['deployments']);
    expect(nearTypes(types, 'dploy')).toEqual(['deployments']);
    expect(nearTypes(types, 'zzz')).toEqual([]);
  });
});

describe('on a cluster', () => {
  const discoveryOf = (cached: ResourceType[], served: ResourceType[]): Discovery & { asked: string[] } => {
    const asked: string[] = [];
    let fresh = false;
    return {
      asked,
      types: async () => {
        asked.push('types');
        return fresh ? served : cached;
      },
      refresh: async () => {
        asked.push('refresh');
        fresh = true;
        return served;
      },
      isFresh: () => fresh,
      typeOf: () => Promise.reject(new Error('not asked for')),
    };
  };

  it('common words are known by heart', async () => {
    const discovery = discoveryOf([], []);
    expect((await resolveType(discovery, 'deploy'))?.kind).toBe('Deployment');
    expect((await resolveType(discovery, 'ingresses.networking.k8s.io'))?.kind).toBe('Ingress');
    expect(discovery.asked).toEqual([]);
  });

  it('a word that the cache does not know is asked for anew, once', async () => {
    const discovery = discoveryOf([...BUILTIN_TYPES], types);
    expect((await resolveType(discovery, 'rollout'))?.group).toBe('argoproj.io');
    expect(await resolveType(discovery, 'nothing')).toBeUndefined();
    expect(discovery.asked).toEqual(['types', 'refresh', 'types']);
  });
});

describe('TYPE/NAME', () => {
  it('is split', () => {
    expect(splitTypeName('deploy/web')).toEqual({ type: 'deploy', name: 'web' });
    for (const text of ['deploy', 'deploy/', '/web', 'a/b/c', '']) expect(splitTypeName(text)).toBeUndefined();
  });
});

import { plan, recommend, type Exposure, type Snapshot } from '@expose-plus/core';
import { readManifests } from '@expose-plus/core/manifests';

export function example(yaml: string): object {
  const { objects } = readManifests(yaml, { file: 'web.yaml' });
  const snapshot: Snapshot = {
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'Snapshot',
    takenAt: '',
    server: 'unknown',
    namespace: 'default',
    objects: objects.map(({ object }) => object),
    coverage: [], // what was read completely; empty: nothing is known of a cluster
  };
  const exposure: Exposure = {
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'Exposure',
    metadata: {},
    spec: { target: { kind: 'Deployment', name: 'web' }, strategy: 'NodePort' },
  };
  const { best, ratings } = recommend(snapshot, exposure); // all seven ways, with reasons and what stands in the way
  const planned = plan(snapshot, exposure); // { ok: Plan } or { refused: Finding[], alternatives: Exposure[] }
  return { best, ratings, planned };
}

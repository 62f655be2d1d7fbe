import { expect, it } from 'vitest';
import type { KubeObject } from '@expose-plus/core';
import { rolloutState } from './rollout.js';

const object = (kind: string, spec: object, status: object, generation = 2): KubeObject =>
  ({ apiVersion: 'apps/v1', kind, metadata: { name: 'web', generation }, spec, status }) as unknown as KubeObject;

it.each<[string, KubeObject, string]>([
  [
    'a Deployment that is done',
    object('Deployment', { replicas: 2 }, { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2 }),
    'done',
  ],
  ['one not looked at', object('Deployment', {}, {}), 'its controller has not looked at it yet'],
  [
    'one whose change was not seen',
    object('Deployment', {}, { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 }),
    'its controller has not seen the change yet',
  ],
  [
    'one half updated',
    object('Deployment', { replicas: 2 }, { observedGeneration: 2, replicas: 2, updatedReplicas: 1, availableReplicas: 2 }),
    '1 of 2 pods are updated',
  ],
  [
    'one with an old pod',
    object('Deployment', { replicas: 1 }, { observedGeneration: 2, replicas: 2, updatedReplicas: 1, availableReplicas: 1 }),
    '1 old pod is still there',
  ],
  ['one not available', object('Deployment', {}, { observedGeneration: 2, replicas: 1, updatedReplicas: 1 }), '0 of 1 pods are available'],
  ['one scaled to nothing', object('Deployment', { replicas: 0 }, { observedGeneration: 2 }), 'done'],
  [
    'a StatefulSet that is done',
    object('StatefulSet', { replicas: 2 }, { observedGeneration: 2, readyReplicas: 2, updateRevision: 'a', currentRevision: 'a' }),
    'done',
  ],
  [
    'one that is updated',
    object(
      'StatefulSet',
      { replicas: 2 },
      { observedGeneration: 2, readyReplicas: 2, updatedReplicas: 1, updateRevision: 'b', currentRevision: 'a' },
    ),
    '1 of 2 pods are updated',
  ],
  ['one that waits for a deletion', object('StatefulSet', { updateStrategy: { type: 'OnDelete' } }, { observedGeneration: 2 }), 'unknown'],
  [
    'a DaemonSet that is done',
    object('DaemonSet', {}, { observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 }),
    'done',
  ],
  [
    'one with a node missing',
    object('DaemonSet', {}, { observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1 }),
    '1 of 2 pods are available',
  ],
  ['a pod that is ready', object('Pod', {}, { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }), 'done'],
  [
    'one that is not',
    object('Pod', {}, { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] }),
    'the pod is Running, not ready',
  ],
  [
    'a kind with the status of a Deployment',
    object('Rollout', { replicas: 1 }, { observedGeneration: 2, replicas: 1, availableReplicas: 1 }),
    'done',
  ],
])('%s', (_, workload, expected) => {
  const found = rolloutState(workload);
  expect(found.state === 'waiting' ? found.missing : found.state).toBe(expected);
});

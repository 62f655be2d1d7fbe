import { expect, it } from 'vitest';
import type { KubeObject } from '@expose-plus/core';
import { troubleOf } from './causes.js';

const pod = (status: object): KubeObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, status });

it.each<[string, object, string | undefined]>([
  ['nothing', {}, undefined],
  ['a pod that runs', { containerStatuses: [{ name: 'app', state: { running: {} } }] }, undefined],
  ['one that is being made', { containerStatuses: [{ name: 'app', state: { waiting: { reason: 'ContainerCreating' } } }] }, undefined],
  [
    'no node',
    { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/2 nodes are available' }] },
    'Unschedulable: 0/2 nodes are available',
  ],
  [
    'no image',
    { containerStatuses: [{ name: 'app', state: { waiting: { reason: 'ImagePullBackOff', message: 'not found' } } }] },
    'container app: ImagePullBackOff: not found',
  ],
  [
    'a crash loop',
    {
      containerStatuses: [
        { name: 'app', state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 137 } } },
      ],
    },
    'container app: CrashLoopBackOff (exit code 137)',
  ],
  [
    'an init container that ended badly',
    { initContainerStatuses: [{ name: 'init', state: { terminated: { exitCode: 1, reason: 'Error' } } }] },
    'container init ended with 1 (Error)',
  ],
  ['one that ended well', { initContainerStatuses: [{ name: 'init', state: { terminated: { exitCode: 0 } } }] }, undefined],
])('%s', (_, status, expected) => expect(troubleOf(pod(status))).toBe(expected));

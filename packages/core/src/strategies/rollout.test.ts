import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/kube.js';
import { plan } from '../verbs/plan.js';
import { files, namespace, node, object, workload } from '../../test/fixtures/cluster.js';
import { clusterOf, planOf, refusals, request, warnings } from '../../test/fixtures/plan.js';

const port = [{ name: 'http', containerPort: 8080, protocol: 'TCP' }];
const nodes = [
  node('node-1', { internal: '10.0.0.1' }),
  node('node-2', { internal: '10.0.0.2' }),
  node('node-3', { internal: '10.0.0.3' }),
];
const hostPort = request({ strategy: 'hostPort' });

function deployment(replicas: number, strategy?: Record<string, unknown>, metadata: Record<string, unknown> = { uid: 'u' }): KubeObject {
  return workload('web', { ports: port, replicas, metadata, ...(strategy ? { spec: { strategy } } : {}) });
}

function rolloutOf(objects: KubeObject[]): unknown {
  const [step] = planOf(plan(clusterOf([namespace('shop'), ...objects]), hostPort)).steps;
  return step?.kind === 'patch' ? (step.set['spec'] as Record<string, unknown>)['strategy'] : 'no patch';
}

const oneByOne = { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } };
const rolling = (maxSurge: number | string): Record<string, unknown> => ({
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge, maxUnavailable: 1 },
});

describe('rollout settings', () => {
  it.each([
    ['2 pods and a quarter of surge fit 3 nodes', deployment(2), undefined],
    ['3 pods and a quarter of surge need 4 nodes', deployment(3), oneByOne],
    ['a surge of 100 % of 2 pods needs 4 nodes', deployment(2, rolling('100%')), oneByOne],
    ['a surge of 1 of 2 pods fits', deployment(2, rolling(1)), undefined],
    ['no surge is asked for already', deployment(3, rolling(0)), undefined],
    ['Recreate stays', deployment(3, { type: 'Recreate' }), undefined],
  ])('%s', (_, target, expected) => {
    expect(rolloutOf([...nodes, target])).toEqual(expected);
  });

  it('count only nodes on which the port is free', () => {
    const pod = object(
      'v1',
      'Pod',
      'proxy',
      { spec: { nodeName: 'node-3', containers: [{ name: 'p', ports: [{ containerPort: 1, hostPort: 8080 }] }] } },
      { namespace: 'x' },
    );
    expect(rolloutOf([...nodes, pod, deployment(2)])).toEqual(oneByOne);
  });

  it('are set for a file, whose nodes are not known, and not taken over on a live workload for a suspicion', () => {
    const file = deployment(1, undefined, {});
    const [step] = planOf(plan(files([file]), hostPort)).steps;
    expect(step).toMatchObject({ kind: 'patch', set: { spec: { strategy: oneByOne } } });
    const partly = { ...clusterOf([deployment(1)]), coverage: [] };
    const [live] = planOf(plan(partly, hostPort)).steps;
    expect((live?.kind === 'patch' && (live.set['spec'] as Record<string, unknown>)['strategy']) ?? 'none').toBe('none');
    expect(warnings(plan(partly, hostPort))).toContain('EP313');
  });

  it('stay needed when planned again, although the surge is gone by our own patch', () => {
    const snapshot = clusterOf([namespace('shop'), ...nodes, deployment(3)]);
    const [first] = planOf(plan(snapshot, hostPort)).steps;
    if (first?.kind !== 'patch') throw new Error('no patch');
    const later = clusterOf([namespace('shop'), ...nodes, first.merged]);
    expect(planOf(plan(later, hostPort)).steps).toEqual([{ ...first, merged: first.merged }]);
  });
});

it('more pods than nodes are refused', () => {
  expect(refusals(plan(clusterOf([namespace('shop'), ...nodes, deployment(4)]), hostPort))).toEqual(['EP218']);
});

it('an autoscaler that may ask for more pods than nodes is a warning', () => {
  const scaler = object(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'web',
    { spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 9 } },
    { namespace: 'shop' },
  );
  expect(warnings(plan(clusterOf([namespace('shop'), ...nodes, deployment(1), scaler]), hostPort))).toContain('EP218');
});

import { describe, expect, it } from 'vitest';
import { node, snapshot } from '../../test/fixtures/cluster.js';
import { addressesOfNodes, detectNodes, eligibleNodes } from './nodes.js';

const tainted = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
const cluster = snapshot({
  objects: [
    node('control', { internal: '10.0.0.1', taints: [tainted] }),
    node('worker-1', { internal: '10.0.0.2', labels: { disk: 'ssd', cores: '16' } }),
    node('worker-2', { internal: '10.0.0.3', unschedulable: true }),
    node('worker-3', {
      internal: '10.0.0.4',
      taints: [
        { key: 'gpu', value: 'yes', effect: 'NoExecute' },
        { key: 'soft', effect: 'PreferNoSchedule' },
      ],
    }),
  ],
});
const names = (podSpec: unknown, options = {}): string[] => eligibleNodes(cluster, podSpec, options).nodes.map((entry) => entry.name);

describe('eligibleNodes', () => {
  it('leaves out cordoned and tainted nodes, with the reason', () => {
    const fact = eligibleNodes(cluster, {});
    expect(fact.known).toBe('yes');
    expect(fact.nodes.map((entry) => entry.name)).toEqual(['worker-1']);
    expect(fact.excluded).toEqual([
      { name: 'control', reason: 'taint node-role.kubernetes.io/control-plane:NoSchedule is not tolerated' },
      { name: 'worker-2', reason: 'cordoned (spec.unschedulable)' },
      { name: 'worker-3', reason: 'taint gpu=yes:NoExecute is not tolerated' },
    ]);
  });

  it.each([
    ['Exists of all keys', [{ operator: 'Exists' }], ['control', 'worker-1', 'worker-2', 'worker-3']],
    ['Equal with the value', [{ key: 'gpu', value: 'yes' }], ['worker-1', 'worker-3']],
    ['Equal with another value', [{ key: 'gpu', value: 'no' }], ['worker-1']],
    ['another effect', [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }], ['worker-1']],
    ['a key without operator and value', [{ key: tainted.key }], ['control', 'worker-1']],
  ])('tolerations: %s', (_, tolerations, expected) => {
    expect(names({ tolerations })).toEqual(expected);
  });

  it('a DaemonSet tolerates the cordon, not the other taints', () => {
    expect(names({}, { daemonSet: true })).toEqual(['worker-1', 'worker-2']);
  });

  it('nodeSelector, nodeName and required affinity must hold', () => {
    expect(names({ nodeSelector: { disk: 'ssd' } })).toEqual(['worker-1']);
    expect(names({ nodeSelector: { disk: 'hdd' } })).toEqual([]);
    expect(names({ nodeName: 'worker-9' })).toEqual([]);
    const affinity = (terms: unknown[]) => ({
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
    });
    expect(names(affinity([{ matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['8'] }] }]))).toEqual(['worker-1']);
    expect(names(affinity([{ matchExpressions: [{ key: 'cores', operator: 'Lt', values: ['8'] }] }]))).toEqual([]);
    expect(names(affinity([{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['worker-1'] }] }]))).toEqual(['worker-1']);
    expect(names(affinity([{}]))).toEqual([]);
    expect(
      names(
        affinity([
          { matchExpressions: [{ key: 'disk', operator: 'DoesNotExist' }] },
          { matchExpressions: [{ key: 'disk', operator: 'Exists' }] },
        ]),
      ),
    ).toEqual(['worker-1']);
  });

  it('is unknown while nodes were not read', () => {
    expect(eligibleNodes(snapshot({ coverage: [] }), {}).known).toBe('unknown');
  });
});

describe('addresses', () => {
  it('takes external ones where any node has one', () => {
    const { nodes } = detectNodes(
      snapshot({ objects: [node('a', { internal: '10.0.0.1', external: '203.0.113.1' }), node('b', { internal: '10.0.0.2' })] }),
    );
    expect(addressesOfNodes(nodes)).toEqual({ addresses: ['203.0.113.1'], reach: 'public' });
  });

  it('falls back to internal ones', () => {
    expect(addressesOfNodes(detectNodes(cluster).nodes)).toEqual({
      addresses: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'],
      reach: 'node-network',
    });
  });
});

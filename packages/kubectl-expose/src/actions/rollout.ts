import type { KubeObject } from '@expose-plus/core';

/** How far a rollout is: done, or what is still missing, in words. `unknown` for kinds whose status is not known. */
export type RolloutState = { state: 'done' } | { state: 'waiting'; missing: string } | { state: 'unknown'; why: string };

interface Numbers {
  generation?: number;
  observedGeneration?: number;
  replicas?: number;
  updatedReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  currentRevision?: string;
  updateRevision?: string;
  desiredNumberScheduled?: number;
  updatedNumberScheduled?: number;
  numberAvailable?: number;
}

/**
 * Whether the pods of a workload are all of its newest template and available: what `kubectl rollout status` asks
 * (k8s.io/kubectl, pkg/polymorphichelpers/rollout_status.go), and the same of what has the status of a Deployment.
 */
export function rolloutState(object: KubeObject): RolloutState {
  const status = (object['status'] ?? {}) as Numbers;
  const spec = (object['spec'] ?? {}) as { replicas?: number; strategy?: { type?: string }; updateStrategy?: { type?: string } };
  const { generation } = object.metadata as Numbers;
  if (object.kind === 'Pod') return podState(object);
  if (spec.updateStrategy?.type === 'OnDelete')
    return { state: 'unknown', why: 'pods are replaced when they are deleted (updateStrategy OnDelete)' };
  if (status.observedGeneration === undefined && status.replicas === undefined)
    return { state: 'waiting', missing: 'its controller has not looked at it yet' };
  if (generation !== undefined && (status.observedGeneration ?? 0) < generation)
    return { state: 'waiting', missing: 'its controller has not seen the change yet' };
  if (object.kind === 'DaemonSet') {
    const wanted = status.desiredNumberScheduled ?? 0;
    return firstMissing([
      [status.updatedNumberScheduled ?? 0, wanted, 'updated'],
      [status.numberAvailable ?? 0, wanted, 'available'],
    ]);
  }
  const wanted = spec.replicas ?? 1;
  if (object.kind === 'StatefulSet') {
    const settled = status.updateRevision === undefined || status.updateRevision === status.currentRevision;
    return firstMissing([
      [settled ? wanted : (status.updatedReplicas ?? 0), wanted, 'updated'],
      [status.readyReplicas ?? 0, wanted, 'ready'],
    ]);
  }
  const updated = status.updatedReplicas ?? (object.kind === 'Deployment' ? 0 : wanted);
  const old = (status.replicas ?? 0) - updated;
  if (object.kind === 'Deployment' && updated >= wanted && old > 0)
    return { state: 'waiting', missing: `${old} old ${old === 1 ? 'pod is' : 'pods are'} still there` };
  return firstMissing([
    [updated, wanted, 'updated'],
    [status.availableReplicas ?? status.readyReplicas ?? 0, wanted, 'available'],
  ]);
}

function firstMissing(counts: readonly (readonly [is: number, wanted: number, what: string])[]): RolloutState {
  const missing = counts.find(([is, wanted]) => is < wanted);
  return missing ? { state: 'waiting', missing: `${missing[0]} of ${missing[1]} pods are ${missing[2]}` } : { state: 'done' };
}

function podState(pod: KubeObject): RolloutState {
  const { conditions = [], phase } = (pod['status'] ?? {}) as { conditions?: { type: string; status: string }[]; phase?: string };
  if (conditions.some(({ type, status }) => type === 'Ready' && status === 'True')) return { state: 'done' };
  return { state: 'waiting', missing: `the pod is ${phase ?? 'Pending'}, not ready` };
}

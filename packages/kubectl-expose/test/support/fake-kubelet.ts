import type { KubeObject } from '@expose-plus/core';
import type { KubeClient } from '../../src/kube/client.js';
import { isApiError } from '../../src/kube/errors.js';
import { pause } from '../../src/kube/request.js';
import { observe } from '../../src/kube/watch.js';

const PODS = { resource: 'pods', apiVersion: 'v1', kind: 'Pod' } as const;

/** A node of an API server without kubelets: its status is written by hand, and holds for less than a minute. */
export async function makeNode(
  client: KubeClient,
  name: string,
  address: string,
  type: 'InternalIP' | 'ExternalIP' = 'InternalIP',
): Promise<void> {
  await client.apply({ apiVersion: 'v1', kind: 'Node', metadata: { name } }, { fieldManager: 'test' });
  await beat(client, name, address, type);
  // The controller manager takes the taint of a node that was not ready yet away.
  for (let attempt = 0; attempt < 100; attempt++) {
    const node = await client.get({ apiVersion: 'v1', kind: 'Node', name });
    if (((node['spec'] ?? {}) as { taints?: unknown[] }).taints === undefined) return;
    await pause(100);
  }
  throw new Error(`node ${name} keeps its taints`);
}

/** Says that the node is alive. */
async function beat(client: KubeClient, name: string, address: string, type = 'InternalIP'): Promise<void> {
  const now = new Date().toISOString();
  const status = {
    addresses: [{ type, address }],
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: now, lastTransitionTime: now }],
    allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
    capacity: { cpu: '4', memory: '8Gi', pods: '110' },
  };
  await client.request({
    method: 'PATCH',
    path: `/api/v1/nodes/${name}/status`,
    contentType: 'application/merge-patch+json',
    body: { status },
  });
}

/** Addresses of pods may not be loopback ones. */
const POD_ADDRESS = '10.244.9.9';
const BEAT_MS = 10_000;

/** Makes every pod of a namespace run on a node and be ready, as a scheduler and a kubelet would, until it is stopped. */
export function runPods(client: KubeClient, namespace: string, node: string, nodeAddress: string): { stop: () => Promise<void> } {
  const controller = new AbortController();
  const heart = setInterval(() => void beat(client, node, nodeAddress).catch(() => undefined), BEAT_MS);
  const running = (async () => {
    for await (const pods of observe(client, { ...PODS, namespace }, { signal: controller.signal })) {
      for (const pod of pods) await runPod(client, pod, node, POD_ADDRESS);
    }
  })().catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  return {
    stop: async () => {
      clearInterval(heart);
      controller.abort();
      await running;
    },
  };
}

async function runPod(client: KubeClient, pod: KubeObject, node: string, address: string): Promise<void> {
  const {
    name = '',
    namespace = '',
    deletionTimestamp,
  } = pod.metadata as { name?: string; namespace?: string; deletionTimestamp?: string };
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  const spec = pod['spec'] as { nodeName?: string; containers: { name: string; image: string }[] };
  const { phase } = (pod['status'] ?? {}) as { phase?: string };
  try {
    if (deletionTimestamp !== undefined) {
      await client.request({ method: 'DELETE', path, body: { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0 } });
      return;
    }
    if (phase === 'Running') return;
    if (!spec.nodeName) {
      const binding = {
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: { name, namespace },
        target: { apiVersion: 'v1', kind: 'Node', name: node },
      };
      await client.request({ method: 'POST', path: `${path}/binding`, body: binding });
    }
    const now = new Date().toISOString();
    const condition = (type: string): object => ({ type, status: 'True', lastTransitionTime: now });
    const status = {
      phase: 'Running',
      podIP: address,
      podIPs: [{ ip: address }],
      conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(condition),
      containerStatuses: spec.containers.map((container) => ({
        ...container,
        imageID: '',
        restartCount: 0,
        ready: true,
        started: true,
        state: { running: { startedAt: now } },
      })),
    };
    await client.request({ method: 'PATCH', path: `${path}/status`, contentType: 'application/merge-patch+json', body: { status } });
  } catch (error) {
    // The pod changed or went meanwhile: the next look shows it anew.
    if (!isApiError(error, 404, 409)) throw error;
  }
}

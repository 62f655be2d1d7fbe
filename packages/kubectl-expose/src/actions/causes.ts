import type { KubeObject, ObjectRef } from '@expose-plus/core';
import type { KubeClient } from '../kube/client.js';

interface Event {
  type?: string;
  reason?: string;
  message?: string;
  lastTimestamp?: string;
  eventTime?: string;
  metadata: { creationTimestamp?: string };
}

const EVENTS = {
  group: '',
  version: 'v1',
  plural: 'events',
  singular: 'event',
  kind: 'Event',
  shortNames: [],
  namespaced: true,
  verbs: [],
};
const PODS = { group: '', version: 'v1', plural: 'pods', singular: 'pod', kind: 'Pod', shortNames: [], namespaced: true, verbs: [] };

/** The newest warning about an object; none when there is none or events may not be read. Its absence is a clue by itself. */
export async function newestWarning(client: KubeClient, ref: ObjectRef, signal: AbortSignal): Promise<string | undefined> {
  try {
    const fieldSelector = `involvedObject.kind=${ref.kind},involvedObject.name=${ref.name},type=Warning`;
    const { items } = await client.list(EVENTS, { namespace: ref.namespace, fieldSelector, signal });
    const newest = (items as unknown as Event[]).toSorted((a, b) => timeOf(b).localeCompare(timeOf(a)))[0];
    return newest ? `${newest.reason ?? 'Warning'}: ${newest.message ?? ''}` : undefined;
  } catch {
    if (signal.aborted) throw signal.reason;
    return undefined;
  }
}

function timeOf({ lastTimestamp, eventTime, metadata }: Event): string {
  return lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '';
}

/** Why pods with these labels are not ready, in words: what holds a container up, or why no node takes the pod. */
export async function podTrouble(
  client: KubeClient,
  namespace: string | undefined,
  selector: Record<string, string>,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const labelSelector = Object.entries(selector)
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
    const { items } = await client.list(PODS, { namespace, labelSelector, signal });
    if (items.length === 0) return 'there is no pod';
    for (const pod of items) {
      const trouble = troubleOf(pod);
      if (trouble !== undefined) return `pod ${pod.metadata.name}: ${trouble}`;
    }
    for (const pod of items) {
      const warning = await newestWarning(
        client,
        { apiVersion: 'v1', kind: 'Pod', namespace: pod.metadata.namespace ?? '', name: pod.metadata.name ?? '' },
        signal,
      );
      if (warning !== undefined) return `pod ${pod.metadata.name}: ${warning}`;
    }
    return undefined;
  } catch {
    if (signal.aborted) throw signal.reason;
    return undefined;
  }
}

interface PodStatus {
  conditions?: { type: string; status: string; reason?: string; message?: string }[];
  containerStatuses?: ContainerStatus[];
  initContainerStatuses?: ContainerStatus[];
}

interface ContainerStatus {
  name: string;
  restartCount?: number;
  state?: { waiting?: { reason?: string; message?: string }; terminated?: { reason?: string; exitCode?: number } };
  lastState?: { terminated?: { reason?: string; exitCode?: number } };
}

/** What the status of one pod says against it. */
export function troubleOf(pod: KubeObject): string | undefined {
  const { conditions = [], containerStatuses = [], initContainerStatuses = [] } = (pod['status'] ?? {}) as PodStatus;
  const unscheduled = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  if (unscheduled) return `${unscheduled.reason ?? 'Unschedulable'}: ${unscheduled.message ?? ''}`;
  for (const { name, state, lastState } of [...initContainerStatuses, ...containerStatuses]) {
    const { waiting, terminated } = state ?? {};
    if (waiting && waiting.reason !== 'ContainerCreating' && waiting.reason !== 'PodInitializing') {
      const exit = lastState?.terminated?.exitCode;
      return `container ${name}: ${waiting.reason ?? 'waiting'}${waiting.message ? `: ${waiting.message}` : ''}${exit === undefined ? '' : ` (exit code ${exit})`}`;
    }
    if (terminated && terminated.exitCode !== 0)
      return `container ${name} ended with ${terminated.exitCode} (${terminated.reason ?? 'Error'})`;
  }
  return undefined;
}

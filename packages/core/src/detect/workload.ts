import { groupOf, refOf, type KubeObject, type ObjectRef, type OwnerReference } from '../model/kube.js';
import type { Protocol } from '../model/exposure.js';
import { dig, integer, record, records, text, textMap, texts } from './read.js';

/** A port that a container declares. */
export interface ContainerPort {
  name?: string;
  containerPort: number;
  protocol: Protocol;
  hostPort?: number;
  hostIP?: string;
}

/** A container that runs as long as its pod. */
export interface WorkloadContainer {
  name: string;
  image?: string;
  /** Where it stands in the pod spec; `initContainers` for one with `restartPolicy: Always`. */
  list: 'containers' | 'initContainers';
  ports: ContainerPort[];
  /** The container as it stands. */
  spec: Record<string, unknown>;
}

/** How pods are replaced (`spec.strategy` of a Deployment, `spec.updateStrategy` of a StatefulSet or DaemonSet). */
export interface Rollout {
  /** `none`: the kind does not replace pods by itself. */
  type: 'RollingUpdate' | 'Recreate' | 'OnDelete' | 'none';
  /** Name of the field below spec; absent for `none`. */
  field?: 'strategy' | 'updateStrategy';
  /** As it stands: a number or a percentage; absent when the default holds. */
  maxSurge?: number | string;
  maxUnavailable?: number | string;
}

/**
 * What may be done with the pod template on a live cluster: `yes`; `pods-stay` (existing pods keep the old template, e.g.
 * ReplicaSet); `no` (Pod and Job are immutable).
 */
export type Patchable = 'yes' | 'pods-stay' | 'no';

/** Anything that has a pod template, and what matters of it for reaching it. */
export interface Workload {
  object: KubeObject;
  ref: ObjectRef;
  /** Keys that lead to the pod template; empty for a Pod, which is its own. */
  templatePath: readonly string[];
  podSpec: Record<string, unknown>;
  podLabels: Record<string, string>;
  podAnnotations: Record<string, string>;
  /** Containers in their order, then init containers that run as long as the pod. */
  containers: WorkloadContainer[];
  /**
   * Labels by which a Service selects its pods: those of the template whose keys occur in the workload's selector, without the
   * ones that controllers put on single pods or revisions. Empty when there are none.
   */
  selector: Record<string, string>;
  /** Pods wanted. Absent where the number is not the workload's to say (DaemonSet, CronJob). */
  replicas?: number;
  /** One pod per node, as a DaemonSet has. */
  perNode: boolean;
  /** Each pod has a name and a volume of its own (StatefulSet, or volumeClaimTemplates). */
  stateful: boolean;
  patchable: Patchable;
  rollout: Rollout;
  hostNetwork: boolean;
  dnsPolicy?: string;
  /** The controlling owner. */
  owner?: OwnerReference;
}

interface KindRow {
  template: readonly string[];
  patchable: Patchable;
  rollout?: 'strategy' | 'updateStrategy';
  replicas?: 'spec.replicas' | 'one';
}

const inSpec = ['spec', 'template'] as const;
const scaled = { template: inSpec, replicas: 'spec.replicas' } as const;

/** Kinds of Kubernetes itself; every other kind with spec.template.spec.containers is taken as a Deployment-like one. */
const kinds: Readonly<Record<string, KindRow>> = {
  '/Pod': { template: [], patchable: 'no', replicas: 'one' },
  '/ReplicationController': { ...scaled, patchable: 'pods-stay' },
  'apps/Deployment': { ...scaled, patchable: 'yes', rollout: 'strategy' },
  'apps/StatefulSet': { ...scaled, patchable: 'yes', rollout: 'updateStrategy' },
  'apps/ReplicaSet': { ...scaled, patchable: 'pods-stay' },
  'apps/DaemonSet': { template: inSpec, patchable: 'yes', rollout: 'updateStrategy' },
  'batch/Job': { template: inSpec, patchable: 'no', replicas: 'one' },
  'batch/CronJob': { template: ['spec', 'jobTemplate', 'spec', 'template'], patchable: 'pods-stay' },
};

/**
 * Labels that controllers put on the pods of one revision, one ordinal or one run, and those that the API server copies from the
 * node to each pod (admission plugin PodTopologyLabels, on by default since Kubernetes 1.35): all pods of a zone have them.
 */
const passingLabels: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'rollouts-pod-template-hash',
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
]);

/** Reads a workload; `undefined` when the object has no pod template. Fields of a wrong type read as absent. */
export function readWorkload(object: KubeObject): Workload | undefined {
  const known = kinds[`${groupOf(object.apiVersion)}/${object.kind}`];
  const row: KindRow = known ?? { ...scaled, patchable: 'yes' };
  const podSpecValue = dig(object, ...row.template, 'spec');
  const podSpec = record(podSpecValue);
  const containers = readContainers(podSpec);
  if (!known && containers.length === 0) return undefined;
  const podMeta = record(dig(object, ...row.template, 'metadata'));
  const podLabels = textMap(podMeta['labels']);
  const replicas = readReplicas(object, row);
  const dnsPolicy = text(podSpec['dnsPolicy']);
  const owner = controllerOf(object);
  return {
    object,
    ref: refOf(object),
    templatePath: row.template,
    podSpec,
    podLabels,
    podAnnotations: textMap(podMeta['annotations']),
    containers,
    selector: serviceSelector(object, podLabels),
    ...(replicas === undefined ? {} : { replicas }),
    perNode: object.kind === 'DaemonSet',
    stateful: object.kind === 'StatefulSet' || records(dig(object, 'spec', 'volumeClaimTemplates')).length > 0,
    patchable: row.patchable,
    rollout: readRollout(object, row),
    hostNetwork: podSpec['hostNetwork'] === true,
    ...(dnsPolicy === undefined ? {} : { dnsPolicy }),
    ...(owner === undefined ? {} : { owner }),
  };
}

/** The owner that controls an object, if there is one. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  const owner = records(object.metadata.ownerReferences).find((entry) => entry['controller'] === true);
  const kind = text(owner?.['kind']);
  const name = text(owner?.['name']);
  if (kind === undefined || name === undefined) return undefined;
  const uid = text(owner?.['uid']);
  return { apiVersion: text(owner?.['apiVersion']) ?? 'v1', kind, name, ...(uid === undefined ? {} : { uid }), controller: true };
}

function readContainers(podSpec: Record<string, unknown>): WorkloadContainer[] {
  const always = records(podSpec['initContainers']).filter((container) => container['restartPolicy'] === 'Always');
  return [
    ...records(podSpec['containers']).map((spec) => readContainer(spec, 'containers')),
    ...always.map((spec) => readContainer(spec, 'initContainers')),
  ];
}

function readContainer(spec: Record<string, unknown>, list: WorkloadContainer['list']): WorkloadContainer {
  const image = text(spec['image']);
  return {
    name: text(spec['name']) ?? '',
    ...(image === undefined ? {} : { image }),
    list,
    ports: records(spec['ports']).flatMap(readPort),
    spec,
  };
}

function readPort(value: Record<string, unknown>): ContainerPort[] {
  const containerPort = portNumber(value['containerPort']);
  if (containerPort === undefined) return [];
  const name = text(value['name']);
  const hostPort = portNumber(value['hostPort']);
  const hostIP = text(value['hostIP']);
  const protocol = value['protocol'];
  return [
    {
      ...(name === undefined ? {} : { name }),
      containerPort,
      protocol: protocol === 'UDP' || protocol === 'SCTP' ? protocol : 'TCP',
      ...(hostPort === undefined ? {} : { hostPort }),
      ...(hostIP === undefined ? {} : { hostIP }),
    },
  ];
}

function portNumber(value: unknown): number | undefined {
  const number = integer(value);
  return number !== undefined && number >= 1 && number <= 65535 ? number : undefined;
}

function readReplicas(object: KubeObject, row: KindRow): number | undefined {
  if (row.replicas === 'one') return integer(dig(object, 'spec', 'parallelism')) ?? 1;
  return row.replicas === 'spec.replicas' ? (integer(dig(object, 'spec', 'replicas')) ?? 1) : undefined;
}

function readRollout(object: KubeObject, row: KindRow): Rollout {
  if (!row.rollout) return { type: 'none' };
  const settings = record(dig(object, 'spec', row.rollout));
  const type = settings['type'];
  if (type === 'Recreate' || type === 'OnDelete') return { type, field: row.rollout };
  const { maxSurge, maxUnavailable } = record(settings['rollingUpdate']);
  return {
    type: 'RollingUpdate',
    field: row.rollout,
    ...(isCount(maxSurge) ? { maxSurge } : {}),
    ...(isCount(maxUnavailable) ? { maxUnavailable } : {}),
  };
}

function isCount(value: unknown): value is number | string {
  return typeof value === 'number' || typeof value === 'string';
}

function serviceSelector(object: KubeObject, podLabels: Record<string, string>): Record<string, string> {
  const keys = selectorKeys(object);
  const usable = Object.entries(podLabels).filter(([key]) => !passingLabels.has(key) && (keys === undefined || keys.has(key)));
  if (usable.length > 0) return Object.fromEntries(usable);
  // The Job controller labels its pods with the Job's name since 1.27.
  return object.kind === 'Job' && groupOf(object.apiVersion) === 'batch'
    ? { 'batch.kubernetes.io/job-name': object.metadata.name ?? '' }
    : {};
}

/** Keys that occur in the workload's own selector; absent when it has none, so that all labels of its pods count. */
function selectorKeys(object: KubeObject): Set<string> | undefined {
  const selector = record(dig(object, 'spec', 'selector'));
  if (Object.keys(selector).length === 0 || object.kind === 'Pod' || object.kind === 'Job') return undefined;
  const labels = 'matchLabels' in selector || 'matchExpressions' in selector ? selector['matchLabels'] : selector;
  return new Set([...Object.keys(textMap(labels)), ...texts(records(selector['matchExpressions']).map((term) => term['key']))]);
}

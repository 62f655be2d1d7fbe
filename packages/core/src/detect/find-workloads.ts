import { refOf, type KubeObject, type ObjectRef } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';
import { canSayNone, namespaceOf, objectsOf } from './coverage.js';
import type { Known } from './facts.js';
import { conditionOf } from './nodes.js';
import { once } from './once.js';
import { dig, integer, labelSelectorMatches, labelsMatch, record, records, text, textMap, texts } from './read.js';

/** By what a workload is recognised. All given keys must hold. */
export interface WorkloadMatch {
  /** Labels of the workload or of its pods. */
  labels?: Readonly<Record<string, string>>;
  /** Name of the workload; a trailing `*` stands for anything. */
  name?: string;
  /** Occurs in the image of a container, before tag and digest. */
  image?: string;
  /** Occurs in the command or the arguments of a container. */
  arg?: string;
}

/** A workload that was found, with its pods. */
export interface FoundWorkload {
  ref: ObjectRef;
  object: KubeObject;
  namespace: string;
  /** Labels of its pods. */
  labels: Record<string, string>;
  podSpec: Record<string, unknown>;
  /** Its pods, where pods were read. */
  pods: KubeObject[];
  ready: Known;
  /** Command and arguments of its containers. */
  args: string[];
}

const KINDS: readonly (readonly [group: string, kind: string])[] = [
  ['apps', 'Deployment'],
  ['apps', 'DaemonSet'],
  ['apps', 'StatefulSet'],
];

/** Whether all workloads of the cluster in which a controller can run were read. */
export function workloadsKnown(snapshot: Snapshot): boolean {
  return canSayNone(snapshot, 'deployments.apps') && canSayNone(snapshot, 'daemonsets.apps');
}

/** What can be a controller: Deployments, DaemonSets, StatefulSets and pods without an owner (static pods). */
const candidates = once((snapshot) => {
  const workloads = KINDS.flatMap(([group, kind]) => objectsOf(snapshot, group, kind));
  // A static pod is owned by its Node; a pod of a workload is judged with the workload.
  const pods = objectsOf(snapshot, '', 'Pod').filter((pod) =>
    records(pod.metadata.ownerReferences).every((owner) => owner['kind'] === 'Node'),
  );
  return [...workloads, ...pods].map((object) => describe(snapshot, object));
});

/** The workloads that one of the matches recognises, with their pods. */
export function findWorkloads(snapshot: Snapshot, matches: readonly WorkloadMatch[]): FoundWorkload[] {
  return candidates(snapshot)
    .filter((found) => matches.some((match) => isMatch(match, found)))
    .map((found) =>
      found.ref.kind === 'Pod'
        ? { ...found, pods: [found.object], ready: conditionOf(found.object, 'Ready') }
        : { ...found, ...withPods(snapshot, found) },
    );
}

/** Whether one of the matches recognises an object with a pod template. */
export function isRecognised(snapshot: Snapshot, object: KubeObject, matches: readonly WorkloadMatch[]): boolean {
  const found = describe(snapshot, object);
  return matches.some((match) => isMatch(match, found));
}

function describe(snapshot: Snapshot, object: KubeObject): FoundWorkload {
  const template = object.kind === 'Pod' ? object : dig(object, 'spec', 'template');
  const podSpec = record(dig(template, 'spec'));
  const namespace = namespaceOf(snapshot, object);
  const args = records(podSpec['containers']).flatMap((container) => [...texts(container['command']), ...texts(container['args'])]);
  return {
    ref: { ...refOf(object), namespace },
    object,
    namespace,
    labels: textMap(dig(template, 'metadata', 'labels')),
    podSpec,
    pods: [],
    ready: 'unknown',
    args,
  };
}

function withPods(snapshot: Snapshot, found: FoundWorkload): Pick<FoundWorkload, 'pods' | 'ready'> {
  const selector = dig(found.object, 'spec', 'selector');
  const pods =
    selector === undefined
      ? []
      : objectsOf(snapshot, '', 'Pod', found.namespace).filter((pod) => labelSelectorMatches(selector, textMap(pod.metadata.labels)));
  if (pods.some((pod) => conditionOf(pod, 'Ready') === 'yes')) return { pods, ready: 'yes' };
  if (canSayNone(snapshot, 'pods', found.namespace)) return { pods, ready: 'no' };
  const status = record(found.object['status']);
  const count = found.object.kind === 'DaemonSet' ? integer(status['numberReady']) : integer(status['readyReplicas']);
  if (count !== undefined) return { pods, ready: count > 0 ? 'yes' : 'no' };
  // readyReplicas is left out when it is 0; a status that was never written says nothing.
  return { pods, ready: status['observedGeneration'] === undefined ? 'unknown' : 'no' };
}

function isMatch(match: WorkloadMatch, found: FoundWorkload): boolean {
  const { labels, name, image, arg } = match;
  if (labels && !labelsMatch(labels, found.labels) && !labelsMatch(labels, textMap(found.object.metadata.labels))) return false;
  const own = found.object.metadata.name ?? '';
  if (name !== undefined && !(name.endsWith('*') ? own.startsWith(name.slice(0, -1)) : own === name)) return false;
  if (
    image !== undefined &&
    !records(found.podSpec['containers']).some((container) => imageName(text(container['image']) ?? '').includes(image))
  ) {
    return false;
  }
  return arg === undefined || found.args.some((value) => value.includes(arg));
}

/** An image without tag and digest: `registry:5000/a/b:1@sha256:…` → `registry:5000/a/b`. */
export function imageName(image: string): string {
  const [name = ''] = image.split('@');
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}

/** The value of a flag among arguments: `--flag=value` or `--flag value`. */
export function flagValue(args: readonly string[], flag: string): string | undefined {
  for (const [index, arg] of args.entries()) {
    if (arg.startsWith(`${flag}=`)) return arg.slice(flag.length + 1);
    if (arg === flag) {
      const next = args[index + 1];
      return next === undefined || next.startsWith('-') ? '' : next;
    }
  }
  return undefined;
}

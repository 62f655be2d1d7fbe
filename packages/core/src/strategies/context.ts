import type { Exposure, TargetedSpec } from '../model/exposure.js';
import type { Finding } from '../model/finding.js';
import { describeRef, groupOf, refOf, type KubeObject, type ObjectRef } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';
import { namespaceOf, objectsOf } from '../detect/coverage.js';
import type { PortProtocolFact } from '../detect/facts.js';
import { lookup, topOwnerOf, type TopOwner } from '../detect/lookup.js';
import { guessProtocols } from '../detect/protocol.js';
import { dig, labelSelectorMatches, labelsMatch, text, textMap } from '../detect/read.js';
import { readWorkload, type Workload } from '../detect/workload.js';
import { finding } from '../checks/finding.js';
import { nearest } from '../text/nearest.js';
import { withLostMarks } from './lost-marks.js';
import { annotationKey, EXPOSURE_LABEL, markLabels, MANAGED_BY_LABEL, patchMarks } from './marks.js';
import { markName } from './names.js';
import { emptyNotes, note, type Notes } from './notes.js';
import { restoredObject } from './restore.js';
import { portsOfService, resolvePorts, servingContainer, type ResolvedPort } from './ports.js';

/** Everything that a strategy needs to know of a request: looked up once for each plan. */
export interface PlanContext {
  snapshot: Snapshot;
  exposure: Exposure;
  spec: TargetedSpec;
  /** Name of the Exposure. */
  name: string;
  /** Namespace in which everything happens. */
  namespace: string;
  /** What objects write as their namespace: nothing when neither the request nor the target names one. */
  place: { namespace?: string };
  /** The target, with its namespace. */
  targetRef: ObjectRef;
  /** The top workload; absent for a Service whose pods belong to nothing that was read. */
  workload?: Workload;
  top?: TopOwner;
  /** The target, when it is a Service. */
  service?: KubeObject;
  /** The target stands on a cluster; false for one that only stands in a file. */
  live: boolean;
  /** No cluster was read at all. */
  offline: boolean;
  /** Labels by which Services select the pods. */
  selector: Record<string, string>;
  /** Labels that the target must be given first, since it has none: Pods only. */
  podLabels: Record<string, string>;
  /** Name of the container that serves. */
  container?: string;
  ports: ResolvedPort[];
  /** What the workload's ports speak. */
  protocols: PortProtocolFact[];
  notes: Notes;
}

/** A context, or why there is none. */
export type ContextResult = { context: PlanContext } | { refused: Finding[] };

/** Looks up the target of a request, its top owner, labels and ports. */
export function createContext(given: Snapshot, exposure: Exposure): ContextResult {
  const { spec, metadata } = exposure;
  const snapshot = rootedAt(withLostMarks(given), metadata.namespace);
  const notes = emptyNotes();
  const found = findTarget(snapshot, exposure);
  if ('refused' in found) return found;
  const { object } = found;
  const namespace = namespaceOf(snapshot, object);
  const service = object.kind === 'Service' && groupOf(object.apiVersion) === '' ? object : undefined;
  const behind = service ? workloadBehind(snapshot, service, namespace, notes) : object;
  const top = behind ? topOwnerOf(snapshot, behind) : undefined;
  const workload =
    top?.workload && beforeOurPatch(top.workload, exposure.metadata.name ?? (service ? spec.target.name : top.workload.ref.name));
  if (!service && !workload) {
    const message = `${describeRef(refOf(object))} has no pod template`;
    return { refused: [finding('EP151', { message, object: refOf(object), field: 'spec.target' })] };
  }
  if (top?.missing) {
    note(notes, 'EP322', {
      message: `${describeRef(refOf(top.object))} is owned by ${describeRef(top.missing)}, which was not read`,
      object: refOf(top.object),
    });
  }
  // The name of a Pod of a Deployment passes with the pod: the top's counts.
  const name = metadata.name ?? (service ? spec.target.name : (workload?.ref.name ?? spec.target.name));
  checkReserved(exposure, notes);
  const labels = selectorLabels(name, spec, workload, service, notes);
  const container = workload ? servingContainer(workload, spec.target.container) : undefined;
  const place = metadata.namespace ?? (workload?.object ?? object).metadata.namespace;
  const ref = { ...refOf(workload?.object ?? object), namespace };
  const context: PlanContext = {
    snapshot,
    exposure,
    spec,
    name,
    namespace,
    place: place === undefined ? {} : { namespace: place },
    targetRef: ref,
    ...(workload ? { workload } : {}),
    ...(top ? { top } : {}),
    ...(service ? { service } : {}),
    live: snapshot.takenAt !== '' && (workload?.object ?? object).metadata.uid !== undefined,
    offline: snapshot.takenAt === '',
    ...labels,
    ...(container ? { container: container.name } : {}),
    ports: readPorts(spec, workload, service, container?.name, notes),
    protocols: workload ? guessProtocols(workload, spec.ports, servicesBefore(snapshot, namespace, workload)) : [],
    notes,
  };
  return { context };
}

/** Services that select the pods of a workload: their ports tell what the container's speak. */
function servicesBefore(snapshot: Snapshot, namespace: string, { podLabels }: Workload): KubeObject[] {
  return objectsOf(snapshot, '', 'Service', namespace).filter((service) =>
    labelsMatch(textMap(dig(service, 'spec', 'selector')), podLabels),
  );
}

const rooted = new WeakMap<Snapshot, Map<string, Snapshot>>();

/** The snapshot with a request's namespace as its own: objects of files that name none are placed there. */
function rootedAt(snapshot: Snapshot, namespace: string | undefined): Snapshot {
  if (namespace === undefined || namespace === snapshot.namespace) return snapshot;
  let known = rooted.get(snapshot);
  if (!known) {
    known = new Map();
    rooted.set(snapshot, known);
  }
  const found = known.get(namespace);
  if (found) return found;
  const moved = { ...snapshot, namespace };
  known.set(namespace, moved);
  return moved;
}

function findTarget(snapshot: Snapshot, { spec, metadata }: Exposure): { object: KubeObject } | { refused: Finding[] } {
  const { kind, name } = spec.target;
  const apiVersion = spec.target.apiVersion ?? 'apps/v1';
  const namespace = metadata.namespace ?? snapshot.namespace;
  const object = lookup(snapshot, { apiVersion, kind, name, namespace });
  if (object) return { object };
  const same = snapshot.objects.filter((candidate) => candidate.kind === kind && candidate.metadata.name === name);
  const elsewhere = same.map((candidate) => `${candidate.apiVersion} in namespace ${namespaceOf(snapshot, candidate)}`);
  const near = nearest(name, namesOf(snapshot, kind, namespace));
  const meant = near === undefined ? '' : `; did you mean ${near}?`;
  const hint = elsewhere.length > 0 ? `; there is one of ${elsewhere.join(', ')}` : meant;
  const message = `${kind} ${name} (${apiVersion}) was not found in namespace ${namespace}${hint}`;
  return { refused: [finding('EP150', { message, object: { apiVersion, kind, namespace, name }, field: 'spec.target' })] };
}

function namesOf(snapshot: Snapshot, kind: string, namespace: string): string[] {
  const same = snapshot.objects.filter((object) => object.kind === kind && namespaceOf(snapshot, object) === namespace);
  return same.flatMap((object) => object.metadata.name ?? []);
}

/**
 * The workload as it would be without the patch of this Exposure: what is needed is decided by that, so that planning again gives
 * the same. Its `object` stays the one that stands there now.
 */
function beforeOurPatch(workload: Workload, name: string): Workload {
  const mark = patchMarks(workload.object).find(({ key }) => key === annotationKey(name));
  const before = mark ? readWorkload(restoredObject(workload.object, mark)) : undefined;
  return before ? { ...before, object: workload.object } : workload;
}

/** The one workload whose pods a Service selects. */
function workloadBehind(snapshot: Snapshot, service: KubeObject, namespace: string, notes: Notes): KubeObject | undefined {
  const object = refOf(service);
  if (dig(service, 'spec', 'type') === 'ExternalName') {
    const to = text(dig(service, 'spec', 'externalName')) ?? '';
    note(notes, 'EP226', { message: `Service ${service.metadata.name} is an alias for ${to}`, object, field: 'spec.target' });
    return undefined;
  }
  const selector = textMap(dig(service, 'spec', 'selector'));
  const tops = new Map<string, KubeObject>();
  for (const candidate of workloadsOf(snapshot, namespace)) {
    if (!labelsMatch(selector, candidate.podLabels)) continue;
    const { workload } = topOwnerOf(snapshot, candidate.object);
    if (workload) tops.set(describeRef(workload.ref), workload.object);
  }
  // Services may lead to several workloads on purpose (versions of one app): then only what needs no patch is possible.
  return tops.size === 1 ? [...tops.values()][0] : undefined;
}

const workloadLists = new WeakMap<Snapshot, Map<string, Workload[]>>();

/** Every workload and pod of a namespace, read once for each snapshot. */
export function workloadsOf(snapshot: Snapshot, namespace: string): Workload[] {
  let lists = workloadLists.get(snapshot);
  if (!lists) {
    lists = new Map();
    for (const object of snapshot.objects) {
      const workload = readWorkload(object);
      if (!workload) continue;
      const at = namespaceOf(snapshot, object);
      const list = lists.get(at);
      if (list) list.push(workload);
      else lists.set(at, [workload]);
    }
    workloadLists.set(snapshot, lists);
  }
  return lists.get(namespace) ?? [];
}

function selectorLabels(
  name: string,
  spec: TargetedSpec,
  workload: Workload | undefined,
  service: KubeObject | undefined,
  notes: Notes,
): Pick<PlanContext, 'selector' | 'podLabels'> {
  const asked = spec.service?.selector ?? {};
  if (Object.keys(asked).length > 0) return { selector: asked, podLabels: {} };
  if (service) return { selector: textMap(dig(service, 'spec', 'selector')), podLabels: {} };
  if (!workload) return { selector: {}, podLabels: {} };
  if (workload.ref.kind !== 'Pod') {
    if (Object.keys(workload.selector).length === 0) {
      note(notes, 'EP159', { message: `the pod template of ${describeRef(workload.ref)} has no labels`, object: workload.ref });
    }
    return { selector: workload.selector, podLabels: {} };
  }
  // Labels that a patch of ours gave the Pod are asked for again: each Exposure that relies on them owns them.
  const given = patchMarks(workload.object).flatMap(({ record }) => record?.sets ?? []);
  const own = Object.entries(workload.selector).filter(([key]) => !given.includes(`metadata.labels.${key}`));
  if (own.length > 0) return { selector: Object.fromEntries(own), podLabels: {} };
  const label = workload.selector['app'] ?? markName(name);
  return { selector: { app: label }, podLabels: { app: label } };
}

function readPorts(
  spec: TargetedSpec,
  workload: Workload | undefined,
  service: KubeObject | undefined,
  containerName: string | undefined,
  notes: Notes,
): ResolvedPort[] {
  if (service) return portsOfService(service, workload, spec.ports ?? [], notes);
  const container = workload?.containers.find((candidate) => candidate.name === containerName);
  if (workload && container) return resolvePorts(workload, container, spec.ports ?? [], notes);
  const names = workload?.containers.map((candidate) => candidate.name) ?? [];
  const wanted = spec.target.container === undefined ? 'no container' : `no container ${spec.target.container}`;
  note(notes, 'EP152', {
    message: `the target has ${wanted}${names.length > 0 ? `; it has ${names.join(', ')}` : ''}`,
    field: 'spec.target.container',
  });
  return [];
}

function checkReserved({ spec }: Exposure, notes: Notes): void {
  for (const key of Object.keys(spec.labels ?? {})) {
    if (key === EXPOSURE_LABEL || key === MANAGED_BY_LABEL)
      note(notes, 'EP160', { message: `label ${key} is set by expose-plus itself`, field: `spec.labels.${key}` });
  }
}

/** Metadata of an object made for the Exposure: name, namespace, marks, the request's labels, and annotations where given. */
export function metaFor(context: PlanContext, name: string, annotations: Readonly<Record<string, string>> = {}): KubeObject['metadata'] {
  return {
    name,
    ...context.place,
    labels: { ...context.spec.labels, ...markLabels(context.name) },
    ...(Object.keys(annotations).length > 0 ? { annotations: { ...annotations } } : {}),
  };
}

/** Reference of an object made for the Exposure. */
export function refFor(context: PlanContext, apiVersion: string, kind: string, name: string): ObjectRef {
  return { apiVersion, kind, namespace: context.namespace, name };
}

/** Whether an object belongs to the same top workload as the target. */
export function isOwn(context: PlanContext, object: KubeObject): boolean {
  const top = topOwnerOf(context.snapshot, object);
  if (top.workload && top.workload.object === context.workload?.object) return true;
  if (!top.missing) return false;
  const missing = context.top?.missing;
  if (missing && describeRef(missing) === describeRef(top.missing)) return true;
  // Where ReplicaSets were not read, the workload's own selector tells: it adopts every pod that it matches.
  const selector = dig(context.workload?.object, 'spec', 'selector');
  return object.kind === 'Pod' && selector !== undefined && labelSelectorMatches(selector, textMap(object.metadata.labels));
}

/** Pods of the target, as far as pods were read. */
export function podsOf(context: PlanContext): KubeObject[] {
  return objectsOf(context.snapshot, '', 'Pod', context.namespace).filter((pod) => isOwn(context, pod));
}

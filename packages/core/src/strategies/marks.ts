import type { KubeObject } from '../model/kube.js';
import type { FieldTake } from '../model/plan.js';
import type { Strategy } from '../model/strategy-id.js';
import { STRATEGIES } from '../model/strategy-id.js';
import { record, records, text } from '../detect/read.js';
import { markName } from './names.js';

/** Label that every object made carries, with the value {@link MANAGED_BY}. */
export const MANAGED_BY_LABEL = 'app.kubernetes.io/managed-by';
export const MANAGED_BY = 'expose-plus';
/** Label that says to which Exposure an object belongs. */
export const EXPOSURE_LABEL = 'expose-plus.dev/exposure';
/** What the annotation of a patched workload starts with; the name of the Exposure follows. */
export const ANNOTATION_PREFIX = 'expose-plus.dev/';

/** What the field manager of every Exposure starts with. */
export const FIELD_MANAGER_PREFIX = 'expose-plus.';

/** Labels of every object made for an Exposure. */
export function markLabels(name: string): Record<string, string> {
  return { [MANAGED_BY_LABEL]: MANAGED_BY, [EXPOSURE_LABEL]: markName(name) };
}

/** Field manager of an Exposure in server-side apply. One for each, since a manager's apply drops what it no longer names. */
export function fieldManager(name: string): string {
  return `${FIELD_MANAGER_PREFIX}${markName(name)}`;
}

/** Key of the annotation on a workload that an Exposure patches. */
export function annotationKey(name: string): string {
  return `${ANNOTATION_PREFIX}${markName(name)}`;
}

/**
 * The Exposure that an object was made for; `undefined` for objects of others, which are never deleted. What a controller makes of
 * an object of ours often inherits its labels (an EndpointSlice those of its Service): it belongs to that controller.
 */
export function exposureOf(object: KubeObject): string | undefined {
  if (isControlled(object)) return undefined;
  const labels = record(object.metadata.labels);
  return labels[MANAGED_BY_LABEL] === MANAGED_BY ? text(labels[EXPOSURE_LABEL]) : undefined;
}

function isControlled(object: KubeObject): boolean {
  return records(object.metadata.ownerReferences).some(({ controller }) => controller === true);
}

/** Whether an object was made for the Exposure of this name. */
export function isMarked(object: KubeObject, name: string): boolean {
  return exposureOf(object) === markName(name);
}

/** What the annotation on a patched workload holds. */
export interface PatchRecord {
  strategy: Strategy;
  /** Paths of the fields set, so that they can be found where field managers are not known. */
  sets: string[];
  takes: FieldTake[];
}

/** The annotation's text. Keys stand in a fixed order, so that the same patch gives the same text. */
export function writePatchRecord({ strategy, sets, takes }: PatchRecord): string {
  return JSON.stringify({
    strategy,
    sets,
    takes: takes.map(({ path, from, operation, old }) => ({
      path,
      from,
      ...(operation ? { operation } : {}),
      ...(old === undefined ? {} : { old }),
    })),
  });
}

/** Reads the annotation; `undefined` when it is none of ours or was damaged. */
export function readPatchRecord(value: string): PatchRecord | undefined {
  const parsed = record(parseJson(value));
  const strategy = STRATEGIES.find((id) => id === parsed['strategy']);
  if (!strategy) return undefined;
  const takes = records(parsed['takes']).flatMap((take): FieldTake[] => {
    const path = text(take['path']);
    const from = text(take['from']);
    if (path === undefined || from === undefined) return [];
    const operation = take['operation'];
    const how: Pick<FieldTake, 'operation'> = operation === 'Apply' || operation === 'Update' ? { operation } : {};
    return [{ path, from, ...how, ...('old' in take ? { old: take['old'] } : {}) }];
  });
  const sets = Array.isArray(parsed['sets']) ? parsed['sets'].filter((path) => typeof path === 'string') : [];
  return { strategy, sets, takes };
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** A patch that the marks of a workload tell of. */
export interface PatchMark {
  /** Name of the Exposure as it stands in the key. */
  name: string;
  key: string;
  /** Absent when the annotation was damaged. */
  record?: PatchRecord;
}

/**
 * The patches on a workload, by name. Not those of a ReplicaSet that somebody controls: Deployments and Argo Rollouts give their
 * ReplicaSets copies of their own annotations (k8s.io/kubernetes, deployment_util.go, SetNewReplicaSetAnnotations).
 */
export function patchMarks(object: KubeObject): PatchMark[] {
  if (object.kind === 'ReplicaSet' && isControlled(object)) return [];
  const annotations = record(object.metadata.annotations);
  return Object.entries(annotations)
    .filter(([key]) => key.startsWith(ANNOTATION_PREFIX))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => {
      const read = typeof value === 'string' ? readPatchRecord(value) : undefined;
      return { name: key.slice(ANNOTATION_PREFIX.length), key, ...(read ? { record: read } : {}) };
    });
}

import { describeRef, type KubeObject } from '../model/kube.js';
import type { FieldTake, PatchStep, RestoreStep } from '../model/plan.js';
import type { Strategy } from '../model/strategy-id.js';
import { record } from '../detect/read.js';
import { detectOwnership } from '../detect/ownership.js';
import type { PlanContext } from './context.js';
import { formatPath, leavesOf, mergeBody, valueAt, withoutValue, type PathStep } from './field-path.js';
import { ownersOfField } from './field-owners.js';
import { annotationKey, fieldManager, patchMarks, writePatchRecord, type PatchRecord } from './marks.js';
import { note } from './notes.js';
import { cleanObject } from './output.js';
import { buildRestore, restoredObject, withoutFields } from './restore.js';

/** A patch of the target and, where an earlier one of the same Exposure took other fields, what gives those back first. */
export interface PatchDraft {
  restore?: RestoreStep;
  patch: PatchStep;
}

/** Fields that a strategy sets on the workload, without apiVersion, kind and metadata.name. */
export type PatchBody = Readonly<Record<string, unknown>>;

/**
 * Turns the fields that a strategy sets into a step: a minimal apply body with the record of what it takes, from whom, and what
 * stood there. Fields that already have the value are shared, not taken.
 */
export function buildPatch(context: PlanContext, workload: KubeObject, strategy: Strategy, body: PatchBody): PatchDraft {
  const key = annotationKey(context.name);
  const manager = fieldManager(context.name);
  const mark = patchMarks(workload).find((candidate) => candidate.key === key);
  const leaves = leavesOf(body);
  const dropped = mark?.record?.takes.some(({ path }) => !leaves.some((leaf) => formatPath(leaf.path) === path)) ?? false;
  const restore = mark && dropped ? buildRestore(context.namespace, workload, mark) : undefined;
  const base = restore?.restored ?? workload;
  const earlier = restore ? undefined : mark?.record;
  const found = leaves.map(({ path, value }) => takesOf(base, path, value, manager, earlier));
  const takes = found.flatMap((field) => field.takes);
  // What stood there already with the same value is shared with its owner, who keeps it.
  const before = mark ? restoredObject(workload, mark) : workload;
  const own = leaves.filter(({ path, value }) => JSON.stringify(valueAt(before, path)) !== JSON.stringify(value));
  const sets = [...newItems(before, own), ...own.map(({ path }) => formatPath(path))];
  const annotations = { [key]: writePatchRecord({ strategy, sets, takes: found.flatMap((field) => [...field.recorded, ...field.takes]) }) };
  const { name = '', namespace } = workload.metadata;
  const metadata = { ...record(body['metadata']), annotations };
  const { apiVersion, kind } = workload;
  const set: KubeObject = { apiVersion, kind, ...body, metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...metadata } };
  // What the Exposure set earlier and no longer sets goes, as server-side apply does it.
  const given = withoutFields(
    base,
    (earlier?.sets ?? []).filter((path) => !sets.includes(path)),
    manager,
  );
  const merged = mergeBody(given, { ...body, metadata });
  warnOfTakes(context, takes);
  warnOfReverters(context, workload, merged, set);
  return { ...(restore ? { restore } : {}), patch: { kind: 'patch', target: { ...context.targetRef }, set, takes, merged } };
}

/** What a field takes from whom. A take that was recorded earlier stays in the record, since what stands there now is ours. */
function takesOf(
  base: KubeObject,
  path: readonly PathStep[],
  value: unknown,
  manager: string,
  earlier: PatchRecord | undefined,
): { takes: FieldTake[]; recorded: FieldTake[] } {
  const text = formatPath(path);
  const old = valueAt(base, path);
  const owners = ownersOfField(base, path);
  const recorded = earlier?.takes.filter((take) => take.path === text) ?? [];
  const isSame = JSON.stringify(old) === JSON.stringify(value);
  const isOurs = isSame || (owners !== 'unknown' && owners.some((owner) => owner.manager === manager));
  if (isOurs && recorded.length > 0) return { takes: [], recorded };
  if (old === undefined || isSame) return { takes: [], recorded: [] };
  if (owners === 'unknown') return { takes: [{ path: text, from: 'unknown', old }], recorded: [] };
  const others = owners.filter((owner) => owner.manager !== manager);
  return { takes: others.map((owner) => ({ path: text, from: owner.manager, operation: owner.operation, old })), recorded: [] };
}

/** Items of lists that the patch adds, e.g. a port that the container did not declare: they go again as a whole. */
function newItems(before: KubeObject, leaves: readonly { path: PathStep[] }[]): string[] {
  const items = new Set<string>();
  for (const { path } of leaves) {
    for (const [index, step] of path.entries()) {
      const upTo = path.slice(0, index + 1);
      const text = formatPath(upTo);
      if (typeof step !== 'string' && valueAt(before, upTo) === undefined) items.add(text);
    }
  }
  return [...items];
}

function warnOfTakes({ live, notes, targetRef }: PlanContext, takes: readonly FieldTake[]): void {
  if (!live || takes.length === 0) return;
  const list = takes.map(({ path, from, old }) => `${path} (${JSON.stringify(old)}) from ${from}`).join(', ');
  note(notes, 'EP314', { message: `the patch takes ${list}`, object: targetRef });
}

/** Who would put the change back, with the change to be made where the workload comes from. */
function warnOfReverters(
  { snapshot, live, notes, targetRef, top }: PlanContext,
  workload: KubeObject,
  merged: KubeObject,
  set: KubeObject,
): void {
  if (!live) return;
  const { reverters } = detectOwnership(snapshot, workload);
  if (reverters.length === 0) return;
  const who = reverters.map(({ who: tool, name, when, evidence }) => {
    const named = name === undefined ? tool : `${tool} (${name})`;
    return `${named} ${when === 'soon' ? 'soon' : 'at the next upgrade'}: ${evidence}`;
  });
  const { annotations: _, ...metadata } = set.metadata;
  const owner = top && top.object !== workload ? `; it belongs to ${describeRef(targetRefOf(top.object))}` : '';
  note(notes, 'EP306', {
    message: `the change of ${describeRef(targetRef)} will be put back by ${who.join('; ')}${owner}`,
    object: targetRef,
    offers: [
      { title: `complete ${targetRef.kind} ${targetRef.name}`, object: withoutOurAnnotation(cleanObject(merged)) },
      { title: 'kustomize patch', object: { ...set, metadata } },
    ],
  });
}

function targetRefOf(object: KubeObject): { apiVersion: string; kind: string; name: string } {
  return { apiVersion: object.apiVersion, kind: object.kind, name: object.metadata.name ?? '' };
}

function withoutOurAnnotation(object: KubeObject): KubeObject {
  return patchMarks(object).reduce((kept, { key }) => withoutValue(kept, ['metadata', 'annotations', key]), object);
}

import { parsePath, withoutValue, withValue } from '@expose-plus/core';
import type { FieldTake, KubeObject, ManagedFieldsEntry, ObjectRef, PathStep } from '@expose-plus/core';
import type { KubeClient } from './client.js';
import { isApiError } from './errors.js';
import { entriesOf, hasField, sharedSteps, withField } from './fields-v1.js';
import { isPartOf, mergeDiff } from './merge-diff.js';
import { pause } from './request.js';

/** What is given back; a RestoreStep of a plan is one. */
export interface RestoreRequest {
  target: ObjectRef;
  /** Field manager that gives its fields up. */
  manager: string;
  /** Key of the annotation that goes. */
  annotation: string;
  /** Paths of the fields that the patch had set; needed only where managedFields no longer name the manager. */
  sets: readonly string[];
  takes: readonly FieldTake[];
}

/** How a patch is taken back. */
export interface RestoreOptions {
  signal?: AbortSignal | undefined;
  /** Nothing is stored. */
  dryRun?: boolean | undefined;
}

/** `gone`: there is no such object any more. `unchanged`: nothing of the manager was left. */
export type RestoreResult = { state: 'gone' | 'unchanged' } | { state: 'restored'; object: KubeObject };

/** How often it is planned anew when somebody else changed the object in between. */
const ATTEMPTS = 10;

/**
 * Takes a patch back: fields that only the manager owned go, fields that it had taken get their old values and their owners. What
 * somebody took from the manager since stays with them. Guarded by resourceVersion, planned anew on a conflict.
 *
 * Measured on Kubernetes 1.37 (k8s.io/apimachinery, util/managedfields): an update makes its own manager, as `Update`, the owner of
 * each value that it changes, whatever managedFields it sends along; a request that changes no value may set managedFields freely.
 * So one request is enough where one `Update` manager gets everything back; else a second one sets the owners, and until then the
 * annotation with the record stays.
 * @throws ApiError, ConnectionError
 */
export async function restoreFields(client: KubeClient, request: RestoreRequest, options: RestoreOptions = {}): Promise<RestoreResult> {
  let done: RestoreResult = { state: 'unchanged' };
  for (let attempt = 1; ; attempt += 1) {
    const live = await client.find(request.target, options);
    if (!live) return { state: 'gone' };
    if (!isLeft(live, request)) return done;
    try {
      const object = await restoreOnce(client, live, request, options);
      done = { state: 'restored', object };
      if (options.dryRun || !isLeft(object, request)) return done;
    } catch (error) {
      if (!isApiError(error, 409) || attempt >= ATTEMPTS) throw error;
      await pause(50 * attempt, options.signal);
    }
    if (attempt >= ATTEMPTS)
      throw new Error(`${request.target.kind} ${request.target.name}: fields of ${request.manager} stayed after ${ATTEMPTS} attempts`);
  }
}

function isLeft(object: KubeObject, { manager, annotation }: RestoreRequest): boolean {
  return entriesOf(object.metadata.managedFields, manager).length > 0 || Object.hasOwn(object.metadata.annotations ?? {}, annotation);
}

interface Take {
  path: PathStep[];
  take: FieldTake;
}

async function restoreOnce(client: KubeClient, live: KubeObject, request: RestoreRequest, options: RestoreOptions): Promise<KubeObject> {
  const { manager, annotation } = request;
  const managed = live.metadata.managedFields ?? [];
  const own = entriesOf(managed, manager);
  if (own.length === 0) return await patch(client, live, withoutRecord(live, request, managed), managed, '', options);
  // what others took from us since is theirs
  const takes = readTakes(request.takes).filter(({ path }) => own.some((entry) => hasField(entry.fieldsV1, path)));
  const body = applyBody(live, takes);
  const orphans = unownedKeys(live);
  const isPlain = takes.length === 0 && orphans.length === 0 && own.every((entry) => entry.operation === 'Apply');
  const applied = await client.apply(body, {
    fieldManager: manager,
    force: true,
    dryRun: !isPlain || options.dryRun,
    signal: options.signal,
  });
  if (isPlain) return applied;
  const wanted = orphans.reduce((made, { path, value }) => withValue(made, path, value), applied);
  const finalOwners = withOwners(managed, manager, takes, live);
  const values = withoutAnnotation(wanted, annotation);
  const single = singleOwner(takes, managed);
  const settled = mergeDiff(comparable(withoutAnnotation(live, annotation)), comparable(values)) === undefined;
  if (settled || (single && changesOnly(live, values, takes)))
    return await patch(client, live, values, finalOwners, single ?? manager, options);
  // first the values, which make us their owner as Update; the next round sets the owners
  const kept = {
    ...values,
    metadata: {
      ...values.metadata,
      annotations: { ...values.metadata.annotations, [annotation]: live.metadata.annotations?.[annotation] ?? '' },
    },
  };
  const fields = { 'f:metadata': { 'f:annotations': { [`f:${annotation}`]: {} } } };
  const others = managed.filter((entry) => !own.includes(entry));
  const record = own.filter((entry) => entry.operation === 'Apply').map((entry) => ({ ...entry, fieldsV1: fields }));
  return await patch(client, live, kept, [...others, ...record], manager, options);
}

/**
 * Labels and annotations that no manager owns, such as the zone that the API server copies from the node to a Pod. When the last owned
 * key of a map is given up, the server drops the map with all that is in it (measured on Kubernetes 1.37).
 */
function unownedKeys({ metadata }: KubeObject): { path: PathStep[]; value: string }[] {
  const entries = metadata.managedFields ?? [];
  return (['labels', 'annotations'] as const).flatMap((map) =>
    Object.entries(metadata[map] ?? {})
      .map(([key, value]) => ({ path: ['metadata', map, key], value }))
      .filter(({ path }) => !entries.some((entry) => hasField(entry.fieldsV1, path))),
  );
}

/** An apply body of the old values: what the manager gives up on top of them, the server removes by its own rules. */
function applyBody(live: KubeObject, takes: Take[]): KubeObject {
  const { name = '', namespace, resourceVersion = '' } = live.metadata;
  const body: KubeObject = {
    apiVersion: live.apiVersion,
    kind: live.kind,
    metadata: { name, ...(namespace ? { namespace } : {}), resourceVersion },
  };
  return withOldValues(body, takes);
}

/** managedFields without the manager, and with the taken fields at those whose they were. */
function withOwners(managed: readonly ManagedFieldsEntry[], manager: string, takes: Take[], live: KubeObject): ManagedFieldsEntry[] {
  const entries = managed.filter((entry) => entry.manager !== manager || entry.subresource);
  for (const { path, take } of takes) {
    if (take.from === 'unknown' || take.old === undefined) continue;
    const owner = ownerEntry(entries, path, take);
    const index = owner ? entries.indexOf(owner) : -1;
    const entry = owner ?? newEntry(take, live);
    const changed = { ...entry, fieldsV1: withField(entry.fieldsV1 ?? {}, path) };
    if (index < 0) entries.push(changed);
    else entries[index] = changed;
  }
  return entries;
}

/** The entry of a take's owner. Of an Apply and an Update of one name the recorded one, else the one that holds the neighbours. */
function ownerEntry(entries: readonly ManagedFieldsEntry[], path: PathStep[], take: FieldTake): ManagedFieldsEntry | undefined {
  const named = entriesOf(entries, take.from).filter(({ operation }) => !take.operation || operation === take.operation);
  return named.toSorted((a, b) => sharedSteps(b.fieldsV1, path) - sharedSteps(a.fieldsV1, path))[0];
}

function newEntry(take: FieldTake, live: KubeObject): ManagedFieldsEntry {
  const time = `${new Date().toISOString().slice(0, 19)}Z`;
  return {
    manager: take.from,
    operation: take.operation ?? 'Update',
    apiVersion: live.apiVersion,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: {},
  };
}

/** The one manager that all takes go back to by an Update; undefined where there are several or one that applied. */
function singleOwner(takes: Take[], managed: readonly ManagedFieldsEntry[]): string | undefined {
  const from = takes[0]?.take.from;
  if (from === undefined || from === 'unknown') return undefined;
  const isUpdate = ({ path, take }: Take): boolean =>
    (take.operation ?? ownerEntry(managed, path, take)?.operation ?? 'Update') === 'Update';
  return takes.every((entry) => entry.take.from === from && isUpdate(entry)) ? from : undefined;
}

/** Whether the way back changes no other value than the taken ones: a value that falls back to its default would get an owner. */
function changesOnly(live: KubeObject, wanted: KubeObject, takes: Take[]): boolean {
  return isPartOf(comparable(wanted), comparable(withOldValues(live, takes)));
}

/**
 * Where the manager is gone from managedFields (somebody emptied them), the record alone says what goes and what comes back; what has
 * an owner by now is left to that owner.
 */
function withoutRecord(live: KubeObject, request: RestoreRequest, managed: readonly ManagedFieldsEntry[]): KubeObject {
  // the server's word for whoever set what stood there before the first apply
  const owners = managed.filter(({ manager }) => manager !== 'before-first-apply');
  const isFree = (path: PathStep[]): boolean => !owners.some((entry) => hasField(entry.fieldsV1, path));
  const sets = request.sets.map((text) => parsePath(text)).filter((path) => path !== undefined);
  const bare = sets.filter(isFree).reduce((made, path) => withoutValue(made, path), live);
  return withoutAnnotation(
    withOldValues(
      bare,
      readTakes(request.takes).filter(({ path }) => isFree(path)),
    ),
    request.annotation,
  );
}

/** An object with the old values of takes in it. */
function withOldValues(object: KubeObject, takes: Take[]): KubeObject {
  return takes.reduce((made, { path, take }) => (take.old === undefined ? made : withValue(made, path, take.old)), object);
}

async function patch(
  client: KubeClient,
  live: KubeObject,
  wanted: KubeObject,
  managedFields: readonly ManagedFieldsEntry[],
  fieldManager: string,
  options: RestoreOptions,
): Promise<KubeObject> {
  const { name = '', namespace, resourceVersion } = live.metadata;
  const changes = mergeDiff(comparable(live), comparable(wanted)) ?? {};
  const metadata = {
    ...(changes['metadata'] as object | undefined),
    resourceVersion,
    ...(managedFields.length > 0 ? { managedFields } : {}),
  };
  const ref: ObjectRef = { apiVersion: live.apiVersion, kind: live.kind, name, ...(namespace ? { namespace } : {}) };
  return await client.patch(ref, 'merge', { ...changes, metadata }, { fieldManager, dryRun: options.dryRun, signal: options.signal });
}

/** What of an object a patch may change. */
function comparable(object: KubeObject): Record<string, unknown> {
  const { status: _status, metadata, ...rest } = object;
  const {
    managedFields: _managed,
    resourceVersion: _version,
    generation: _generation,
    creationTimestamp: _created,
    uid: _uid,
    ...kept
  } = metadata;
  return { ...rest, metadata: kept };
}

function withoutAnnotation(object: KubeObject, annotation: string): KubeObject {
  const { annotations, ...metadata } = object.metadata;
  if (!annotations || !Object.hasOwn(annotations, annotation)) return object;
  const { [annotation]: _gone, ...kept } = annotations;
  return { ...object, metadata: { ...metadata, ...(Object.keys(kept).length > 0 ? { annotations: kept } : {}) } };
}

function readTakes(takes: readonly FieldTake[]): Take[] {
  return takes.flatMap((take) => {
    const path = parsePath(take.path);
    return path ? [{ path, take }] : [];
  });
}

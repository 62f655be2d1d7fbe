import { refOf } from '@expose-plus/core';
import type { KubeObject, ObjectRef } from '@expose-plus/core';
import type { Connection } from './connection.js';
import { isApiError } from './errors.js';
import type { CallOptions, Requester } from './request.js';
import { namespaceOf, pathOf } from './resource-type.js';
import type { ResourceType } from './resource-type.js';

/** The part of a client that writing needs. */
export interface Writer {
  readonly connection: Connection;
  request: Requester['request'];
  typeOf(apiVersion: string, kind: string, options?: CallOptions): Promise<ResourceType>;
}

/** How the server treats fields that it does not know or that are given twice, as kubectl's `--validate`. */
type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** Options of what changes an object. */
interface WriteOptions extends CallOptions {
  /** Nothing is stored; admission and validation run (`--dry-run=server`). */
  dryRun?: boolean | undefined;
  fieldManager?: string | undefined;
  /** Default: Strict. */
  validation?: FieldValidation | undefined;
}

/** Options of server-side apply. */
export interface ApplyOptions extends WriteOptions {
  fieldManager: string;
  /** Takes fields that others own. Default: false. */
  force?: boolean | undefined;
}

export type PatchOptions = WriteOptions;
export type PatchType = 'json' | 'merge' | 'strategic';

/** Options of a deletion. */
export interface DeleteOptions extends CallOptions {
  dryRun?: boolean | undefined;
  /** Default: Background. */
  propagation?: 'Background' | 'Foreground' | 'Orphan' | undefined;
  /** Delete only the object with this uid and at this version; else 409. */
  preconditions?: { uid?: string | undefined; resourceVersion?: string | undefined } | undefined;
}

const CONTENT_TYPES: Record<PatchType, string> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

/**
 * Server-side apply. The object travels as it is, so that fields newer than this program survive
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/).
 */
export async function applyObject(client: Writer, object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
  const ref = refOf(object);
  const type = await client.typeOf(ref.apiVersion, ref.kind, options);
  const { body } = await client.request({
    method: 'PATCH',
    path: pathOf(type, { namespace: namespaceOf(ref, type, client.connection.namespace), name: ref.name }),
    query: { ...writeQuery(options), ...(options.force ? { force: 'true' } : {}) },
    // JSON is YAML, and this is the only type that the server takes
    contentType: 'application/apply-patch+yaml',
    body: object,
    signal: options.signal,
  });
  return body as KubeObject;
}

/** Patches one object. */
export async function patchObject(
  client: Writer,
  ref: ObjectRef,
  patchType: PatchType,
  patch: unknown,
  options: PatchOptions = {},
): Promise<KubeObject> {
  const type = await client.typeOf(ref.apiVersion, ref.kind, options);
  const { body } = await client.request({
    method: 'PATCH',
    path: pathOf(type, { namespace: namespaceOf(ref, type, client.connection.namespace), name: ref.name }),
    query: writeQuery(options),
    contentType: CONTENT_TYPES[patchType],
    body: patch,
    signal: options.signal,
  });
  return body as KubeObject;
}

/** Deletes one object; answers false when there was none. */
export async function deleteObject(client: Writer, ref: ObjectRef, options: DeleteOptions = {}): Promise<boolean> {
  const type = await client.typeOf(ref.apiVersion, ref.kind, options);
  const { uid, resourceVersion } = options.preconditions ?? {};
  const preconditions = { ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}) };
  try {
    await client.request({
      method: 'DELETE',
      path: pathOf(type, { namespace: namespaceOf(ref, type, client.connection.namespace), name: ref.name }),
      body: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: options.propagation ?? 'Background',
        ...(options.dryRun ? { dryRun: ['All'] } : {}),
        ...(uid || resourceVersion ? { preconditions } : {}),
      },
      signal: options.signal,
    });
    return true;
  } catch (error) {
    if (isApiError(error, 404)) return false;
    throw error;
  }
}

function writeQuery(options: WriteOptions): Record<string, string | undefined> {
  return {
    fieldManager: options.fieldManager,
    fieldValidation: options.validation ?? 'Strict',
    dryRun: options.dryRun ? 'All' : undefined,
  };
}

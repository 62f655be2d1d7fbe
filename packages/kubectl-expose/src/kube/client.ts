import type { KubeObject, ObjectRef } from '@expose-plus/core';
import type { Connection } from './connection.js';
import { createCredentials } from './credentials.js';
import type { Credential } from './credentials.js';
import { createDiscovery } from './discovery.js';
import type { Discovery } from './discovery.js';
import { isApiError } from './errors.js';
import { createTransport } from './http.js';
import { createRequester } from './request.js';
import type { ApiAnswer, ApiRequest, CallOptions, ClientOptions } from './request.js';
import { apiVersionOf, namespaceOf, pathOf } from './resource-type.js';
import type { ResourceType } from './resource-type.js';
import { applyObject, deleteObject, patchObject } from './apply.js';
import type { ApplyOptions, DeleteOptions, PatchOptions, PatchType } from './apply.js';
import { listObjects } from './list.js';
import type { ListOptions, ObjectList } from './list.js';

/** Talks to one API server as one user. Objects go in and come out as plain JSON: no field is dropped. */
export interface KubeClient {
  readonly connection: Connection;
  readonly discovery: Discovery;
  /** Sends a request and reads the answer as JSON. @throws ApiError, ConnectionError */
  request(request: ApiRequest): Promise<ApiAnswer>;
  /** Sends a request and hands out the body as it comes in. @throws ApiError, ConnectionError */
  stream(request: ApiRequest): Promise<AsyncIterable<string>>;
  /** The type of an apiVersion and kind, from the built-in table or from discovery. @throws ApiError 404 when it is not served */
  typeOf(apiVersion: string, kind: string, options?: CallOptions): Promise<ResourceType>;
  /** Reads one object. @throws ApiError 404 when there is none */
  get(ref: ObjectRef, options?: CallOptions): Promise<KubeObject>;
  /** Reads one object; undefined when there is none. */
  find(ref: ObjectRef, options?: CallOptions): Promise<KubeObject | undefined>;
  /** Lists objects, page by page. */
  list(type: ResourceType, options?: ListOptions): Promise<ObjectList>;
  /** Server-side apply of an object as it is. @throws ApiError 409, see `conflictsOf` */
  apply(object: KubeObject, options: ApplyOptions): Promise<KubeObject>;
  /** JSON patch, merge patch or strategic merge patch. */
  patch(ref: ObjectRef, patchType: PatchType, body: unknown, options?: PatchOptions): Promise<KubeObject>;
  /** Deletes one object; answers false when there was none. */
  delete(ref: ObjectRef, options?: DeleteOptions): Promise<boolean>;
  /** What requests carry to say who asks: for transports other than this client's. */
  credential(options?: CallOptions): Promise<Credential>;
  /** gitVersion of the server, e.g. `v1.37.2`. */
  serverVersion(options?: CallOptions): Promise<string>;
  /** Ends kept connections. */
  close(): void;
}

/** A client for a connection. Nothing is sent before the first call. */
export function createClient(connection: Connection, options: ClientOptions = {}): KubeClient {
  const credentials = createCredentials(connection.auth, { env: connection.env, interactive: options.interactive ?? false });
  const transport = createTransport(connection);
  const { request, stream } = createRequester(connection, credentials, transport, options);
  const discovery = createDiscovery(connection, request);
  let version: Promise<string> | undefined;
  const client: KubeClient = {
    connection,
    discovery,
    request,
    stream,
    typeOf: (apiVersion, kind, call) => discovery.typeOf(apiVersion, kind, call),
    async get(ref, call = {}) {
      const type = await discovery.typeOf(ref.apiVersion, ref.kind, call);
      const { body } = await request({
        method: 'GET',
        path: pathOf(type, { namespace: namespaceOf(ref, type, connection.namespace), name: ref.name }),
        signal: call.signal,
      });
      return Object.assign({ apiVersion: apiVersionOf(type), kind: type.kind }, body as KubeObject);
    },
    async find(ref, call) {
      try {
        return await client.get(ref, call);
      } catch (error) {
        if (isApiError(error, 404)) return undefined;
        throw error;
      }
    },
    list: (type, call) => listObjects(request, type, call),
    apply: (object, call) => applyObject(client, object, call),
    patch: (ref, patchType, body, call) => patchObject(client, ref, patchType, body, call),
    delete: (ref, call) => deleteObject(client, ref, call),
    credential: (call = {}) => credentials.current(call.signal),
    serverVersion(call = {}) {
      version ??= request({ method: 'GET', path: '/version', signal: call.signal }).then(
        ({ body }) => (body as { gitVersion?: string }).gitVersion ?? 'unknown',
      );
      return version;
    },
    close: () => transport.close(),
  };
  return client;
}

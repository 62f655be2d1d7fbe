import type { Coverage, KubeObject, Query, ServerInfo, Snapshot } from '@expose-plus/core';
import { BUILTIN_TYPES } from './builtin-types.js';
import type { KubeClient } from './client.js';
import { isApiError } from './errors.js';
import type { ApiError } from './errors.js';
import { apiVersionOf, pathOf, resourceName } from './resource-type.js';
import type { ResourceType } from './resource-type.js';
import { withoutSecretData } from './secret.js';
import { groupQueries } from './group-queries.js';
import type { QueryGroup } from './group-queries.js';

/** How a snapshot is taken. */
export interface SnapshotOptions {
  /** Namespace for what names none; also read alone where reading all namespaces is forbidden. */
  namespace: string;
  now: Date;
  signal?: AbortSignal | undefined;
  /** Requests at a time. Default: 8. */
  concurrency?: number;
}

/**
 * Reads what the queries ask for, in parallel. What may not be read, is not served or failed becomes coverage, never an exception;
 * without any answer of the server at all it throws. Values of Secrets are dropped at once.
 * @throws ConnectionError when the server cannot be reached or does not know the user
 */
export async function takeSnapshot(client: KubeClient, queries: Query[], options: SnapshotOptions): Promise<Snapshot> {
  const [server, types] = await Promise.all([readServer(client, options.signal), servedTypes(client, options.signal)]);
  const results = await inParallel(groupQueries(queries), options.concurrency ?? 8, (group) => readGroup(client, group, types, options));
  if (types && !client.discovery.isFresh() && isOutdated(types, results)) {
    await client.discovery.refresh({ signal: options.signal });
    return await takeSnapshot(client, queries, options);
  }
  const coverage = await withoutUnserved(
    client,
    types,
    results.flatMap((result) => result.coverage),
    options.signal,
  );
  return {
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'Snapshot',
    takenAt: options.now.toISOString(),
    server,
    namespace: options.namespace,
    objects: uniqueObjects(results.flatMap(({ objects }) => objects)),
    coverage: uniqueCoverage(coverage),
  };
}

/**
 * Who may read little is refused before the server looks whether it serves the kind: discovery, which everybody may read, tells what
 * is forbidden from what is not there. What an earlier process kept of it is asked for again first.
 */
async function withoutUnserved(
  client: KubeClient,
  types: readonly ResourceType[] | undefined,
  coverage: readonly Coverage[],
  signal: AbortSignal | undefined,
): Promise<Coverage[]> {
  const doubtful = coverage.filter(
    ({ resource, state }) => state === 'forbidden' && !types?.some((type) => resourceName(type) === resource),
  );
  if (!types || doubtful.length === 0) return [...coverage];
  if (!client.discovery.isFresh()) await client.discovery.refresh({ signal });
  const served = new Set((await client.discovery.types({ signal })).map(resourceName));
  return coverage.map((entry) =>
    doubtful.includes(entry) && !served.has(entry.resource)
      ? { resource: entry.resource, ...(entry.namespace === undefined ? {} : { namespace: entry.namespace }), state: 'api-absent' }
      : entry,
  );
}

interface QueryResult {
  objects: KubeObject[];
  coverage: Coverage[];
}

/** Whether answers contradict what an earlier process kept of discovery: something was installed or removed since. */
function isOutdated(types: readonly ResourceType[], results: readonly QueryResult[]): boolean {
  const served = new Set(types.map(resourceName));
  return results
    .flatMap(({ coverage }) => coverage)
    .some(({ resource, state }) => (served.has(resource) ? state === 'api-absent' : state === 'complete'));
}

async function readServer(client: KubeClient, signal: AbortSignal | undefined): Promise<ServerInfo | 'unknown'> {
  try {
    const [version, types] = await Promise.all([client.serverVersion({ signal }), client.discovery.types({ signal })]);
    const apis: Record<string, string[]> = {};
    for (const type of types) (apis[apiVersionOf(type)] ??= []).push(type.kind);
    return { version, apis };
  } catch (error) {
    if (isApiError(error) && error.status !== 401) return 'unknown';
    throw error;
  }
}

async function servedTypes(client: KubeClient, signal: AbortSignal | undefined): Promise<readonly ResourceType[] | undefined> {
  try {
    return await client.discovery.types({ signal });
  } catch (error) {
    // somebody who may not even discover can still read what is known by heart
    if (isApiError(error) && error.status !== 401) return undefined;
    throw error;
  }
}

async function readGroup(
  client: KubeClient,
  group: QueryGroup,
  types: readonly ResourceType[] | undefined,
  options: SnapshotOptions,
): Promise<QueryResult> {
  const wide = await readQuery(client, group.query, types, options);
  if (wide.coverage[0]?.state !== 'forbidden') return wide;
  // not all namespaces, but perhaps those that were meant
  const narrower = [...group.narrower];
  const own = { ...group.query, namespace: options.namespace };
  if (isWide(group.query, types) && !narrower.some((query) => query.namespace === own.namespace)) narrower.push(own);
  const results = await Promise.all(narrower.map((query) => readQuery(client, query, types, options)));
  return {
    objects: results.flatMap(({ objects }) => objects),
    coverage: [...wide.coverage, ...results.flatMap(({ coverage }) => coverage)],
  };
}

function isWide(query: Query, types: readonly ResourceType[] | undefined): boolean {
  return query.namespace === undefined && !query.name && chooseType(query, types).namespaced;
}

async function readQuery(
  client: KubeClient,
  query: Query,
  types: readonly ResourceType[] | undefined,
  options: SnapshotOptions,
): Promise<QueryResult> {
  const type = chooseType(query, types);
  const where = type.namespaced ? query.namespace : undefined;
  try {
    return await readType(client, type, query, where, options.signal);
  } catch (error) {
    if (!isApiError(error) || error.status === 401) throw error;
    return { objects: [], coverage: [coverageOf(query, type.namespaced, error)] };
  }
}

async function readType(
  client: KubeClient,
  type: ResourceType,
  query: Query,
  namespace: string | undefined,
  signal: AbortSignal | undefined,
): Promise<QueryResult> {
  const scope = { resource: query.resource, ...(namespace === undefined ? {} : { namespace }) };
  if (query.name) {
    const partial: Coverage = { ...scope, name: query.name, state: 'complete' };
    const { body } = await client.request({ method: 'GET', path: pathOf(type, { namespace, name: query.name }), signal });
    return { objects: [withoutSecretData(body as KubeObject)], coverage: [partial] };
  }
  const { labelSelector, fieldSelector } = query;
  const { items } = await client.list(type, { namespace, labelSelector, fieldSelector, signal });
  const state: Coverage = fieldSelector
    ? { ...scope, state: 'not-asked', reason: `only those with ${fieldSelector} were read` }
    : { ...scope, ...(labelSelector ? { labelSelector } : {}), state: 'complete' };
  return { objects: items.map(withoutSecretData), coverage: [state] };
}

/** The version that is served, the asked one first. What is not known to be served is tried: the answer decides. */
function chooseType(query: Query, types: readonly ResourceType[] | undefined): ResourceType {
  const candidates = (types ?? BUILTIN_TYPES).filter((type) => resourceName(type) === query.resource);
  const found = candidates.find((type) => apiVersionOf(type) === query.apiVersion) ?? candidates[0];
  if (found) return found;
  const [group = '', version] = query.apiVersion.includes('/') ? query.apiVersion.split('/') : ['', query.apiVersion];
  const plural = query.resource.split('.')[0] ?? '';
  return {
    group,
    version: version ?? '',
    plural,
    singular: '',
    kind: query.kind,
    shortNames: [],
    namespaced: query.namespace !== undefined,
    verbs: [],
  };
}

function coverageOf(query: Query, namespaced: boolean, error: ApiError): Coverage {
  const namespace = namespaced ? query.namespace : undefined;
  const scope = { resource: query.resource, ...(namespace === undefined ? {} : { namespace }) };
  const { name, labelSelector } = query;
  const part = { ...scope, ...(name ? { name } : {}), ...(labelSelector ? { labelSelector } : {}) };
  if (error.status === 403) return { ...part, state: 'forbidden', reason: forbiddenReason(query, namespaced, error) };
  if (error.status === 404) {
    // a missing object is named in the Status, a missing resource is not (k8s.io/apiserver: NotFound against genericNotFound)
    if (query.name && error.details.name) return { ...scope, name: query.name, state: 'complete' };
    return { ...scope, state: 'api-absent' };
  }
  return { ...part, state: 'error', reason: error.message };
}

function forbiddenReason(query: Query, namespaced: boolean, error: ApiError): string {
  const verb = error.verb ?? (query.name ? 'get' : 'list');
  const one = query.name ? ` ${query.name}` : '';
  const everywhere = query.namespace === undefined ? ' in all namespaces' : ` in namespace ${query.namespace}`;
  return `missing: ${verb} ${error.resource ?? query.resource}${one}${namespaced ? everywhere : ''}`;
}

function uniqueObjects(objects: KubeObject[]): KubeObject[] {
  const seen = new Map<string, KubeObject>();
  for (const object of objects) {
    const { namespace = '', name = '' } = object.metadata;
    seen.set(JSON.stringify([object.apiVersion, object.kind, namespace, name]), object);
  }
  return [...seen.values()];
}

/** One entry for each resource and namespace; the one that says most wins. */
function uniqueCoverage(coverage: Coverage[]): Coverage[] {
  const rank = ['complete', 'forbidden', 'error', 'api-absent', 'not-asked'];
  const seen = new Map<string, Coverage>();
  for (const entry of coverage) {
    const key = [entry.resource, entry.namespace, entry.name, entry.labelSelector].join('\n');
    const other = seen.get(key);
    if (!other || rank.indexOf(entry.state) < rank.indexOf(other.state)) seen.set(key, entry);
  }
  return [...seen.values()];
}

/** Runs a task for each item, at most `limit` at a time; results in the order of the items. */
async function inParallel<T, R>(items: T[], limit: number, task: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next;
      next += 1;
      results[index] = await task(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}

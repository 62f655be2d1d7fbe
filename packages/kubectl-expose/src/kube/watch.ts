import type { KubeObject, Query } from '@expose-plus/core';
import { UserError } from '../errors.js';
import type { KubeClient } from './client.js';
import { isApiError } from './errors.js';
import { linesOf } from './lines.js';
import { pause } from './request.js';
import { apiVersionOf, pathOf } from './resource-type.js';
import type { ResourceType } from './resource-type.js';
import { apiErrorOf } from './status.js';

/** All objects that a query matches now. */
export type Observation = readonly KubeObject[];

/** How a query is observed. */
export interface ObserveOptions {
  /** Ends the observation. */
  signal: AbortSignal;
  /** Milliseconds between two looks where watching is not allowed. Default: 2000. */
  pollMs?: number;
}

/** Seconds after which the server ends a watch; it is then taken up where it ended. */
const WATCH_SECONDS = 290;
const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Yields what a query matches, at once and after each change: a list and then a watch with bookmarks, resumed where it broke off and
 * begun anew when its version has expired (410); looks again and again where listing or watching is forbidden.
 * @throws ApiError when nothing may be read at all, ConnectionError when the server cannot be reached to begin with
 */
export async function* observe(client: KubeClient, query: Query, options: ObserveOptions): AsyncGenerator<Observation> {
  const type = await client.typeOf(query.apiVersion, query.kind, { signal: options.signal });
  const selected: Query = query.name ? { ...query, fieldSelector: `metadata.name=${query.name}` } : query;
  const known = new Map<string, KubeObject>();
  let resourceVersion = '';
  let failures = 0;
  for (;;) {
    try {
      if (!resourceVersion) {
        const list = await client.list(type, {
          namespace: selected.namespace,
          labelSelector: selected.labelSelector,
          fieldSelector: selected.fieldSelector,
          signal: options.signal,
        });
        known.clear();
        for (const item of list.items) known.set(keyOf(item), item);
        resourceVersion = list.resourceVersion;
        yield [...known.values()];
      }
      for await (const event of watchOnce(client, type, selected, resourceVersion, options.signal)) {
        failures = 0;
        resourceVersion = event.object.metadata.resourceVersion ?? resourceVersion;
        if (event.type === 'BOOKMARK') continue;
        if (event.type === 'DELETED') known.delete(keyOf(event.object));
        else known.set(keyOf(event.object), event.object);
        yield [...known.values()];
      }
    } catch (error) {
      if (options.signal.aborted) throw options.signal.reason;
      if (isApiError(error, 403, 405)) {
        yield* poll(client, type, query, options);
        return;
      }
      // anything else is a bug of ours; half a line at the end of a broken connection is none
      if (!(error instanceof UserError || error instanceof SyntaxError)) throw error;
      if (isApiError(error, 410)) resourceVersion = '';
      else if (isApiError(error) && error.status < 500 && error.status !== 429) throw error;
      else if (!resourceVersion && failures === 0 && !isApiError(error)) throw error;
      failures += 1;
    }
    await pause(Math.min(SHORTEST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS), options.signal);
  }
}

interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: KubeObject;
}

async function* watchOnce(
  client: KubeClient,
  type: ResourceType,
  query: Query,
  resourceVersion: string,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent> {
  const chunks = await client.stream({
    method: 'GET',
    path: pathOf(type, { namespace: query.namespace }),
    query: {
      watch: 'true',
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(WATCH_SECONDS),
      resourceVersion,
      labelSelector: query.labelSelector,
      fieldSelector: query.fieldSelector,
    },
    signal,
  });
  for await (const line of linesOf(chunks)) {
    const event = JSON.parse(line) as { type: string; object: KubeObject };
    if (event.type === 'ERROR') throw apiErrorOf(500, JSON.stringify(event.object), 'watch');
    yield {
      type: event.type as WatchEvent['type'],
      object: Object.assign({ apiVersion: apiVersionOf(type), kind: type.kind }, event.object),
    };
  }
}

async function* poll(client: KubeClient, type: ResourceType, query: Query, options: ObserveOptions): AsyncGenerator<Observation> {
  let last: string | undefined;
  for (;;) {
    const objects = await look(client, type, query, options.signal);
    const versions = objects.map((object) => `${keyOf(object)} ${object.metadata.resourceVersion}`).join('\n');
    if (versions !== last) yield objects;
    last = versions;
    await pause(options.pollMs ?? 2000, options.signal);
  }
}

async function look(client: KubeClient, type: ResourceType, query: Query, signal: AbortSignal): Promise<KubeObject[]> {
  const { name, namespace, labelSelector, fieldSelector } = query;
  if (!name) return (await client.list(type, { namespace, labelSelector, fieldSelector, signal })).items;
  const object = await client.find(
    { apiVersion: apiVersionOf(type), kind: type.kind, name, ...(namespace ? { namespace } : {}) },
    { signal },
  );
  return object ? [object] : [];
}

function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;
}

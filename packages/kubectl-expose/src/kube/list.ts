import type { KubeObject } from '@expose-plus/core';
import { isApiError } from './errors.js';
import type { Requester } from './request.js';
import { apiVersionOf, pathOf } from './resource-type.js';
import type { ResourceType } from './resource-type.js';

/** Which objects of a type. */
export interface ListOptions {
  /** Absent: in all namespaces. */
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Objects a page. Default: 500, as kubectl. */
  pageSize?: number;
}

/** A consistent list. */
export interface ObjectList {
  items: KubeObject[];
  /** Where a watch goes on from. */
  resourceVersion: string;
}

/** How often a list is begun anew when its pages expire while it is read. */
const RESTARTS = 3;

/**
 * Reads all objects, page by page. When a page has expired (410) the list is begun anew, so that what comes back is one state
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks).
 */
export async function listObjects(request: Requester['request'], type: ResourceType, options: ListOptions = {}): Promise<ObjectList> {
  for (let restart = 0; ; restart += 1) {
    try {
      return await readPages(request, type, options);
    } catch (error) {
      if (!isApiError(error, 410) || restart >= RESTARTS) throw error;
    }
  }
}

async function readPages(request: Requester['request'], type: ResourceType, options: ListOptions): Promise<ObjectList> {
  const items: KubeObject[] = [];
  let proceed = '';
  let resourceVersion: string;
  do {
    const { body } = await request({
      method: 'GET',
      path: pathOf(type, { namespace: options.namespace }),
      query: {
        labelSelector: options.labelSelector,
        fieldSelector: options.fieldSelector,
        limit: String(options.pageSize ?? 500),
        continue: proceed,
      },
      signal: options.signal,
    });
    const page = body as { items?: KubeObject[] | null; metadata?: { continue?: string; resourceVersion?: string } };
    // items of lists come without apiVersion and kind
    for (const item of page.items ?? []) items.push(Object.assign({ apiVersion: apiVersionOf(type), kind: type.kind }, item));
    proceed = page.metadata?.continue ?? '';
    resourceVersion = page.metadata?.resourceVersion ?? '';
  } while (proceed);
  return { items, resourceVersion };
}

import { BUILTIN_TYPES } from './builtin-types.js';
import type { Connection } from './connection.js';
import { readDiscovery, writeDiscovery } from './discovery-cache.js';
import { fetchLegacyTypes } from './discovery-legacy.js';
import { ApiError } from './errors.js';
import type { ApiAnswer, ApiRequest } from './request.js';
import { apiVersionOf } from './resource-type.js';
import type { ResourceType } from './resource-type.js';

/** What the server serves, read once and kept for six hours in a file. */
export interface Discovery {
  /** All types, in the server's order of preference. */
  types(options?: { signal?: AbortSignal | undefined }): Promise<readonly ResourceType[]>;
  /** Asks the server again, whatever the cache says. */
  refresh(options?: { signal?: AbortSignal | undefined }): Promise<readonly ResourceType[]>;
  /** Whether `types` came from the server in this process. */
  isFresh(): boolean;
  /** The type of an apiVersion and kind: from the built-in table without asking, else from the server. @throws ApiError 404 */
  typeOf(apiVersion: string, kind: string, options?: { signal?: AbortSignal | undefined }): Promise<ResourceType>;
}

type Request = (request: ApiRequest) => Promise<ApiAnswer>;

// KEP-3352, aggregated discovery: stable since 1.30; older servers answer one of the later forms
const ACCEPT =
  ['v2', 'v2beta1'].map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`).join(',') +
  ',application/json';

/** The discovery of a connection. */
export function createDiscovery(connection: Connection, request: Request): Discovery {
  let known: Promise<readonly ResourceType[]> | undefined;
  let fresh = false;

  const fetchAndKeep = async (signal?: AbortSignal): Promise<readonly ResourceType[]> => {
    const types = await fetchTypes(request, signal);
    fresh = true;
    writeDiscovery(connection, types);
    return types;
  };
  const remember = (types: Promise<readonly ResourceType[]>): Promise<readonly ResourceType[]> => {
    known = types;
    types.catch(() => {
      known = undefined;
    });
    return types;
  };
  const discovery: Discovery = {
    types(options = {}) {
      if (known) return known;
      const cached = readDiscovery(connection);
      return remember(cached ? Promise.resolve(cached) : fetchAndKeep(options.signal));
    },
    refresh: (options = {}) => remember(fetchAndKeep(options.signal)),
    isFresh: () => fresh,
    async typeOf(apiVersion, kind, options) {
      const matches = (type: ResourceType): boolean => type.kind === kind && apiVersionOf(type) === apiVersion;
      const found =
        BUILTIN_TYPES.find(matches) ??
        (await discovery.types(options)).find(matches) ??
        (fresh ? undefined : (await discovery.refresh(options)).find(matches));
      if (found) return found;
      throw new ApiError({ status: 404, reason: 'NotFound', message: `the server does not serve ${apiVersion} ${kind}` });
    },
  };
  return discovery;
}

async function fetchTypes(request: Request, signal: AbortSignal | undefined): Promise<ResourceType[]> {
  const answers = await Promise.all(['/api', '/apis'].map((path) => request({ method: 'GET', path, accept: ACCEPT, signal })));
  const types: ResourceType[] = [];
  for (const { body } of answers) {
    const kind = (body as { kind?: unknown }).kind;
    types.push(
      ...(kind === 'APIGroupDiscoveryList' ? readAggregated(body as AggregatedList) : await fetchLegacyTypes(request, body, signal)),
    );
  }
  return types;
}

interface AggregatedList {
  items?: { metadata?: { name?: string }; versions?: { version: string; resources?: AggregatedResource[] }[] }[];
}

interface AggregatedResource {
  resource: string;
  responseKind?: { group?: string; version?: string; kind?: string };
  scope?: string;
  singularResource?: string;
  verbs?: string[];
  shortNames?: string[];
}

/** Types of an APIGroupDiscoveryList (https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery). */
function readAggregated(list: AggregatedList): ResourceType[] {
  const types: ResourceType[] = [];
  for (const group of list.items ?? []) {
    for (const { version, resources } of group.versions ?? []) {
      for (const resource of resources ?? []) {
        // an aggregated API server that does not answer leaves a resource without a kind
        if (!resource.responseKind?.kind) continue;
        types.push({
          group: group.metadata?.name ?? '',
          version,
          plural: resource.resource,
          singular: resource.singularResource || resource.responseKind.kind.toLowerCase(),
          kind: resource.responseKind.kind,
          shortNames: resource.shortNames ?? [],
          namespaced: resource.scope === 'Namespaced',
          verbs: resource.verbs ?? [],
        });
      }
    }
  }
  return types;
}

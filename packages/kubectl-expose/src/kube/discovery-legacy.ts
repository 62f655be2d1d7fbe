import { isApiError } from './errors.js';
import type { ApiAnswer, ApiRequest } from './request.js';
import type { ResourceType } from './resource-type.js';

type Request = (request: ApiRequest) => Promise<ApiAnswer>;

interface APIGroupList {
  groups?: { name: string; versions?: { version: string }[]; preferredVersion?: { version: string } }[];
}

interface APIResourceList {
  resources?: { name: string; singularName?: string; namespaced?: boolean; kind: string; shortNames?: string[]; verbs?: string[] }[];
}

/** Discovery of servers before 1.26: one request for each group and version. `root` is the answer of `/api` or `/apis`. */
export async function fetchLegacyTypes(request: Request, root: unknown, signal: AbortSignal | undefined): Promise<ResourceType[]> {
  const lists = await Promise.all(groupVersions(root).map(async ({ group, version }) => fetchList(request, group, version, signal)));
  return lists.flat();
}

function groupVersions(root: unknown): { group: string; version: string }[] {
  const core = (root as { versions?: unknown }).versions;
  if (Array.isArray(core)) return core.map((version) => ({ group: '', version: String(version) }));
  return ((root as APIGroupList).groups ?? []).flatMap(({ name, versions = [], preferredVersion }) =>
    versions
      .map(({ version }) => version)
      .toSorted((a, b) => Number(b === preferredVersion?.version) - Number(a === preferredVersion?.version))
      .map((version) => ({ group: name, version })),
  );
}

async function fetchList(request: Request, group: string, version: string, signal: AbortSignal | undefined): Promise<ResourceType[]> {
  const path = group ? `/apis/${group}/${version}` : `/api/${version}`;
  let list: APIResourceList;
  try {
    list = (await request({ method: 'GET', path, signal })).body as APIResourceList;
  } catch (error) {
    // one aggregated API server that is down must not hide the others
    if (isApiError(error)) return [];
    throw error;
  }
  return (list.resources ?? [])
    .filter(({ name }) => !name.includes('/'))
    .map(({ name, singularName, namespaced, kind, shortNames, verbs }) => ({
      group,
      version,
      plural: name,
      singular: singularName || kind.toLowerCase(),
      kind,
      shortNames: shortNames ?? [],
      namespaced: namespaced ?? false,
      verbs: verbs ?? [],
    }));
}

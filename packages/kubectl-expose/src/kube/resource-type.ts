/** A kind of object that the API server serves, in one version. */
export interface ResourceType {
  /** Empty for the core group. */
  group: string;
  version: string;
  /** Name in paths and in RBAC. */
  plural: string;
  singular: string;
  kind: string;
  shortNames: string[];
  namespaced: boolean;
  verbs: string[];
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(type: Pick<ResourceType, 'group' | 'version'>): string {
  return type.group ? `${type.group}/${type.version}` : type.version;
}

/** `plural.group`, as in RBAC and in coverage: `services`, `ingresses.networking.k8s.io`. */
export function resourceName(type: Pick<ResourceType, 'group' | 'plural'>): string {
  return type.group ? `${type.plural}.${type.group}` : type.plural;
}

/** What of a type is meant. */
export interface PathParts {
  /** Ignored for what has no namespace. */
  namespace?: string | undefined;
  name?: string | undefined;
  subresource?: string | undefined;
}

/** Path below the server: of all objects, those of a namespace, or one (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris). */
export function pathOf(type: ResourceType, parts: PathParts = {}): string {
  const segments = [
    type.group ? 'apis' : 'api',
    ...(type.group ? [type.group] : []),
    type.version,
    ...(type.namespaced && parts.namespace ? ['namespaces', parts.namespace] : []),
    type.plural,
    ...(parts.name ? [parts.name] : []),
    ...(parts.subresource ? [parts.subresource] : []),
  ];
  return `/${segments.map((segment) => encodeURIComponent(segment)).join('/')}`;
}

/** The namespace of a request for an object: its own, else the given one; none for what has none. */
export function namespaceOf(ref: { namespace?: string | undefined }, type: ResourceType, fallback: string): string | undefined {
  return type.namespaced ? ref.namespace || fallback : undefined;
}

import type { EncodedRoute } from '../../detect/facts.js';
import type { ExposureSpec, Rewrite } from '../../model/exposure.js';
import type { Finding } from '../../model/finding.js';
import type { KubeObject, ObjectMeta } from '../../model/kube.js';
import type { RouteRequest } from '../dialect.js';

/** What the object that carries a route is built from. */
export interface CarrierParts {
  /** With annotations and marks. */
  metadata: ObjectMeta;
  request: RouteRequest;
  encoded: EncodedRoute;
  /** The Service behind each path, in order. */
  backends: readonly { name: string; port: number }[];
  /** Secret with the certificate; absent where the controller has its own. */
  secretName?: string;
  /** The class is asked for by an annotation, since there is no IngressClass. */
  byAnnotation?: boolean;
  /** Where requests enter the controller, by its own name (`spec.ingress.entryPoint`): an entry point of Traefik, a Gateway of Istio. */
  entryPoint?: string;
  /** It carries bytes instead of HTTP, where its controller takes such. */
  transport?: 'TCP' | 'UDP';
  /** Gateways that an HTTPRoute attaches to. */
  parentRefs?: readonly Record<string, unknown>[];
}

/** A route as its carrier says it, before rows are read. What is taken from here is not left for rows. */
export interface CarriedRoute {
  className?: string;
  hosts: string[];
  tls?: { mode: 'terminate' | 'passthrough'; secretName?: string };
  /** One for each path; `fields` is what its rule says beyond path and backend. */
  paths: {
    path: string;
    pathType: EncodedRoute['paths'][number]['pathType'];
    fields: Record<string, unknown>;
    /** Set by the style of the dialect. */
    rewrite?: Rewrite;
    backend?: { name: string; port: number | string };
  }[];
  /** What the object says beyond that, by its fields from the root, without apiVersion, kind, metadata and status. */
  fields: Record<string, unknown>;
  /** Options that it says by its backends or by routes of its own, e.g. a canary. */
  options?: NonNullable<ExposureSpec['options']>;
  redirect?: boolean;
  /** The Gateway that it is attached to. */
  parentRef?: { name: string; namespace?: string; sectionName?: string };
  entryPoint?: string;
  findings: Finding[];
}

/** The kind of object that carries a route: how it is built and read. */
export interface Carrier {
  apiVersion: string;
  kind: string;
  /** The route first, then what it needs besides, e.g. a second route that redirects. */
  build: (parts: CarrierParts) => KubeObject[];
  read: (route: KubeObject, objects: readonly KubeObject[]) => CarriedRoute;
}

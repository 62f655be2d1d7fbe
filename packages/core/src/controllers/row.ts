import type { WorkloadMatch } from '../detect/find-workloads.js';
import type { Dialect } from './dialect.js';

/** Identity of what serves Ingress or Gateway objects, as data. */
export interface ControllerRow {
  id: string;
  title: string;
  /** Values of `IngressClass.spec.controller`; one that ends in `/` is a beginning. */
  ingressControllers?: readonly string[];
  /** Values of `GatewayClass.spec.controllerName`. */
  gatewayControllers?: readonly string[];
  /** API groups that come with it. */
  apiGroups?: readonly string[];
  /** It can serve the classes of another controller, in a dialect of its own, once this flag is set. */
  standsIn?: { flag: string; dialect: string; controllerFlag: { flag: string; default: string } };
  /** Its own workloads, the ones that must run. */
  workloads?: readonly WorkloadMatch[];
  /** The workloads through which traffic passes, where these are others. */
  dataPlane?: readonly WorkloadMatch[];
  /** Services through which traffic passes, by name, where they have no selector to go by. */
  services?: readonly string[];
  /** Flag that names the `spec.controller` that a running copy serves, and its default. */
  controllerFlag?: { flag: string; default: string };
  /** How it can be asked for without an IngressClass: the annotation `kubernetes.io/ingress.class`, by this flag or this fixed value. */
  annotationClass?: { flag?: string; default: string };
  /** The same for a provider's controller that cannot be seen: its classes, each with how far their addresses reach; the first one is the default. */
  fixedClasses?: readonly { name: string; scope: 'public' | 'internal' }[];
  /** Each route gets a load balancer of its own, whose address stands in the status of the route. */
  ownAddress?: boolean;
  /** It checks the health of pods at this path and wants 200, unless this annotation of the route names another one. */
  probes?: { path: string; annotation: string };
  /** API groups of IngressClassParams, whose `spec.scheme` counts more than what an Ingress says. */
  classParams?: readonly string[];
  /** Flags that move its ports on the node. */
  portFlags?: { http: string; https: string };
  /** It runs outside the cluster's view (a provider's control plane): no pod of it means nothing. */
  managed?: boolean;
  /** Where it sends requests: to pods, to the Service's address, or to nodes. */
  targets?: 'pod' | 'service' | 'node' | 'either';
  /** Why nobody should start with it, in words. */
  retired?: string;
  /** The ways in which it takes a route, the first one under its own id; absent while none is supported. */
  dialects?: readonly Dialect[];
  source: string;
  /** Date of the check against the source, YYYY-MM-DD. */
  verified: string;
}

import type { RouteCarrier } from '../controllers/dialect.js';
import type { Finding } from '../model/finding.js';
import type { KubeObject, ObjectRef } from '../model/kube.js';

/**
 * The shapes of derived facts. Every one is a pure function of a Snapshot and carries its evidence; `unknown` means that the
 * snapshot's coverage does not support an answer.
 */
export type Known = 'yes' | 'no' | 'unknown';

/** Something that can implement `type: LoadBalancer`, found in the cluster. */
export interface LoadBalancerImplementation {
  /** Id in `load-balancers/`, or `generic` when one is at work that is not recognised. */
  id: string;
  /** Whether it can give an address that answers: `no` with `problem`, e.g. MetalLB without a pool. */
  works: Known;
  evidence: string;
  /** What is wrong or to be known, in words; with `works: no` what stands in the way. */
  problem?: string;
  /** It takes a Service only when `spec.loadBalancerClass` is one of these. */
  onlyClasses?: string[];
}

/** Whether something implements `type: LoadBalancer`, and what. */
export interface LoadBalancerFact {
  present: Known;
  /** Best evidence first. */
  implementations: LoadBalancerImplementation[];
  evidence: string[];
}

/** Where the cluster runs. */
export interface PlatformFact {
  /** `kind`, `minikube`, `k3d`, `k3s`, `docker-desktop`, `eks`, `gke`, `aks` …, `other` or `unknown` (nodes not read). */
  id: string;
  /** Clusters that live on the user's own machine, where node addresses may not be routable. */
  local: boolean;
  evidence: string;
}

/** A node, as far as it matters for letting traffic in. */
export interface NodeFact {
  name: string;
  /** Addresses of type ExternalIP. */
  external: string[];
  /** Addresses of type InternalIP. */
  internal: string[];
  ready: Known;
  unschedulable: boolean;
  labels: Record<string, string>;
  node: KubeObject;
}

/** The nodes on which the pods of a template may run. */
export interface EligibleNodesFact {
  /** `yes`: all nodes were read, so that the lists are complete. */
  known: Known;
  nodes: NodeFact[];
  /** Nodes that are out, each with the reason. */
  excluded: { name: string; reason: string }[];
}

/** A way by which traffic enters a controller. */
export interface ControllerEntry {
  way: 'LoadBalancer' | 'NodePort' | 'hostPort' | 'hostNetwork';
  /** IP addresses or names; for NodePort, hostPort and hostNetwork those of the nodes that serve it. Empty while none is assigned or known. */
  addresses: string[];
  httpPort?: number;
  httpsPort?: number;
  via: ObjectRef;
  evidence: string;
}

/** One IngressClass and what serves it. */
export interface IngressClassFact {
  name: string;
  /** `spec.controller`, by which controllers are told apart; never the class name. Empty for a class without an object. */
  controllerString: string;
  /** Id in `controllers/`; absent when the controller is not one that we know. */
  controller?: string;
  /** Id of the dialect in which it reads Ingresses of the class, where that is not its first one. */
  dialect?: string;
  isDefault: boolean;
  /** How far the addresses of its Ingresses reach, where the class says so. */
  scope?: 'public' | 'internal';
  /** How an Ingress asks for it: by `spec.ingressClassName`, or (no IngressClass object) by the annotation `kubernetes.io/ingress.class`. */
  by: 'ingressClassName' | 'annotation';
  /** Whether a pod of the controller is ready. */
  running: Known;
  /** The workloads and pods that serve it. */
  workloads: ObjectRef[];
  /** Command line of the controller, where it was read. */
  args: string[];
  /** How traffic reaches the controller, the best first. */
  entries: ControllerEntry[];
  evidence: string[];
}

/** By what a controller is recognised, in the order in which it counts. */
export type ControllerSign = 'class' | 'controller' | 'api' | 'workload' | 'image';

/** A controller of Ingresses, Gateways or routes of its own, of which there is a trace in the cluster. */
export interface ControllerFact {
  /** Id in `controllers/`. */
  id: string;
  /** Whether it runs: `no` when only its traces are left, `unknown` where its workloads may not be read or are not visible. */
  running: Known;
  /** The best first. */
  evidence: { by: ControllerSign; text: string }[];
}

/** Every class that is served or defined. */
export interface IngressClassesFact {
  /** `yes`: all IngressClasses were read, so that a class not listed does not exist. */
  known: Known;
  classes: IngressClassFact[];
  evidence: string[];
}

/** Kinds of routes of the Gateway API. */
export type RouteKind = 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'TCPRoute' | 'UDPRoute';

/** One listener of a Gateway. */
export interface ListenerFact {
  name: string;
  protocol: string;
  port: number;
  /** Absent: all host names. */
  hostname?: string;
  tlsMode?: string;
  /** Kinds of routes that it takes. */
  kinds: RouteKind[];
  /** From which namespaces: `allowedRoutes.namespaces.from`, default Same. */
  from: 'Same' | 'All' | 'Selector' | 'None';
  /** LabelSelector over namespaces, with from: Selector. */
  selector?: unknown;
  programmed: Known;
}

/** A Gateway to which routes can attach. */
export interface GatewayFact {
  gateway: KubeObject;
  ref: ObjectRef;
  className: string;
  /** `GatewayClass.spec.controllerName`; absent when the class was not read. */
  controllerName?: string;
  /** Id in `controllers/`. */
  controller?: string;
  programmed: Known;
  addresses: string[];
  listeners: ListenerFact[];
  evidence: string[];
}

/** A class of which Gateways can be made. */
export interface GatewayClassFact {
  name: string;
  controllerName: string;
  controller?: string;
  accepted: Known;
}

/** What the cluster knows of the Gateway API. */
export interface GatewaysFact {
  /** Whether HTTPRoutes are served. */
  served: Known;
  /** Best apiVersion served, by kind (Gateway, HTTPRoute, ReferenceGrant, ListenerSet …). */
  versions: Record<string, string>;
  /** `yes`: all Gateways were read. */
  known: Known;
  gateways: GatewayFact[];
  classes: GatewayClassFact[];
  evidence: string[];
}

/** The pod-security level that a namespace enforces (https://kubernetes.io/docs/concepts/security/pod-security-admission/). */
export interface PodSecurityFact {
  enforce: 'privileged' | 'baseline' | 'restricted' | 'unknown';
  evidence: string;
}

/** What a port speaks, as far as can be told without asking it. */
export interface PortProtocolFact {
  container: string;
  /** Container port. */
  port: number;
  name?: string;
  transport: 'TCP' | 'UDP' | 'SCTP';
  /** Application protocol: an id of `detect/protocols.ts`, e.g. `http`, `redis`; absent when nothing tells. */
  protocol?: string;
  /** Whether HTTP routers (Ingress, HTTPRoute, GRPCRoute) can carry it. */
  isHttp: Known;
  /** Speaks TLS itself. */
  tls: boolean;
  /** What a human would call its users: a browser, or programs. Only for HTTP. */
  audience?: 'page' | 'api';
  /** Not meant for the public. */
  internal?: 'metrics' | 'admin' | 'debug' | 'health';
  evidence: string[];
}

/** Who would put an object back after a change, and when. */
export interface ReverterFact {
  who: 'Helm' | 'Argo CD' | 'Flux' | 'operator' | 'other';
  /** Release, Application, Kustomization or owner, as far as known. */
  name?: string;
  /** `soon`: a controller watches; `on-upgrade`: at the next release or apply. */
  when: 'soon' | 'on-upgrade';
  evidence: string;
}

/** Who owns an object. */
export interface OwnershipFact {
  /** The chain of controlling owners, nearest first; the last is the top. Empty when nobody owns it. */
  owners: { ref: ObjectRef; object?: KubeObject }[];
  reverters: ReverterFact[];
}

/** A port of a node that is taken. */
export interface HostPortUse {
  port: number;
  protocol: 'TCP' | 'UDP' | 'SCTP';
  /** Address bound; empty: all. */
  hostIP: string;
  /** Name of the node; absent for a workload whose pods were not read. */
  node?: string;
  by: ObjectRef | string;
}

/** What a dialect made of a route, or why it cannot. */
export interface EncodedRoute {
  /** Kind of object that carries the route. */
  carrier: RouteCarrier;
  /** On the object that carries the route. */
  annotations: Record<string, string>;
  /** On the Service behind it. */
  serviceAnnotations: Record<string, string>;
  /** Fields of the object that carries the route, as nested objects. */
  fields: Record<string, unknown>;
  /** One for each path asked for, in order; `fields` go into its rule where the carrier has rules of its own. */
  paths: { path: string; pathType: 'Prefix' | 'Exact' | 'RegularExpression' | 'ImplementationSpecific'; fields: Record<string, unknown> }[];
  /** An Ingress has each prefix as an exact path and as the prefix that ends in a slash. */
  prefixesInTwo?: boolean;
  /** Objects beside the route (Middlewares, policies, a canary), in the order in which they are needed; name and namespace are set, marks are not. */
  objects: KubeObject[];
  /** Things to be known: level warning or info. */
  notes: Finding[];
  /** What this controller cannot do, by option: level error. */
  unsupported: Finding[];
}

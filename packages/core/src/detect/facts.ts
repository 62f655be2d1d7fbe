import type { KubeObject, ObjectRef } from '../model/kube.js';

/**
 * The shapes of derived facts. Every one is a pure function of a Snapshot and carries its evidence; `unknown` means that the
 * snapshot's coverage does not support an answer.
 */
export type Known = 'yes' | 'no' | 'unknown';

/** Whether something implements `type: LoadBalancer`, and what. */
export interface LoadBalancerFact {
  present: Known;
  /** Ids of `load-balancers/`, or `generic` when one is at work that is not recognised. Best evidence first. */
  implementations: { id: string; evidence: string }[];
  evidence: string[];
}

/** Where the cluster runs. */
export interface PlatformFact {
  /** `kind`, `minikube`, `k3d`, `k3s`, `docker-desktop`, `eks`, `gke`, `aks`, `other` or `unknown`. */
  id: string;
  /** Clusters that live on the user's own machine, where node addresses may not be routable. */
  local: boolean;
  evidence: string;
}

/** A way by which traffic enters a controller. */
export interface ControllerEntry {
  way: 'LoadBalancer' | 'NodePort' | 'hostPort' | 'hostNetwork';
  /** IP addresses or names; for NodePort, hostPort and hostNetwork those of the nodes that serve it. */
  addresses: string[];
  httpPort?: number;
  httpsPort?: number;
  via: ObjectRef;
  evidence: string;
}

/** One IngressClass and what serves it. */
export interface IngressClassFact {
  name: string;
  /** `spec.controller`, by which controllers are told apart; never the class name. */
  controllerString: string;
  /** Id in `controllers/`; absent when the controller is not one that we know. */
  controller?: string;
  isDefault: boolean;
  /** Whether a pod of the controller is ready. */
  running: Known;
  entries: ControllerEntry[];
  evidence: string[];
}

/** A Gateway to which routes can attach. */
export interface GatewayFact {
  gateway: KubeObject;
  className: string;
  /** `GatewayClass.spec.controllerName`; absent when the class was not read. */
  controllerName?: string;
  programmed: Known;
  addresses: string[];
  evidence: string[];
}

/** The pod-security level that a namespace enforces (https://kubernetes.io/docs/concepts/security/pod-security-admission/). */
export interface PodSecurityFact {
  enforce: 'privileged' | 'baseline' | 'restricted' | 'unknown';
  evidence: string;
}

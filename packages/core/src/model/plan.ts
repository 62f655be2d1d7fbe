import type { Exposure, Protocol } from './exposure.js';
import type { Finding, Verdict } from './finding.js';
import type { KubeObject, ObjectRef } from './kube.js';
import type { Strategy } from './strategy-id.js';

/** A field that a patch takes from its owner, with what stood there: `remove` puts it back. */
export interface FieldTake {
  /** Path as in findings, e.g. `spec.strategy.rollingUpdate.maxSurge`. */
  path: string;
  /** The field manager it is taken from; `unknown` when managedFields were not read. */
  from: string;
  /** How that manager had set it; absent when it is not known. Tells apart two entries of one name in managedFields. */
  operation?: 'Apply' | 'Update';
  /** The value that stood there; absent when there was none. */
  old?: unknown;
}

/** Makes or updates an object of ours by server-side apply. */
export interface ApplyStep {
  kind: 'apply';
  object: KubeObject;
}

/** Changes a workload of somebody else's by server-side apply of just these fields. */
export interface PatchStep {
  kind: 'patch';
  target: ObjectRef;
  /** The apply body: apiVersion, kind, metadata.name and the fields set, nothing else. */
  set: KubeObject;
  takes: FieldTake[];
  /** The whole workload as it will be: for files, output and comparison. */
  merged: KubeObject;
}

/** Makes a self-signed certificate into a Secret. The library makes no keys: who applies the plan does. */
export interface GenerateTlsStep {
  kind: 'generate-tls';
  secret: { namespace?: string; name: string };
  hosts: string[];
  labels: Record<string, string>;
}

/** Deletes an object of ours that is no longer planned. */
export interface DeleteStep {
  kind: 'delete';
  target: ObjectRef;
}

/**
 * Gives back what a patch of ours took from a workload: one patch, guarded by the resourceVersion, in which our manager gives its
 * fields up, the old values return to their owners and the annotation goes.
 */
export interface RestoreStep {
  kind: 'restore';
  target: ObjectRef;
  /** Name of the Exposure, as it stands in the annotation's key. */
  exposure: string;
  /** Field manager that gives its fields up. */
  manager: string;
  /** Key of the annotation that goes. */
  annotation: string;
  /** Paths of the fields that the patch had set. */
  sets: string[];
  /** What was taken, from whom, and what stood there. */
  takes: FieldTake[];
  /** Version of the workload that this was made for; absent when it came from a file. */
  resourceVersion?: string;
  /** The whole workload as it will be. */
  restored: KubeObject;
}

/** One step. Steps are ordered so that a stop after any of them leaves nothing that `remove` cannot take back. */
export type PlanStep = ApplyStep | PatchStep | GenerateTlsStep | DeleteStep | RestoreStep;

/** What takes an exposure back, and what could not be judged. */
export interface Removal {
  /** In order: first what lets traffic in, then what stands behind it, then the workload. */
  steps: (DeleteStep | RestoreStep)[];
  /** Names of the Exposures that go. */
  exposures: string[];
  /** Kinds that were not read, so that something may stay behind: with the missing permission. */
  unknown: Finding[];
  /** What stays although an Exposure brought it: somebody else has set it as well since. */
  warnings: Finding[];
}

/** Something that must hold before. `broken` refuses the plan, `unknown` warns. */
export interface Precondition {
  code: string;
  verdict: Verdict;
  /** What the verdict rests on, in words. */
  evidence: string;
}

/** How far traffic can come from. */
export type Reach = 'public' | 'node-network' | 'inside';

/** Where outside traffic can arrive. */
export interface EntryPoint {
  strategy: Strategy;
  reach: Reach;
  protocol: Protocol;
  /** How to speak to it; `tcp` and `udp` when nothing more is known. */
  scheme: 'http' | 'https' | 'grpc' | 'grpcs' | 'tls' | 'tcp' | 'udp' | 'sctp';
  /** IP addresses or host names; empty until the cluster assigns one. */
  addresses: string[];
  /** Where the address comes from, in words: `any node`, `status.loadBalancer.ingress of Service shop/web-load-balancer`. */
  addressSource: string;
  /** Port at that address; absent until the cluster assigns one. */
  port?: number;
  /** Host name of the request, where the strategy routes by one. */
  host?: string;
  /** Path of the request, with a trailing slash where the prefix needs one. */
  path?: string;
  /** The object that lets the traffic in. */
  via?: ObjectRef;
  /** Name of the Service or container port that it leads to. */
  portName?: string;
  /** The plan makes its certificate, which no client trusts by itself. */
  selfSigned?: boolean;
}

/** What would happen. */
export interface Plan {
  /** The request with the strategy and every default filled in. */
  exposure: Exposure;
  strategy: Strategy;
  steps: PlanStep[];
  /** Objects of others that the plan builds on, e.g. a Service that already fits. */
  reuses: ObjectRef[];
  preconditions: Precondition[];
  entryPoints: EntryPoint[];
  reach: Reach;
  warnings: Finding[];
  /** Fields of the request that the active strategy does not use. */
  unused: string[];
  /** Requests that would serve better, where a warning says why; else empty. */
  alternatives: Exposure[];
}

/** A plan, or why there is none and what would work instead, the nearest first. */
export type PlanResult = { ok: Plan } | { refused: Finding[]; alternatives: Exposure[] };

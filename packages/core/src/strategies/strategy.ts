import type { TargetedSpec } from '../model/exposure.js';
import type { KubeObject, ObjectRef } from '../model/kube.js';
import type { EntryPoint, Reach } from '../model/plan.js';
import type { Strategy } from '../model/strategy-id.js';
import type { PlanContext } from './context.js';
import type { PatchBody } from './patch.js';
import type { ResolvedPort } from './ports.js';

/**
 * What a strategy makes of a request. Preconditions, warnings and refusals go into the context's notes; a refusal need not stop it
 * early, so that all problems are reported together.
 */
export interface StrategyDraft {
  /** Objects to apply, in order: what stands behind comes before what lets traffic in. */
  objects: KubeObject[];
  /** Fields to set on the workload. */
  patch?: PatchBody;
  /** A self-signed certificate to be made. */
  tls?: { secretName: string; hosts: string[] };
  /** Objects of others that it builds on. */
  reuses: ObjectRef[];
  entryPoints: EntryPoint[];
  reach: Reach;
  /** Ports that can be reached by it. */
  exposed: readonly ResolvedPort[];
  /** Settings that have no effect in this case, although the strategy uses them in others: paths below spec. */
  unused?: readonly string[];
  /** Defaults that it filled in. */
  filled?: Partial<TargetedSpec>;
}

/** One of the seven ways. */
export interface StrategyDefinition {
  id: Strategy;
  /** A pure function of the context: preconditions, objects, patch, entry points, reach and warnings. */
  draft: (context: PlanContext) => StrategyDraft;
}

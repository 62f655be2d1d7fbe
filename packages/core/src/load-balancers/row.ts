import type { WorkloadMatch } from '../detect/find-workloads.js';
import type { LoadBalancerCodec } from './codec.js';

/** Identity of something that implements `type: LoadBalancer`, as data. */
export interface LoadBalancerRow {
  id: string;
  title: string;
  /** Beginnings of a node's `spec.providerID` that mean that its cloud controller serves Services. */
  providerIds?: readonly string[];
  /** Labels of nodes (`key` or `key=value`) that say the same where the providerID is bare. */
  nodeLabels?: readonly string[];
  /** Id of the platform (`detect/platform.ts`) that brings it along. */
  platform?: string;
  /** API groups that come with it. */
  apiGroups?: readonly string[];
  /** Its own workloads. */
  workloads?: readonly WorkloadMatch[];
  /** Values of `spec.loadBalancerClass` that are its own. */
  classes?: readonly string[];
  /** It takes only Services with one of `classes` (or another opt-in, named in `note`). */
  optIn?: boolean;
  /** Finalizers that it puts on the Services it serves. */
  finalizers?: readonly string[];
  /**
   * Where it runs: `inside` as pods (visible), `cloud` managed by the provider (the nodes' providerID tells), `outside` as a
   * process beside the cluster or a part of the node binary, which no API shows.
   */
  runs: 'inside' | 'cloud' | 'outside';
  /** Kind of address it writes into the status. */
  address: 'ip' | 'hostname' | 'ip-or-hostname';
  /** Whether `spec.loadBalancerSourceRanges` is enforced; `depends` on how it is set up. */
  sourceRanges: 'yes' | 'no' | 'depends';
  /** Nothing tells it from another one: it is taken only when it is named. */
  byName?: boolean;
  /** Ids of implementations that leave Services to this one where both are there. */
  before?: readonly string[];
  /** How it spells neutral options; absent while not supported. */
  codec?: LoadBalancerCodec;
  /** It takes the ports of a Service on the nodes: each only once. */
  takesNodePorts?: boolean;
  /** It chooses the health check of a port by `appProtocol`. */
  probesByAppProtocol?: boolean;
  note?: string;
  source: string;
  /** Date of the check against the source, YYYY-MM-DD. */
  verified: string;
}

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesVersion } from './components/kubernetes/component.ts';
import { clusterDirectory } from './directories.ts';

/** Kinds of cluster: two nodes in namespaces, an API server alone on loopback ports, or one that a person lends. */
type ClusterKind = 'nodes' | 'api-only' | 'external';

/** A cluster that runs; a plain value, also kept in the cluster's directory as cluster.json. */
export interface Cluster {
  readonly name: string;
  readonly kind: ClusterKind;
  readonly kubernetes: KubernetesVersion | 'unknown';
  /** `starting` until everything answers; a cluster found in this phase has had its `up` interrupted. */
  readonly phase: 'starting' | 'ready';
  readonly directory: string;
  /** The administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** A directory with kubectl of the cluster's version, for PATH; empty for a cluster that is lent. */
  readonly programs: string;
  /** Names of the components in it. */
  readonly components: readonly string[];
}

const file = (name: string): string => join(clusterDirectory(name), 'cluster.json');

/** Reads what is known of a cluster; `undefined` when there is none of that name. */
export function readCluster(name: string): Cluster | undefined {
  try {
    return JSON.parse(readFileSync(file(name), 'utf8')) as Cluster;
  } catch {
    return undefined;
  }
}

/** Writes a cluster's state, whole or not at all. */
export function saveCluster(cluster: Cluster): Cluster {
  mkdirSync(cluster.directory, { recursive: true });
  const path = file(cluster.name);
  writeFileSync(`${path}.new`, `${JSON.stringify(cluster, null, 2)}\n`);
  renameSync(`${path}.new`, path);
  return cluster;
}

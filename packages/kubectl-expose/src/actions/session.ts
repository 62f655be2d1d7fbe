import type { Exposure, KubeObject, Query, Snapshot } from '@expose-plus/core';
import type { Source } from '../args/common.js';
import { UserError } from '../errors.js';
import { readInput, type Manifests } from '../input/manifests.js';
import type { Io } from '../io.js';
import type { KubeClient } from '../kube/client.js';
import type { ConnectionFlags } from '../kube/connection.js';

/** What an action works on: a cluster, or files that stand for one. */
export interface Session {
  /** No network call may be made. */
  offline: boolean;
  /** Namespace for what names none. */
  namespace: string;
  /** What `-f` and `-k` held. */
  manifests: Manifests;
  /** What is known, read by these queries. Offline they change nothing. */
  read(queries: Query[]): Promise<Snapshot>;
  /** What is known of everything that a plan of this request needs. */
  readFor(exposure: Exposure): Promise<Snapshot>;
  /** The cluster; only when not offline. */
  client?: KubeClient;
  close(): void;
}

export interface SessionOptions {
  source: Source;
  connection: ConnectionFlags;
  command: string;
  /** `--dry-run=client`: with files no network call is made. */
  clientDryRun?: boolean;
}

/**
 * Opens what a command reads from. Offline are `--local`, `--snapshot`, files with a client dry run, and files where no cluster is
 * configured; a cluster that is configured and does not answer is an error.
 *
 * @throws UserError when there is neither a cluster nor a file
 */
export async function openSession(options: SessionOptions, io: Io): Promise<Session> {
  const { source } = options;
  const withFiles = source.files.length > 0 || source.kustomize !== undefined;
  const manifests = withFiles ? await readInput(source, io, options.command) : noManifests();
  if (source.snapshot !== undefined) {
    const { readSnapshotFile } = await import('../input/snapshot-file.js');
    return offline(readSnapshotFile(source.snapshot, io), manifests, options.connection.namespace);
  }
  if (source.local || (withFiles && options.clientDryRun)) return offline(undefined, manifests, options.connection.namespace);
  const { openCluster } = await import('./cluster.js');
  const cluster = openCluster(options.connection, io);
  if (cluster) return { offline: false, manifests, ...cluster };
  if (withFiles) return offline(undefined, manifests, options.connection.namespace);
  const named = io.env['KUBECONFIG'];
  const why = named ? `no file that KUBECONFIG names exists (${named})` : 'there is no kubeconfig';
  throw new UserError(`no cluster is configured: ${why}, and this is not a pod`, {
    remedy: 'Set KUBECONFIG or --kubeconfig, or work from files: -f FILE',
  });
}

function noManifests(): Manifests {
  return { objects: [], exposures: [], warnings: [], texts: new Map() };
}

/** Objects of files stand beside, and before, those of a snapshot file. */
function offline(known: Snapshot | undefined, manifests: Manifests, namespace: string | undefined): Session {
  const place = namespace ?? known?.namespace ?? onlyNamespace(manifests) ?? 'default';
  const own = new Set(manifests.objects.map(({ object }) => keyOf(object, place)));
  const others = (known?.objects ?? []).filter((object) => !own.has(keyOf(object, place)));
  const snapshot: Snapshot = {
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'Snapshot',
    takenAt: known?.takenAt ?? '',
    server: known?.server ?? 'unknown',
    namespace: place,
    objects: [...manifests.objects.map(({ object }) => object), ...others],
    coverage: known?.coverage ?? [],
    locations: [...manifests.objects.map(({ location }) => location), ...others.map((_, index) => known?.locations?.[index])],
  };
  return {
    offline: true,
    namespace: place,
    manifests,
    read: () => Promise.resolve(snapshot),
    readFor: () => Promise.resolve(snapshot),
    close: () => undefined,
  };
}

/** The namespace of all objects of the files, when there is one: as if `-n` had been typed. */
function onlyNamespace(manifests: Manifests): string | undefined {
  const namespaces = new Set([...manifests.objects, ...manifests.exposures].flatMap(({ object }) => object.metadata.namespace ?? []));
  return namespaces.size === 1 ? [...namespaces][0] : undefined;
}

function keyOf(object: KubeObject, namespace: string): string {
  return [object.apiVersion, object.kind, object.metadata.namespace ?? namespace, object.metadata.name].join(' ');
}

import type { Query, Snapshot } from '@expose-plus/core';
import type { Io } from '../io.js';
import { createClient, type KubeClient } from '../kube/client.js';
import { loadConnection } from '../kube/config.js';
import type { ConnectionFlags } from '../kube/connection.js';
import { takeSnapshot } from '../kube/snapshot.js';

/** A cluster that is configured; whether it answers shows at the first request. */
export interface Cluster {
  client: KubeClient;
  namespace: string;
  read(queries: Query[]): Promise<Snapshot>;
  close(): void;
}

/** Opens the cluster that the flags and the kubeconfig name; `undefined` when none is configured. */
export function openCluster(flags: ConnectionFlags, io: Io): Cluster | undefined {
  const connection = loadConnection(flags, io.env);
  if ('none' in connection) return undefined;
  const client = createClient(connection, { onWarning: (text) => io.stderr(`warning: ${text}\n`), interactive: io.isTTY.stdin });
  const { namespace } = connection;
  return {
    client,
    namespace,
    read: (queries) => takeSnapshot(client, queries, { namespace, now: io.now(), signal: io.signal }),
    close: () => client.close(),
  };
}

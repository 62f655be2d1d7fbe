import { planNeeds, type Exposure, type Query, type Snapshot } from '@expose-plus/core';
import type { Io } from '../io.js';
import { createClient, type KubeClient } from '../kube/client.js';
import { loadConnection } from '../kube/config.js';
import type { ConnectionFlags } from '../kube/connection.js';
import { resourceName } from '../kube/resource-type.js';
import { takeSnapshot } from '../kube/snapshot.js';

/** A cluster that is configured; whether it answers shows at the first request. */
export interface Cluster {
  client: KubeClient;
  namespace: string;
  read(queries: Query[]): Promise<Snapshot>;
  readFor(exposure: Exposure): Promise<Snapshot>;
  close(): void;
}

/** Opens the cluster that the flags and the kubeconfig name; `undefined` when none is configured. */
export function openCluster(flags: ConnectionFlags, io: Io): Cluster | undefined {
  const connection = loadConnection(flags, io.env);
  if ('none' in connection) return undefined;
  const client = createClient(connection, { onWarning: (text) => io.stderr(`warning: ${text}\n`), interactive: io.isTTY.stdin });
  const { namespace } = connection;
  const read = (queries: Query[]): Promise<Snapshot> => takeSnapshot(client, queries, { namespace, now: io.now(), signal: io.signal });
  return {
    client,
    namespace,
    read,
    readFor: async (exposure) => read(await Promise.all(planNeeds(exposure, namespace).map((query) => withPlural(client, query)))),
    close: () => client.close(),
  };
}

/** Core guesses the plural of kinds outside Kubernetes; discovery knows it. */
async function withPlural(client: KubeClient, query: Query): Promise<Query> {
  if (query.name === undefined) return query;
  const type = await client.typeOf(query.apiVersion, query.kind).catch(() => undefined);
  return type ? { ...query, resource: resourceName(type) } : query;
}

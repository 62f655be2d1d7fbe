import { readConnection } from '../args/connection.js';
import type { ConnectionValues } from '../flags/connection.js';
import type { AnyFlagValues } from '../flags/flag.js';
import type { Io } from '../io.js';
import { createClient, type KubeClient } from '../kube/client.js';
import { loadConnection } from '../kube/config.js';
import { resolveType } from '../kube/names.js';
import type { Lookup } from './complete.js';

/** Milliseconds: a TAB that takes longer is worse than one that offers nothing. */
const PATIENCE_MS = 1500;

/** Looks in the cluster and in the kubeconfig. Whatever goes wrong is an empty answer: a completion never prints an error. */
export function clusterLookup(io: Io): Lookup {
  return {
    names: (type, flags) => withClient(flags, io, (client, namespace, signal) => namesOf(client, type, namespace, signal)),
    values: async (source, flags) => {
      if (source === 'context' || source === 'cluster' || source === 'user') return kubeconfigNames(source, flags, io);
      return withClient(flags, io, async (client, namespace, signal) => {
        if (source === 'exposure') return exposureNames(client, namespace, signal);
        const found = { namespace: 'namespaces', 'ingress-class': 'ingressclasses', 'tls-secret': 'secrets', gateway: 'gateways' }[source];
        return namesOf(client, found, source === 'gateway' ? undefined : namespace, signal, source === 'gateway');
      });
    },
    topics: async () => (await import('../explain/topics.js')).topics().map(({ word, title }) => ({ word, description: title })),
  };
}

async function withClient(
  flags: AnyFlagValues,
  io: Io,
  ask: (client: KubeClient, namespace: string, signal: AbortSignal) => Promise<string[]>,
): Promise<string[]> {
  try {
    const connection = loadConnection(readConnection(flags as ConnectionValues), io.env);
    if ('none' in connection) return [];
    const client = createClient({ ...connection, timeoutMs: PATIENCE_MS }, { interactive: false });
    try {
      return await ask(client, connection.namespace, AbortSignal.timeout(PATIENCE_MS));
    } finally {
      client.close();
    }
  } catch {
    return [];
  }
}

async function namesOf(
  client: KubeClient,
  word: string,
  namespace: string | undefined,
  signal: AbortSignal,
  qualified = false,
): Promise<string[]> {
  const type = await resolveType(client.discovery, word, { signal });
  if (!type) return [];
  const { items } = await client.list(type, { ...(type.namespaced && namespace !== undefined ? { namespace } : {}), signal });
  return items.map(({ metadata }) => (qualified ? `${metadata.namespace}/${metadata.name}` : (metadata.name ?? ''))).toSorted();
}

async function exposureNames(client: KubeClient, namespace: string, signal: AbortSignal): Promise<string[]> {
  const type = await resolveType(client.discovery, 'services', { signal });
  if (!type) return [];
  const { items } = await client.list(type, { namespace, labelSelector: 'app.kubernetes.io/managed-by=expose-plus', signal });
  return [...new Set(items.flatMap(({ metadata }) => metadata.labels?.['expose-plus.dev/exposure'] ?? []))].toSorted();
}

async function kubeconfigNames(source: 'context' | 'cluster' | 'user', flags: AnyFlagValues, io: Io): Promise<string[]> {
  try {
    const { kubeconfigSource, loadKubeconfig } = await import('../kube/kubeconfig.js');
    const { homedir } = await import('node:os');
    const kubeconfig = loadKubeconfig(kubeconfigSource((flags as ConnectionValues).kubeconfig, io.env, io.env['HOME'] ?? homedir()));
    return [...{ context: kubeconfig.contexts, cluster: kubeconfig.clusters, user: kubeconfig.users }[source].keys()].toSorted();
  } catch {
    return [];
  }
}

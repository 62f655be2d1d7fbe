import { homedir } from 'node:os';
import { join } from 'node:path';
import { authOf, impersonationOf, tlsOf } from './auth-config.js';
import type { Connection, ConnectionFlags, Env } from './connection.js';
import { goDuration } from './duration.js';
import { ConnectionError } from './errors.js';
import { inClusterKubeconfig } from './in-cluster.js';
import { kubeconfigSource, loadKubeconfig } from './kubeconfig.js';
import { emptyCluster, emptyUser } from './kubeconfig-schema.js';
import type { Kubeconfig, KubeconfigCluster, KubeconfigContext, KubeconfigUser } from './kubeconfig-schema.js';

/** Where files are looked for; the defaults are those of this machine. */
export interface ConfigPlaces {
  home?: string;
  /** Folder of a pod's service account. */
  serviceAccount?: string;
}

/** What `loadConnection` says when no cluster is configured: one may work offline. `namespace` is `-n`'s, else `default`. */
export interface NoConnection {
  none: true;
  namespace: string;
  namespaceGiven: boolean;
}

/**
 * Finds the cluster and the user by kubectl's rules (k8s.io/client-go, tools/clientcmd): flags over the context over its cluster and
 * user; a pod's service account when nothing is configured. Reads files, runs nothing and connects nowhere.
 * @throws ConnectionError of kind `config` naming what is wrong and where
 */
export function loadConnection(flags: ConnectionFlags, env: Env, places: ConfigPlaces = {}): Connection | NoConnection {
  const home = places.home ?? env['HOME'] ?? homedir();
  const kubeconfig = loadKubeconfig(kubeconfigSource(flags.kubeconfig, env, home));
  const selected = select(kubeconfig, flags);
  let cluster = withClusterFlags(selected.cluster, flags);
  let user = withUserFlags(selected.user, flags);
  let origin: Connection['origin'] = 'kubeconfig';
  let podNamespace = '';
  if (cluster.server === '' && !isEmpty(kubeconfig, flags)) throw noServer(selected, kubeconfig);
  if (cluster.server === '') {
    const pod = inClusterKubeconfig(env, places.serviceAccount);
    if (!pod) return { none: true, namespace: flags.namespace || 'default', namespaceGiven: Boolean(flags.namespace) };
    cluster = withClusterFlags(pod.cluster, flags);
    user = withUserFlags(pod.user, flags);
    podNamespace = pod.namespace;
    origin = 'in-cluster';
  }
  const server = serverUrl(cluster, user);
  const secure = server.protocol === 'https:';
  const impersonate = impersonationOf(user);
  return {
    server,
    namespace: flags.namespace || selected.context.namespace || podNamespace || 'default',
    namespaceGiven: Boolean(flags.namespace),
    ...(selected.contextName && origin === 'kubeconfig' ? { context: selected.contextName } : {}),
    origin,
    // credentials never travel in the clear: kubectl reads them for https servers only
    tls: secure ? tlsOf(cluster, user, selected.userName) : { insecure: false },
    auth: secure ? authOf(user, selected.userName, cluster) : { kind: 'none' },
    ...(impersonate ? { impersonate } : {}),
    ...(cluster.proxyUrl ? { proxyUrl: cluster.proxyUrl } : {}),
    compression: !(flags.disableCompression ?? cluster.disableCompression),
    timeoutMs: requestTimeout(flags.requestTimeout),
    cacheDir: flags.cacheDir || env['KUBECACHEDIR'] || join(home, '.kube', 'cache'),
    env,
  };
}

interface Selected {
  contextName: string;
  clusterName: string;
  userName: string;
  context: KubeconfigContext;
  cluster: KubeconfigCluster;
  user: KubeconfigUser;
}

function select(kubeconfig: Kubeconfig, flags: ConnectionFlags): Selected {
  const contextName = flags.context || kubeconfig.currentContext;
  const context = kubeconfig.contexts.get(contextName);
  if (contextName && !context) {
    throw missing(flags.context ? '--context' : 'current-context', 'context', contextName, kubeconfig.contexts, kubeconfig);
  }
  const clusterName = flags.cluster || context?.cluster || '';
  const userName = flags.user || context?.user || '';
  const cluster = kubeconfig.clusters.get(clusterName);
  const user = kubeconfig.users.get(userName);
  const by = contextName ? `context ${contextName}` : 'the kubeconfig';
  if (clusterName && !cluster && !(flags.server && !flags.cluster)) {
    throw missing(flags.cluster ? '--cluster' : by, 'cluster', clusterName, kubeconfig.clusters, kubeconfig);
  }
  if (userName && !user) throw missing(flags.user ? '--user' : by, 'user', userName, kubeconfig.users, kubeconfig);
  return {
    contextName,
    clusterName,
    userName,
    context: context ?? { cluster: '', user: '', namespace: '' },
    cluster: cluster ?? emptyCluster(),
    user: user ?? emptyUser(),
  };
}

function missing(where: string, what: string, name: string, known: Map<string, unknown>, kubeconfig: Kubeconfig): ConnectionError {
  const names = [...known.keys()].toSorted().slice(0, 20).join(', ');
  const lacking = kubeconfig.files.length > 0 ? `${kubeconfig.files.join(', ')} does not have` : 'no kubeconfig has: there is none';
  return new ConnectionError('config', `${where} names the ${what} ${name}, which ${lacking}`, names ? `There are: ${names}.` : undefined);
}

function noServer(selected: Selected, kubeconfig: Kubeconfig): ConnectionError {
  const files = kubeconfig.files.join(', ');
  if (selected.clusterName) return new ConnectionError('config', `${files}: the cluster ${selected.clusterName} has no server`);
  const names = [...kubeconfig.contexts.keys()].toSorted().slice(0, 20).join(', ');
  return new ConnectionError(
    'config',
    `${files || 'the kubeconfig'}: ${selected.contextName ? `the context ${selected.contextName} names no cluster` : 'no current-context is set'}`,
    names ? `Choose one with --context: ${names}.` : undefined,
  );
}

/** Nothing configured and nothing asked for: kubectl then looks whether it runs in a pod. */
function isEmpty(kubeconfig: Kubeconfig, flags: ConnectionFlags): boolean {
  return !kubeconfig.currentContext && !flags.context && !flags.cluster && kubeconfig.contexts.size === 0;
}

function withClusterFlags(cluster: KubeconfigCluster, flags: ConnectionFlags): KubeconfigCluster {
  const result = { ...cluster };
  if (flags.server) result.server = flags.server;
  // a CA or the wish to skip verification replaces all of the file's; --server forgets the file's tls-server-name
  if (flags.insecureSkipTlsVerify || flags.certificateAuthority) {
    result.insecureSkipTlsVerify = flags.insecureSkipTlsVerify ?? false;
    result.certificateAuthority = flags.certificateAuthority ?? '';
    result.certificateAuthorityData = '';
  } else if (flags.insecureSkipTlsVerify === false) {
    result.insecureSkipTlsVerify = false;
  }
  if (flags.tlsServerName || flags.server) result.tlsServerName = flags.tlsServerName ?? '';
  return result;
}

function withUserFlags(user: KubeconfigUser, flags: ConnectionFlags): KubeconfigUser {
  const result = { ...user };
  if (flags.clientCertificate) Object.assign(result, { clientCertificate: flags.clientCertificate, clientCertificateData: '' });
  if (flags.clientKey) Object.assign(result, { clientKey: flags.clientKey, clientKeyData: '' });
  if (flags.token) Object.assign(result, { token: flags.token, tokenFile: '' });
  if (flags.username) result.username = flags.username;
  if (flags.password) result.password = flags.password;
  if (flags.as) result.as = flags.as;
  if (flags.asUid) result.asUid = flags.asUid;
  if (flags.asGroup?.length) result.asGroups = flags.asGroup;
  if (flags.asUserExtra?.length) result.asUserExtra = userExtra(flags.asUserExtra);
  return result;
}

function userExtra(pairs: string[]): Record<string, string[]> {
  const extra: Record<string, string[]> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) throw new ConnectionError('config', `--as-user-extra ${pair}: must be key=value`);
    (extra[pair.slice(0, at)] ??= []).push(pair.slice(at + 1));
  }
  return extra;
}

function serverUrl(cluster: KubeconfigCluster, user: KubeconfigUser): URL {
  // without a scheme it is https exactly when something of TLS is configured (k8s.io/client-go, rest/url_utils.go)
  const tls =
    cluster.certificateAuthority ||
    cluster.certificateAuthorityData ||
    cluster.insecureSkipTlsVerify ||
    user.clientCertificate ||
    user.clientCertificateData;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(cluster.server) ? cluster.server : `${tls ? 'https' : 'http'}://${cluster.server}`;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new ConnectionError('config', `the server ${cluster.server} is not a URL such as https://host:6443`);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new ConnectionError('config', `the server ${cluster.server}: ${url.protocol}// cannot be spoken, only https:// and http://`);
  }
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

function requestTimeout(text: string | undefined): number {
  if (!text || text === '0') return 0;
  const milliseconds = /^[0-9]+$/.test(text) ? Number(text) * 1000 : goDuration(text);
  if (milliseconds === undefined) {
    throw new ConnectionError('config', `--request-timeout ${text}: is neither seconds nor a duration such as 30s or 2m`);
  }
  return milliseconds;
}

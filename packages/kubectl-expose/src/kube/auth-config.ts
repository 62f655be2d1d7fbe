import { readFileSync } from 'node:fs';
import type { Auth, ConnectionTls, ExecCluster, Impersonation } from './connection.js';
import { ConnectionError } from './errors.js';
import type { KubeconfigCluster, KubeconfigUser } from './kubeconfig-schema.js';

const EXEC_EXTENSION = 'client.authentication.k8s.io/exec';
const EXEC_VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];

/** Providers that were in kubectl once, with what took their place. */
const REMOVED_PROVIDERS: Record<string, string> = {
  gcp: 'Install gke-gcloud-auth-plugin and run: gcloud container clusters get-credentials NAME',
  azure: 'Install kubelogin and run: kubelogin convert-kubeconfig',
};

/** The TLS settings of a cluster and a user, files read. @throws ConnectionError */
export function tlsOf(cluster: KubeconfigCluster, user: KubeconfigUser, userName: string): ConnectionTls {
  const ca = pem(cluster.certificateAuthorityData, cluster.certificateAuthority, 'certificate-authority', 'the cluster');
  const owner = userName ? `user ${userName}` : 'the flags';
  const cert = pem(user.clientCertificateData, user.clientCertificate, 'client-certificate', owner);
  const key = pem(user.clientKeyData, user.clientKey, 'client-key', owner);
  if (cluster.insecureSkipTlsVerify && ca) {
    throw new ConnectionError('config', 'the cluster has both insecure-skip-tls-verify and a certificate-authority', 'Remove one of them.');
  }
  if (Boolean(cert) !== Boolean(key)) {
    throw new ConnectionError(
      'config',
      `${owner} has a client ${cert ? 'certificate but no key' : 'key but no certificate'}`,
      'Both are needed.',
    );
  }
  return {
    ...(ca ? { ca } : {}),
    ...(cert && key ? { cert, key } : {}),
    ...(cluster.tlsServerName ? { serverName: cluster.tlsServerName } : {}),
    insecure: cluster.insecureSkipTlsVerify,
  };
}

/** How the user logs in. A token or password given outright goes before a plugin, as in kubectl. @throws ConnectionError */
export function authOf(user: KubeconfigUser, userName: string, cluster: KubeconfigCluster): Auth {
  const basic = user.username !== '' || user.password !== '';
  if ((user.token || user.tokenFile) && basic) {
    throw new ConnectionError('config', `user ${userName} has both a token and a username: only one way to log in is allowed`);
  }
  if (user.token) return user.tokenFile ? { kind: 'token-file', file: user.tokenFile } : { kind: 'token', token: user.token };
  if (user.tokenFile) return { kind: 'token-file', file: user.tokenFile };
  if (basic) return { kind: 'basic', username: user.username, password: user.password };
  if (user.exec && user.authProvider)
    throw new ConnectionError('config', `user ${userName} has both exec and auth-provider`, 'Remove one of them.');
  if (user.exec) return execAuth(user, userName, cluster);
  return user.authProvider ? providerAuth(user.authProvider, userName) : { kind: 'none' };
}

function execAuth(user: KubeconfigUser, userName: string, cluster: KubeconfigCluster): Auth {
  const exec = user.exec;
  if (!exec) return { kind: 'none' };
  const wrong = (problem: string, remedy?: string): ConnectionError =>
    new ConnectionError('config', `exec of user ${userName}: ${problem}`, remedy);
  if (!exec.command) throw wrong('command is missing');
  if (!exec.apiVersion) throw wrong('apiVersion is missing', `Give one of ${EXEC_VERSIONS.join(', ')}.`);
  if (!EXEC_VERSIONS.includes(exec.apiVersion)) {
    throw wrong(
      `apiVersion ${exec.apiVersion} is not supported`,
      `Update the plugin, which writes this part of the kubeconfig; supported are ${EXEC_VERSIONS.join(', ')}.`,
    );
  }
  if (!exec.interactiveMode && exec.apiVersion.endsWith('/v1'))
    throw wrong('interactiveMode is missing', 'Give Never, IfAvailable or Always.');
  if (exec.env.some((entry) => entry.name === '')) throw wrong('env has an entry without a name');
  return { kind: 'exec', exec, user: userName, cluster: execCluster(cluster) };
}

function execCluster(cluster: KubeconfigCluster): ExecCluster {
  const ca = pem(cluster.certificateAuthorityData, cluster.certificateAuthority, 'certificate-authority', 'the cluster');
  const config = cluster.extensions.get(EXEC_EXTENSION);
  return {
    server: cluster.server,
    ...(cluster.tlsServerName ? { 'tls-server-name': cluster.tlsServerName } : {}),
    ...(cluster.insecureSkipTlsVerify ? { 'insecure-skip-tls-verify': true } : {}),
    ...(ca ? { 'certificate-authority-data': Buffer.from(ca).toString('base64') } : {}),
    ...(cluster.proxyUrl ? { 'proxy-url': cluster.proxyUrl } : {}),
    ...(cluster.disableCompression ? { 'disable-compression': true } : {}),
    ...(config === undefined ? {} : { config }),
  };
}

function providerAuth(provider: { name: string; config: Record<string, string> }, userName: string): Auth {
  if (provider.name === 'oidc') return { kind: 'oidc', config: provider.config };
  const remedy = REMOVED_PROVIDERS[provider.name];
  throw new ConnectionError(
    'config',
    `user ${userName}: the auth provider ${provider.name} ${remedy ? 'was removed from Kubernetes clients in 1.26' : 'is unknown'}`,
    remedy ?? 'Use an exec credential plugin.',
  );
}

/** Whose rights are asked for. @throws ConnectionError when groups, uid or extra come without a user */
export function impersonationOf(user: KubeconfigUser): Impersonation | undefined {
  const more = user.asUid !== '' || user.asGroups.length > 0 || Object.keys(user.asUserExtra).length > 0;
  if (!user.as) {
    if (more) throw new ConnectionError('config', '--as-uid, --as-group and --as-user-extra need --as', 'Add --as USER.');
    return undefined;
  }
  return { user: user.as, ...(user.asUid ? { uid: user.asUid } : {}), groups: user.asGroups, extra: user.asUserExtra };
}

function pem(data: string, file: string, field: string, owner: string): string | undefined {
  // data goes before the file (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/)
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConnectionError('config', `${field} of ${owner}: ${(error as Error).message}`);
  }
}

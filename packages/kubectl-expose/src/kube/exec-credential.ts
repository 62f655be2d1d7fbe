import type { Auth } from './connection.js';
import type { Credential, CredentialOptions, Expiring } from './credentials.js';
import { ConnectionError } from './errors.js';
import type { ExecConfig } from './kubeconfig-schema.js';
import { spawnPlugin } from './spawn-plugin.js';
import { visible } from './visible.js';

type ExecAuth = Extract<Auth, { kind: 'exec' }>;

/**
 * Runs a credential plugin as kubectl does: KUBERNETES_EXEC_INFO tells it the API version, whether it may ask and, when it wants
 * that, the cluster; its stderr is the user's, so that prompts and device codes are seen
 * (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins).
 * @throws ConnectionError of kind `auth`
 */
export async function runExecPlugin(auth: ExecAuth, options: CredentialOptions, signal?: AbortSignal): Promise<Expiring> {
  const { exec } = auth;
  const interactive = mayAsk(exec, options.interactive);
  const info = {
    kind: 'ExecCredential',
    apiVersion: exec.apiVersion,
    spec: { ...(exec.provideClusterInfo ? { cluster: auth.cluster } : {}), interactive },
  };
  const env = {
    ...options.env,
    ...Object.fromEntries(exec.env.map(({ name, value }) => [name, value])),
    KUBERNETES_EXEC_INFO: JSON.stringify(info),
  };
  const result = await spawnPlugin(exec.command, exec.args, { env, interactive, signal });
  if ('missing' in result) {
    throw new ConnectionError(
      'auth',
      `the credential plugin ${exec.command} of user ${auth.user} is not installed`,
      exec.installHint ? visible(exec.installHint) : 'Install it or put it on PATH.',
    );
  }
  if (result.code !== 0) {
    throw new ConnectionError(
      'auth',
      `the credential plugin ${exec.command} of user ${auth.user} failed (${result.code === null ? `signal ${result.signal}` : `exit code ${result.code}`})`,
      'Run it by hand, or log in again with the tool of your cloud.',
    );
  }
  return readCredential(result.stdout, exec);
}

function mayAsk(exec: ExecConfig, terminal: boolean): boolean {
  if (exec.interactiveMode === 'Always' && !terminal) {
    throw new ConnectionError(
      'auth',
      `the credential plugin ${exec.command} wants to ask you something, and standard input is not a terminal`,
      'Run the command in a terminal, or log in first.',
    );
  }
  return exec.interactiveMode !== 'Never' && terminal;
}

function readCredential(stdout: string, exec: ExecConfig): Expiring {
  const wrong = (problem: string): ConnectionError => new ConnectionError('auth', `the credential plugin ${exec.command} ${problem}`);
  let answer: { kind?: unknown; apiVersion?: unknown; status?: Record<string, unknown> | null };
  try {
    answer = JSON.parse(stdout) as typeof answer;
  } catch {
    throw wrong('did not print an ExecCredential');
  }
  if (answer?.kind !== 'ExecCredential') throw wrong('did not print an ExecCredential');
  if (answer.apiVersion !== exec.apiVersion)
    throw wrong(`was asked for ${exec.apiVersion} and answered ${visible(String(answer.apiVersion))}`);
  const { token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp } = answer.status ?? {};
  const credential: Credential = {};
  if (typeof token === 'string' && token !== '') credential.authorization = `Bearer ${token}`;
  if (Boolean(cert) !== Boolean(key)) throw wrong('returned only one of clientCertificateData and clientKeyData');
  if (typeof cert === 'string' && typeof key === 'string' && cert !== '') Object.assign(credential, { cert, key });
  if (!credential.authorization && !credential.cert) throw wrong('returned neither a token nor a client certificate');
  const expires = typeof expirationTimestamp === 'string' ? Date.parse(expirationTimestamp) : Number.NaN;
  return { value: credential, ...(Number.isNaN(expires) ? {} : { expires }) };
}

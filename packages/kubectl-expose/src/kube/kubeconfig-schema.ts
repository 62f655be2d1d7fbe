import { ConnectionError } from './errors.js';
import { visible } from './visible.js';

/** A cluster of a kubeconfig; absent texts are empty (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/). */
export interface KubeconfigCluster {
  server: string;
  tlsServerName: string;
  insecureSkipTlsVerify: boolean;
  certificateAuthority: string;
  /** base64 */
  certificateAuthorityData: string;
  proxyUrl: string;
  disableCompression: boolean;
  /** By name, as given: `client.authentication.k8s.io/exec` goes to credential plugins. */
  extensions: Map<string, unknown>;
}

/** How an exec credential plugin is run. */
export interface ExecConfig {
  command: string;
  args: string[];
  env: { name: string; value: string }[];
  apiVersion: string;
  installHint: string;
  provideClusterInfo: boolean;
  interactiveMode: 'Never' | 'IfAvailable' | 'Always' | '';
}

/** A user of a kubeconfig; absent texts are empty. */
export interface KubeconfigUser {
  clientCertificate: string;
  /** base64 */
  clientCertificateData: string;
  clientKey: string;
  /** base64 */
  clientKeyData: string;
  token: string;
  tokenFile: string;
  username: string;
  password: string;
  as: string;
  asUid: string;
  asGroups: string[];
  asUserExtra: Record<string, string[]>;
  authProvider?: { name: string; config: Record<string, string> };
  exec?: ExecConfig;
}

/** A context of a kubeconfig. */
export interface KubeconfigContext {
  cluster: string;
  user: string;
  namespace: string;
}

/** One kubeconfig, or several merged. */
export interface Kubeconfig {
  clusters: Map<string, KubeconfigCluster>;
  users: Map<string, KubeconfigUser>;
  contexts: Map<string, KubeconfigContext>;
  currentContext: string;
  /** Those that were there. */
  files: string[];
}

/** A user without anything. */
export function emptyUser(): KubeconfigUser {
  return readUser(createReader({}, '', ''));
}

/** A cluster without anything. */
export function emptyCluster(): KubeconfigCluster {
  return readCluster(createReader({}, '', ''));
}

/** Turns the document of one file into a Kubeconfig. @throws ConnectionError naming file and field */
export function readKubeconfig(document: unknown, file: string): Kubeconfig {
  const root = createReader(document ?? {}, file, '');
  const kind = root.text('kind');
  const version = root.text('apiVersion');
  if ((kind && kind !== 'Config') || (version && version !== 'v1')) {
    throw new ConnectionError('config', `kubeconfig ${file}: is ${visible(`${version} ${kind}`)}, not v1 Config`);
  }
  return {
    clusters: named(root, 'clusters', 'cluster', readCluster),
    users: named(root, 'users', 'user', readUser),
    contexts: named(root, 'contexts', 'context', readContext),
    currentContext: root.text('current-context'),
    files: [file],
  };
}

function named<T>(root: Reader, list: string, key: string, read: (reader: Reader) => T): Map<string, T> {
  const result = new Map<string, T>();
  for (const entry of root.list(list)) {
    const name = entry.text('name');
    if (result.has(name)) entry.fail('name', `the name ${visible(name)} is there twice`);
    result.set(name, read(entry.child(key)));
  }
  return result;
}

function readCluster(reader: Reader): KubeconfigCluster {
  return {
    server: reader.text('server'),
    tlsServerName: reader.text('tls-server-name'),
    insecureSkipTlsVerify: reader.flag('insecure-skip-tls-verify'),
    certificateAuthority: reader.text('certificate-authority'),
    certificateAuthorityData: reader.text('certificate-authority-data'),
    proxyUrl: reader.text('proxy-url'),
    disableCompression: reader.flag('disable-compression'),
    extensions: new Map(reader.list('extensions').map((entry) => [entry.text('name'), entry.raw('extension')])),
  };
}

function readContext(reader: Reader): KubeconfigContext {
  return { cluster: reader.text('cluster'), user: reader.text('user'), namespace: reader.text('namespace') };
}

function readUser(reader: Reader): KubeconfigUser {
  const provider = reader.child('auth-provider');
  const exec = reader.child('exec');
  const extra = reader.child('as-user-extra');
  return {
    clientCertificate: reader.text('client-certificate'),
    clientCertificateData: reader.text('client-certificate-data'),
    clientKey: reader.text('client-key'),
    clientKeyData: reader.text('client-key-data'),
    token: reader.text('token'),
    tokenFile: reader.text('tokenFile'),
    username: reader.text('username'),
    password: reader.text('password'),
    as: reader.text('as'),
    asUid: reader.text('as-uid'),
    asGroups: reader.texts('as-groups'),
    asUserExtra: Object.fromEntries(extra.keys().map((key) => [key, extra.texts(key)])),
    ...(provider.present ? { authProvider: { name: provider.text('name'), config: textMap(provider.child('config')) } } : {}),
    ...(exec.present ? { exec: readExec(exec) } : {}),
  };
}

function textMap(reader: Reader): Record<string, string> {
  return Object.fromEntries(reader.keys().map((key) => [key, reader.text(key)]));
}

function readExec(reader: Reader): ExecConfig {
  const mode = reader.text('interactiveMode');
  if (mode !== '' && mode !== 'Never' && mode !== 'IfAvailable' && mode !== 'Always') {
    reader.fail('interactiveMode', 'must be Never, IfAvailable or Always');
  }
  return {
    command: reader.text('command'),
    args: reader.texts('args'),
    env: reader.list('env').map((entry) => ({ name: entry.text('name'), value: entry.text('value') })),
    apiVersion: reader.text('apiVersion'),
    installHint: reader.text('installHint'),
    provideClusterInfo: reader.flag('provideClusterInfo'),
    interactiveMode: mode as ExecConfig['interactiveMode'],
  };
}

/** Reads fields with their types checked; every complaint names the file and the path of the field. */
interface Reader {
  present: boolean;
  fail(key: string, problem: string): never;
  raw(key: string): unknown;
  keys(): string[];
  text(key: string): string;
  flag(key: string): boolean;
  texts(key: string): string[];
  child(key: string): Reader;
  list(key: string): Reader[];
}

function createReader(value: unknown, file: string, path: string): Reader {
  const at = (key: string): string => [path, visible(key)].filter((part) => part !== '').join('.');
  const fail = (key: string, problem: string): never => {
    throw new ConnectionError('config', `kubeconfig ${file}: ${at(key) || 'the document'} ${problem}`);
  };
  if (value !== undefined && value !== null && (typeof value !== 'object' || Array.isArray(value))) fail('', 'must be a mapping');
  const fields = (value ?? {}) as Record<string, unknown>;
  const raw = (key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined);
  const list = (key: string): unknown[] => {
    const items = raw(key) ?? [];
    return Array.isArray(items) ? items : fail(key, 'must be a list');
  };
  return {
    present: value !== undefined && value !== null,
    fail,
    raw,
    keys: () => Object.keys(fields),
    text: (key) => {
      const text = raw(key) ?? '';
      if (typeof text === 'number' || typeof text === 'boolean') fail(key, `is read as ${text}: put it in quotes`);
      return typeof text === 'string' ? text : fail(key, 'must be a text');
    },
    flag: (key) => {
      const flag = raw(key) ?? false;
      return typeof flag === 'boolean' ? flag : fail(key, 'must be true or false');
    },
    texts: (key) => list(key).map((item) => (typeof item === 'string' ? item : fail(key, 'must be a list of texts'))),
    child: (key) => createReader(raw(key), file, at(key)),
    list: (key) => list(key).map((item, index) => createReader(item, file, `${at(key)}[${index}]`)),
  };
}

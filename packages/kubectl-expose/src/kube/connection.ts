import type { ExecConfig } from './kubeconfig-schema.js';

/** Environment variables. */
export type Env = Readonly<Record<string, string | undefined>>;

/** kubectl's connection flags, as typed; what is absent was not given. */
export interface ConnectionFlags {
  kubeconfig?: string | undefined;
  context?: string | undefined;
  cluster?: string | undefined;
  user?: string | undefined;
  namespace?: string | undefined;
  server?: string | undefined;
  token?: string | undefined;
  username?: string | undefined;
  password?: string | undefined;
  as?: string | undefined;
  asUid?: string | undefined;
  asGroup?: string[] | undefined;
  /** `key=value`, repeatable. */
  asUserExtra?: string[] | undefined;
  clientCertificate?: string | undefined;
  clientKey?: string | undefined;
  certificateAuthority?: string | undefined;
  tlsServerName?: string | undefined;
  insecureSkipTlsVerify?: boolean | undefined;
  /** Seconds or a Go duration; `0` means none. */
  requestTimeout?: string | undefined;
  disableCompression?: boolean | undefined;
  cacheDir?: string | undefined;
}

/** How the user proves who they are, apart from a client certificate. */
export type Auth =
  | { kind: 'none' }
  | { kind: 'token'; token: string }
  | { kind: 'token-file'; file: string }
  | { kind: 'basic'; username: string; password: string }
  | { kind: 'exec'; exec: ExecConfig; user: string; cluster: ExecCluster }
  | { kind: 'oidc'; config: Record<string, string> };

/** What a credential plugin is told of the cluster (https://kubernetes.io/docs/reference/config-api/client-authentication.v1/#client-authentication-k8s-io-v1-Cluster). */
export interface ExecCluster {
  server: string;
  'tls-server-name'?: string;
  'insecure-skip-tls-verify'?: boolean;
  'certificate-authority-data'?: string;
  'proxy-url'?: string;
  'disable-compression'?: boolean;
  config?: unknown;
}

/** What a client needs for TLS; certificates and keys are PEM. */
export interface ConnectionTls {
  ca?: string;
  cert?: string;
  key?: string;
  /** Name sent as SNI and expected in the certificate. Default: the server's host. */
  serverName?: string;
  insecure: boolean;
}

/** Whose rights are asked for instead of the user's own. */
export interface Impersonation {
  user: string;
  uid?: string;
  groups: string[];
  extra: Record<string, string[]>;
}

/** Everything needed to talk to one API server as one user. */
export interface Connection {
  /** Without a trailing slash; may have a path. */
  server: URL;
  /** The namespace for what names none: `-n`, the context's, the pod's, else `default`. */
  namespace: string;
  /** Whether `-n` was given. */
  namespaceGiven: boolean;
  /** Name of the context; absent with `--server` alone and within a pod. */
  context?: string;
  /** `kubeconfig`, or `in-cluster` for a pod's own service account. */
  origin: 'kubeconfig' | 'in-cluster';
  tls: ConnectionTls;
  auth: Auth;
  impersonate?: Impersonation;
  /** `proxy-url` of the cluster; without it HTTPS_PROXY, HTTP_PROXY and NO_PROXY of `env` are followed. */
  proxyUrl?: string;
  compression: boolean;
  /** Milliseconds for one request; 0 means that none was given. */
  timeoutMs: number;
  /** Folder for discovery's cache. */
  cacheDir: string;
  env: Env;
}

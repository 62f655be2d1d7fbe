import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from './connection.js';
import { emptyCluster, emptyUser } from './kubeconfig-schema.js';
import type { KubeconfigCluster, KubeconfigUser } from './kubeconfig-schema.js';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** A pod's own way to its API server. */
export interface InCluster {
  cluster: KubeconfigCluster;
  user: KubeconfigUser;
  namespace: string;
}

/**
 * What a pod knows of its API server; undefined outside a pod
 * (https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/).
 */
export function inClusterKubeconfig(env: Env, folder: string = SERVICE_ACCOUNT): InCluster | undefined {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const port = env['KUBERNETES_SERVICE_PORT'];
  const tokenFile = join(folder, 'token');
  if (!host || !port || !statSync(tokenFile, { throwIfNoEntry: false })?.isFile()) return undefined;
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    cluster: { ...emptyCluster(), server, certificateAuthority: join(folder, 'ca.crt') },
    user: { ...emptyUser(), tokenFile },
    namespace: env['POD_NAMESPACE'] || readOr(join(folder, 'namespace')).trim(),
  };
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { parseYaml } from '@expose-plus/core/manifests';
import type { Env } from './connection.js';
import { ConnectionError } from './errors.js';
import { readKubeconfig } from './kubeconfig-schema.js';
import type { Kubeconfig, KubeconfigUser } from './kubeconfig-schema.js';

/** Which files are read: one that must exist, or a list of which any may be missing. */
export type KubeconfigSource = { explicit: string } | { list: string[] };

/**
 * The files that kubectl reads: `--kubeconfig`, else the list in `KUBECONFIG`, else `~/.kube/config`
 * (k8s.io/client-go, tools/clientcmd/loader.go).
 */
export function kubeconfigSource(explicit: string | undefined, env: Env, home: string): KubeconfigSource {
  if (explicit) return { explicit };
  if (env['KUBECONFIG']) {
    const delimiter = sep === '\\' ? ';' : ':';
    return { list: [...new Set(env['KUBECONFIG'].split(delimiter).filter((path) => path !== ''))] };
  }
  return { list: home ? [join(home, '.kube', 'config')] : [] };
}

/**
 * Reads and merges the files as kubectl does: of several entries with one name the first whole entry wins, `current-context` comes
 * from the first file that sets it, missing files of a list are skipped, paths are relative to the file that names them.
 * @throws ConnectionError naming every file that could not be read
 */
export function loadKubeconfig(source: KubeconfigSource): Kubeconfig {
  const merged: Kubeconfig = { clusters: new Map(), users: new Map(), contexts: new Map(), currentContext: '', files: [] };
  const problems: string[] = [];
  for (const file of 'explicit' in source ? [source.explicit] : source.list) {
    try {
      const text = readIfExists(file, 'explicit' in source);
      if (text === undefined) continue;
      merged.files.push(file);
      mergeInto(merged, resolvePaths(readKubeconfig(parseYaml(text), file), dirname(resolve(file))));
    } catch (error) {
      problems.push(error instanceof ConnectionError ? error.message : `kubeconfig ${file}: ${(error as Error).message}`);
    }
  }
  if (problems.length > 0)
    throw new ConnectionError('config', problems.join('\n'), 'Correct the kubeconfig or name another with --kubeconfig.');
  return merged;
}

function readIfExists(file: string, required: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' && !required) return undefined;
    throw new ConnectionError('config', `kubeconfig ${file}: ${code === 'ENOENT' ? 'there is no such file' : (error as Error).message}`);
  }
}

function mergeInto(target: Kubeconfig, source: Kubeconfig): void {
  for (const key of ['clusters', 'users', 'contexts'] as const) {
    const from: Map<string, unknown> = source[key];
    const to: Map<string, unknown> = target[key];
    for (const [name, entry] of from) if (!to.has(name)) to.set(name, entry);
  }
  target.currentContext ||= source.currentContext;
}

function resolvePaths(config: Kubeconfig, folder: string): Kubeconfig {
  const absolute = (path: string): string => (path === '' || isAbsolute(path) ? path : join(folder, path));
  for (const cluster of config.clusters.values()) cluster.certificateAuthority = absolute(cluster.certificateAuthority);
  for (const user of config.users.values()) resolveUserPaths(user, absolute);
  return config;
}

function resolveUserPaths(user: KubeconfigUser, absolute: (path: string) => string): void {
  user.clientCertificate = absolute(user.clientCertificate);
  user.clientKey = absolute(user.clientKey);
  user.tokenFile = absolute(user.tokenFile);
  // a bare command is looked up on PATH; one with a separator is a path relative to the file
  if (user.exec && (user.exec.command.includes('/') || user.exec.command.includes(sep))) user.exec.command = absolute(user.exec.command);
}

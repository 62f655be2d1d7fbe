import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from './errors.ts';

/** Directories that a node covers with its own, so that nothing it needs may lie there. */
const coveredInNodes = ['/run', '/var/run', '/var/lib', '/var/log', '/proc', '/sys'];

/** The folder of the harness in the source tree. */
export const harnessDirectory = fileURLToPath(new URL('.', import.meta.url));

/**
 * Where binaries, images and running clusters are kept, outside the source tree: `EXPOSE_PLUS_CACHE`, else
 * `expose-plus` in the user's cache directory.
 *
 * @throws UserError when the directory lies where the nodes have their own file systems.
 */
export function cacheDirectory(): string {
  const chosen = process.env['EXPOSE_PLUS_CACHE'] || join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'expose-plus');
  const path = resolve(chosen);
  const covered = coveredInNodes.find((directory) => path === directory || path.startsWith(`${directory}/`));
  if (covered !== undefined) {
    throw new UserError(
      `the cache directory ${path} lies below ${covered}, which each node replaces by its own: set EXPOSE_PLUS_CACHE to another place`,
    );
  }
  return path;
}

/** The directory of a running cluster: all of its files, made by `up` and removed by `down`. */
export function clusterDirectory(name: string): string {
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(name)) {
    throw new UserError(`cluster name "${name}": use a lower-case letter, then up to 19 lower-case letters, digits or dashes`);
  }
  return join(cacheDirectory(), 'clusters', name);
}

/** Path of a command of the operating system; daemons are often outside a user's PATH. */
export function findCommand(name: string): string | undefined {
  const path = `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/go/bin`;
  return path
    .split(':')
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, name))
    .find((file) => existsSync(file));
}

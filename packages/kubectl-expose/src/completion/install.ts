import { accessSync, chmodSync, constants, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { UserError } from '../errors.js';

/** The program that kubectl runs to complete our arguments. */
export const HELPER = 'kubectl_complete-expose_plus';
const PLUGIN = 'kubectl-expose_plus';

type Env = Readonly<Record<string, string | undefined>>;

const directories = (env: Env): string[] => (env['PATH'] ?? '').split(delimiter).filter((directory) => directory !== '');

/** The first executable of this name on PATH. */
export function findOnPath(name: string, env: Env): string | undefined {
  return directories(env)
    .map((directory) => join(directory, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return statSync(path).isFile();
      } catch {
        return false;
      }
    });
}

/** What the helper says: it hands the words over to the plugin. */
function helperText(program: string): string {
  return `#!/bin/sh\nexec ${quote(program)} __complete "$@"\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * Writes the helper beside the plugin, or into `directory`. A file of this name that is not ours is left alone.
 * @throws UserError when the directory cannot be written or holds another program of this name
 */
export function installHelper(directory: string | undefined, env: Env): { path: string; changed: boolean; onPath: boolean } {
  const plugin = findOnPath(PLUGIN, env);
  const target = directory === undefined ? (plugin === undefined ? undefined : dirname(plugin)) : resolve(directory);
  if (target === undefined) {
    throw new UserError(`${PLUGIN} is not on PATH, so there is no place beside it`, {
      remedy: 'kubectl expose-plus completion install --dir DIR',
    });
  }
  const path = join(target, HELPER);
  const text = helperText(plugin ?? PLUGIN);
  const before = readIfThere(path);
  const onPath = directories(env).some((each) => samePath(each, target));
  if (before === text) return { path, changed: false, onPath };
  if (before !== undefined && !before.includes('__complete')) {
    throw new UserError(`${path} exists and is not ours: it is left as it is`, {
      remedy: 'kubectl expose-plus completion install --dir DIR',
    });
  }
  // The one that npm links to is as good, and not ours to overwrite.
  if (before?.includes('entry.cjs')) return { path, changed: false, onPath };
  try {
    writeFileSync(path, text);
    chmodSync(path, 0o755);
  } catch (error) {
    throw new UserError(`${path} cannot be written: ${(error as Error).message}`, {
      remedy: 'kubectl expose-plus completion install --dir DIR',
      cause: error,
    });
  }
  return { path, changed: true, onPath };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function samePath(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return resolve(a) === resolve(b);
  }
}

import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Problem } from '../args/normalise.js';

/** Endings that are read in a directory, as kubectl does. */
const MANIFEST = new Set(['.json', '.yaml', '.yml']);

/**
 * The files behind `-f`, in kubectl's order: a directory stands for its manifests in the order of their names, with `recursive` for
 * those of its subdirectories as well; `-` stays `-`. What cannot be read is a problem.
 */
export function listFiles(paths: readonly string[], recursive: boolean, problems: Problem[]): string[] {
  return paths.flatMap((path) => {
    if (path === '-') return [path];
    if (/^https?:\/\//.test(path)) {
      problems.push({ message: `-f ${path}: addresses are not fetched`, remedy: `curl -sSf ${path} | kubectl expose-plus … -f -` });
      return [];
    }
    try {
      if (!statSync(path).isDirectory()) return [path];
      const found = inDirectory(path, recursive);
      if (found.length === 0) {
        problems.push({
          message: `-f ${path}: no .yaml, .yml or .json file in it`,
          ...(recursive ? {} : { remedy: '-R looks into its subdirectories' }),
        });
      }
      return found;
    } catch (error) {
      problems.push({ message: `-f ${path}: ${whyUnreadable(error)}` });
      return [];
    }
  });
}

function inDirectory(directory: string, recursive: boolean): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return recursive ? inDirectory(path, recursive) : [];
      return MANIFEST.has(extname(entry.name)) ? [path] : [];
    });
}

/** Why a file cannot be read, in words. */
export function whyUnreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return { ENOENT: 'there is no such file', EACCES: 'it may not be read', EISDIR: 'it is a directory' }[code ?? ''] ?? message;
}

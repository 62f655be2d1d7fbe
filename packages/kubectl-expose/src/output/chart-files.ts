import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.js';

/**
 * Writes the files of a chart into a directory of its name. A directory with anything in it is left alone: edits of a person are
 * worth more than a fresh chart.
 * @throws UserError when the directory is in use or cannot be written
 */
export function writeChart(out: string, name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(out, name);
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new UserError(`${folder} exists and is not empty: nothing was written`, {
      remedy: `remove it, or choose another place: --out DIR`,
    });
  }
  try {
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  } catch (error) {
    throw new UserError(`${folder} cannot be written: ${(error as Error).message}`, { cause: error });
  }
  return folder;
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Whether golden files are to be written instead of compared: `UPDATE_GOLDEN=1`. */
export const UPDATE: boolean = process.env['UPDATE_GOLDEN'] === '1';

/** The text of a golden file; `undefined` when there is none. */
export function readGolden(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** What a golden file must hold: reads it, or writes it when asked to. */
export function golden(file: string, actual: string): string | undefined {
  if (UPDATE) writeFileSync(file, actual);
  return readGolden(file);
}

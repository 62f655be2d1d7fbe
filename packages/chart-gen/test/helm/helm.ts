import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { tool } from '../../../../internal/tools/src/tool.js';

const run = promisify(execFile);

/** A helm that can be run, or the reason why there is none. */
export interface Helm {
  id: 'helm4' | 'helm3';
  path?: string;
  /** For the title of a suite: empty, or `(left out: …)`. */
  leftOut: string;
}

async function find(id: Helm['id']): Promise<Helm> {
  const result = await tool(id);
  if ('path' in result) return { id, path: result.path, leftOut: '' };
  return { id, leftOut: ` (left out: ${result.missing.replaceAll(/[()]/g, '')})` };
}

/** Helm 4 and helm 3, in this order. */
export const helms: readonly Helm[] = [await find('helm4'), await find('helm3')];

/** Runs helm. Resolves to what it printed and its exit code. */
export async function helm({ path = '' }: Helm, args: string[], cwd?: string): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    const { stdout, stderr } = await run(path, args, { maxBuffer: 1 << 28, ...(cwd === undefined ? {} : { cwd }) });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number | string; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { code, stdout: stdout ?? '', stderr: stderr ?? '' };
  }
}

/** Writes files into a new folder, hands it over and removes it afterwards. */
export async function inFolder<T>(files: Record<string, string>, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'chart-gen-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Objects of what helm printed; a duplicate key or other fault of the YAML throws. */
export function objectsOf(text: string): Record<string, unknown>[] {
  return parseAllDocuments(text, { uniqueKeys: true }).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(`${document.errors[0]?.message}\n${text}`);
    const object = document.toJS() as Record<string, unknown> | null;
    return object === null ? [] : [object];
  });
}

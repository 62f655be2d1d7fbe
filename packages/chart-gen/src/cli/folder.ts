import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { mergeCharts, type ConflictPlace, type Files } from '../merge.js';

/** Where a chart keeps what was generated last, and what could not be merged; Helm leaves the folder out. */
const RECORD = '.chart-gen/last.json';
const CONFLICTS = '.chart-gen/conflicts';

/** What was done to the folder of a chart. */
export interface Written {
  /** Files made or changed. */
  written: string[];
  removed: string[];
  /** Files with a person's edits, which are still there. */
  kept: string[];
  /** Files in which an edit and the news meet: the edit stays, the news stand in `.chart-gen/conflicts`. */
  conflicts: string[];
  /** The lines where they meet; none for a file that is only compared as a whole. */
  places: ConflictPlace[];
}

/** The folder holds files that were not generated. */
export class ForeignFolderError extends Error {
  constructor(folder: string) {
    super(`${folder} is not empty and was not made by chart-gen: choose another folder, or empty it.`);
    this.name = 'ForeignFolderError';
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What is kept of a file: its text, or of those that nobody edits line by line only its hash. */
type Kept = string | { sha256: string };

const BULKY = /^charts\/|^values\.schema\.json$/;

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function keep(files: Files): Record<string, Kept> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, BULKY.test(path) ? { sha256: sha256(text) } : text]));
}

/** What was generated last. A file of which only the hash is known counts as generated when it still has it. */
function readRecord(folder: string, next: Files): Files | undefined {
  const record = readText(join(folder, RECORD));
  if (record === undefined) return undefined;
  const { files } = JSON.parse(record) as { files: Record<string, Kept> };
  const entries = Object.entries(files).map(([path, kept]): [string, string] => {
    if (typeof kept === 'string') return [path, kept];
    const news = next[path];
    if (news !== undefined && sha256(news) === kept.sha256) return [path, news];
    const text = readText(join(folder, path));
    // Edited: whatever differs from both the old and the new text meets the news.
    return [path, text !== undefined && sha256(text) === kept.sha256 ? text : `edited since ${kept.sha256}`];
  });
  return Object.fromEntries(entries);
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const SHOWN = 60;
/** Keys only: a value may be secret, and what is printed ends up in logs. */
const shown = (text: readonly string[]): string => {
  const joined = text.map((line) => line.trim().replace(/:\s.*$/, ': …')).join(' ⏎ ');
  return `\`${joined.length > SHOWN ? `${joined.slice(0, SHOWN)}…` : joined}\``;
};

/** What to say of the files in which edits and news meet, with the lines. */
export function conflictText(folder: string, { conflicts, places }: Written): string[] {
  return conflicts.flatMap((path) => [
    `conflict: ${join(folder, path)} has your edits where the chart has changed; they stay, the new text is ${join(folder, CONFLICTS, path)}`,
    ...places
      .filter((place) => place.path === path)
      .map(({ line, yours, news }) => `  line ${line}: yours ${shown(yours)}, new ${shown(news)}`),
  ]);
}

/**
 * Writes a generated chart into a folder. What a person changed in the last one stays; where an edit and the news meet, the edit stays
 * and the file is listed.
 *
 * @throws ForeignFolderError when the folder holds files and was not made by this.
 */
export function writeChart(folder: string, files: Files): Written {
  for (const path of Object.keys(files))
    if (isAbsolute(path) || normalize(path).startsWith('..')) throw new Error(`${path} is not below the folder of the chart`);
  const last = readRecord(folder, files);
  if (last === undefined && !isEmpty(folder)) throw new ForeignFolderError(folder);
  const paths = new Set([...Object.keys(last ?? {}), ...Object.keys(files)]);
  const now = Object.fromEntries(
    [...paths].flatMap((path): [string, string][] => {
      const text = readText(join(folder, path));
      return text === undefined ? [] : [[path, text]];
    }),
  );
  const { write: texts, remove, kept, conflicts, places } = mergeCharts(last ?? {}, now, files);
  rmSync(join(folder, CONFLICTS), { recursive: true, force: true });
  for (const [path, text] of Object.entries(texts)) write(join(folder, path), text);
  for (const path of remove) rmSync(join(folder, path), { force: true });
  for (const [path, text] of Object.entries(conflicts)) write(join(folder, CONFLICTS, path), text);
  write(join(folder, RECORD), `${JSON.stringify({ generator: 'chart-gen', files: keep(files) }, null, 1)}\n`);
  return { written: Object.keys(texts), removed: remove, kept, conflicts: Object.keys(conflicts), places };
}

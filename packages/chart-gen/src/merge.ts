import { diff3Merge } from 'node-diff3';

/** Texts of a chart's files by path. */
export type Files = Readonly<Record<string, string>>;

/** What becomes of the files of a chart that is generated anew. */
export interface Merge {
  /** Files to write, with their text. */
  write: Record<string, string>;
  /** Files to delete: they are no longer generated, and nobody has edited them. */
  remove: string[];
  /** Files that differ from what was generated last and stay, or got the news merged in. */
  kept: string[];
  /** Files in which an edit and the news meet: the edit stays, the news are given here. */
  conflicts: Record<string, string>;
  /** Where they meet, in files that were merged line by line; the other news of such a file are in. */
  places: ConflictPlace[];
}

/** Lines that a person has changed and that are generated otherwise now. */
export interface ConflictPlace {
  path: string;
  /** Number of the first line of the edit in the file as it stands afterwards. */
  line: number;
  yours: string[];
  news: string[];
}

/**
 * Brings a newly generated chart together with what a person made of the last one.
 *
 * @param last what was generated last; empty when nothing was
 * @param now what stands there
 * @param next what is generated now
 */
export function mergeCharts(last: Files, now: Files, next: Files): Merge {
  const out: Merge = { write: {}, remove: [], kept: [], conflicts: {}, places: [] };
  for (const path of [...new Set([...Object.keys(last), ...Object.keys(next)])].toSorted())
    mergeFile(out, path, last[path], now[path], next[path]);
  return out;
}

function mergeFile(out: Merge, path: string, last: string | undefined, now: string | undefined, next: string | undefined): void {
  if (now === next) return;
  if (now === last) {
    if (next === undefined) out.remove.push(path);
    else out.write[path] = next;
    return;
  }
  // From here on a person has changed or deleted the file, or made one of this name.
  if (next === last) {
    out.kept.push(path);
    return;
  }
  if (next === undefined || now === undefined || last === undefined) {
    out.conflicts[path] = next ?? '';
    return;
  }
  const result: string[] = [];
  const places: ConflictPlace[] = [];
  for (const { ok, conflict } of diff3Merge(lines(now), lines(last), lines(next), { excludeFalseConflicts: true })) {
    if (conflict) places.push({ path, line: result.length + 1, yours: conflict.a, news: conflict.b });
    result.push(...(ok ?? conflict?.a ?? []));
  }
  const text = result.join('\n');
  if (text !== now) out.write[path] = text;
  if (places.length === 0) out.kept.push(path);
  else out.conflicts[path] = next;
  out.places.push(...places);
}

function lines(text: string): string[] {
  return text.split('\n');
}

import { merge } from 'node-diff3';

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
}

/**
 * Brings a newly generated chart together with what a person made of the last one.
 *
 * @param last what was generated last; empty when nothing was
 * @param now what stands there
 * @param next what is generated now
 */
export function mergeCharts(last: Files, now: Files, next: Files): Merge {
  const out: Merge = { write: {}, remove: [], kept: [], conflicts: {} };
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
  const { conflict, result } = merge(lines(now), lines(last), lines(next), { excludeFalseConflicts: true });
  if (conflict) out.conflicts[path] = next;
  else {
    out.write[path] = result.join('\n');
    out.kept.push(path);
  }
}

function lines(text: string): string[] {
  return text.split('\n');
}

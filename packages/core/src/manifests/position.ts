/** Line and column of an offset, both from 1; columns count UTF-16 units, as editors do. */
export interface Position {
  line: number;
  column: number;
}

/** Answers where offsets of a text are. Lines are counted once, and only as far as somebody asks. */
export function positions(text: string): (offset: number) => Position {
  const lineStarts = [text.startsWith('\uFEFF') ? 1 : 0];
  let complete = false;
  return (offset) => {
    while (!complete && (lineStarts.at(-1) ?? 0) <= offset) {
      const newline = text.indexOf('\n', lineStarts.at(-1));
      if (newline < 0) complete = true;
      else lineStarts.push(newline + 1);
    }
    const line = lastNotAbove(lineStarts, offset);
    return { line: line + 1, column: Math.max(1, offset - (lineStarts[line] ?? 0) + 1) };
  };
}

/** Index of the last number that is not above `limit`; 0 when all are. */
function lastNotAbove(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

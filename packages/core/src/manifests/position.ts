/** Line and column of an offset, both from 1; columns count UTF-16 units, as editors do. */
export interface Position {
  line: number;
  column: number;
}

/** Answers where offsets of a text are, for offsets that mostly grow: each line is counted once. */
export function positions(text: string): (offset: number) => Position {
  let line = 1;
  let lineStart = text.startsWith('\uFEFF') ? 1 : 0;
  return (offset) => {
    if (offset < lineStart) {
      line = 1;
      lineStart = text.startsWith('\uFEFF') ? 1 : 0;
    }
    for (let next = text.indexOf('\n', lineStart); next >= 0 && next < offset; next = text.indexOf('\n', lineStart)) {
      line += 1;
      lineStart = next + 1;
    }
    return { line, column: Math.max(1, offset - lineStart + 1) };
  };
}

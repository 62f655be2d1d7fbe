import { visible } from '../kube/visible.js';

// East Asian wide and fullwidth characters and emoji take two columns (https://www.unicode.org/reports/tr11/).
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;
const NARROW = /\p{Mn}|\u200b|\u200d/gu;

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  return [...text.replaceAll(NARROW, '')].length + (text.match(WIDE)?.length ?? 0);
}

/** One cell: its text, and how it is painted once it is padded. */
export interface Cell {
  text: string;
  paint?: (text: string) => string;
}

/**
 * A table as kubectl prints it: upper-case headers, columns two spaces apart, no borders, no space at the end of a line. Line breaks
 * and control characters of cells are made visible. Empty when there are no rows.
 */
export function table(
  headers: readonly string[],
  rows: readonly (readonly (string | Cell)[])[],
  options: { noHeaders?: boolean } = {},
): string {
  if (rows.length === 0) return '';
  const head = options.noHeaders ? [] : [headers.map((text): Cell => ({ text: text.toUpperCase() }))];
  const cells = [...head, ...rows.map((row) => headers.map((_, column) => asCell(row[column] ?? '')))];
  const widths = headers.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column]?.text ?? ''))));
  const lines = cells.map((row) =>
    row
      .map(({ text, paint = (same: string) => same }, column) => {
        const last = row.slice(column + 1).every((cell) => cell.text === '');
        return last ? (text === '' ? '' : paint(text)) : `${paint(text)}${' '.repeat((widths[column] ?? 0) - widthOf(text) + 2)}`;
      })
      .join('')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function asCell(cell: string | Cell): Cell {
  const { text, ...rest } = typeof cell === 'string' ? { text: cell } : cell;
  return { ...rest, text: visible(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t') };
}

import type { Verdict } from '@expose-plus/core';
import type { Io } from '../io.js';
import type { Cell } from './table.js';

/** Paints a text, or leaves it as it is. */
export interface Painter {
  green(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  bold(text: string): string;
  dim(text: string): string;
}

/** Whether colour is on: `--color`, then NO_COLOR and FORCE_COLOR (https://no-color.org, https://force-color.org), then the terminal. */
export function useColor(choice: 'auto' | 'always' | 'never', io: Pick<Io, 'env' | 'isTTY'>, stream: 'stdout' | 'stderr'): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (io.env['NO_COLOR']) return false;
  if (io.env['FORCE_COLOR']) return io.env['FORCE_COLOR'] !== '0';
  return io.env['TERM'] !== 'dumb' && io.isTTY[stream];
}

export function painter(on: boolean): Painter {
  const code = (start: number, end: number) => (text: string) => (on && text !== '' ? `\u001b[${start}m${text}\u001b[${end}m` : text);
  return { green: code(32, 39), red: code(31, 39), yellow: code(33, 39), bold: code(1, 22), dim: code(2, 22) };
}

/** A verdict as a cell; colour only underlines what the word says. */
export function verdictCell(verdict: Verdict, paint: Painter): Cell {
  return { text: verdict, paint: { ok: paint.green, broken: paint.red, unknown: paint.yellow }[verdict] };
}

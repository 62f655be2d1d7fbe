import fc from 'fast-check';
import { expect, it } from 'vitest';
import { table, widthOf } from './table.js';

it('prints as kubectl does', () => {
  expect(
    table(
      ['name', 'type', 'age'],
      [
        ['web', 'NodePort', '3d'],
        ['a-longer-name', 'ClusterIP', ''],
      ],
    ),
  ).toBe(['NAME           TYPE       AGE', 'web            NodePort   3d', 'a-longer-name  ClusterIP', ''].join('\n'));
});

it('leaves headers out when asked to, and prints nothing for nothing', () => {
  expect(table(['name'], [['web']], { noHeaders: true })).toBe('web\n');
  expect(table(['name'], [])).toBe('');
});

it('counts wide characters twice and combining ones not at all', () => {
  expect(widthOf('日本')).toBe(4);
  expect(widthOf('é')).toBe(1);
  expect(
    table(
      ['a', 'b'],
      [
        ['日本', 'x'],
        ['abcd', 'y'],
      ],
    ),
  ).toBe('A     B\n日本  x\nabcd  y\n');
});

it('pads before painting', () => {
  const paint = (text: string): string => `<${text}>`;
  expect(table(['a', 'b'], [[{ text: 'x', paint }, 'y']])).toBe('A  B\n<x>  y\n');
});

it('shows control characters instead of obeying them, one line a row', () => {
  expect(table(['a'], [['\u001b[31mred\nnext\ttab']], { noHeaders: true })).toBe('\\x1b[31mred\\nnext\\ttab\n');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string())),
      (rows) => table(['a', 'b'], rows).split('\n').length === (rows.length === 0 ? 1 : rows.length + 2),
    ),
  );
});

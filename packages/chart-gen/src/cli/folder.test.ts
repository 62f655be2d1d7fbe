import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ForeignFolderError, writeChart } from './folder.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chart-gen-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const chart = (values: string, library = 'a\n'): Record<string, string> => ({ 'values.yaml': values, 'charts/lib/x.tpl': library });

it('refuses a folder that it did not make', () => {
  writeFileSync(join(folder, 'mine'), '');
  expect(() => writeChart(folder, chart('a: 1\n'))).toThrow(ForeignFolderError);
});

it('keeps edits, brings news, lists what meets', () => {
  expect(writeChart(folder, chart('a: 1\nb: 2\nc: 3\n')).written).toEqual(['charts/lib/x.tpl', 'values.yaml']);
  expect(writeChart(folder, chart('a: 1\nb: 2\nc: 3\n')).written).toEqual([]);
  writeFileSync(join(folder, 'values.yaml'), 'a: 10\nb: 2\nc: 3\n');
  const second = writeChart(folder, chart('a: 1\nb: 2\nc: 4\n', 'b\n'));
  expect(second).toEqual({ written: ['charts/lib/x.tpl', 'values.yaml'], removed: [], kept: ['values.yaml'], conflicts: [], places: [] });
  expect(read('values.yaml')).toBe('a: 10\nb: 2\nc: 4\n');
  const third = writeChart(folder, chart('a: 2\nb: 2\nc: 4\n', 'b\n'));
  expect(third.conflicts).toEqual(['values.yaml']);
  expect(third.places).toEqual([{ path: 'values.yaml', line: 1, yours: ['a: 10'], news: ['a: 2'] }]);
  expect(read('values.yaml')).toBe('a: 10\nb: 2\nc: 4\n');
  expect(read('.chart-gen/conflicts/values.yaml')).toBe('a: 2\nb: 2\nc: 4\n');
});

it('notices an edit of a file of which it only keeps the hash', () => {
  writeChart(folder, chart('a: 1\n'));
  writeFileSync(join(folder, 'charts/lib/x.tpl'), 'edited\n');
  expect(writeChart(folder, chart('a: 1\n', 'b\n')).conflicts).toEqual(['charts/lib/x.tpl']);
  expect(read('charts/lib/x.tpl')).toBe('edited\n');
});

it('removes what is no longer generated, unless it was edited', () => {
  writeChart(folder, { a: '1\n', b: '2\n' });
  writeFileSync(join(folder, 'b'), 'edited\n');
  expect(writeChart(folder, {})).toEqual({ written: [], removed: ['a'], kept: [], conflicts: ['b'], places: [] });
});

it.each(['../out', 'a/../../out', '/out'])('writes nothing outside: %s', (path) => {
  expect(() => writeChart(folder, { 'values.yaml': 'a: 1\n', [path]: 'x' })).toThrow(/not below/);
  expect(() => read('values.yaml')).toThrow();
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../gates/src/source-files.js';
import { mergeResults, readPage, writePage, type FileResult } from './page.js';

const result = (path: string, survivors: string[] = []): FileResult => ({
  path,
  broken: 2,
  caught: 2 - survivors.length,
  example: 'a test',
  survivors: survivors.map((line) => `- ${path}:${line}`),
});

it('reads back what it wrote', () => {
  const results = [result('a/one.ts', ['3 `x → y`']), result('b/two.tpl')];
  expect(readPage(writePage(results))).toEqual(results);
  expect(writePage(results)).toContain('3 of 4 were caught.');
  expect(writePage([result('a/one.ts')])).toContain('## Survivors\n\nNone.\n');
});

it('keeps what was not broken again, in the order of the targets, and drops files that are gone', () => {
  const before = [result('b/old.ts'), result('a/one.ts'), result('a/two.ts')];
  const now = [result('a/two.ts', ['1 `p → q`'])];
  const merged = mergeResults(
    before,
    now,
    (path) => (path.startsWith('a/') ? 0 : 1),
    (path) => path !== 'a/one.ts',
  );
  expect(merged).toEqual([result('a/two.ts', ['1 `p → q`']), result('b/old.ts')]);
});

it('knows the committed page', () => {
  const text = readFileSync(join(root, 'docs/generated/mutants.md'), 'utf8');
  expect(writePage(readPage(text))).toBe(text);
});

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { helpTexts } from '../../src/help/all.js';

const folder = fileURLToPath(new URL('golden/', import.meta.url));
const texts = helpTexts();

if (process.env['UPDATE_GOLDEN']) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(texts)) writeFileSync(`${folder}${name}.txt`, text);
}

it.each(Object.keys(texts))('help of %s is the golden text', (name) => {
  expect(existsSync(`${folder}${name}.txt`), 'UPDATE_GOLDEN=1 writes it').toBe(true);
  expect(texts[name]).toBe(readFileSync(`${folder}${name}.txt`, 'utf8'));
});

it('no golden text is left over', () =>
  expect(readdirSync(folder).toSorted()).toEqual(
    Object.keys(texts)
      .map((name) => `${name}.txt`)
      .toSorted(),
  ));

it('fits a terminal of 120 columns, usage lines of flags aside, and says kubectl expose-plus', () => {
  for (const text of Object.values(texts)) {
    expect(text).toMatch(/^Usage:\n {2}kubectl expose-plus /m);
    for (const line of text.split('\n').filter((each) => !/^ +(-\w, )?--/.test(each) && !each.startsWith('  kubectl')))
      expect(line.length, line).toBeLessThanOrEqual(120);
  }
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unified } from './diff.js';

it('shows changed lines with three around them', () => {
  const lines = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
  const before = `${lines.join('\n')}\n`;
  expect(unified('x', before, before.replace('e', 'E'))).toBe(
    '--- x (now)\n+++ x (planned)\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n',
  );
});

it('shows what is made and what goes as a whole', () => {
  expect(unified('x', '', 'a\nb\n')).toBe('--- x (now)\n+++ x (planned)\n@@ -0,0 +1,2 @@\n+a\n+b\n');
  expect(unified('x', 'a\n', '')).toBe('--- x (now)\n+++ x (planned)\n@@ -1,1 +0,0 @@\n-a\n');
  expect(unified('x', 'a\n', 'a\n')).toBe('');
});

it('gives the new text when it is applied to the old one', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = unified('x', `${before.join('\n')}\n`, `${after.join('\n')}\n`);
      if (diff === '') expect(before).toEqual(after);
      else expect(apply(before, diff)).toEqual(after);
    }),
  );
});

/** A small `patch`: hunks by their line numbers. */
function apply(before: readonly string[], diff: string): string[] {
  const out: string[] = [];
  let at = 0;
  for (const line of diff.trimEnd().split('\n').slice(2)) {
    const hunk = /^@@ -(\d+),(\d+)/.exec(line);
    if (hunk) {
      const start = Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1);
      out.push(...before.slice(at, start));
      at = start;
    } else if (line.startsWith('+')) out.push(line.slice(1));
    else {
      expect(before[at]).toBe(line.slice(1));
      if (line.startsWith(' ')) out.push(line.slice(1));
      at += 1;
    }
  }
  return [...out, ...before.slice(at)];
}

import { describe as suite, expect, it } from 'vitest';
import { clip, describe, hasInvisible, isMapping, orList, quote } from './describe.js';

suite('describe', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'empty'],
    [[1], 'a list'],
    [{}, 'a mapping'],
    [80, 'the number 80'],
    [true, 'the boolean true'],
    ['80', 'the text "80"'],
  ])('%j is %s', (value, words) => {
    expect(describe(value)).toBe(words);
  });
});

suite('texts in messages', () => {
  it('are short, quoted and visible', () => {
    expect(clip('x'.repeat(100))).toHaveLength(58);
    expect(quote('a\u001b[31m\u202E"')).toBe('"a\\u001b[31m\\u202e\\""');
    expect(hasInvisible('plain é 😀')).toBe(false);
    expect(hasInvisible('zero\u200Bwidth')).toBe(true);
  });

  it('are listed with or', () => {
    expect([orList([]), orList(['a']), orList(['a', 'b']), orList(['a', 'b', 'c'])]).toEqual(['', 'a', 'a or b', 'a, b or c']);
  });
});

suite('isMapping', () => {
  it('is for mappings alone', () => {
    expect([{}, [], null, 'a', 1].map(isMapping)).toEqual([true, false, false, false, false]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from './nearest.js';

const FIELDS = ['strategy', 'ports', 'hosts', 'paths', 'tls', 'access', 'nodePort', 'hostPort', 'className', 'readTimeout'];

describe('nearest', () => {
  it.each([
    ['strategie', 'strategy'],
    ['stratgey', 'strategy'],
    ['node-port', 'nodePort'],
    ['NODEPORT', 'nodePort'],
    ['readTimout', 'readTimeout'],
    ['clasName', 'className'],
    ['tsl', 'tls'],
    ['prots', 'ports'],
  ])('%s is meant as %s', (typed, meant) => {
    expect(nearest(typed, FIELDS)).toBe(meant);
  });

  it.each(['', 'x', 'banana', 'annotations'])('nothing is near to "%s"', (typed) => {
    expect(nearest(typed, FIELDS)).toBeUndefined();
  });
});

describe('editDistance', () => {
  it('counts insertions, deletions, replacements and swaps', () => {
    // The classic example, https://en.wikipedia.org/wiki/Levenshtein_distance
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('ca', 'ac')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('same', 'same')).toBe(0);
  });

  it('is symmetric, zero only for equal texts, and never above the limit', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, fc.nat(5), (a, b, limit) => {
        const distance = editDistance(a, b);
        expect(editDistance(b, a)).toBe(distance);
        expect(distance === 0).toBe(a === b);
        expect(editDistance(a, b, limit)).toBe(Math.min(distance, limit));
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positions } from './position.js';

describe('positions', () => {
  it('counts lines and columns from 1, in any order', () => {
    const at = positions('ab\n\ncd\r\ne');
    expect([0, 2, 3, 4, 8, 1].map(at)).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 3 },
      { line: 2, column: 1 },
      { line: 3, column: 1 },
      { line: 4, column: 1 },
      { line: 1, column: 2 },
    ]);
  });

  it('does not count a byte order mark', () => {
    expect(positions('\uFEFFa')(1)).toEqual({ line: 1, column: 1 });
  });

  it('agrees with splitting into lines', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n') }), fc.nat(), (text, number) => {
        const offset = number % (text.length + 1);
        const before = text.slice(0, offset).split('\n');
        expect(positions(text)(offset)).toEqual({ line: before.length, column: (before.at(-1)?.length ?? 0) + 1 });
      }),
    );
  });
});

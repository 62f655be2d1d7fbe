import { describe, expect, it } from 'vitest';
import { isTooLarge, splitDocuments } from './split.js';

describe('splitDocuments', () => {
  it('cuts at lines that begin with ---', () => {
    expect([...splitDocuments('a\n---\nb\n--- # c\nc')]).toEqual([
      { text: 'a\n', start: 0 },
      { text: 'b\n', start: 6 },
      { text: 'c', start: 16 },
    ]);
  });

  it('leaves out a byte order mark and copes with Windows line ends', () => {
    expect([...splitDocuments('\uFEFF---\r\na\r\n---\r\n')]).toEqual([
      { text: '', start: 1 },
      { text: 'a\r\n', start: 6 },
      { text: '', start: 14 },
    ]);
  });

  it('names what stands behind the dashes', () => {
    expect([...splitDocuments('--- {a: b}\n---x\ny')]).toEqual([
      { text: '', start: 0 },
      { rest: '{a: b}', at: 0 },
      { text: ' {a: b}\n', start: 3 },
      { rest: 'x', at: 11 },
      { text: 'y', start: 16 },
    ]);
  });

  it('does not cut inside of lines', () => {
    expect([...splitDocuments('a: ---\n ---\n')]).toHaveLength(1);
  });
});

describe('isTooLarge', () => {
  it('counts bytes of UTF-8', () => {
    // One, two, three and four bytes.
    expect([isTooLarge('aaaa', 4), isTooLarge('éé', 4), isTooLarge('€', 3), isTooLarge('😀', 4)]).toEqual([false, false, false, false]);
    expect([isTooLarge('aaaaa', 4), isTooLarge('ééa', 4), isTooLarge('€a', 3), isTooLarge('😀a', 4)]).toEqual([true, true, true, true]);
  });
});

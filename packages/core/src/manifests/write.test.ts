import { describe, expect, it } from 'vitest';
import { writeYaml } from './write.js';

// test/manifests/kubectl compares with kubectl itself; here is what differs from it, or is not about objects.
describe('writeYaml', () => {
  it('separates documents', () => {
    expect(writeYaml([{ b: 1, a: [] }, { c: {} }])).toBe('a: []\nb: 1\n---\nc: {}\n');
    expect(writeYaml([])).toBe('');
  });

  it('leaves out what is undefined and writes null for what JSON cannot hold', () => {
    expect(writeYaml([{ a: undefined, b: Number.NaN, c: [undefined], d: { e: undefined } }])).toBe('b: null\nc:\n- null\nd: {}\n');
  });

  it('writes values that are no mappings', () => {
    expect(writeYaml(['text', 1, null, [1], []])).toBe('text\n---\n1\n---\nnull\n---\n- 1\n---\n[]\n');
  });

  it('quotes a key that would be a merge key, and escapes line ends of Unicode, unlike kubectl', () => {
    expect(writeYaml([{ '<<': 1, a: 'x\u2028y\uFFFD' }])).toBe('"<<": 1\na: "x\\Ly\\uFFFD"\n');
  });

  it('does not change what it writes', () => {
    const object = Object.freeze({ b: Object.freeze([1]), a: 2 });
    writeYaml([object]);
    expect(Object.keys(object)).toEqual(['b', 'a']);
  });
});

import { describe, expect, it } from 'vitest';
import { parseYaml } from './plain.js';

describe('a document that is no Kubernetes object', () => {
  it('is read as YAML or JSON', () => {
    expect(parseYaml('a: 1\nb: [x, {c: true}]\n')).toEqual({ a: 1, b: ['x', { c: true }] });
    expect(parseYaml('{"a": "1"}')).toEqual({ a: '1' });
    expect(parseYaml('')).toBeUndefined();
    expect(parseYaml('# nothing\n')).toBeUndefined();
  });

  it('takes duplicate keys as kubectl does', () => {
    expect(parseYaml('a: 1\na: 2\n')).toEqual({ a: 2 });
  });

  it('names line and column', () => {
    expect(() => parseYaml('a: 1\nb: [\n')).toThrow(/^line \d+, column \d+: a bracket is not closed/);
    expect(() => parseYaml('a: &x [*x]\n')).toThrow(/^line 1, column 8: the anchor &x contains itself/);
    expect(() => parseYaml('{"a": }')).toThrow(/^line 1, column \d+/);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath, parsePath } from './path.js';

describe('formatPath', () => {
  it('writes paths as findings print them', () => {
    expect(formatPath(['spec', 'ports', 0, 'nodePort'])).toBe('spec.ports[0].nodePort');
    expect(formatPath(['metadata', 'labels', 'app.kubernetes.io/name'])).toBe('metadata.labels["app.kubernetes.io/name"]');
    expect(formatPath([0, 'a'])).toBe('[0].a');
    expect(formatPath([])).toBe('');
  });

  it('makes visible what cannot be seen', () => {
    expect(formatPath(['a\u202Eb'])).toBe('["a\\u202eb"]');
  });
});

describe('parsePath', () => {
  it('reads every path that formatPath writes', () => {
    const part = fc.oneof(
      fc.nat(1000),
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom('spec', 'a-b', 'a.b', 'a"b', '1', '[0]'),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(parsePath(formatPath(parts))).toEqual(parts);
      }),
    );
  });

  it('takes what has no such form as plain keys', () => {
    expect(parsePath('spec.1.x')).toEqual(['spec', '1', 'x']);
  });
});

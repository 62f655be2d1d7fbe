import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortKeys } from './sort-keys.js';

describe('sortKeys', () => {
  it('counts numbers as numbers and puts letters last', () => {
    // As kubectl prints them: test/manifests/kubectl/recorded/key-order.yaml.out.yaml.
    expect(sortKeys(['b', 'a10', 'a9', 'a1', 'a01', 'B', '_x', '10', '2', 'v10', 'v2', 'a.b', 'ab'])).toEqual([
      '_x',
      '2',
      '10',
      'B',
      'a.b',
      'a1',
      'a01',
      'a9',
      'a10',
      'ab',
      'b',
      'v2',
      'v10',
    ]);
  });

  it('does not depend on the order of what it is given', () => {
    const keys = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'B', '1', '0', '2', '-', 'é'), maxLength: 5 }));
    fc.assert(
      fc.property(keys, (given) => {
        expect(sortKeys(given.toReversed())).toEqual(sortKeys(given));
      }),
    );
  });
});

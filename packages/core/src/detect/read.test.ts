import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dig, integer, labelSelectorMatches, labelsMatch, list, record, records, requirementHolds, text, textMap } from './read.js';

describe('readers of unknown values', () => {
  it('never throw, whatever they are given', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        record(value);
        list(value);
        records(value);
        text(value);
        integer(value);
        textMap(value);
        dig(value, 'a', 'b');
        labelSelectorMatches(value, {});
      }),
    );
  });

  it('take a value of the wrong type for absent', () => {
    expect(dig({ spec: 'text' }, 'spec', 'ports')).toBeUndefined();
    expect(textMap({ a: 'b', c: 1 })).toEqual({ a: 'b' });
    expect(integer('80')).toBeUndefined();
    expect(text('')).toBeUndefined();
    expect(records([1, {}, null, []])).toEqual([{}]);
  });
});

describe('selectors', () => {
  it('of a Service: an empty one selects nothing', () => {
    expect(labelsMatch({}, { a: 'b' })).toBe(false);
    expect(labelsMatch({ a: 'b' }, { a: 'b', c: 'd' })).toBe(true);
    expect(labelsMatch({ a: 'b', c: 'x' }, { a: 'b', c: 'd' })).toBe(false);
  });

  it('LabelSelector: an empty one matches everything', () => {
    expect(labelSelectorMatches({}, {})).toBe(true);
    const selector = { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'env', operator: 'In', values: ['prod'] }] };
    expect(labelSelectorMatches(selector, { app: 'web', env: 'prod' })).toBe(true);
    expect(labelSelectorMatches(selector, { app: 'web', env: 'test' })).toBe(false);
  });

  it.each([
    ['In', ['a'], 'a', true],
    ['NotIn', ['a'], 'a', false],
    ['NotIn', ['a'], undefined, true],
    ['Exists', [], 'x', true],
    ['Exists', [], undefined, false],
    ['DoesNotExist', [], undefined, true],
    ['Gt', ['5'], '6', true],
    ['Gt', ['5'], 'six', false],
    ['Lt', ['5'], '6', false],
    ['Lt', ['5'], '4', true],
    ['Lt', ['5'], undefined, false],
    ['Unheard', ['5'], '6', false],
  ])('%s %j with label %j is %s', (operator, values, value, expected) => {
    expect(requirementHolds({ key: 'k', operator, values }, value === undefined ? {} : { k: value })).toBe(expected);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonNodes } from './json-nodes.js';
import { SyntaxProblem } from './node.js';
import { newBudget, toValue } from './value.js';

function valuesOf(text: string): unknown[] {
  return jsonNodes(text).map((node) => toValue(node, newBudget(), () => {}));
}

function accepts(text: string): boolean {
  try {
    jsonNodes(text);
    return true;
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return false;
  }
}

describe('jsonNodes', () => {
  it('reads what JSON.parse reads', () => {
    const indent = fc.constantFrom(undefined, 1, '\t', '\r\n');
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), indent, (value, space) => {
        const text = JSON.stringify(value, undefined, typeof space === 'string' ? space : space);
        expect(valuesOf(text)).toEqual([JSON.parse(text, (_, each: unknown) => (Object.is(each, -0) ? 0 : each))]);
      }),
    );
  });

  it('refuses what JSON.parse refuses', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"',
      '1',
      '-',
      '01',
      '1.',
      '.5',
      '1e',
      'true',
      'nul',
      ' ',
      '\n',
      '\\',
      "'a'",
      'NaN',
    );
    fc.assert(
      fc.property(fc.array(token, { minLength: 1, maxLength: 8 }), (tokens) => {
        const text = `[${tokens.join('')}]`;
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect({ text, accepted: accepts(text) && jsonNodes(text).length === 1 }).toEqual({ text, accepted: valid });
      }),
      { numRuns: 2000 },
    );
  });

  it('reads values one after the other', () => {
    expect(valuesOf('{"a":1}\n{"a":2} [3]')).toEqual([{ a: 1 }, { a: 2 }, [3]]);
  });

  it('keeps doubled keys and positions', () => {
    expect(jsonNodes('{"a": 1, "a": 2}')).toMatchObject([{ kind: 'map', keys: [{ at: 1 }, { at: 9 }], values: [{ at: 6 }, { at: 14 }] }]);
  });

  it.each([
    ['{"a" 1}', 5, 'found "1" where ":" is expected'],
    ['{a: 1}', 1, 'found "a" where a key in double quotes is expected'],
    ['[1 2]', 3, 'found "2" where "," or "]" is expected'],
    ['{"a": ', 6, 'the text ends where a value is expected'],
    ['["a', 1, 'a text in double quotes does not end'],
  ])('%s: says what it expected', (text, at, message) => {
    expect(() => jsonNodes(text)).toThrow(expect.objectContaining({ at, message }));
  });
});

import { describe, expect, it } from 'vitest';
import { newBudget, toValue, type ValueProblem } from './value.js';
import { yamlNodes } from './yaml-nodes.js';

function read(text: string): { value: unknown; problems: ValueProblem[] } {
  const problems: ValueProblem[] = [];
  const [root] = yamlNodes(text);
  return { value: root && toValue(root, newBudget(), (problem) => problems.push(problem)), problems };
}

describe('toValue', () => {
  it('copies what aliases refer to', () => {
    const { value } = read('a: &x {b: 1}\nc: *x\n');
    expect(value).toEqual({ a: { b: 1 }, c: { b: 1 } });
    const { a, c } = value as { a: object; c: object };
    expect(a).not.toBe(c);
  });

  it('merges where the merge key stands, as kubectl does', () => {
    expect(read('base: &b {x: 1}\nafter: {<<: *b, x: 2}\nbefore: {x: 2, <<: *b}\n').value).toEqual({
      base: { x: 1 },
      after: { x: 2 },
      before: { x: 1 },
    });
  });

  it('does not take a quoted << for a merge key', () => {
    expect(read('{"<<": {x: 1}}')).toEqual({ value: { '<<': { x: 1 } }, problems: [] });
  });

  it('keeps __proto__ as a key like any other', () => {
    const { value } = read('__proto__: {polluted: yes}\n');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    ['a: 1\na: 2\n', 'EP101', ['a'], 5],
    ['1: a\n"1": b\n', 'EP101', ['1'], 5],
    ['a: &x [*x]\n', 'EP102', ['a', 0, 0], 7],
    ['a: 9007199254740993\n', 'EP113', ['a'], 3],
    ['a: .inf\n', 'EP114', ['a'], 3],
    ['[a]: b\n', 'EP115', [], 0],
    ['a: {~: b}\n', 'EP115', ['a'], 4],
    ['a: !!int b\n', 'EP117', ['a'], 9],
    ['a: {on: b}\n', 'EP120', ['a'], 4],
    ['a: {<<: b}\n', 'EP123', ['a'], 8],
    ['a: "\\uD800"\n', 'EP112', ['a'], 3],
  ])('%j: %s', (text, code, path, at) => {
    expect(read(text).problems).toMatchObject([{ code, path, at }]);
  });

  it('stops at the budget for aliases and says so once', () => {
    const lines = [
      'a: &a [1,1,1,1,1,1,1,1,1,1]',
      ...'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefg'[index]},`.repeat(10)}]`),
    ];
    expect(read(lines.join('\n')).problems.map(({ code }) => code)).toEqual(['EP102']);
  });
});

import { describe, expect, it } from 'vitest';
import { findNode, follow, type Node } from './node.js';
import { yamlNodes } from './yaml-nodes.js';

function at(text: string, ...path: (string | number)[]): Node {
  const [root] = yamlNodes(text);
  if (!root) throw new Error('no document');
  return findNode(root, path).node;
}

describe('yamlNodes', () => {
  it('knows where everything begins', () => {
    const text = 'a: 1\nb:\n  - "x"\n  - y: &z {k: v}\nc: *z\n';
    const places = [['a'], ['b'], ['b', 0], ['b', 1], ['b', 1, 'y'], ['b', 1, 'y', 'k'], ['c']].map(
      (path) => text.slice(at(text, ...path).at).split('\n')[0],
    );
    expect(places).toEqual(['1', '- "x"', '"x"', 'y: &z {k: v}', '{k: v}', 'v}', '*z']);
  });

  it('resolves aliases to what was anchored last', () => {
    expect(follow(at('a: &x 1\nb: &x 2\nc: *x\n', 'c'))).toMatchObject({ text: '2' });
  });

  it('reads brackets whose lines are not indented, and still knows the places', () => {
    const text = 'args: [\n"a",\n "b"\n]\nmap: {\n  k: "one\ntwo"\n}\nlast: 1\n';
    expect(at(text, 'args')).toMatchObject({ items: [{ text: 'a' }, { text: 'b' }] });
    expect(at(text, 'map', 'k')).toMatchObject({ text: 'one two' });
    expect(text.slice(at(text, 'args', 0).at)).toMatch(/^"a"/);
    expect(text.slice(at(text, 'last').at)).toBe('1\n');
  });

  it('gives up when too much would have to be read again', () => {
    expect(() => yamlNodes('a: [\nb\n]\n', { rereadCharacters: 100 })).toThrow('inside of brackets or quotes');
  });

  it.each([
    ['a: *x\n', 3, 'the anchor &x does not exist'],
    ['a:\n\tb: 1\n', 3, 'a tab stands in the indentation, where only spaces may stand'],
    ['a: [1\n', 6, 'a bracket is not closed'],
    ['%YAML 1.1\n', 10, '%-directives are not supported, as in kubectl'],
  ])('%j: says what is wrong and where', (text, position, message) => {
    expect(() => yamlNodes(text)).toThrow(expect.objectContaining({ at: position, message }));
  });

  it('does not nest without end', () => {
    expect(() => yamlNodes('['.repeat(500))).toThrow(expect.objectContaining({ tooDeep: true }));
  });
});

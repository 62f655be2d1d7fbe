import { describe, expect, it } from 'vitest';
import { mutantsOf, spread } from './operators.ts';

describe('mutants', () => {
  it('breaks one line at a time and leaves comments alone', () => {
    const text = '// a === b\nif (a === b) return true;\nconst x = 7;\n';
    const found = mutantsOf('packages/core/src/x.ts', text);
    expect(found.map(({ line, what }) => [line, what])).toEqual([
      [2, 'if (a === b) return true; → if (a !== b) return true;'],
      [3, 'const x = 7; → const x = 8;'],
    ]);
    expect(found[0]?.text).toBe('// a === b\nif (a !== b) return true;\nconst x = 7;\n');
  });

  it('leaves comments of several lines alone', () => {
    const template = '{{/*\nand it says: this\n*/}}\ntype: NodePort\n';
    expect(mutantsOf('charts/x/templates/_a.tpl', template).map(({ line }) => line)).toEqual([4]);
    expect(mutantsOf('packages/core/src/x.ts', '/**\n * a === b\n */\nconst x = 7;\n').map(({ line }) => line)).toEqual([4]);
  });

  it('breaks the text of a data row', () => {
    const [mutant] = mutantsOf('packages/core/src/controllers/x.ts', "  { key: 'proxy-body-size' },");
    expect(mutant?.text).toBe("  { key: 'proxy-body-size-x' },");
  });

  it('leaves prose and sources alone', () => {
    const text = "  source: 'docs/annotations.md',\n  verified: '2026-11-22',\n  title: 'It is 3 = 3',\n";
    expect(mutantsOf('packages/core/src/controllers/x.ts', text)).toEqual([]);
  });

  it('breaks a template line', () => {
    const found = mutantsOf('charts/x/templates/_a.tpl', '{{- if eq $a "b" }}\n  type: NodePort\n');
    expect(found.map(({ text }) => text.split('\n').slice(0, 2))).toEqual([
      ['{{- if ne $a "b" }}', '  type: NodePort'],
      ['{{- if eq $a "b" }}', '  type: mutated'],
    ]);
  });

  it('spreads evenly', () => {
    expect(spread([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 5)).toEqual([0, 2, 4, 6, 8]);
    expect(spread([1, 2], 5)).toEqual([1, 2]);
  });
});

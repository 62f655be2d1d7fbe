import { describe, expect, it } from 'vitest';
import { leafPaths, readValueDocs, valueTable, withDescriptions, withValueTable } from './value-docs.js';

const VALUES = `# About this file.

# -- First.
# Goes on.
entry: a
group:
  # -- Inner, first of its mapping.
  one: 1
  # -- A mapping that is one value.
  map: { x: y }
  # -- A list.
  list: []
`;

describe('value docs', () => {
  it('reads path, type, default and text', () => {
    expect(readValueDocs(VALUES)).toEqual([
      { path: 'entry', type: 'string', value: 'a', description: 'First. Goes on.' },
      { path: 'group.one', type: 'int', value: 1, description: 'Inner, first of its mapping.' },
      { path: 'group.map', type: 'object', value: { x: 'y' }, description: 'A mapping that is one value.' },
      { path: 'group.list', type: 'list', value: [], description: 'A list.' },
    ]);
  });

  it('refuses a value without comment, naming it', () => {
    expect(() => readValueDocs('# -- A.\na: 1\nb: 2\n')).toThrow(/^b: no comment/);
  });

  it('refuses a key that stands twice', () => {
    expect(() => readValueDocs('# -- A.\na: 1\n# -- A.\na: 2\n')).toThrow();
  });

  it('escapes what would end a cell', () => {
    expect(valueTable([{ path: 'a', type: 'string', value: 'x|y', description: 'b|c' }])).toContain(
      String.raw`| \`a\` | string | \`"x\|y"\` | b\|c |`.replaceAll(String.raw`\``, '`'),
    );
  });

  it('writes between the marks alone', () => {
    const readme = 'before\n<!-- values: from values.yaml by `npm run generate` -->\nold\n<!-- end of values -->\nafter\n';
    const made = withValueTable(readme, readValueDocs(VALUES));
    expect(made).toMatch(/^before\n/);
    expect(made).toMatch(/\nafter\n$/);
    expect(made).not.toContain('old');
    expect(withValueTable(made, readValueDocs(VALUES))).toBe(made);
    expect(() => withValueTable('nothing', [])).toThrow(/lacks/);
  });

  it('puts descriptions first in their property, once', () => {
    const schema = JSON.stringify({ properties: { a: { type: 'string', description: 'old' } } });
    const docs = [{ path: 'a', type: 'string', value: '', description: 'new' }];
    const made = withDescriptions(schema, docs);
    expect(JSON.parse(made)).toEqual({ properties: { a: { description: 'new', type: 'string' } } });
    expect(withDescriptions(made, docs)).toBe(made);
    expect(() => withDescriptions('{}', docs)).toThrow(/does not know a/);
  });

  it('lists leaves of fixed objects', () => {
    expect(leafPaths({ properties: { a: { properties: { b: {}, c: { type: 'object' } } }, d: {} } })).toEqual(['a.b', 'a.c', 'd']);
  });
});

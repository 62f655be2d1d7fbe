import { describe, expect, it } from 'vitest';
import { readDocuments, readManifests } from './read.js';

const HEAD = 'apiVersion: example.dev/v1\nkind: Thing\n';

function read(text: string): { names: (string | undefined)[]; codes: string[] } {
  const { objects, findings } = readManifests(text, { file: 'f.yaml' });
  return { names: objects.map(({ object }) => object.metadata.name), codes: findings.map(({ code }) => code) };
}

describe('readManifests', () => {
  it('carries unknown kinds and fields along', () => {
    const text = `${HEAD}metadata: {name: a, unknown: 1}\nwhatever: [{x: 1}]\n`;
    expect(readManifests(text, { file: 'f.yaml' })).toEqual({
      objects: [
        {
          object: { apiVersion: 'example.dev/v1', kind: 'Thing', metadata: { name: 'a', unknown: 1 }, whatever: [{ x: 1 }] },
          location: { file: 'f.yaml', line: 1, column: 1 },
        },
      ],
      findings: [],
    });
  });

  it('flattens Lists, nested ones too, and fills in the kind of typed ones', () => {
    const items = '- kind: List\n  apiVersion: v1\n  items:\n  - {apiVersion: v1, kind: Pod, metadata: {name: a}}\n';
    expect(read(`apiVersion: v1\nkind: List\nitems:\n${items}`)).toEqual({ names: ['a'], codes: [] });
    const typed = readManifests('apiVersion: v1\nkind: PodList\nitems: [{metadata: {name: a}}]\n', { file: 'f' });
    expect(typed.objects[0]?.object).toMatchObject({ apiVersion: 'v1', kind: 'Pod' });
  });

  it('takes a kind that only ends in List for an object', () => {
    expect(read('apiVersion: example.dev/v1\nkind: AllowList\nmetadata: {name: a}\nspec: {items: []}\n')).toEqual({
      names: ['a'],
      codes: [],
    });
  });

  it('accepts generateName, and Exposures without a name', () => {
    expect(read(`${HEAD}metadata: {generateName: a-}\n`)).toEqual({ names: [undefined], codes: [] });
    expect(read('apiVersion: expose-plus.dev/v1alpha1\nkind: Exposure\nspec: {}\n')).toEqual({ names: [undefined], codes: [] });
    expect(read('apiVersion: expose-plus.dev.example.com/v1\nkind: Exposure\nspec: {}\n').codes).toEqual(['EP108']);
  });

  it('reads labels without a value as "", and says so', () => {
    const { objects, findings } = readManifests(`${HEAD}metadata: {name: a, annotations: {x: , z: ~}}\n`, { file: 'f' });
    expect(objects[0]?.object.metadata.annotations).toEqual({ x: '', z: '' });
    expect(findings.map(({ code, level, field }) => [code, level, field])).toEqual([
      ['EP122', 'warning', 'metadata.annotations.x'],
      ['EP122', 'warning', 'metadata.annotations.z'],
    ]);
  });

  it('reports everything that is wrong in every document, by place', () => {
    const text = `${HEAD}metadata: {name: 1}\nspec: {a: 1, a: 2}\n---\nkind: Pod\n---\na: [\n---\n${HEAD}metadata: {name: ok}\n`;
    expect(read(text)).toEqual({ names: ['ok'], codes: ['EP109', 'EP101', 'EP106', 'EP108', 'EP100'] });
  });

  it('names the object of a finding, and the field within it', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a, namespace: shop}\n  spec: {x: 1, x: 2}\n';
    expect(readManifests(text, { file: 'f' }).findings).toMatchObject([
      {
        code: 'EP101',
        object: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'a' },
        field: 'spec.x',
        location: { file: 'f', line: 7, column: 16 },
        message: 'the key "x" occurs twice; the first is on line 7',
      },
    ]);
  });

  it('reads JSON, also one value after the other, and YAML that begins like JSON', () => {
    const object = (name: string): string => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name } });
    expect(read(`${object('a')}\n${object('b')}${object('c')}\n`).names).toEqual(['a', 'b', 'c']);
    expect(read(`{apiVersion: v1, kind: Pod, metadata: {name: a}}\n---\n${object('b')}`)).toEqual({ names: ['a', 'b'], codes: [] });
    expect(read(`${object('a').slice(0, -1)},}`)).toEqual({ names: ['a'], codes: [] });
  });

  it('warns of what kubectl would not read', () => {
    expect(read(`${HEAD}metadata: {name: a}\n...\n${HEAD}metadata: {name: b}\n`)).toEqual({ names: ['a', 'b'], codes: ['EP119'] });
  });

  it('says that a template or a conflict is one', () => {
    const remedyOf = (text: string): string | undefined => readManifests(text, { file: 'f' }).findings[0]?.remedy;
    expect(remedyOf('a: {{ .Values.x }}\nb: {{ c }} d\n')).toMatch(/helm template/);
    expect(remedyOf('a: 1\n<<<<<<< HEAD\nb: 2\n')).toMatch(/merge conflict/);
  });
});

describe('readDocuments', () => {
  it('yields document by document', () => {
    const text = `${HEAD}metadata: {name: a}\n---\n${HEAD}metadata: {name: b}\n`;
    expect([...readDocuments(text, { file: 'f' })].map(({ objects }) => objects.length)).toEqual([1, 1]);
  });
});

import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { transform, TRANSFORM_IDS, untransform, type TransformId } from './transforms.js';

interface Case {
  transform: TransformId;
  value: unknown;
  values?: Record<string, string>;
  text?: string;
  out?: unknown;
  option?: string;
  back?: unknown;
  error?: boolean;
}
const cases = load(readFileSync(new URL('../../test/transforms/cases.yaml', import.meta.url), 'utf8')) as Case[];

describe('transforms', () => {
  it.each(cases.map((row) => [row.transform, JSON.stringify(row.value), row] as const))('%s of %s', (_, __, row) => {
    const result = transform(row.transform, row.value, row.values);
    if (row.error) expect(result).toHaveProperty('error');
    else {
      expect(result).toMatchObject({ text: row.text });
      // What a field gets where it is not the text.
      if (row.out !== undefined) expect(result).toMatchObject({ value: row.out });
    }
  });

  it('has cases for every transform', () => {
    expect([...new Set(cases.map((row) => row.transform))].toSorted()).toEqual([...TRANSFORM_IDS].toSorted());
  });

  it.each(cases.filter(({ back }) => back !== undefined).map((row) => [row.transform, JSON.stringify(row.out ?? row.text), row] as const))(
    '%s of %s, undone',
    (_, __, row) => expect(untransform(row.transform, row.out ?? row.text, row.option ?? '', row.values)).toEqual(row.back),
  );

  it('have one that is undone each', () => {
    expect([...new Set(cases.filter(({ back }) => back !== undefined).map((row) => row.transform))].toSorted()).toEqual(
      [...TRANSFORM_IDS].toSorted(),
    );
  });

  it('says when it rounds', () => {
    expect(transform('seconds', '1500ms')).toEqual({
      text: '2',
      value: 2,
      note: '1500ms becomes 2s: the controller counts whole seconds',
    });
    expect(transform('minutes', '90s')).toMatchObject({ text: '2', note: '90s becomes 2m: the controller counts whole minutes' });
    expect(transform('seconds', '2s')).toEqual({ text: '2', value: 2 });
  });
});

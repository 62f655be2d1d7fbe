import { describe, expect, it } from 'vitest';
import { CATALOGUE, findEntry } from './catalogue.js';

describe('the catalogue', () => {
  it('is sorted by code, each once', () => {
    const codes = CATALOGUE.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].toSorted());
  });

  it.each(CATALOGUE.map((entry) => [entry.code, entry] as const))('%s says what, why and what to do', (code, { title, why, remedy }) => {
    expect(code).toMatch(/^EP[1-9][0-9]{2}$/);
    expect(title).toMatch(/[^.]$/);
    expect(why).toMatch(/\.$/);
    expect(remedy).toMatch(/\.$/);
  });

  it('is searched in any casing', () => {
    expect(findEntry('ep150')?.code).toBe('EP150');
    expect(findEntry('EP000')).toBeUndefined();
  });
});

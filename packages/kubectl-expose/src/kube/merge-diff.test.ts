import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEqual, isPartOf, mergeDiff } from './merge-diff.js';

/** RFC 7386 section 2. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

// Kubernetes objects hold no null but in lists
const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean());
const json = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(leaf, { maxLength: 3 }), tie('object')),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { noNullPrototype: true }),
})).object;

describe('the merge patch between two values', () => {
  it('turns one into the other', () => {
    let changed = 0;
    fc.assert(
      fc.property(json, json, (from, to) => {
        const patch = mergeDiff(from, to);
        expect(patch === undefined).toBe(isEqual(from, to));
        if (patch) changed += 1;
        expect(isEqual(patch ? mergePatch(from, patch) : from, to)).toBe(true);
      }),
    );
    expect(changed).toBeGreaterThan(50);
  });

  it('is none for a value and itself', () => {
    fc.assert(fc.property(json, (value) => mergeDiff(value, structuredClone(value)) === undefined));
  });
});

describe('a part of a value', () => {
  it('lacks things and changes none', () => {
    const whole = { a: 1, list: [{ name: 'x', port: 1, extra: true }, { name: 'y' }] };
    expect(isPartOf({ list: [{ name: 'x', port: 1 }] }, whole)).toBe(true);
    expect(isPartOf({ a: 2 }, whole)).toBe(false);
    expect(isPartOf({ b: 1 }, whole)).toBe(false);
    expect(isPartOf({ list: [{ name: 'x', port: 2 }] }, whole)).toBe(false);
    expect(isPartOf({ list: 'x' }, whole)).toBe(false);
  });
});

import { Ajv } from 'ajv';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readExposure, validateExposureSpec, type Finding } from '@expose-plus/core';
import { exposureSchema, exposureSpecSchema } from '@expose-plus/core/schema';
import { damaged, exposure, spec } from './arbitraries.js';

/** Needs are not in zod's schema; the table of requirements adds them. */
const NEEDS = new Set(['EP161', 'EP162']);

function formIsRight(findings: readonly Finding[]): boolean {
  return findings.every(({ code }) => NEEDS.has(code));
}

function findingsOf(value: unknown): Finding[] {
  const read = readExposure(value);
  return 'ok' in read ? [] : read.findings;
}

function load(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8')) as Record<string, unknown>;
}

const options = { strictTypes: false as const, unicode: false, logger: false as const };
const publishedFile = new Ajv(options).compile(load('exposure.json'));
const publishedSpec = new Ajv(options).compile(load('exposure-spec.json'));

describe('the generators', () => {
  it('set every field of the schema in at least one of twenty requests', () => {
    const runs = 2000;
    const counts = new Map<string, number>();
    for (const value of fc.sample(exposure, { numRuns: runs, seed: 1 })) {
      for (const field of new Set(fieldsIn(value))) counts.set(field, (counts.get(field) ?? 0) + 1);
    }
    for (const field of fieldsOfSchema(load('exposure.json'))) {
      expect({ field, enough: (counts.get(field) ?? 0) >= runs / 20 }).toEqual({ field, enough: true });
    }
  });

  it('damage requests so that about half of them are wrong, and some are not', () => {
    const wrong = fc.sample(damaged, { numRuns: 1000, seed: 1 }).filter((value) => !exposureSchema.safeParse(value).success).length;
    expect(wrong).toBeGreaterThan(300);
    expect(wrong).toBeLessThan(950);
  });
});

/** Fields that a value sets, list indexes left out: `spec.ports.name`. */
function fieldsIn(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsIn(item, prefix));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const field = prefix === '' ? key : `${prefix}.${key}`;
    return [field, ...fieldsIn(inner, field)];
  });
}

function fieldsOfSchema(schema: Record<string, unknown>, prefix = ''): string[] {
  const items = schema['items'] as Record<string, unknown> | undefined;
  if (items) return fieldsOfSchema(items, prefix);
  return Object.entries((schema['properties'] ?? {}) as Record<string, Record<string, unknown>>).flatMap(([key, inner]) => {
    const field = prefix === '' ? key : `${prefix}.${key}`;
    return [field, ...fieldsOfSchema(inner, field)];
  });
}

describe('the generated validator', () => {
  it('accepts every right request, as zod does', () => {
    fc.assert(
      fc.property(exposure, (value) => {
        expect(exposureSchema.safeParse(value).success).toBe(true);
        expect(formIsRight(findingsOf(value))).toBe(true);
      }),
      { numRuns: 700 },
    );
  });

  it('agrees with zod on damaged requests', () => {
    fc.assert(
      fc.property(damaged, (value) => {
        const findings = findingsOf(value);
        expect(formIsRight(findings)).toBe(exposureSchema.safeParse(value).success);
      }),
      { numRuns: 1500 },
    );
  });

  it('agrees with zod on the spec alone', () => {
    const damagedSpec = damaged.map((value) => (value as { spec?: unknown } | null)?.spec);
    fc.assert(
      fc.property(fc.oneof(spec, damagedSpec), (value) => {
        const given: unknown = value === undefined ? {} : (JSON.parse(JSON.stringify(value)) as unknown);
        expect(formIsRight(validateExposureSpec(given))).toBe(exposureSpecSchema.safeParse(given).success);
      }),
      { numRuns: 700 },
    );
  });

  it('agrees with the published schemas, which include what strategies need', () => {
    fc.assert(
      fc.property(fc.oneof(exposure, damaged), (value) => {
        expect(findingsOf(value).length === 0).toBe(publishedFile(value));
        const { target: _, ...rest } = ((value as { spec?: object } | null)?.spec ?? {}) as Record<string, unknown>;
        expect(validateExposureSpec(rest).length === 0).toBe(publishedSpec(rest));
      }),
      { numRuns: 700 },
    );
  });

  it('says of everything wrong where it is and what to do, and changes nothing', () => {
    fc.assert(
      fc.property(damaged, (value) => {
        const before = JSON.stringify(value);
        for (const { code, level, message, remedy } of findingsOf(value)) {
          expect({ code, level, hasMessage: message !== '', hasRemedy: (remedy ?? '') !== '' }).toEqual({
            code,
            level: 'error',
            hasMessage: true,
            hasRemedy: true,
          });
        }
        expect(JSON.stringify(value)).toBe(before);
      }),
      { numRuns: 500 },
    );
  });
});

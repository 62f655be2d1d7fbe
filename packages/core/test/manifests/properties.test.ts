import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Finding } from '@expose-plus/core';
import { locateField, readManifests, writeYaml } from '@expose-plus/core/manifests';

/** Texts that need care: every character that means something to YAML, words that are no texts, long lines, rare characters. */
const PIECES = [
  'a', 'bc', 'word', '1', '0', 'yes', 'no', '~', 'null', '0x1', '1e3', ' ', '  ', '\n', '\n\n', '\t', '\r', ':', ': ', '#', ' #', '-', '- ', '?', '? ',
  '"', "'", '\\', '{', '}', '[', ']', ',', '&', '*', '!', '|', '>', '%', '@', '`', '.', '...', '---', '=', '<<', '$(X)', '{{ x }}',
  'é', '😀', '\u0000', '\u0001', '\u007f', '\u0085', '\u00a0', '\u2028', '\u2029', '\ufeff', '\ufffd', 'https://example.dev/a?b=c&d=e',
];
const piece = fc.constantFrom(...PIECES);
const sentence = fc
  .array(fc.constantFrom('lorem', 'ipsum', 'dolor', 'sit-amet,', 'x: y', ' ', 'a#b'), { minLength: 12, maxLength: 50 })
  .map((words) => words.join(' '));
const text = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')) },
  { weight: 2, arbitrary: sentence },
  { weight: 1, arbitrary: fc.array(piece, { minLength: 20, maxLength: 60 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'k'.repeat(130), 'v1', 'v10', 'a1b2', '2001-01-01', '190:20', '1_0') },
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e20, 1e21, 2 ** 53, -(2 ** 63), 0.1, 1e-7, 123_456.5, 1_234_567.5),
);
const value = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie('node')), { maxLength: 4 }).map(fromEntries),
  ),
})).node;

/** An object with these keys as its own, `__proto__` included, as JSON would hold it. */
function fromEntries(entries: [string, unknown][]): unknown {
  const inner = entries.map(([key, each]) => `${JSON.stringify(key)}:${JSON.stringify(each)}`);
  return JSON.parse(`{${inner.join(',')}}`) as unknown;
}

const object = value.map((spec) => JSON.parse(JSON.stringify({ apiVersion: 'example.dev/v1', kind: 'Thing', metadata: { name: 'a' }, spec })) as unknown);

function read(yaml: string): { objects: unknown[]; findings: Finding[] } {
  const { objects, findings } = readManifests(yaml, { file: 'f.yaml' });
  return { objects: objects.map((each) => each.object), findings };
}

describe('the generator of values', () => {
  it('gives every kind of difficulty in at least one of twenty', () => {
    const runs = 2000;
    const samples = fc.sample(text, { numRuns: runs, seed: 1 });
    const kinds: Record<string, RegExp> = {
      'line ends': /\n/,
      'leading spaces': /^ /,
      'trailing spaces': / $/,
      'longer than a line': /^.{81,}$/s,
      quotes: /["']/,
      'control characters': /[^\P{Cc}\n]/u,
      'not ASCII': /[^\u0000-\u007f]/,
      'not of the first plane': /[\u{10000}-\u{10ffff}]/u,
      'colon and space': /: /,
      'number sign after space': / #/,
      'indicator first': /^[-?:,[\]{}#&*!|>'"%@`]/,
    };
    for (const [kind, pattern] of Object.entries(kinds)) {
      expect({ kind, enough: samples.filter((sample) => pattern.test(sample)).length >= runs / 20 }).toEqual({ kind, enough: true });
    }
    const values = fc.sample(value, { numRuns: runs, seed: 1 });
    const shapes = { list: Array.isArray, number: (each: unknown) => typeof each === 'number', mapping: isFilledMapping, empty: (each: unknown) => each === null };
    for (const [shape, is] of Object.entries(shapes)) {
      expect({ shape, enough: values.filter((each) => is(each)).length >= runs / 20 }).toEqual({ shape, enough: true });
    }
  });
});

function isFilledMapping(each: unknown): boolean {
  return typeof each === 'object' && each !== null && !Array.isArray(each) && Object.keys(each).length > 0;
}

describe('write, then read', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.array(object, { minLength: 1, maxLength: 3 }), (objects) => {
        const back = read(writeYaml(objects));
        expect(back.findings).toEqual([]);
        expect(back.objects).toEqual(objects);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same text again', () => {
    fc.assert(
      fc.property(object, (each) => {
        const once = writeYaml([each]);
        expect(writeYaml(read(once).objects)).toBe(once);
      }),
      { numRuns: 200 },
    );
  });

  it('means the same to another YAML library', () => {
    fc.assert(
      fc.property(object, (each) => {
        expect(parse(writeYaml([each]))).toEqual(each);
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with JSON', () => {
    fc.assert(
      fc.property(object, fc.constantFrom(0, 2, '\t'), (each, indent) => {
        const { objects, findings } = read(JSON.stringify(each, undefined, indent));
        // A raw U+FFFD is reported in JSON too; there it may be meant and is kept.
        expect(findings.filter(({ code }) => code !== 'EP116')).toEqual([]);
        expect(objects).toEqual([each]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('locateField', () => {
  it('finds the line of every key that was written', () => {
    fc.assert(
      fc.property(fc.array(object, { minLength: 1, maxLength: 3 }), fc.boolean(), (objects, asJson) => {
        const yaml = asJson ? objects.map((each) => JSON.stringify(each, undefined, 2)).join('\n') : writeYaml(objects);
        const { objects: placed } = readManifests(yaml, { file: 'f' });
        const lines = yaml.split('\n');
        for (const [index, each] of objects.entries()) {
          const location = placed[index]?.location ?? { file: 'f', line: 0 };
          for (const path of pathsOf(each)) {
            const found = locateField(yaml, location, path);
            const key = path.at(-1);
            if (typeof key !== 'string' || !/^[a-z]+$/.test(key)) continue;
            expect(lines[found.line - 1]?.slice((found.column ?? 1) - 1)).toMatch(new RegExp(`^["']?${key}["']?(?::|$)`));
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

function pathsOf(each: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof each !== 'object' || each === null) return [];
  const keys: (string | number)[] = Array.isArray(each) ? [...each.keys()] : Object.keys(each);
  return keys.flatMap((key) => [[...path, key], ...pathsOf((each as Record<string | number, unknown>)[key], [...path, key])]);
}

describe('any text at all', () => {
  const folders = ['kubectl', 'bad'].map((name) => join(import.meta.dirname, name));
  const corpus = folders.flatMap((folder) => readdirSync(folder).filter((name) => /^[\w-]+\.(yaml|json)$/.test(name)).map((name) => readFileSync(join(folder, name), 'utf8')));
  /** Real texts with pieces cut out, doubled or put in. */
  const damaged = fc
    .tuple(fc.constantFrom(...corpus), fc.array(fc.tuple(fc.nat(), fc.nat(20), piece, fc.constantFrom('cut', 'double', 'insert')), { minLength: 1, maxLength: 5 }))
    .map(([source, edits]) => edits.reduce(damage, source));
  const anything = fc.oneof(damaged, fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')), fc.string({ unit: 'binary', maxLength: 200 }));

  it('is answered: objects that can be used, findings that say where and what to do', () => {
    fc.assert(
      fc.property(anything, (source) => {
        const lines = source.split('\n').length;
        const { objects, findings } = readManifests(source, { file: 'f' });
        for (const { object: each, location } of objects) {
          expect([typeof each.apiVersion, typeof each.kind, typeof each.metadata]).toEqual(['string', 'string', 'object']);
          expect(location.line).toBeLessThanOrEqual(lines);
        }
        for (const { code, message, location, remedy } of findings) {
          expect(code).toMatch(/^EP1[0-4]\d$/);
          expect(message).not.toBe('');
          expect(remedy).not.toBe('');
          expect(location?.line).toBeGreaterThan(0);
          expect(location?.line).toBeLessThanOrEqual(lines);
        }
        const places = findings.filter(({ code }) => code !== 'EP125').map(({ location }) => location?.line ?? 0);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        // What was read without an error can be written and read again.
        if (findings.every(({ level }) => level !== 'error')) {
          const again = read(writeYaml(objects.map((each) => each.object)));
          expect(again.objects).toEqual(objects.map((each) => each.object));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function damage(source: string, [at, length, insert, how]: [number, number, string, string]): string {
  const start = at % (source.length + 1);
  const part = source.slice(start, start + length);
  if (how === 'cut') return source.slice(0, start) + source.slice(start + length);
  return source.slice(0, start) + (how === 'double' ? part : insert) + source.slice(start);
}

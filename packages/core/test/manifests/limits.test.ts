import { describe, expect, it } from 'vitest';
import { readDocuments, readManifests, MAX_DOCUMENT_BYTES, type ReadResult } from '@expose-plus/core/manifests';

/**
 * Large and hostile inputs are answered in bounded time and memory. Stated: a third of a second a megabyte on an idle laptop;
 * the limit here leaves room for slow and busy machines, and is far below the minutes of a quadratic or exponential reader.
 * What counts is the processor time of this process: waiting for others says nothing.
 */
const SECONDS_PER_DOCUMENT = 20;

function secondsOf(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const HEAD = 'apiVersion: example.dev/v1\nkind: Thing\nmetadata: {name: a}\n';

/** Nearly 3 MiB of a pattern. */
function fill(pattern: string): string {
  return pattern.repeat(Math.floor((MAX_DOCUMENT_BYTES - 1000) / pattern.length));
}

function many(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join('');
}

const PATTERNS: Record<string, () => string> = {
  'one key again and again': () => HEAD + fill('a: 1\n'),
  'many keys': () => HEAD + many(200_000, (index) => `k${index}: 1\n`),
  'empty lines': () => HEAD + fill('\n'),
  comments: () => HEAD + fill('# x\n'),
  'a long list': () => `${HEAD}l:\n${fill('- a\n')}`,
  'a long list in brackets': () => `${HEAD}l: [${fill('a,')}]`,
  'pairs in brackets': () => `${HEAD}l: [${fill('a: b,')}]`,
  'opening brackets': () => `${HEAD}l: ${fill('[')}`,
  'opening braces': () => `${HEAD}l: ${fill('{')}`,
  'colons': () => `${HEAD}l: ${fill('a: ')}`,
  'dashes': () => `${HEAD}l: ${fill('- ')}`,
  'question marks': () => HEAD + fill('? '),
  'anchors and aliases': () => `${HEAD}l: [${fill('&a b, *a,')}]`,
  'one long plain text': () => `${HEAD}l: ${fill('a b ')}`,
  'a plain text of many lines': () => `${HEAD}l:\n${fill('  a\n')}`,
  'escapes': () => `${HEAD}l: "${fill('a\\n')}"`,
  'a quote that never ends': () => `${HEAD}l: "${fill('\\"')}`,
  'a block text': () => `${HEAD}l: |\n${fill('  a\n')}`,
  'a folded text': () => `${HEAD}l: >\n${fill('  a\n')}`,
  tags: () => `${HEAD}l: [${fill('!!str a,')}]`,
  tabs: () => HEAD + fill('\t'),
  'loose lines in brackets': () => `${HEAD}m:\n  l: [\n${fill('a,\n')}]`,
  'loose lines in many documents': () => many(300, (index) => `${HEAD.replace('name: a', `name: a${index}`)}m:\n  l: [\n${'a,\n'.repeat(300)}]\n---\n`),
  'JSON numbers': () => `{"a":[${fill('1,')}1]}`,
  'JSON objects in objects': () => fill('{"a":'),
  'a JSON text that never ends': () => `{"a":"${fill('\\"')}`,
  'JSON one after the other': () => fill('{"a":1}\n'),
  'aliases of aliases': () => `${HEAD}a0: &a0 [1]\n${many(50_000, (index) => `a${index + 1}: &a${index + 1} [*a${index}]\n`)}`,
  'merges of merges': () => `${HEAD}m0: &m0 {a: 1}\n${many(2000, (index) => `m${index + 1}: &m${index + 1} {<<: [*m${index}, *m${index}]}\n`)}`,
  'merges in a key': () => `${HEAD}? [&m0 {a: 1},${many(50_000, (index) => `&m${index + 1} {<<: *m${index}},`)}]\n: x\nz: {<<: *m50000}\n`,
};

describe('hostile documents of nearly 3 MiB', () => {
  for (const [name, make] of Object.entries(PATTERNS)) {
    it(`${name}: answered in time`, { timeout: 120_000 }, () => {
      const text = make();
      let result: ReadResult = { objects: [], findings: [] };
      expect(
        secondsOf(() => {
          result = readManifests(text, { file: 'f' });
        }),
      ).toBeLessThan(SECONDS_PER_DOCUMENT);
      const { objects, findings } = result;
      expect(objects.length + findings.length).toBeGreaterThan(0);
      expect(findings.length).toBeLessThanOrEqual(301);
    });
  }
});

describe('documents over 3 MiB', () => {
  it('are refused at once, the others are read', () => {
    const text = `${HEAD}---\n${HEAD}l: ${'x'.repeat(MAX_DOCUMENT_BYTES)}\n---\n${HEAD}`;
    const { objects, findings } = readManifests(text, { file: 'f' });
    expect(objects.map(({ location }) => location.line)).toEqual([1, 10]);
    expect(findings).toMatchObject([{ code: 'EP104', message: 'this document is larger than 3 MiB', location: { file: 'f', line: 5 } }]);
  });

  it('are counted in bytes, not in characters', () => {
    const over = `${HEAD}l: ${'é'.repeat(MAX_DOCUMENT_BYTES / 2)}\n`;
    const under = `${HEAD}l: ${'é'.repeat(MAX_DOCUMENT_BYTES / 2 - 100)}\n`;
    expect(readManifests(over, { file: 'f' }).findings.map(({ code }) => code)).toEqual(['EP104']);
    expect(readManifests(under, { file: 'f' }).findings).toEqual([]);
  });

  it('are read when a larger limit is asked for', () => {
    const text = `${HEAD}l: ${'x'.repeat(MAX_DOCUMENT_BYTES)}\n`;
    expect(readManifests(text, { file: 'f', maxDocumentBytes: 2 * MAX_DOCUMENT_BYTES }).objects).toHaveLength(1);
  });
});

describe('a file of many documents', () => {
  const COUNT = 10_000;
  const text = many(COUNT, (index) => `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web-${index}\nspec:\n  replicas: 1\n  template:\n    spec:\n      containers:\n      - name: app\n        image: registry.example.dev/app:1\n---\n`);

  it('is read one by one: what is not kept takes no memory', { timeout: 120_000 }, () => {
    let count = 0;
    let lastLine = 0;
    const before = process.memoryUsage().heapUsed;
    let highest = 0;
    let findingsCount = 0;
    for (const { objects, findings } of readDocuments(text, { file: 'f' })) {
      findingsCount += findings.length;
      count += objects.length;
      lastLine = objects[0]?.location.line ?? lastLine;
      if (count % 1000 === 0) highest = Math.max(highest, process.memoryUsage().heapUsed);
    }
    expect(findingsCount).toBe(0);
    expect(count).toBe(COUNT);
    expect(lastLine).toBe((COUNT - 1) * 12 + 1);
    // Far below the documents as objects and nodes; what is not yet collected counts too.
    expect((highest - before) / text.length).toBeLessThan(60);
  });

  it('is read as a whole in bounded time', { timeout: 120_000 }, () => {
    const seconds = secondsOf(() => {
      expect(readManifests(text, { file: 'f' }).objects).toHaveLength(COUNT);
    });
    expect(seconds).toBeLessThan((SECONDS_PER_DOCUMENT * text.length) / MAX_DOCUMENT_BYTES);
  });
});

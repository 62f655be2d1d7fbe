import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { helms, parseObjects, run } from '../helm.js';
import { faultOf, pathOf, type Suite } from './suites.js';

const library = fileURLToPath(new URL('../../../../charts/exposure-lib', import.meta.url));
const author = fileURLToPath(new URL('../../fixtures/author', import.meta.url));
const suites = readdirSync(join(library, 'tests')).map((file) => parse(readFileSync(join(library, 'tests', file), 'utf8')) as Suite);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'charts-test-'));
  cpSync(author, folder, { recursive: true });
  cpSync(library, join(folder, 'charts/exposure-lib'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const helm of helms) {
  describe.skipIf(helm.missing !== undefined).each(suites)(
    `exposure-lib, $suite, ${helm.id}${helm.note}`,
    ({ templates, release, tests }) => {
      it.each(tests)('$it', async ({ templates: own, set = {}, asserts }) => {
        const shown = (own ?? templates ?? []).flatMap((name) => ['--show-only', `templates/${name}`]);
        const args = ['template', release.name, folder, '--namespace', release.namespace, '--values', '-', ...shown];
        const { code, stdout, stderr } = await run(helm, args, JSON.stringify(set));
        // A template that renders nothing is not found by --show-only.
        const isEmpty = code !== 0 && stderr.includes('could not find template');
        const outcome = code === 0 || isEmpty ? { documents: isEmpty ? [] : parseObjects(stdout) } : { failed: stderr };
        for (const assertion of asserts) expect(faultOf(assertion, outcome), JSON.stringify(assertion)).toBe('');
      });
    },
  );
}

describe('assertions', () => {
  const document = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { ports: [{ port: 1 }] } };
  it('read paths with indices and quoted keys', () => {
    expect(pathOf("metadata.annotations['helm.sh/hook']")).toEqual(['metadata', 'annotations', 'helm.sh/hook']);
    expect(pathOf('spec.ports[0].port')).toEqual(['spec', 'ports', 0, 'port']);
  });
  it.each([
    [{ equal: { path: 'spec.ports[0].port', value: 2 } }, 'spec.ports[0].port is 1'],
    [{ isKind: { of: 'Pod' } }, 'kind is Service'],
    [{ hasDocuments: { count: 2 } }, '1 documents'],
    [{ notExists: { path: 'spec' } }, 'spec is {"ports":[{"port":1}]}'],
    [{ exists: { path: 'status' } }, 'status is undefined'],
    [{ matchRegex: { path: 'metadata.name', pattern: '^b' } }, 'metadata.name is "a"'],
    [{ lengthEqual: { path: 'spec.ports', count: 2 } }, 'spec.ports is [{"port":1}]'],
    [{ failedTemplate: { errorPattern: 'x' } }, 'renders'],
    [{ documentSelector: { path: 'kind', value: 'Pod' }, isKind: { of: 'Pod' } }, 'no document'],
    [{}, 'the assertion checks nothing'],
  ])('%j can fail', (assertion, fault) => expect(faultOf(assertion, { documents: [document] })).toBe(fault));
});

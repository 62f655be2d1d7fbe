import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@expose-plus/core';
import { ChartError, generateChart } from '../../src/index.js';
import { measure, type Manifest } from '../../../../internal/fidelity/src/measure.js';
import { helm, helms, inFolder, objectsOf } from './helm.js';
import { HOSTILE } from './hostile.cases.js';

type ListObject = KubeObject & { items?: KubeObject[] };
const flat = (objects: readonly KubeObject[]): KubeObject[] =>
  objects.flatMap((object) => (object as ListObject).items?.flatMap((item) => flat([item])) ?? [object]);

for (const program of helms) {
  describe.skipIf(program.path === undefined)(`hostile manifests come back whole, ${program.id}${program.leftOut}`, () => {
    const variants = HOSTILE.flatMap((one) => (['release', 'original'] as const).map((naming) => ({ ...one, naming })));
    it.each(variants)('$title, $naming', async ({ objects, naming }) => {
      const { files } = generateChart(objects, { name: 'hostile', naming });
      await inFolder(files, async (folder) => {
        // In the namespace that texts of the input mean by `default`.
        const { code, stdout, stderr } = await helm(program, ['template', 'rel', folder, '-n', 'default']);
        expect(code, stderr).toBe(0);
        expect(measure(flat(objects) as unknown as Manifest[], objectsOf(stdout) as unknown as Manifest[]).differences).toEqual([]);
        const lint = await helm(program, ['lint', '--strict', folder]);
        // Helm warns of names that the input itself has.
        if (naming === 'release' && !/apiVersion|metadata\.name/.test(lint.stdout + lint.stderr))
          expect(lint.code, lint.stdout + lint.stderr).toBe(0);
      });
    });
  });
}

describe('what no chart can be made of', () => {
  const object = (metadata: object, kind = 'ConfigMap'): KubeObject => ({ apiVersion: 'v1', kind, metadata }) as KubeObject;
  const codes = (objects: KubeObject[], options: object = {}): string[] => {
    try {
      generateChart(objects, { name: 'x', ...options });
      return [];
    } catch (error) {
      if (!(error instanceof ChartError)) throw error;
      return error.findings.map(({ code }) => code);
    }
  };

  it.each([
    ['nothing', [], ['EP501']],
    ['a generated name', [object({ generateName: 'a-' })], ['EP502']],
    ['no name at all', [object({})], ['EP502']],
    ['the same object twice', [object({ name: 'a' }), object({ name: 'a' })], ['EP503']],
    ['several faults at once', [object({}), object({ name: 'a' }), object({ name: 'a' })], ['EP502', 'EP503']],
  ])('%s is refused', (_, objects, expected) => expect(codes(objects)).toEqual(expected));

  const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });
  it.each<[string, unknown, string]>([
    ['null', null, 'is null'],
    ['a text', 'x', 'is a string'],
    ['a List of numbers', { apiVersion: 'v1', kind: 'List', items: [1] }, 'is a number'],
    ['no apiVersion', { kind: 'ConfigMap', metadata: { name: 'a' } }, 'apiVersion'],
    ['a kind that is a path', { apiVersion: 'v1', kind: '../../x', metadata: { name: 'a' } }, 'kind'],
    ['no metadata', { apiVersion: 'v1', kind: 'ConfigMap' }, 'metadata'],
    ['a name that is a path', object({ name: '../../x' }), 'name'],
    ['a name of two dots', object({ name: '..' }), 'name'],
    ['a name that ends a comment', object({ name: '*/}}{{ fail' }), 'name'],
    ['a name that is a number', object({ name: 5 }), 'name'],
    ['a namespace that is a path', object({ name: 'a', namespace: '../x' }), 'namespace'],
    ['what is nested too deep', { ...object({ name: 'a' }), spec: deep(500) }, 'deep'],
  ])('%s is refused by name', (_, value, word) => {
    expect(codes([value as KubeObject])).toEqual(['EP505']);
    expect(() => generateChart([value as KubeObject], { name: 'x' })).toThrow(word);
  });

  it('what a cluster has assigned is left out of an object that was read from one', () => {
    const assigned = { uid: '0', resourceVersion: '7', generation: 2, creationTimestamp: '2026-01-01T00:00:00Z', managedFields: [] };
    const live = { ...object({ name: 'a', ...assigned }, 'Gadget'), spec: { kept: 1 }, status: { ready: true } };
    const { files, report } = generateChart([live], { name: 'x' });
    const text = files['templates/common/gadget.yaml'] ?? '';
    expect(text).toContain('kept: 1');
    expect(text).not.toMatch(/uid|resourceVersion|generation|creationTimestamp|managedFields|status/);
    expect(report.changed).toEqual([{ object: 'Gadget/a', what: 'was read from a cluster: what that assigned is left out' }]);
    // An empty status of a file is the file's own.
    const file = generateChart([{ ...object({ name: 'a' }, 'Gadget'), status: {} }], { name: 'x' }).files;
    expect(file['templates/common/gadget.yaml']).toContain('status: {}');
  });

  it('long texts whose keys differ in capitals or are dots get files of their own', () => {
    const text = 'x'.repeat(5000);
    const { files } = generateChart([{ ...object({ name: 'a' }), data: { A: text, a: `${text}y`, '..': `${text}z` } }], { name: 'x' });
    const made = Object.keys(files).filter((path) => path.startsWith('files/'));
    expect(made).toEqual(['files/a/A', 'files/a/a-2', 'files/a/dots']);
    expect(new Set(made.map((path) => files[path])).size).toBe(3);
  });

  it('wrong options are refused together', () => {
    const options = { name: 'Web', version: '1', naming: 'none', flavor: 'vanilla', entry: 'door', strategy: 'auto', with: ['traefik'] };
    expect(codes([object({ name: 'a' })], options)).toEqual(Array.from({ length: 7 }, () => 'EP500'));
    expect(codes([object({ name: 'a' })], { component: 'b' })).toEqual(['EP504']);
  });
});

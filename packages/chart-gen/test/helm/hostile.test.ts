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

  it('wrong options are refused together', () => {
    const options = { name: 'Web', version: '1', naming: 'none', flavor: 'vanilla', entry: 'door', strategy: 'auto', with: ['traefik'] };
    expect(codes([object({ name: 'a' })], options)).toEqual(Array.from({ length: 7 }, () => 'EP500'));
    expect(codes([object({ name: 'a' })], { component: 'b' })).toEqual(['EP504']);
  });
});

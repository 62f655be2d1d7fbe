import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readManifests } from '@expose-plus/core/manifests';
import { generateChart } from '../../src/index.js';
import { helm, helms, inFolder } from './helm.js';
import { REFUSALS } from './refusals.cases.js';

const path = fileURLToPath(new URL('../golden/web/input.yaml', import.meta.url));
const { files } = generateChart(
  readManifests(readFileSync(path, 'utf8'), { file: path }).objects.map(({ object }) => object),
  { name: 'web' },
);

for (const program of helms) {
  describe.skipIf(program.path === undefined)(`${program.id} refuses${program.leftOut}`, () => {
    it.each(REFUSALS)('$title, and names it', async ({ values, names }) => {
      const { code, stderr } = await inFolder({ ...files, 'over.yaml': JSON.stringify(values) }, (folder) =>
        helm(program, ['template', 'r', folder, '-f', join(folder, 'over.yaml')]),
      );
      expect(code, 'it renders').toBe(1);
      for (const name of names) expect(stderr).toContain(name);
      // A template that stumbles is no answer: either the schema speaks, or one line of the library.
      expect(stderr).not.toMatch(/error calling|nil pointer|wrong type|can't evaluate/);
    });
  });
}

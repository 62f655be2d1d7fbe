import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { chart, helm3, helm4, helms, identity, parseObjects, run, template, templateText, type Rendered } from '../helm.js';
import { ENTRIES, EVERYTHING } from './values.cases.js';

const goldenFolder = fileURLToPath(new URL('../../golden/ingress-nginx', import.meta.url));

function golden(name: string, actual: string): string {
  const path = `${goldenFolder}/${name}.yaml`;
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(goldenFolder, { recursive: true });
    writeFileSync(path, actual);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

const byIdentity = (objects: readonly Rendered[]): Record<string, Rendered> =>
  Object.fromEntries(objects.map((object) => [identity(object), object]));

const cases = ENTRIES.flatMap((entry) => [
  { name: `${entry}.defaults`, values: { entry } },
  { name: `${entry}.everything`, values: { ...EVERYTHING, entry } },
]);

for (const helm of helms) {
  describe(`lint by ${helm.id}${helm.note}`, () => {
    it.skipIf(helm.missing)('--strict finds nothing', async () => {
      const { code, stdout, stderr } = await run(helm, ['lint', '--strict', chart]);
      expect(`${stdout}${stderr}`).toContain('0 chart(s) failed');
      expect(code).toBe(0);
    });
  });
}

describe(`render by helm4${helm4.note}`, () => {
  it.skipIf(helm4.missing).for(cases)('$name is as reviewed (UPDATE_GOLDEN=1 rewrites)', async ({ name, values }) => {
    const text = await templateText(helm4, { values });
    expect(text).toBe(golden(name, text));
  });

  it.skipIf(helm4.missing).for(cases)(
    '$name: strict YAML, no object twice, nothing but lists and scalars that are meant',
    async ({ values }) => {
      const objects = await template(helm4, { values });
      expect(objects.length).toBeGreaterThan(8);
      expect(new Set(objects.map(identity)).size).toBe(objects.length);
      for (const object of objects) {
        expect(object.metadata.labels).toMatchObject({
          'app.kubernetes.io/name': 'ingress-nginx',
          'app.kubernetes.io/instance': 'shop',
          'app.kubernetes.io/managed-by': 'Helm',
        });
        expect(JSON.stringify(object)).not.toMatch(/<no value>|%!|map\[/);
      }
    },
  );

  it('the parser that is used refuses a key that stands twice', () => {
    expect(() => parseObjects('a: 1\na: 2\n')).toThrow(/unique/);
  });
});

const noHelm3 = helm3.missing ?? helm4.missing;
describe(`render by helm3${noHelm3 ? ' (left out: no helm)' : ''}`, () => {
  it.skipIf(noHelm3).for(cases)('$name is what helm 4 renders', async ({ values }) => {
    const [three, four] = await Promise.all([template(helm3, { values }), template(helm4, { values })]);
    expect(byIdentity(three)).toEqual(byIdentity(four));
  });
});

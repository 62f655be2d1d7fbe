import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helms, parseObjects, run } from '../helm.js';

const library = fileURLToPath(new URL('../../../../charts/exposure-lib', import.meta.url));
const readme = readFileSync(join(library, 'README.md'), 'utf8');
const fragment = JSON.parse(readFileSync(join(library, 'exposure.schema.json'), 'utf8')) as object;
/** Files of the five-minute start: a path in backquotes on a line of its own, then its text. */
const files = [...readme.matchAll(/^`(shop\/[^`]+)`\n\n```\w*\n([^]*?)^```$/gm)].map(([, path = '', text = '']) => ({ path, text }));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'charts-test-'));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  cpSync(library, join(folder, 'shop/charts/exposure-lib'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const templates = readdirSync(join(library, 'templates')).map((name) => readFileSync(join(library, 'templates', name), 'utf8'));
const defined = new Set(templates.flatMap((text) => [...text.matchAll(/define "(exposure-lib\.[\w-]+)"/g)].map(([, name]) => name)));

describe('README of exposure-lib', () => {
  it('has the four files of the start', () =>
    expect(files.map(({ path }) => path)).toEqual([
      'shop/Chart.yaml',
      'shop/values.yaml',
      'shop/templates/shop.yaml',
      'shop/templates/NOTES.txt',
    ]));

  it('lists the templates that say Public, and no others', () => {
    const listed = [...readme.matchAll(/^\| `(exposure-lib\.[\w-]+)`/gm)].map(([, name]) => name);
    const open = templates.flatMap((text) =>
      [...text.matchAll(/\{\{\/\*\s*Public:[^]*?define "(exposure-lib\.[\w-]+)"/g)].map(([, name]) => name),
    );
    expect(listed.toSorted()).toEqual(open.toSorted());
    for (const name of listed) expect(defined).toContain(name);
  });

  it('lists every key of the request', () => {
    const { properties } = fragment as { properties: object };
    const table = /## spec\n[^]*?(?=\n## )/.exec(readme)?.[0] ?? '';
    for (const key of Object.keys(properties)) expect(table).toMatch(new RegExp(`\`${key}[\`.]`));
  });
});

for (const helm of helms) {
  describe.skipIf(helm.missing !== undefined)(`the chart of the README, ${helm.id}${helm.note}`, () => {
    it('lints', async () => {
      const { code, stdout, stderr } = await run(helm, ['lint', '--strict', join(folder, 'shop')]);
      expect(code, stdout + stderr).toBe(0);
    });

    it.each([
      ['ClusterIP', ['Service', 'Deployment']],
      ['NodePort', ['Service', 'Deployment']],
      ['LoadBalancer', ['Service', 'Deployment']],
      ['Ingress', ['Service', 'Deployment', 'Ingress']],
      ['Gateway', ['Service', 'Deployment', 'Gateway', 'HTTPRoute']],
      ['hostPort', ['Deployment']],
      ['hostNetwork', ['Deployment']],
    ])('is switched to %s by one value', async (strategy, kinds) => {
      const args = [
        'template',
        'demo',
        join(folder, 'shop'),
        '--set',
        `exposure.strategy=${strategy}`,
        '--set',
        'exposure.gateway.className=edge',
      ];
      const { code, stdout, stderr } = await run(helm, args);
      expect(code, stderr).toBe(0);
      expect(parseObjects(stdout).map(({ kind }) => kind)).toEqual(kinds);
    });

    it('says what the README shows of a value that is wrong', async () => {
      const { code, stderr } = await run(helm, ['template', 'demo', join(folder, 'shop'), '--set', 'exposure.strategy=Ingres']);
      expect(code).toBe(1);
      const [, message = 'none'] = /^Error: … (.*)$/m.exec(readme) ?? [];
      expect(stderr).toContain(message);
    });
  });
}

describe('exposure.schema.json', () => {
  const check = new Ajv({ strict: false }).compile(fragment);
  it.each<[object, boolean]>([
    [{ strategy: 'NodePort' }, true],
    [{ strategy: '' }, true],
    [{ strategy: 'Ingress', ingress: { className: 'nginx' }, tls: null }, true],
    [{ strategy: 'auto' }, false],
    [{ strategy: 'Ingress' }, false],
    [{ strategy: 'NodePort', nodeport: {} }, false],
    [{ strategy: 'NodePort', nodePort: { className: 'nginx' } }, false],
  ])('%j is taken: %s', (value, taken) => expect(check(value), JSON.stringify(check.errors)).toBe(taken));
});

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readManifests } from '@expose-plus/core/manifests';
import { generateChart } from '../../src/index.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const cases = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

/** Files whose contents have tests of their own, or come from elsewhere. */
const ELSEWHERE = /^(charts\/|values\.schema\.json$|\.helmignore$|templates\/(_helpers\.tpl|extra-objects\.yaml|ingress-nginx\.yaml|NOTES\.txt)$)/;

function filesBelow(path: string): Record<string, string> {
  if (!existsSync(path)) return {};
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(entries.map((entry) => join(entry.parentPath, entry.name)).map((file) => [file.slice(path.length + 1), readFileSync(file, 'utf8')]));
}

describe.each(cases)('%s', (name) => {
  const input = readManifests(readFileSync(join(folder, name, 'input.yaml'), 'utf8'), { file: `${name}/input.yaml` });
  const { files, report } = generateChart(input.objects.map(({ object }) => object), { name });
  const made = Object.fromEntries(Object.entries(files).filter(([path]) => !ELSEWHERE.test(path)));
  made['report.json'] = `${JSON.stringify(report, null, 1)}\n`;
  const expected = join(folder, name, 'expected');
  if (process.env['UPDATE_GOLDEN']) {
    rmSync(expected, { recursive: true, force: true });
    for (const [path, text] of Object.entries(made)) {
      mkdirSync(dirname(join(expected, path)), { recursive: true });
      writeFileSync(join(expected, path), text);
    }
  }

  it('is read without a finding', () => expect(input.findings).toEqual([]));
  it('becomes the chart that is recorded', () => expect(made).toEqual(filesBelow(expected)));
  it('keeps secrets out of readme, notes and report', () => {
    const open = `${files['README.md']}${files['templates/NOTES.txt']}${JSON.stringify(report)}`;
    expect(open).not.toMatch(/s3cret|\babc\b/);
    const elsewhere = Object.entries(files).filter(([path]) => path !== 'values.yaml');
    expect(elsewhere.map(([, text]) => text).join('')).not.toContain('et@');
  });
});

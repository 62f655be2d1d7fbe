import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { LIBRARY } from '../../src/generated/charts.js';
import { helm, helms, inFolder } from './helm.js';

interface TransformCase {
  transform: string;
  value: unknown;
  values?: Record<string, string>;
  text?: string;
  error?: true;
}

// The table of @expose-plus/core: both sides meet the same cases.
const cases = parse(
  readFileSync(fileURLToPath(new URL('../../../core/test/transforms/cases.yaml', import.meta.url)), 'utf8'),
) as TransformCase[];

const chart = (template: string): Record<string, string> => ({
  'Chart.yaml': 'apiVersion: v2\nname: t\nversion: 0.0.0\ndependencies: [{ name: exposure-lib, version: 0.1.0, repository: "" }]\n',
  ...Object.fromEntries(Object.entries(LIBRARY).map(([path, text]) => [`charts/exposure-lib/${path}`, text])),
  'values.yaml': JSON.stringify({ cases }),
  'templates/t.yaml': template,
});

/** What stands between the braces to transform a case. */
const action = (index: number): string =>
  `include "exposure-lib.transform" (dict "component" "web" "field" "options.x" "title" "T" "rule" (pick (index .Values.cases ${index}) "transform" "values") "value" (index .Values.cases ${index}).value)`;

for (const program of helms) {
  describe.skipIf(program.path === undefined)(`transforms of the library chart, ${program.id}${program.leftOut}`, () => {
    const good = cases.flatMap(({ error }, index) => (error ? [] : [index]));
    const bad = cases.flatMap(({ error }, index) => (error ? [index] : []));

    it('give what those of core give', async () => {
      const text = good.map((index) => `${index}: {{ ${action(index)} | b64enc }}`).join('\n');
      const { stdout, stderr, code } = await inFolder(chart(text), (folder) => helm(program, ['template', 'r', folder]));
      expect(code, stderr).toBe(0);
      const seen = Object.fromEntries(
        [...stdout.matchAll(/^(\d+): (.*)$/gm)].map(([, index, coded]) => [index, Buffer.from(coded ?? '', 'base64').toString()]),
      );
      expect(seen).toEqual(Object.fromEntries(good.map((index) => [index, cases[index]?.text])));
    });

    it.each(bad.map((index) => [JSON.stringify(cases[index]), index] as const))('refuses %s in one line', async (_, index) => {
      const { stderr, code } = await inFolder(chart(`{{ ${action(index)} }}`), (folder) => helm(program, ['template', 'r', folder]));
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Error: execution error at \(t\/templates\/t\.yaml:1:\d+\): exposure of web: options\.x: .+$/m);
    });
  });
}

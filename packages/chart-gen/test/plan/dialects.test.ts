import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dialectById, encodeRoute, type ExposureSpec } from '@expose-plus/core';
import { parse } from 'yaml';
import { LIBRARY } from '../../src/generated/charts.js';
import { helm, helms, inFolder } from '../helm/helm.js';
import { DIALECTS, expressible, OPTION_VALUES, optionsOf, requestOf, requestsOf, type OptionPath } from './route-options.js';

interface Asked {
  dialect: string;
  spec: ExposureSpec;
}
interface Table {
  cases: { ask: ExposureSpec; refused?: string }[];
  lacks?: string[];
}

const { ids } = DIALECTS;

// The same cases that core meets, then requests of every kind.
const folder = new URL('../../../core/test/controllers/', import.meta.url);
const files = existsSync(folder) ? readdirSync(folder).filter((file) => ids.includes(file.replace('.yaml', ''))) : [];
const stated = files.flatMap((file): Asked[] =>
  (parse(readFileSync(new URL(file, folder), 'utf8')) as Table).cases.map(({ ask }) => ({ dialect: file.replace('.yaml', ''), spec: ask })),
);
const path = fc.record(
  {
    path: fc.constantFrom('/', '/demo', '/demo/', '/a.b/c'),
    type: fc.constantFrom('Prefix' as const, 'Exact' as const, 'ImplementationSpecific' as const, 'RegularExpression' as const),
    rewrite: fc.constantFrom('/', '/new', '/new/', { full: '/' }, { full: '/x' }, { full: '/$1' }),
  },
  { requiredKeys: ['path'] },
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 1 });
const specs = fc
  .record({
    options: optionsOf(8),
    paths: maybe(fc.uniqueArray(path, { minLength: 1, maxLength: 3, selector: (entry) => entry.path })),
    tls: maybe(fc.record({ secretName: fc.constant('web-tls'), redirect: fc.boolean() }, { requiredKeys: [] })),
    allowFrom: maybe(fc.constantFrom(['10.0.0.0/8'], ['10.0.0.0/8', '192.0.2.0/24'])),
  })
  .map(
    ({ allowFrom, ...rest }) => JSON.parse(JSON.stringify({ ...rest, ...(allowFrom ? { access: { allowFrom } } : {}) })) as ExposureSpec,
  );
const any = fc.sample(fc.tuple(fc.constantFrom(...ids), specs), { numRuns: Number(process.env['DIALECT_CASES'] ?? 600), seed: 7 });
/** Each option alone, by a few of its values. */
const cells = ids.flatMap((dialect) =>
  (Object.keys(OPTION_VALUES) as OptionPath[]).flatMap((option) =>
    requestsOf(option).map((options): Asked => ({ dialect, spec: { strategy: 'Ingress', options } })),
  ),
);
const isRefused = ({ dialect, spec }: Asked): boolean => encodeRoute(dialect, requestOf(spec)).unsupported.length > 0;

/** What the strategies hand to the templates. */
const inputOf = ({ dialect, spec }: Asked): object => {
  const request = requestOf(spec);
  return {
    dialect,
    spec: { ...spec, hosts: request.hosts, ingress: { className: 'public' } },
    paths: request.paths,
    tls: { mode: request.tls?.mode },
  };
};
const HEAD = `
{{- $names := include "exposure-lib.dialectNames" . | fromJson }}
{{- range $index, $one := .Values.asked }}
{{- $out := dict }}
{{- $table := include (printf "exposure-lib.dialect.%s" $one.dialect) $ | fromJson }}
{{- $component := dict }}
{{- include "exposure-lib.encodeRoute" (dict "component" $component "spec" $one.spec "paths" $one.paths "tls" $one.tls "service" (dict "name" "web" "port" 80) "name" "web" "namespace" "shop" "dialect" $table "names" $names "out" $out) }}
r{{ $index }}: {{ dict "index" $index "out" $out "refused" $component.message | toJson | b64enc }}
{{- end }}
`;
/** Instead of an end of the render: every refusal of a sample is seen in one. */
const RECORD = `{{- define "exposure-lib.fail" -}}{{ if not .component.message }}{{ $_ := set .component "message" .message }}{{ end }}{{- end }}\n`;
const chart = (list: Asked[]): Record<string, string> => ({
  'Chart.yaml': 'apiVersion: v2\nname: t\nversion: 0.0.0\ndependencies: [{ name: exposure-lib, version: 0.1.0, repository: "" }]\n',
  ...Object.fromEntries(Object.entries(LIBRARY).map(([at, text]) => [`charts/exposure-lib/${at}`, text])),
  'values.yaml': JSON.stringify({ asked: list.map(inputOf) }),
  'templates/_record.tpl': RECORD,
  'templates/t.yaml': HEAD,
});
interface Rendered {
  index: number;
  out: Record<string, unknown>;
  refused: string | null;
}
async function render(program: (typeof helms)[number], list: Asked[]): Promise<Rendered[]> {
  const { stdout, stderr, code } = await inFolder(chart(list), (at) => helm(program, ['template', 'r', at]));
  expect(code, stderr).toBe(0);
  return [...stdout.matchAll(/^r\d+: (.+)$/gm)].map(([, coded = '']) => JSON.parse(Buffer.from(coded, 'base64').toString()) as Rendered);
}

/** A difference of no importance: what is empty may be left out. */
const given = ({ annotations, serviceAnnotations, fields, paths, objects }: Record<string, unknown>): unknown =>
  JSON.parse(JSON.stringify({ annotations, serviceAnnotations, fields, paths, objects }));

for (const program of helms) {
  describe.skipIf(program.path === undefined)(`dialects of the library chart, ${program.id}${program.leftOut}`, () => {
    it.each([
      ['what the documentation says', stated.filter((one) => !isRefused(one))],
      ['each option alone', cells.filter((one) => !isRefused(one))],
      [
        'requests of every kind',
        any.map(([dialect, spec]): Asked => ({ dialect, spec: expressible(dialect, spec) })).filter((one) => !isRefused(one)),
      ],
    ])('write what core writes: %s', { timeout: 120_000 }, async (_, list) => {
      const rendered = await render(program, list);
      expect(rendered.length).toBe(list.length);
      for (const { index, out, refused } of rendered) {
        const one = list[index];
        const encoded = encodeRoute(one?.dialect ?? '', requestOf(one?.spec ?? { strategy: 'Ingress' }));
        expect(encoded.unsupported, JSON.stringify(one)).toEqual([]);
        expect(refused, JSON.stringify(one)).toBeNull();
        expect(given(out), JSON.stringify(one)).toEqual(given(encoded as unknown as Record<string, unknown>));
      }
    });

    it.each([
      ['what the documentation says', stated.filter(isRefused)],
      ['each option alone', cells.filter(isRefused)],
    ])('refuse what core refuses: %s', { timeout: 120_000 }, async (_, list) => {
      const rendered = await render(program, list);
      expect(rendered.length).toBe(list.length);
      for (const { index, refused } of rendered) {
        const one = list[index];
        const { unsupported } = encodeRoute(one?.dialect ?? '', requestOf(one?.spec ?? { strategy: 'Ingress' }));
        const fields = unsupported.map(({ field = '' }) => field.replace('spec.', ''));
        expect(refused, JSON.stringify(one)).toMatch(/^[a-zA-Z.[\]]+: [^\n]+$/);
        expect(fields, JSON.stringify(one)).toContain(/^[^:]+/.exec(refused ?? '')?.[0]);
        expect(refused).toContain(dialectById(one?.dialect ?? '')?.dialect.title);
      }
    });
  });
}

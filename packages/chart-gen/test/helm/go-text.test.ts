import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goText, printYaml } from '../../src/template/go-text.js';
import { helm, helms, inFolder } from './helm.js';

const nasty = [
  '{{ .Values.x }}',
  '{{',
  '}}',
  '{{{{',
  '{{- end }}',
  '{{/* x */}}',
  '`{{`',
  '{ {{ } }}',
  '{',
  'a: b',
  '- a',
  '*a',
  '&a',
  '!a',
  '%a',
  '@a',
  '`',
  '"',
  "'",
  '\\',
  '\\n',
  'yes',
  'no',
  'on',
  'off',
  'y',
  'n',
  'true',
  'null',
  '~',
  '',
  ' ',
  '0',
  '007',
  '0o7',
  '0x1F',
  '0b1',
  '1_000',
  '1e3',
  '.5',
  '+1',
  '-',
  '=',
  '<<',
  '.inf',
  '.NaN',
  '12:30:45',
  '2001-01-01',
  '2001-12-14t21:59:43.10-05:00',
  'a\nb',
  'a\n',
  'a\n\n',
  '\na',
  '\n',
  'a \nb',
  ' a\nb',
  '\ta\nb',
  'a\r\nb\r\n',
  'a\tb',
  'a\n\tb',
  'a\n\t\n',
  '\n\ta',
  'a\n \n',
  'a\n  \nb',
  '#a',
  'a #b',
  'a:',
  '---',
  '...',
  '? a',
  '| a',
  '> a',
  '\u0000',
  '\u0007',
  '\u001b',
  '\u007f',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\u2029',
  '\ufeff',
  'é',
  '😀',
  '\ufffd',
  '{{ "\u2028" }}',
  'goTemplate0E',
  '{goTemplate0E',
  '-----BEGIN X-----\nAA==\n',
];

const text = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.constantFrom(...nasty), { maxLength: 4 }).map((parts) => parts.join('')),
);
const data = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.integer({ min: -10, max: 10 }).map((n) => n / 4),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

// Lone surrogates cannot come from a file; a helm built for Go strings has no way to hold them.
const wellFormed = (value: unknown): boolean => !/\\ud[89a-f]/i.test(JSON.stringify(value) ?? '');

for (const program of helms) {
  describe.skipIf(program.path === undefined)(`what ${program.id} reads${program.leftOut}`, () => {
    const cases = fc.sample(fc.dictionary(text, data, { maxKeys: 5, noNullPrototype: true }).filter(wellFormed), { numRuns: 300, seed: 7 });
    const all = [
      Object.fromEntries(nasty.map((value, index) => [`k${index}`, value])),
      Object.fromEntries(nasty.map((key) => [key, 1])),
      ...cases,
    ];

    it('in a template is what was printed', async () => {
      const defines = all.map((value, index) => `{{ define "case-${index}" }}\n${goText(value).print(value)}\n{{ end }}`).join('\n');
      const uses = all.map((_, index) => `${index}: {{ include "case-${index}" . | fromYaml | toJson | b64enc }}`).join('\n');
      const files = {
        'Chart.yaml': 'apiVersion: v2\nname: x\nversion: 0.0.0\n',
        'templates/_cases.tpl': defines,
        'templates/x.yaml': uses,
      };
      const { stdout, stderr } = await inFolder(files, (folder) => helm(program, ['template', 'r', folder]));
      expect(stderr.replaceAll(/^.*level=WARN.*\n/gm, '')).toBe('');
      const seen = new Map(
        [...stdout.matchAll(/^([0-9]+): (.*)$/gm)].map(([, index, json]) => [
          Number(index),
          JSON.parse(Buffer.from(json ?? '', 'base64').toString()),
        ]),
      );
      for (const [index, value] of all.entries()) expect(seen.get(index), printYaml(value)).toEqual(JSON.parse(JSON.stringify(value)));
    });

    it('in values is what was printed', async () => {
      const files = {
        'Chart.yaml': 'apiVersion: v2\nname: x\nversion: 0.0.0\n',
        'values.yaml': printYaml({ all: all.map((value) => ({ value })) }),
        'templates/x.yaml': '{{ range $i, $v := .Values.all }}\n{{ $i }}: {{ $v.value | toJson | b64enc }}\n{{- end }}\n',
      };
      const { stdout, stderr } = await inFolder(files, (folder) => helm(program, ['template', 'r', folder]));
      expect(stderr.replaceAll(/^.*level=WARN.*\n/gm, '')).toBe('');
      const seen = new Map(
        [...stdout.matchAll(/^([0-9]+): (.*)$/gm)].map(([, index, json]) => [
          Number(index),
          JSON.parse(Buffer.from(json ?? '', 'base64').toString()),
        ]),
      );
      for (const [index, value] of all.entries()) expect(seen.get(index), printYaml(value)).toEqual(JSON.parse(JSON.stringify(value)));
    });
  });
}

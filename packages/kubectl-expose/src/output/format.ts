import type { Problem } from '../args/normalise.js';
import { nearest } from '../args/suggest.js';

/** How an answer is printed. */
export type Format = { kind: 'table' | 'wide' | 'name' | 'yaml' | 'json' } | { kind: 'jsonpath'; template: string };

const PLAIN = ['table', 'wide', 'name', 'yaml', 'json'] as const;

const ELSEWHERE: Readonly<Record<string, string>> = {
  'go-template': '-o jsonpath=…, or -o json with jq',
  'go-template-file': '-o jsonpath=…, or -o json with jq',
  template: '-o jsonpath=…, or -o json with jq',
  templatefile: '-o jsonpath=…, or -o json with jq',
  'custom-columns': '-o jsonpath=…, or -o json with jq',
  'custom-columns-file': '-o jsonpath=…, or -o json with jq',
  'jsonpath-as-json': '-o jsonpath=…, or -o json with jq',
  'jsonpath-file': '-o jsonpath="$(cat FILE)"',
  kyaml: '-o yaml or -o json',
};

/** Reads `-o` and `--template`. Nothing typed is a table. */
export function readFormat(output: string | undefined, template: string | undefined): Format | Problem {
  if (output === undefined) {
    return template === undefined ? { kind: 'table' } : { message: '--template needs -o jsonpath', remedy: `-o jsonpath='${template}'` };
  }
  const equals = output.indexOf('=');
  const word = equals < 0 ? output : output.slice(0, equals);
  if (word === 'jsonpath') {
    const text = equals < 0 ? template : output.slice(equals + 1);
    return text
      ? { kind: 'jsonpath', template: text }
      : { message: '-o jsonpath needs a template', remedy: "-o jsonpath='{.metadata.name}'" };
  }
  const known = equals < 0 ? PLAIN.find((kind) => kind === word) : undefined;
  if (known) return { kind: known };
  const other = ELSEWHERE[word];
  if (other !== undefined) return { message: `-o ${word} is not available`, remedy: other };
  const near = nearest(word, [...PLAIN, 'jsonpath']) ?? 'yaml';
  return { message: `-o ${output}: must be table, wide, name, yaml, json or jsonpath=…`, remedy: `-o ${near}` };
}

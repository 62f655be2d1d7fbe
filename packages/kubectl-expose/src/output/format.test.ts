import { expect, it } from 'vitest';
import { readFormat } from './format.js';

it.each<[string | undefined, string | undefined, object]>([
  [undefined, undefined, { kind: 'table' }],
  ['yaml', undefined, { kind: 'yaml' }],
  ['jsonpath={.a}', undefined, { kind: 'jsonpath', template: '{.a}' }],
  ['jsonpath', '{.a}', { kind: 'jsonpath', template: '{.a}' }],
  ['jsonpath={.a=b}', undefined, { kind: 'jsonpath', template: '{.a=b}' }],
  ['ymal', undefined, { message: '-o ymal: must be table, wide, name, yaml, json or jsonpath=…', remedy: '-o yaml' }],
  ['go-template={{.a}}', undefined, { message: '-o go-template is not available', remedy: '-o jsonpath=…, or -o json with jq' }],
  ['jsonpath', undefined, { message: '-o jsonpath needs a template', remedy: "-o jsonpath='{.metadata.name}'" }],
  [undefined, '{.a}', { message: '--template needs -o jsonpath', remedy: "-o jsonpath='{.a}'" }],
  ['yaml=x', undefined, { message: '-o yaml=x: must be table, wide, name, yaml, json or jsonpath=…', remedy: '-o yaml' }],
])('-o %s --template %s', (output, template, expected) => expect(readFormat(output, template)).toEqual(expected));

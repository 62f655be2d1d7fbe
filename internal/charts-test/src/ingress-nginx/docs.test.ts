import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { at, chart, controller, helm4, makeParent, removeParent, template } from '../helm.js';
import { leafPaths, propertyAt, readValueDocs, withDescriptions, withValueTable } from '../value-docs.js';
import { UPSTREAM_VALUES } from './upstream-values.cases.js';

const read = (name: string): string => readFileSync(`${chart}/${name}`, 'utf8');
const docs = readValueDocs(read('values.yaml'));
const schema = JSON.parse(read('values.schema.json')) as { [key: string]: unknown };
const meta = parse(read('Chart.yaml')) as { version: string; appVersion: string; annotations: Record<string, string> };
const stale = 'stale: npm run generate';

describe('what is written about the chart', () => {
  it('README.md holds the values as they are', () => {
    expect(withValueTable(read('README.md'), docs), stale).toBe(read('README.md'));
  });

  it('values.schema.json describes the values as they are', () => {
    expect(withDescriptions(read('values.schema.json'), docs), stale).toBe(read('values.schema.json'));
  });

  it('every value has a schema, and every property of the schema a value', () => {
    const documented = docs.map(({ path }) => path);
    const known = leafPaths(schema).filter((path) => !['global', 'enabled'].includes(path));
    expect(documented.filter((path) => !propertyAt(schema, path))).toEqual([]);
    expect(known.filter((path) => !documented.some((doc) => path === doc || path.startsWith(`${doc}.`)))).toEqual([]);
  });

  it('every object of the schema with a fixed set of keys refuses others', () => {
    const open: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      if ('properties' in node && at(node, 'additionalProperties') !== false) open.push(path);
      for (const [key, value] of Object.entries(node)) walk(value, `${path}/${key}`);
    };
    walk(schema, '');
    expect(open).toEqual([]);
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#');
    expect(JSON.stringify(schema)).not.toMatch(/"\$ref":"(?!#)/);
  });

  it('value names are those of the chart of the project, but for two', () => {
    expect(docs.map(({ path }) => path).filter((path) => !UPSTREAM_VALUES.has(path))).toEqual(['entry', 'controller.createLease']);
  });

  it("the README says what the values that are not upstream's stand for", () => {
    const section = read('README.md').split('## Coming from the chart of the project')[1] ?? '';
    for (const key of ['entry', 'controller.createLease', 'controller.kind', 'controller.hostNetwork', 'controller.publishService'])
      expect(section).toContain(key);
  });

  it.skipIf(helm4.missing)(`versions agree: Chart.yaml, values, templates${helm4.note}`, async () => {
    const objects = await template(helm4);
    const image = at(controller(objects), 'image') as string;
    expect(image).toContain(`:v${meta.appVersion}@sha256:`);
    expect(meta.annotations['artifacthub.io/images']).toContain(image);
    expect(objects[0]?.metadata.labels?.['helm.sh/chart']).toBe(`ingress-nginx-${meta.version}`);
    expect(read('README.md')).toContain(`\`version: ${meta.version}\``);
    const folder = makeParent();
    try {
      expect(readFileSync(`${folder}/Chart.yaml`, 'utf8')).toContain(`version: ${meta.version}\n    condition`);
    } finally {
      removeParent(folder);
    }
  });

  it('the templates that the README calls public are there', () => {
    const tables = read('README.md');
    const defined = ['_objects.tpl', '_derive.tpl', '_notes.tpl'].map((name) => read(`templates/${name}`)).join('\n');
    const named = [...tables.matchAll(/^\| `(ingress-nginx\.\w+)` \|/gm)].map(([, name]) => name);
    expect(named).toEqual([
      'ingress-nginx.objects',
      'ingress-nginx.className',
      'ingress-nginx.serviceName',
      'ingress-nginx.entry',
      'ingress-nginx.notes',
    ]);
    for (const name of named) expect(defined).toContain(`define "${name}"`);
  });

  it('every named template bears the name of the chart', () => {
    const files = [
      '_checks',
      '_config',
      '_derive',
      '_image',
      '_names',
      '_notes',
      '_objects',
      '_pod',
      '_policies',
      '_rbac',
      '_service',
      '_workload',
    ];
    for (const file of files)
      for (const [, name] of read(`templates/${file}.tpl`).matchAll(/define "([^"]+)"/g)) expect(name).toMatch(/^ingress-nginx\./);
  });
});

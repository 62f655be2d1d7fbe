import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from './files.ts';
import { fileSchema, specSchema, type JsonSchema } from './schema.ts';

const core = join(import.meta.dirname, '../../../packages/core');

describe('generated files', () => {
  for (const [path, text] of Object.entries(generatedFiles())) {
    it(`${path} is current (mend with: npm run generate)`, () => {
      expect(readFileSync(join(core, path), 'utf8')).toBe(text);
    });
  }
});

/** Every schema within a schema that describes a mapping with known keys. */
function objectSchemas(schema: JsonSchema, place = ''): [string, JsonSchema][] {
  const inner = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>).flatMap(([key, each]) =>
    objectSchemas(each, `${place}.${key}`),
  );
  const items = schema['items'] ? objectSchemas(schema['items'] as JsonSchema, `${place}[]`) : [];
  return [...(schema['properties'] ? [[place, schema] as [string, JsonSchema]] : []), ...inner, ...items];
}

describe.each([
  ['file', fileSchema()],
  ['spec', specSchema()],
])('schema of the %s', (_, schema) => {
  it('is a valid draft-07 schema', () => {
    expect(() => new Ajv({ strictTypes: false }).compile(schema)).not.toThrow();
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#');
  });

  it('refuses unknown keys everywhere', () => {
    for (const [place, each] of objectSchemas(schema))
      expect({ place, additionalProperties: each['additionalProperties'] }).toEqual({ place, additionalProperties: false });
    expect(objectSchemas(schema).length).toBeGreaterThan(12);
  });

  it('describes every field of the spec that is no block', () => {
    for (const [place, each] of objectSchemas(schema)) {
      for (const [key, field] of Object.entries(each['properties'] as Record<string, JsonSchema>)) {
        if (field['properties'] || field['const'] !== undefined) continue;
        expect({ field: `${place}.${key}`, described: typeof field['description'] === 'string' }).toEqual({
          field: `${place}.${key}`,
          described: true,
        });
      }
    }
  });

  it('uses no construct that Go regular expressions lack', () => {
    // Helm checks values with RE2: no lookaround, no back-references.
    for (const pattern of JSON.stringify(schema).matchAll(/"pattern":"((?:[^"\\]|\\.)*)"/g))
      expect(pattern[1]).not.toMatch(/\(\?[=!<]|\\\\[1-9]/);
  });
});

import { z } from 'zod';
import { exposureSchema, exposureSpecSchema } from '../../../packages/core/src/model/exposure-schema.ts';
import { FORMATS } from '../../../packages/core/src/model/formats.ts';
import { STRATEGY_REQUIREMENTS, type Need } from '../../../packages/core/src/strategies/requirements.ts';

/** A JSON Schema (draft-07) as plain data. */
export type JsonSchema = Record<string, unknown>;

/** The schema of the file form, with what the active strategy requires. */
export function fileSchema(): JsonSchema {
  const schema = toJsonSchema(exposureSchema);
  const properties = schema['properties'] as Record<string, JsonSchema>;
  properties['spec'] = withRequirements(properties['spec'] ?? {});
  return {
    ...headOf('Exposure', 'Makes a workload reachable. Written by hand or by kubectl expose-plus, read by kubectl expose-plus -f.'),
    ...schema,
  };
}

/** The schema of the spec alone, as in the values of a chart. */
export function specSchema(): JsonSchema {
  return {
    ...headOf('ExposureSpec', 'How a workload is reached; the part of an Exposure that a chart shares.'),
    ...withRequirements(toJsonSchema(exposureSpecSchema)),
  };
}

/**
 * The same two schemas for the validator, without descriptions and without what the table of requirements says (that is
 * checked from the table itself). Every part is a definition of its own, so that its code exists once and is compiled by the
 * engine only when a request has that part.
 */
export function validatorSchemas(): Record<string, JsonSchema> {
  const file = withoutDescriptions(fileSchema()) as JsonSchema;
  const { spec, ...others } = file['properties'] as Record<string, JsonSchema>;
  const { required, allOf: _, ...targeted } = spec ?? {};
  const definitions: Record<string, JsonSchema> = {};
  const names = new Map<string, string>();
  const hoist = (schema: JsonSchema): JsonSchema => hoisted(schema, definitions, names);
  const validateFile = { ...file, properties: { ...mapValues(others, hoist), spec: { allOf: [hoist(targeted)], required } } };
  const validateSpec = { allOf: [hoist(targeted)], properties: { target: false } };
  return { parts: { definitions }, validateFile, validateSpec };
}

/** Moves a schema with parts or a pattern into the definitions and refers to it there. */
function hoisted(schema: JsonSchema, definitions: Record<string, JsonSchema>, names: Map<string, string>): JsonSchema {
  const inner = mapValues(schema, (value, key) => {
    if (key === 'properties') return mapValues(value as Record<string, JsonSchema>, (part) => hoisted(part, definitions, names));
    if (key === 'anyOf') return (value as JsonSchema[]).map((part) => hoisted(part, definitions, names));
    if (key === 'items' || (key === 'additionalProperties' && typeof value === 'object'))
      return hoisted(value as JsonSchema, definitions, names);
    return value;
  }) as JsonSchema;
  if (!['properties', 'pattern', 'anyOf', 'minimum', 'enum'].some((key) => key in inner)) return inner;
  const spelled = JSON.stringify(inner);
  const name = names.get(spelled) ?? `part${names.size}`;
  names.set(spelled, name);
  definitions[name] = inner;
  return { $ref: `parts#/definitions/${name}` };
}

function mapValues<In, Out>(record: Record<string, In>, change: (value: In, key: string) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

function withoutDescriptions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDescriptions);
  if (typeof value !== 'object' || value === null) return value;
  const words = ['description', 'title', '$comment', '$schema', 'default'];
  // A property may have the name of such a word; its value is then a schema, not a text.
  const entries = Object.entries(value).filter(([key, inner]) => !words.includes(key) || (typeof inner === 'object' && inner !== null));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutDescriptions(inner)]));
}

function headOf(title: string, description: string): JsonSchema {
  const $comment = 'Generated from packages/core/src/model/exposure-schema.ts and strategies/requirements.ts by: npm run generate';
  return { $schema: 'http://json-schema.org/draft-07/schema#', $comment, title, description };
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return simplified(rest) as JsonSchema;
}

/** Keys of JSON objects are texts anyway. */
function simplified(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(simplified);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, inner]) => key !== 'propertyNames' || JSON.stringify(inner) !== '{"type":"string"}');
  return Object.fromEntries(entries.map(([key, inner]) => [key, simplified(inner)]));
}

/** One `if/then` for each need that holds everywhere. */
function withRequirements(spec: JsonSchema): JsonSchema {
  const rules = Object.entries(STRATEGY_REQUIREMENTS).flatMap(([strategy, { requires }]) =>
    requires.filter(({ when }) => when === 'always').map((need) => ruleOf(strategy, need)),
  );
  return rules.length === 0 ? spec : { ...spec, allOf: rules };
}

function ruleOf(strategy: string, { anyOf, given }: Need): JsonSchema {
  const active: JsonSchema = { properties: { strategy: { const: strategy } }, required: ['strategy'] };
  const condition = given === undefined ? active : { allOf: [active, isSetAt(given.split('.'))] };
  const [only, ...others] = anyOf.map((path) => isSetAt(path.split('.')));
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  return { if: condition, then: others.length === 0 ? only : { anyOf: [only, ...others] } };
}

/** The same as `isSet` of requirements.ts: an empty text, list or mapping and `false` count as left out. */
function isSetAt([head, ...rest]: readonly string[]): JsonSchema {
  const inner = rest.length > 0 ? isSetAt(rest) : { not: { enum: [null, '', false] }, minItems: 1, minProperties: 1 };
  return { properties: { [String(head)]: inner }, required: [head] };
}

/** The keys that may stand at each place: `spec.ports[]` → name, port … For messages about keys that may not. */
export function fieldsOf(schema: JsonSchema, place = ''): Record<string, string[]> {
  const out: Record<string, string[]> = {};
  const properties = schema['properties'] as Record<string, JsonSchema> | undefined;
  if (properties) {
    out[place] = Object.keys(properties);
    for (const [key, inner] of Object.entries(properties)) Object.assign(out, fieldsOf(inner, place === '' ? key : `${place}.${key}`));
  }
  if (schema['items']) Object.assign(out, fieldsOf(schema['items'] as JsonSchema, `${place}[]`));
  return out;
}

/** What is said of each field, in the order of the schema: its path, the form of its value, its meaning. */
export function docsOf(schema: JsonSchema, place = ''): [path: string, form: string, meaning: string][] {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  return properties.flatMap(([key, field]) => {
    const path = place === '' ? key : `${place}.${key}`;
    const items = field['items'] as JsonSchema | undefined;
    const below = field['properties'] ? docsOf(field, path) : items?.['properties'] ? docsOf(items, `${path}[]`) : [];
    const meaning = typeof field['description'] === 'string' ? field['description'] : '';
    const self: [string, string, string][] = field['properties'] && meaning === '' ? [] : [[path, formOf(field), meaning]];
    return [...self, ...below];
  });
}

/** Formats in a word or two; port names and DNS labels have one pattern. */
const FORM_WORDS: Readonly<Record<keyof typeof FORMATS, string>> = {
  quantity: 'quantity such as 20Mi',
  duration: 'duration such as 60s',
  portName: 'name',
  dnsLabel: 'name',
  dnsName: 'DNS name',
  hostName: 'host name',
  cidr: 'range of addresses',
  absolutePath: 'path',
};

function formOf(field: JsonSchema): string {
  if (field['const'] !== undefined) return String(field['const']);
  if (field['enum']) return (field['enum'] as unknown[]).map((word) => (word === '' ? '""' : String(word))).join(' | ');
  if (field['anyOf']) return [...new Set((field['anyOf'] as JsonSchema[]).map(formOf))].join(' or ');
  const format = (Object.keys(FORMATS) as (keyof typeof FORMATS)[]).find(
    (name) => new RegExp(FORMATS[name].pattern).source === field['pattern'],
  );
  if (format) return FORM_WORDS[format];
  switch (field['type']) {
    case 'array':
      return `list of ${(field['items'] as JsonSchema)['properties'] ? 'mappings' : formOf(field['items'] as JsonSchema)}`;
    case 'object': {
      const inner = field['additionalProperties'];
      const known = Object.keys((field['properties'] ?? {}) as object);
      return typeof inner === 'object' && inner !== null ? `mapping to ${formOf(inner as JsonSchema)}` : `mapping of ${known.join(', ')}`;
    }
    case 'integer':
      return field['maximum'] === 65535 ? 'port number' : 'whole number';
    case 'boolean':
      return 'true or false';
    default:
      return 'text';
  }
}

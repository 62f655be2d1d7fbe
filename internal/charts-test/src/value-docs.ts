import { isMap, isScalar, parseDocument, type Pair, type YAMLMap } from 'yaml';

/** One value of a chart as its comment in values.yaml describes it. */
export interface ValueDoc {
  /** Path with dots, as for `--set`. */
  path: string;
  /** `string`, `int`, `bool`, `list` or `object`, by the default. */
  type: string;
  /** The default as JSON. */
  value: unknown;
  /** Text of the comment that begins with `# --`. */
  description: string;
}

/**
 * Reads the commented values of a values.yaml. A value is documented by the comment right above it that begins with `# --`; lines
 * after it go on. A mapping without such a comment is a group, whose members are documented one by one.
 *
 * @throws Error when a value has no such comment, or the text is not valid YAML.
 */
export function readValueDocs(text: string): ValueDoc[] {
  const document = parseDocument(text, { uniqueKeys: true });
  const [error] = document.errors;
  if (error) throw error;
  if (!isMap(document.contents)) throw new Error('values.yaml is not a mapping');
  return walk(document.contents, document.toJS() as Record<string, unknown>, '');
}

function walk(map: YAMLMap, values: Record<string, unknown>, prefix: string): ValueDoc[] {
  return map.items.flatMap((pair, index) => {
    const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
    const path = `${prefix}${key}`;
    const value = values[key];
    // The comment above the first key of a mapping is kept with the mapping.
    const description = describe(commentOf(pair) ?? (index === 0 ? map.commentBefore : undefined));
    if (description !== undefined) return [{ path, type: typeOf(value), value, description }];
    if (isMap(pair.value) && pair.value.items.length > 0) return walk(pair.value, value as Record<string, unknown>, `${path}.`);
    throw new Error(`${path}: no comment that begins with "# --" stands above it`);
  });
}

function commentOf(pair: Pair): string | undefined {
  return isScalar(pair.key) ? (pair.key.commentBefore ?? undefined) : undefined;
}

/** The part of a comment from `--` on, as one line. */
function describe(comment: string | null | undefined): string | undefined {
  const lines = (comment ?? '').split('\n');
  const start = lines.findLastIndex((line) => /^\s*--/.test(line));
  if (start < 0) return undefined;
  return lines
    .slice(start)
    .map((line) => line.trim().replace(/^--\s*/, ''))
    .join(' ')
    .trim();
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return 'int';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'object';
}

/** A table for a README. */
export function valueTable(docs: readonly ValueDoc[]): string {
  const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);
  const rows = docs.map(
    ({ path, type, value, description }) =>
      `| \`${path}\` | ${type} | ${value === '' ? '' : `\`${cell(JSON.stringify(value))}\``} | ${cell(description)} |`,
  );
  return ['| value | type | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

const BEGIN = '<!-- values: from values.yaml by `npm run generate` -->';
const END = '<!-- end of values -->';

/**
 * Puts the table between its two marks.
 *
 * @throws Error when a mark is missing.
 */
export function withValueTable(readme: string, docs: readonly ValueDoc[]): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`README.md lacks ${BEGIN} … ${END}`);
  return `${readme.slice(0, begin + BEGIN.length)}\n${valueTable(docs)}\n${readme.slice(end)}`;
}

type Schema = { [key: string]: unknown };

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema of a property, found by its path; undefined where the schema does not name it. */
export function propertyAt(schema: Schema, path: string): Schema | undefined {
  let at: unknown = schema;
  for (const key of path.split('.')) {
    if (!isSchema(at) || !isSchema(at['properties'])) return undefined;
    at = at['properties'][key];
  }
  return isSchema(at) ? at : undefined;
}

/**
 * The text of a schema with the description of each documented value put into its property. A property that refers to a definition
 * gets it beside the reference: tools show it, and draft-07 ignores it there.
 *
 * @throws Error when the schema has no such property.
 */
export function withDescriptions(schemaText: string, docs: readonly ValueDoc[]): string {
  const schema = JSON.parse(schemaText) as Schema;
  for (const { path, description } of docs) {
    const property = propertyAt(schema, path);
    if (!property) throw new Error(`values.schema.json does not know ${path}`);
    delete property['description'];
    const rest = { ...property };
    for (const key of Object.keys(property)) delete property[key];
    Object.assign(property, { description }, rest);
  }
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** Paths of the properties of a schema whose objects have a fixed set of them, leaves only. */
export function leafPaths(schema: unknown, prefix = ''): string[] {
  if (!isSchema(schema)) return [];
  const properties = schema['properties'];
  if (!isSchema(properties)) return [prefix.slice(0, -1)];
  return Object.entries(properties).flatMap(([key, value]) => leafPaths(value, `${prefix}${key}.`));
}

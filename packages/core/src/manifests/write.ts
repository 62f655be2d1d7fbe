import { sortKeys } from './sort-keys.js';
import { formatNumber, newLine, put, styleOf, writeText, type Output } from './write-scalar.js';

/**
 * Writes objects as `kubectl … -o yaml` prints them: keys sorted, two spaces, lists not indented under their key, long lines
 * folded, documents separated by `---`. Values count as JSON does: `undefined` is left out, what JSON cannot hold is null.
 */
export function writeYaml(objects: readonly unknown[]): string {
  return objects.map((object) => writeDocument(object)).join('---\n');
}

function writeDocument(value: unknown): string {
  const out: Output = { text: '', column: 0 };
  if (isOpenMapping(value)) writeMapping(out, value, 0, true);
  else if (Array.isArray(value) && value.length > 0) writeList(out, value, 0, true);
  else writeLeaf(out, value, 2);
  return out.column === 0 ? out.text : `${out.text}\n`;
}

type Mapping = Record<string, unknown>;

/** A mapping that needs lines of its own. */
function isOpenMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && keysOf(value as Mapping).length > 0;
}

function keysOf(value: Mapping): string[] {
  return Object.keys(value).filter((key) => value[key] !== undefined);
}

function beginLine(out: Output, indent: number): void {
  // A block text has ended its line already.
  if (out.column === 0) {
    out.text += ' '.repeat(indent);
    out.column = indent;
  } else newLine(out, indent);
}

/** The longest key, in bytes, that is not written with a question mark. */
const LONGEST_SIMPLE_KEY = 128;

function isSimpleKey(key: string): boolean {
  if (styleOf(key).multiline) return false;
  if (key.length * 3 <= LONGEST_SIMPLE_KEY) return true;
  let bytes = 0;
  for (const char of key) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes <= LONGEST_SIMPLE_KEY;
}

/** `inline`: the first key stands on the line that is already begun. */
function writeMapping(out: Output, value: Mapping, indent: number, inline: boolean): void {
  let first = inline;
  for (const key of sortKeys(keysOf(value))) {
    if (!first) beginLine(out, indent);
    first = false;
    if (key === '<<') {
      // kubectl forgets the quotes and then reads a merge key.
      put(out, '"<<":');
      writeUnder(out, value[key], indent);
    } else if (isSimpleKey(key)) {
      writeText(out, key, indent, true);
      put(out, ':');
      writeUnder(out, value[key], indent);
    } else {
      put(out, '? ');
      writeText(out, key, indent + 2, false);
      beginLine(out, indent);
      put(out, ':');
      writeBeside(out, value[key], indent);
    }
  }
}

function writeList(out: Output, items: readonly unknown[], indent: number, inline: boolean): void {
  for (const [index, item] of items.entries()) {
    if (index > 0 || !inline) beginLine(out, indent);
    put(out, '-');
    writeBeside(out, item, indent);
  }
}

/** The value of a key: mappings and lists begin on the next line, lists without indentation. */
function writeUnder(out: Output, value: unknown, indent: number): void {
  if (isOpenMapping(value)) writeMapping(out, value, indent + 2, false);
  else if (Array.isArray(value) && value.length > 0) writeList(out, value, indent, false);
  else {
    put(out, ' ');
    writeLeaf(out, value, indent + 2);
  }
}

/** What follows `-`, or `:` after a long key: mappings and lists begin on the same line. */
function writeBeside(out: Output, value: unknown, indent: number): void {
  put(out, ' ');
  if (isOpenMapping(value)) writeMapping(out, value, indent + 2, true);
  else if (Array.isArray(value) && value.length > 0) writeList(out, value, indent + 2, true);
  else writeLeaf(out, value, indent + 2);
}

function writeLeaf(out: Output, value: unknown, indent: number): void {
  switch (typeof value) {
    case 'string':
      writeText(out, value, indent, false);
      return;
    case 'number':
      put(out, formatNumber(value));
      return;
    case 'boolean':
      put(out, value ? 'true' : 'false');
      return;
    case 'object':
      put(out, value === null ? 'null' : Array.isArray(value) ? '[]' : '{}');
      return;
    default:
      put(out, 'null');
  }
}

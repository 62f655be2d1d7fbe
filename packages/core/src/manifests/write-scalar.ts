import { formatFloat, isTimestamp, resolvePlain } from './scalar.js';

/**
 * Scalars as kubectl prints them (sigs.k8s.io/yaml 1.6 on go.yaml.in/yaml/v2, `encode.go` and `emitterc.go`): which quotes, and
 * where long lines are folded.
 */
export interface Output {
  text: string;
  /** Characters on the current line. */
  column: number;
}

/** Columns after which texts are folded at the next space. */
const WIDTH = 80;

/** How a text may be written. */
export interface ScalarStyle {
  style: 'plain' | 'single' | 'double' | 'literal';
  /** Holds line ends, so that it cannot be a simple key. */
  multiline: boolean;
}

// Letters first and nothing that needs a closer look: nearly all texts of nearly all manifests.
const SIMPLE = /^[A-Za-z/_][A-Za-z0-9/_.-]*$/;
const BASE60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const BREAK = /[\n\r\u0085\u2028\u2029]/;
const SPECIAL = /[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffc]|[\u2028\u2029]/;
const BLOCK_INDICATORS = /^(?:[#,[\]{}&*!|>'"%@`]|---|\.\.\.|[?:-](?:[ \t]|$))|:(?:[ \t]|$)|[ \n]#/;

/**
 * The style that kubectl gives to a text. Line ends of Unicode and U+FFFD are escaped, though kubectl writes them as they are: no
 * reader can mistake them then.
 */
export function styleOf(text: string): ScalarStyle {
  const multiline = BREAK.test(text);
  if (!multiline && SIMPLE.test(text) && resolvePlain(text) === text) return { style: 'plain', multiline };
  if (SPECIAL.test(text) || / \n/.test(text)) return { style: 'double', multiline };
  if (text.includes('\n')) return { style: text.endsWith(' ') ? 'double' : 'literal', multiline };
  if (resolvePlain(text) !== text || BASE60.test(text) || isTimestamp(text)) return { style: 'double', multiline };
  const plain = !text.startsWith(' ') && !text.endsWith(' ') && !BLOCK_INDICATORS.test(text);
  return { style: plain ? 'plain' : 'single', multiline };
}

/** Writes a text after a space, folded lines at `indent`. Simple keys are never folded. */
export function writeText(out: Output, text: string, indent: number, simpleKey: boolean): void {
  const { style } = styleOf(text);
  switch (style) {
    case 'literal':
      writeLiteral(out, text, indent);
      return;
    case 'double':
      put(out, '"');
      writeDouble(out, text, indent, !simpleKey);
      put(out, '"');
      return;
    case 'single':
      put(out, "'");
      writeFolded(out, text.replaceAll("'", "''"), indent, !simpleKey);
      put(out, "'");
      return;
    default:
      writeFolded(out, text, indent, !simpleKey);
  }
}

/** Adds text that holds no line end. */
export function put(out: Output, text: string): void {
  out.text += text;
  out.column += lengthOf(text);
}

/** Begins a line. */
export function newLine(out: Output, indent: number): void {
  out.text += `\n${' '.repeat(indent)}`;
  out.column = indent;
}

function lengthOf(text: string): number {
  let pairs = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 0xd800 && code < 0xdc00) pairs += 1;
  }
  return text.length - pairs;
}

/** Plain and single-quoted texts: a lone space beyond the width becomes a line end. */
function writeFolded(out: Output, text: string, indent: number, mayFold: boolean): void {
  if (!mayFold || out.column + text.length <= WIDTH) {
    put(out, text);
    return;
  }
  let from = 0;
  for (let space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', space + 1)) {
    put(out, text.slice(from, space));
    from = space;
    const alone = text[space - 1] !== ' ' && text[space + 1] !== ' ';
    if (out.column > WIDTH && alone && space > 0 && space < text.length - 1) {
      newLine(out, indent);
      from = space + 1;
    }
  }
  put(out, text.slice(from));
}

const SHORT_ESCAPES: Record<string, string> = {
  '\u0000': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function escapeOf(char: string): string {
  const short = SHORT_ESCAPES[char];
  if (short !== undefined) return short;
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

const ESCAPED = /[^\u0020\u0021\u0023-\u005b\u005d-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffc]/u;

function writeDouble(out: Output, text: string, indent: number, mayFold: boolean): void {
  // A byte order mark in front makes kubectl's printer escape everything.
  const all = text.startsWith('\uFEFF');
  const chars = Array.from(text);
  let afterSpace = false;
  for (const [index, char] of chars.entries()) {
    if (all || ESCAPED.test(char)) {
      put(out, escapeOf(char));
      afterSpace = false;
    } else if (char === ' ') {
      if (mayFold && !afterSpace && out.column > WIDTH && index > 0 && index < chars.length - 1) {
        newLine(out, indent);
        if (chars[index + 1] === ' ') put(out, '\\');
      } else put(out, char);
      afterSpace = true;
    } else {
      put(out, char);
      afterSpace = false;
    }
  }
}

function writeLiteral(out: Output, text: string, indent: number): void {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomp = text.endsWith('\n') ? (text === '\n' || text.endsWith('\n\n') ? '+' : '') : '-';
  put(out, `|${hint}${chomp}`);
  for (const line of text.split('\n')) {
    if (line === '') {
      out.text += '\n';
      out.column = 0;
    } else {
      newLine(out, indent);
      put(out, line);
    }
  }
}

const INT64_MIN = -(2n ** 63n);
const UINT64_MAX = 2n ** 64n - 1n;

/** A number as kubectl prints it: integers of 64 bits in full, all others as Go's %g. JSON has no others: they become null. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  if (value === 0) return '0';
  return Number.isInteger(value) && isInteger64(value) ? String(value) : formatFloat(value);
}

/** By its JSON spelling, which kubectl's printer reads back. */
function isInteger64(value: number): boolean {
  if (Number.isSafeInteger(value)) return true;
  if (Math.abs(value) >= 1e21) return false;
  const spelled = BigInt(String(value));
  return spelled >= INT64_MIN && spelled <= UINT64_MAX;
}

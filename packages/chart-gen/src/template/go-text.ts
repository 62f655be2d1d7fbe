import { Document, Scalar, visit } from 'yaml';

/** What stands for a piece of Go template text inside a tree of plain data until the tree is printed. */
type Piece =
  /** Inside a text or as a whole value: `{{ … }}`. */
  | { kind: 'expression'; text: string }
  /** Lines of their own, as an entry of a map or an item of a list; indented where they stand. */
  | { kind: 'lines'; render: (indent: number) => string };

/** Where a template text came to be: collects the Go pieces that trees refer to by marks. */
export interface GoText {
  /** A value, or a part of a text, that Helm computes. `action` is what stands between the braces. */
  expression(action: string): string;
  /**
   * Key of a map entry (with the value `null`) or item of a list, in whose place the lines are put. `render` gets the number of
   * columns by which the entry is indented and gives lines that are indented by as much already.
   */
  lines(render: (indent: number) => string): string;
  /** Whether a piece of a tree holds marks, so that it cannot be a value. */
  hasMarks(tree: unknown): boolean;
  /** YAML of a tree in which marks stand for Go pieces. Braces in the data survive Helm. */
  print(tree: unknown): string;
  /** A text taken apart at the expressions in it. */
  pieces(text: string): (string | { action: string })[];
  /** A text that is not YAML, with marks resolved and braces in it protected. */
  resolve(text: string): string;
}

const MARK = 'goTemplate';

/** A beginning for marks that occurs nowhere in the data, so that no input can pass for a mark. */
function freshMark(data: unknown): string {
  const text = JSON.stringify(data) ?? '';
  let mark = MARK;
  while (text.includes(mark)) mark += 'X';
  return mark;
}

/**
 * Makes a place to write Go template text in. `data` is all the input whose parts may be printed.
 *
 * Data is printed by the YAML library with every text quoted that YAML 1.1 would read as something else (Helm's parser knows
 * both versions); only then are the Go pieces put in.
 */
export function goText(data: unknown): GoText {
  const mark = freshMark(data);
  const pieces: Piece[] = [];
  const add = (piece: Piece): string => `${mark}${pieces.push(piece) - 1}E`;
  const whole = new RegExp(`^( *)((?:- )*)${mark}([0-9]+)E(?:: null)?$`, 'gm');
  const inline = new RegExp(`${mark}([0-9]+)E`, 'g');
  // Braces before a mark would run together with those of the expression.
  const braces = new RegExp(String.raw`\{\{+|\{(?=${mark})`, 'g');

  const protect = (text: string): string => text.replaceAll(braces, (found) => `{{ "${found}" }}`);
  const expressionOf = (index: string): string => {
    const piece = pieces[Number(index)];
    if (piece?.kind !== 'expression') throw new Error(`lines of Go template text stand inside a value (${index})`);
    return `{{ ${piece.text} }}`;
  };
  const resolveInline = (text: string): string => text.replaceAll(inline, (_, index: string) => expressionOf(index));
  const resolveLine = (found: string, indent: string, dashes: string, index: string): string => {
    const piece = pieces[Number(index)];
    if (piece?.kind !== 'lines') return found;
    if (dashes !== '' && found.endsWith(': null')) throw new Error('lines of Go template text stand first in an item of a list');
    return piece.render(indent.length);
  };

  return {
    expression: (action) => add({ kind: 'expression', text: action }),
    lines: (render) => add({ kind: 'lines', render }),
    hasMarks: (tree) => (JSON.stringify(tree) ?? '').includes(mark),
    print: (tree) => resolveInline(protect(printYaml(tree)).replaceAll(whole, resolveLine)),
    pieces: (text) =>
      text.split(inline).flatMap((part, index): (string | { action: string })[] => {
        if (index % 2 === 0) return part === '' ? [] : [part];
        const piece = pieces[Number(part)];
        return piece?.kind === 'expression' ? [{ action: piece.text }] : [];
      }),
    resolve: (text) => resolveInline(protect(text)),
  };
}

/** Characters that Go's YAML parser takes for line breaks, or refuses, unless they are escaped. */
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;
/**
 * Texts that would be block scalars with an indentation indicator, about which parsers disagree, or with line breaks kept at the end,
 * which Helm trims.
 */
const FRAGILE = /^(?:[\n\t]| [^]*\n)|\s\n$|\n[ \t]+$/;
const UNSAFE_ALL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g;

function escapeUnit(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** YAML of plain data, never folded, without anchors, read alike by parsers of YAML 1.1 and 1.2 and by Go's. */
export function printYaml(data: unknown): string {
  return finishYaml(new Document(data, { compat: 'yaml-1.1', aliasDuplicateObjects: false }));
}

/** The same for a document that already has comments. */
export function finishYaml(document: Document): string {
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && (UNSAFE.test(node.value) || FRAGILE.test(node.value))) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 }).replaceAll(UNSAFE_ALL, escapeUnit);
}

/** A text as a Go string in double quotes. */
export function goString(text: string): string {
  return JSON.stringify(text).replaceAll(UNSAFE_ALL, escapeUnit);
}

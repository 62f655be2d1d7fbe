import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException, type Event } from 'js-yaml';
import { clip, visible } from '../text/describe.js';
import { MAX_DEPTH, SyntaxProblem, type Node, type MapNode, type SeqNode } from './node.js';

/** What an input may cost beyond being read once. */
export interface RereadBudget {
  /** Characters that may be read again for the sake of {@link LENIENT} lines. */
  rereadCharacters: number;
}

/** Some seconds at most, and thousands of such lines in documents of usual size. */
export const REREAD_LIMIT = 20_000_000;

/**
 * Inside of brackets and quotes kubectl's reader does not look at the indentation (a closing bracket below the first letter
 * of its key is common); js-yaml insists on it. Spaces there mean nothing, so the line is moved and read again.
 */
const LENIENT = 'deficient indentation';

/** The documents of a YAML text (more than one only where `...` or a lone carriage return separates them). */
export function yamlNodes(text: string, budget: RereadBudget = { rereadCharacters: REREAD_LIMIT }): Node[] {
  const shifts: Shift[] = [];
  let source = text;
  let spaces = 0;
  for (;;) {
    try {
      return build(source, parseEvents(source, { maxDepth: MAX_DEPTH }), (at) => unshifted(at, shifts));
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const at = error.mark?.position ?? 0;
      // The constant stands for what each attempt costs whatever its length.
      budget.rereadCharacters -= error.reason === LENIENT ? source.length + 1000 : 0;
      if (error.reason !== LENIENT || budget.rereadCharacters < 0) throw problemOf(error, unshifted(at, shifts));
      spaces ||= widestIndent(text) + 1;
      source = `${source.slice(0, at)}${' '.repeat(spaces)}${source.slice(at)}`;
      shifts.push({ at, spaces });
    }
  }
}

/** Spaces that were put into the text. */
interface Shift {
  at: number;
  spaces: number;
}

/** The offset in the text as it was. */
function unshifted(at: number, shifts: readonly Shift[]): number {
  let result = at;
  // The last one was made in the text with all others.
  for (const shift of shifts.toReversed()) {
    if (result >= shift.at + shift.spaces) result -= shift.spaces;
    else if (result > shift.at) result = shift.at;
  }
  return result;
}

function widestIndent(text: string): number {
  let widest = 0;
  for (const match of text.matchAll(/^ +(?=[^ \n])/gm)) widest = Math.max(widest, match[0].length);
  return widest;
}

const NO_DIRECTIVES = '%-directives are not supported, as in kubectl';
const TOO_DEEP = /nesting exceeded/;

/** Reasons of the parser in words that say what to look for. */
const REASONS: Record<string, string> = {
  'bad indentation of a mapping entry': 'the indentation does not fit, or a text with ": " in it needs quotes',
  'bad indentation of a sequence entry': 'the indentation of this list entry does not fit',
  'end of the stream or a document separator is expected': 'this does not belong to what stands before it: check the indentation',
  'directives end mark is expected': NO_DIRECTIVES,
  [LENIENT]: 'a line inside of brackets or quotes must be indented further than the key that they belong to',
  'tab characters must not be used in indentation': 'a tab stands in the indentation, where only spaces may stand',
  'can not read a block mapping entry; a multiline key may not be an implicit key': 'a key without a colon, or a text that needs quotes',
  "expected ':' after a mapping key": 'a key without a colon, or a text that needs quotes',
  'missed comma between flow collection entries': 'a comma is missing between brackets',
  'unexpected end of the stream within a flow collection': 'a bracket is not closed',
  'unexpected end of the stream within a double quoted scalar': 'a double quote is not closed',
  'unexpected end of the stream within a single quoted scalar': 'a single quote is not closed',
  'unexpected end of the document within a double quoted scalar': 'a double quote is not closed',
  'unexpected end of the document within a single quoted scalar': 'a single quote is not closed',
  'the stream contains non-printable characters': 'a control character, which no YAML may hold',
  'null byte is not allowed in input': 'a NUL character, which no YAML may hold',
};

function problemOf(error: YAMLException, at: number): SyntaxProblem {
  if (TOO_DEEP.test(error.reason)) return new SyntaxProblem(`nested more than ${MAX_DEPTH} deep`, at, true);
  return new SyntaxProblem(REASONS[error.reason] ?? visible(clip(error.reason)), at);
}

/** A collection that is still open; `key` waits for its value. */
interface Frame {
  node: MapNode | SeqNode;
  key?: Node | undefined;
}

function build(text: string, events: readonly Event[], where: (at: number) => number): Node[] {
  const documents: Node[] = [];
  const open: Frame[] = [];
  let anchors = new Map<string, Node>();
  // Empty nodes have no position of their own: they take that of what stood before.
  let last = 0;

  const add = (node: Node): void => {
    const frame = open.at(-1);
    if (!frame) documents.push(node);
    else if (frame.node.kind === 'seq') frame.node.items.push(node);
    else if (frame.key) {
      frame.node.keys.push(frame.key);
      frame.node.values.push(node);
      frame.key = undefined;
    } else frame.key = node;
  };

  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        if (event.directives.length > 0) throw new SyntaxProblem(NO_DIRECTIVES, 0);
        anchors = new Map();
        break;
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE: {
        const node: MapNode | SeqNode =
          event.type === EVENT_ID.MAPPING
            ? { kind: 'map', at: where(event.start), keys: [], values: [] }
            : { kind: 'seq', at: where(event.start), items: [] };
        last = node.at;
        if (event.anchorStart >= 0) anchors.set(text.slice(event.anchorStart, event.anchorEnd), node);
        add(node);
        open.push({ node });
        break;
      }
      case EVENT_ID.SCALAR: {
        const plain = event.style === SCALAR_STYLE.PLAIN;
        const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
        if (event.valueStart >= 0) last = where(quoted ? event.valueStart - 1 : event.valueStart);
        const tag = event.tagStart >= 0 ? shortTag(text.slice(event.tagStart, event.tagEnd)) : '';
        const node: Node = { kind: 'scalar', at: last, text: getScalarValue(text, event), plain, tag };
        if (event.anchorStart >= 0) anchors.set(text.slice(event.anchorStart, event.anchorEnd), node);
        add(node);
        break;
      }
      case EVENT_ID.ALIAS: {
        const name = text.slice(event.anchorStart, event.anchorEnd);
        const target = anchors.get(name);
        last = where(Math.max(0, event.anchorStart - 1));
        if (!target) throw new SyntaxProblem(`the anchor &${visible(clip(name))} does not exist`, last);
        add({ kind: 'alias', at: last, name, target });
        break;
      }
      default:
        // The end of a collection, or of the document when none is open.
        open.pop();
    }
  }
  return documents;
}

const LONG_TAG = 'tag:yaml.org,2002:';

function shortTag(raw: string): string {
  if (!raw.startsWith('!<')) return raw;
  const name = raw.slice(2, -1);
  return name.startsWith(LONG_TAG) ? `!!${name.slice(LONG_TAG.length)}` : name;
}

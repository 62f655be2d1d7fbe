import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException, type Event } from 'js-yaml';
import { MAX_DEPTH, SyntaxProblem, type Node, type MapNode, type SeqNode } from './node.js';

/** The documents of a YAML text (more than one only where `...` or a lone carriage return separates them). */
export function yamlNodes(text: string): Node[] {
  let events: Event[];
  try {
    events = parseEvents(text, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw problemOf(error);
  }
  return build(text, events);
}

const NO_DIRECTIVES = '%-directives are not supported, as in kubectl';
const TOO_DEEP = /nesting exceeded/;

/** Reasons of the parser in words that say what to look for. */
const REASONS: Record<string, string> = {
  'bad indentation of a mapping entry': 'the indentation does not fit, or a text with ": " in it needs quotes',
  'bad indentation of a sequence entry': 'the indentation of this list entry does not fit',
  'end of the stream or a document separator is expected': 'this does not belong to what stands before it: check the indentation',
  'directives end mark is expected': NO_DIRECTIVES,
};

function problemOf(error: YAMLException): SyntaxProblem {
  const at = error.mark?.position ?? 0;
  return new SyntaxProblem(REASONS[error.reason] ?? error.reason, at, TOO_DEEP.test(error.reason));
}

/** A collection that is still open; `key` waits for its value. */
interface Frame {
  node: MapNode | SeqNode;
  key?: Node | undefined;
}

function build(text: string, events: readonly Event[]): Node[] {
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
          event.type === EVENT_ID.MAPPING ? { kind: 'map', at: event.start, keys: [], values: [] } : { kind: 'seq', at: event.start, items: [] };
        last = event.start;
        if (event.anchorStart >= 0) anchors.set(text.slice(event.anchorStart, event.anchorEnd), node);
        add(node);
        open.push({ node });
        break;
      }
      case EVENT_ID.SCALAR: {
        const plain = event.style === SCALAR_STYLE.PLAIN;
        const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
        if (event.valueStart >= 0) last = quoted ? event.valueStart - 1 : event.valueStart;
        const tag = event.tagStart >= 0 ? shortTag(text.slice(event.tagStart, event.tagEnd)) : '';
        const node: Node = { kind: 'scalar', at: last, text: getScalarValue(text, event), plain, tag };
        if (event.anchorStart >= 0) anchors.set(text.slice(event.anchorStart, event.anchorEnd), node);
        add(node);
        break;
      }
      case EVENT_ID.ALIAS: {
        const name = text.slice(event.anchorStart, event.anchorEnd);
        const target = anchors.get(name);
        last = Math.max(0, event.anchorStart - 1);
        if (!target) throw new SyntaxProblem(`the anchor &${name} does not exist`, last);
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

import { MAX_DEPTH, SyntaxProblem, type MapNode, type Node, type ScalarNode, type SeqNode } from './node.js';

/**
 * The values of a JSON text: one, or several after each other as in JSON lines. A reader of our own because JSON.parse keeps
 * neither positions nor duplicate keys nor the digits of large numbers.
 */
export function jsonNodes(text: string): Node[] {
  const values: Node[] = [];
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const read = readValue(text, at);
    values.push(read.node);
    at = read.end;
  }
  return values;
}

interface Read {
  node: Node;
  end: number;
}

/** An open object or array, and the key that waits for its value. */
interface Frame {
  node: MapNode | SeqNode;
  key?: ScalarNode;
}

function readValue(text: string, start: number): Read {
  const open: Frame[] = [];
  let at = start;
  for (;;) {
    let done: Node | undefined;
    const char = text[at];
    if (char === '{' || char === '[') {
      if (open.length >= MAX_DEPTH) throw new SyntaxProblem(`nested more than ${MAX_DEPTH} deep`, at, true);
      const node: MapNode | SeqNode = char === '{' ? { kind: 'map', at, keys: [], values: [] } : { kind: 'seq', at, items: [] };
      at = skipSpace(text, at + 1);
      if (text[at] === (char === '{' ? '}' : ']')) {
        at += 1;
        done = node;
      } else {
        const frame: Frame = { node };
        open.push(frame);
        if (node.kind === 'map') at = readKey(text, at, frame);
      }
    } else {
      const read = readScalar(text, at);
      done = read.node;
      at = read.end;
    }
    // Put what is complete into what holds it, and close that too where it ends here.
    while (done) {
      const frame = open.at(-1);
      if (!frame) return { node: done, end: at };
      put(frame, done);
      at = skipSpace(text, at);
      const next = text[at];
      if (next === ',') {
        at = skipSpace(text, at + 1);
        if (frame.node.kind === 'map') at = readKey(text, at, frame);
        done = undefined;
      } else if (next === (frame.node.kind === 'map' ? '}' : ']')) {
        at += 1;
        open.pop();
        done = frame.node;
      } else throw unexpected(text, at, frame.node.kind === 'map' ? '"," or "}"' : '"," or "]"');
    }
  }
}

function put(frame: Frame, node: Node): void {
  if (frame.node.kind === 'seq') frame.node.items.push(node);
  else if (frame.key) {
    frame.node.keys.push(frame.key);
    frame.node.values.push(node);
  }
}

/** Reads `"key":` into the frame; returns where its value begins. */
function readKey(text: string, at: number, frame: Frame): number {
  if (text[at] !== '"') throw unexpected(text, at, 'a key in double quotes');
  const read = readString(text, at);
  frame.key = read.node;
  const colon = skipSpace(text, read.end);
  if (text[colon] !== ':') throw unexpected(text, colon, '":"');
  return skipSpace(text, colon + 1);
}

const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;

function readScalar(text: string, at: number): { node: ScalarNode; end: number } {
  if (text[at] === '"') return readString(text, at);
  LITERAL.lastIndex = at;
  const match = LITERAL.exec(text);
  if (!match) throw unexpected(text, at, 'a value');
  const isFloat = match[1] !== undefined || match[2] !== undefined;
  return { node: { kind: 'scalar', at, text: match[0], plain: true, tag: isFloat ? '!!float' : '' }, end: LITERAL.lastIndex };
}

function readString(text: string, at: number): { node: ScalarNode; end: number } {
  let close = text.indexOf('"', at + 1);
  while (close >= 0 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
  if (close < 0) throw new SyntaxProblem('a text in double quotes does not end', at);
  return { node: { kind: 'scalar', at, text: unescape(text.slice(at, close + 1), at), plain: false, tag: '' }, end: close + 1 };
}

/** Whether an odd number of backslashes stands before. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === '\\') first -= 1;
  return (at - first) % 2 === 1;
}

function unescape(quoted: string, at: number): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw new SyntaxProblem('a text in double quotes holds a character that must be escaped, or a wrong escape', at);
  }
}

function unexpected(text: string, at: number, wanted: string): SyntaxProblem {
  const found = at >= text.length ? 'the text ends' : `found ${JSON.stringify(text[at])}`;
  return new SyntaxProblem(`${found} where ${wanted} is expected`, at);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
}

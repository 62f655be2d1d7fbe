import type { PathPart } from '../text/path.js';

/** A scalar as written. `at` is an offset into the text of its document, in UTF-16 units. */
export interface ScalarNode {
  kind: 'scalar';
  at: number;
  text: string;
  /** Written without quotes, so that its type follows from its spelling. */
  plain: boolean;
  /** `` or the tag in short form: `!!int`, `!own`. */
  tag: string;
}

/** A mapping; `keys[i]` belongs to `values[i]`, duplicates included. */
export interface MapNode {
  kind: 'map';
  at: number;
  keys: Node[];
  values: Node[];
}

export interface SeqNode {
  kind: 'seq';
  at: number;
  items: Node[];
}

/** A reference to an anchor, kept as such: following it costs, and somebody has to count. */
export interface AliasNode {
  kind: 'alias';
  at: number;
  name: string;
  target: Node;
}

/** What stands in a document, with positions, before types and keys are resolved. */
export type Node = ScalarNode | MapNode | SeqNode | AliasNode;

/** Deepest nesting that is read. The deepest real manifests (CustomResourceDefinitions) need less than a hundred. */
export const MAX_DEPTH = 400;

/** A text that cannot be read. `at` is an offset into the text of the document. */
export class SyntaxProblem extends Error {
  readonly at: number;
  readonly tooDeep: boolean;

  constructor(message: string, at: number, tooDeep = false) {
    super(message);
    this.at = at;
    this.tooDeep = tooDeep;
  }
}

/** The node of an alias's target, through any number of aliases. */
export function follow(node: Node): ScalarNode | MapNode | SeqNode {
  let current = node;
  while (current.kind === 'alias') current = current.target;
  return current;
}

/** What a path leads to, and the key under which it stands when that is a mapping's. */
export interface Found {
  node: Node;
  key?: Node;
  /** How many parts of the path exist. */
  depth: number;
}

/** Follows a path as far as it exists. Merge keys are not followed: the mapping that holds them is the answer then. */
export function findNode(root: Node, path: readonly PathPart[]): Found {
  let found: Found = { node: root, depth: 0 };
  for (const part of path) {
    const next = step(follow(found.node), part);
    if (!next) return found;
    found = { ...next, depth: found.depth + 1 };
  }
  return found;
}

function step(parent: ScalarNode | MapNode | SeqNode, part: PathPart): { node: Node; key?: Node } | undefined {
  if (parent.kind === 'seq') {
    const node = typeof part === 'number' ? parent.items[part] : undefined;
    return node && { node };
  }
  if (parent.kind !== 'map') return undefined;
  // The last of duplicates counts, as in the value.
  for (let index = parent.keys.length - 1; index >= 0; index -= 1) {
    const key = parent.keys[index];
    const node = parent.values[index];
    if (!key || !node) continue;
    const written = follow(key);
    if (written.kind === 'scalar' && written.text === String(part)) return { node, key };
  }
  return undefined;
}

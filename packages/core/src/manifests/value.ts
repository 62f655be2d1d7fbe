import { clip, quote, visible } from '../text/describe.js';
import { formatPath, type PathPart } from '../text/path.js';
import { follow, MAX_DEPTH, type AliasNode, type MapNode, type Node, type ScalarNode } from './node.js';
import { isProblem, keyOfPlain, resolvePlain, resolveTagged } from './scalar.js';
import { REREAD_LIMIT, type RereadBudget } from './yaml-nodes.js';

/** What is wrong with a value; `at` is an offset into the text of its document. */
export interface ValueProblem {
  code: 'EP101' | 'EP102' | 'EP103' | 'EP112' | 'EP113' | 'EP114' | 'EP115' | 'EP117' | 'EP120' | 'EP123';
  message: string;
  at: number;
  path: PathPart[];
  /** Offset of the first of two, for EP101. */
  first?: number;
}

/** How many nodes aliases may add to what is written. Real manifests stay below a hundred; kubectl stops at 396 000. */
const ALIAS_LIMIT = 100_000;

/** What one input may still use, over all of its documents. */
export interface Budget extends RereadBudget {
  aliasNodes: number;
}

/** A budget for one input. */
export function newBudget(): Budget {
  return { aliasNodes: ALIAS_LIMIT, rereadCharacters: REREAD_LIMIT };
}

/**
 * The JSON value of a node, read as kubectl reads it: merge keys act where they stand, the last of duplicate keys counts,
 * scalars as keys become text. Whatever is doubtful is reported; nothing is dropped in silence.
 */
export function toValue(root: Node, budget: Budget, report: (problem: ValueProblem) => void): unknown {
  const reader: Reader = { budget, report, path: [], aliasDepth: 0, open: new Set() };
  return read(reader, root);
}

interface Reader {
  budget: Budget;
  report: (problem: ValueProblem) => void;
  path: PathPart[];
  /** Above zero inside of what an alias refers to. */
  aliasDepth: number;
  /** Targets of the aliases that are being followed. */
  open: Set<Node>;
}

function tell(reader: Reader, code: ValueProblem['code'], at: number, message: string): void {
  reader.report({ code, message, at, path: [...reader.path] });
}

function read(reader: Reader, node: Node): unknown {
  if (reader.aliasDepth > 0) reader.budget.aliasNodes -= 1;
  switch (node.kind) {
    case 'scalar':
      return readScalar(reader, node);
    case 'alias':
      return readAlias(reader, node);
    default:
  }
  if (reader.path.length > MAX_DEPTH) {
    tell(reader, 'EP103', node.at, `nested more than ${MAX_DEPTH} deep`);
    return null;
  }
  if (node.kind === 'map') {
    const target: Record<string, unknown> = {};
    fill(reader, node, target, new Map());
    return target;
  }
  return node.items.map((item, index) => {
    reader.path.push(index);
    const value = read(reader, item);
    reader.path.pop();
    return value;
  });
}

function readAlias(reader: Reader, alias: AliasNode): unknown {
  const value = withAlias(reader, alias, () => read(reader, alias.target));
  return value === REFUSED ? null : value;
}

const REFUSED = Symbol('refused');

/** Follows an alias unless it holds itself or the budget is used up. */
function withAlias<T>(reader: Reader, alias: AliasNode, act: () => T): T | typeof REFUSED {
  if (reader.open.has(alias.target)) {
    tell(reader, 'EP102', alias.at, `the anchor &${visible(clip(alias.name))} contains itself`);
    return REFUSED;
  }
  if (reader.open.size >= MAX_DEPTH) {
    tell(reader, 'EP103', alias.at, `aliases refer to aliases more than ${MAX_DEPTH} deep`);
    return REFUSED;
  }
  if (reader.budget.aliasNodes <= 0) {
    // Said once: what follows an exhausted budget is one problem, not thousands.
    if (reader.budget.aliasNodes > Number.NEGATIVE_INFINITY) {
      tell(reader, 'EP102', alias.at, `aliases expand to more than ${ALIAS_LIMIT} values`);
    }
    reader.budget.aliasNodes = Number.NEGATIVE_INFINITY;
    return REFUSED;
  }
  reader.open.add(alias.target);
  reader.aliasDepth += 1;
  const result = act();
  reader.aliasDepth -= 1;
  reader.open.delete(alias.target);
  return result;
}

function readScalar(reader: Reader, node: ScalarNode): unknown {
  if (node.tag === '' && !node.plain) return wellFormed(reader, node);
  const value = node.tag === '' ? resolvePlain(node.text) : resolveTagged(node.tag, node.text);
  if (isProblem(value)) {
    tell(reader, value.problem === 'inexact' ? 'EP113' : 'EP117', node.at, value.message);
    return null;
  }
  if (typeof value === 'object' && value !== null) {
    tell(reader, 'EP114', node.at, `${visible(clip(node.text))} is a number that JSON does not have`);
    return null;
  }
  return value;
}

const HALF_PAIR = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

function wellFormed(reader: Reader, node: ScalarNode): string {
  if (HALF_PAIR.test(node.text)) tell(reader, 'EP112', node.at, 'half of a surrogate pair (\\uD800 to \\uDFFF) is not a character');
  return node.text;
}

/** Puts the pairs of a mapping into `target`; `seen` has the keys that were written out, not merged. */
function fill(reader: Reader, node: MapNode, target: Record<string, unknown>, seen: Map<string, Node>): void {
  for (const [index, keyNode] of node.keys.entries()) {
    const valueNode = node.values[index];
    if (!valueNode) continue;
    if (isMerge(keyNode)) {
      merge(reader, valueNode, target);
      continue;
    }
    const key = readKey(reader, keyNode);
    if (key === undefined) continue;
    reader.path.push(key);
    const earlier = seen.get(key);
    if (earlier)
      reader.report({
        code: 'EP101',
        message: `the key ${quote(key)} occurs twice`,
        at: keyNode.at,
        path: [...reader.path],
        first: earlier.at,
      });
    else seen.set(key, keyNode);
    set(target, key, read(reader, valueNode));
    reader.path.pop();
  }
}

/** As an own property, whatever its name. */
function set(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else target[key] = value;
}

function isMerge(key: Node): boolean {
  return key.kind === 'scalar' && key.text === '<<' && ((key.plain && key.tag === '') || key.tag === '!!merge');
}

/** As kubectl does: what is merged counts against what stood before it, and loses against what follows. */
function merge(reader: Reader, source: Node, target: Record<string, unknown>): void {
  const written = follow(source);
  if (written.kind === 'map') mergeOne(reader, source, target);
  else if (source.kind === 'seq' && source.items.every((item) => follow(item).kind === 'map')) {
    for (const item of source.items.toReversed()) mergeOne(reader, item, target);
  } else tell(reader, 'EP123', source.at, 'the value of a merge key (<<) must be a mapping or a list of mappings');
}

function mergeOne(reader: Reader, source: Node, target: Record<string, unknown>): void {
  if (source.kind === 'alias') withAlias(reader, source, () => mergeOne(reader, source.target, target));
  else if (source.kind === 'map') {
    if (reader.aliasDepth > 0) reader.budget.aliasNodes -= 1;
    fill(reader, source, target, new Map());
  }
}

function readKey(reader: Reader, keyNode: Node): string | undefined {
  const node = follow(keyNode);
  if (node.kind !== 'scalar') {
    tell(reader, 'EP115', keyNode.at, `a ${node.kind === 'map' ? 'mapping' : 'list'} cannot be a key`);
    return undefined;
  }
  if (!node.plain && node.tag === '') return wellFormed(reader, node);
  const value = node.tag === '' ? undefined : resolveTagged(node.tag, node.text);
  if (value !== undefined && isProblem(value) && value.problem === 'tag') {
    tell(reader, 'EP117', keyNode.at, value.message);
    return undefined;
  }
  const key = typeof value === 'string' ? value : keyOfPlain(node.text);
  if (key === undefined)
    tell(reader, 'EP115', keyNode.at, `${node.text === '' ? 'an empty value' : visible(clip(node.text))} cannot be a key`);
  else if (key !== node.text && (key === 'true' || key === 'false')) {
    tell(reader, 'EP120', keyNode.at, `the key ${node.text} is read as ${key} in ${formatPath(reader.path) || 'the document'}`);
  }
  return key;
}

import { finding } from '../checks/finding.js';
import type { FindingCode } from '../checks/catalogue.js';
import type { Finding, SourceLocation } from '../model/finding.js';
import { refOf, type KubeObject, type ObjectRef } from '../model/kube.js';
import { describe, hasInvisible, isMapping, quote, type Mapping } from '../text/describe.js';
import { formatPath, type PathPart } from '../text/path.js';
import { jsonNodes } from './json-nodes.js';
import { findNode, SyntaxProblem, type Node } from './node.js';
import { positions, type Position } from './position.js';
import { checkShape } from './shape.js';
import { isTooLarge, MAX_DOCUMENT_BYTES, splitDocuments, type Chunk } from './split.js';
import { newBudget, toValue, type Budget } from './value.js';
import { yamlNodes } from './yaml-nodes.js';

/** Where a text comes from. */
export interface ReadOptions {
  /** Name of the file for messages; `-` or `stdin` for standard input. */
  file: string;
  /** Largest document, in bytes of UTF-8. Default: {@link MAX_DOCUMENT_BYTES}; snapshots of large clusters need more. */
  maxDocumentBytes?: number;
}

/** An object and where it begins. */
export interface ReadObject {
  object: KubeObject;
  location: SourceLocation;
}

/** What a text holds, and all that is wrong with it, sorted by place. */
export interface ReadResult {
  objects: ReadObject[];
  findings: Finding[];
}

/**
 * Reads Kubernetes objects from YAML or JSON as kubectl does: several documents, Lists flattened, empty documents skipped.
 * Unknown kinds and fields are carried along. Objects whose apiVersion, kind or metadata are unsound are only in the findings;
 * an `error` among the findings means that the text as a whole should not be used.
 */
export function readManifests(text: string, options: ReadOptions): ReadResult {
  const result: ReadResult = { objects: [], findings: [] };
  for (const part of readDocuments(text, options)) {
    for (const object of part.objects) result.objects.push(object);
    for (const found of part.findings) result.findings.push(found);
  }
  return result;
}

/** As {@link readManifests}, one document at a time: what is not kept can be freed before the next is read. */
export function* readDocuments(text: string, options: ReadOptions): Generator<ReadResult> {
  const locate = positions(text);
  const budget = newBudget();
  for (const part of splitDocuments(text)) {
    if ('rest' in part) {
      const at = locate(part.at);
      const message = `only a comment may stand behind ---, not ${quote(part.rest)}`;
      yield { objects: [], findings: [finding('EP118', { message, location: { file: options.file, ...at } })] };
    } else {
      const limit = options.maxDocumentBytes ?? MAX_DOCUMENT_BYTES;
      yield readChunk(part, { file: options.file, budget, limit, at: (offset) => locate(part.start + offset) });
    }
  }
}

interface Place {
  file: string;
  budget: Budget;
  limit: number;
  at: (offset: number) => Position;
}

/** At most this many findings a document: a hostile one could have millions. */
const MAX_FINDINGS = 100;

/** A finding under way: `path` is from the root of the document. */
interface Draft {
  code: FindingCode;
  message: string;
  at: number;
  path?: PathPart[];
  remedy?: string;
  first?: number;
}

function readChunk(chunk: Chunk, place: Place): ReadResult {
  const drafts: Draft[] = [];
  let dropped = 0;
  const report = (draft: Draft): void => {
    if (drafts.length < MAX_FINDINGS) drafts.push(draft);
    else dropped += 1;
  };
  const roots = parse(chunk.text, place, report);
  const objects: PlacedObject[] = [];
  const holders: Holder[] = [];
  for (const [index, root] of roots.entries()) {
    const value = toValue(root, place.budget, report);
    if (value === null) continue;
    if (index > 0 && !isJsonStream(chunk.text)) {
      report({ code: 'EP119', message: 'kubectl ignores what follows ... up to the next ---', at: root.at });
    }
    collect({ value, path: [], root, report, objects, holders });
  }
  const findings = drafts.map((draft) => toFinding(draft, holders, place)).toSorted(byPlace);
  if (dropped > 0) {
    findings.push(
      finding('EP125', { message: `${dropped} more problems in this document`, location: { file: place.file, ...place.at(0) } }),
    );
  }
  return { objects: objects.map(({ object, at }) => ({ object, location: { file: place.file, ...place.at(at) } })), findings };
}

function byPlace(a: Finding, b: Finding): number {
  const lines = (a.location?.line ?? 0) - (b.location?.line ?? 0);
  return lines || (a.location?.column ?? 0) - (b.location?.column ?? 0) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}

// Line ends of Unicode: the reader of kubectl ends comments and texts there, editors and this reader do not.
const FOREIGN_BREAK = /[\u0085\u2028\u2029]/;

function parse(text: string, { limit, budget }: Place, report: (draft: Draft) => void): Node[] {
  if (isTooLarge(text, limit)) {
    report({ code: 'EP104', message: `this document is larger than ${(limit / 1024 / 1024).toFixed(1).replace('.0', '')} MiB`, at: 0 });
    return [];
  }
  const broken = text.indexOf('\uFFFD');
  if (broken >= 0) report({ code: 'EP116', message: 'here stood bytes that are not UTF-8', at: broken });
  const json = isJsonStream(text);
  try {
    if (json) {
      const nodes = tryJson(text, budget);
      if (nodes) return nodes;
    }
    const foreign = FOREIGN_BREAK.exec(text);
    if (foreign) {
      const code = foreign[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      report({ code: 'EP126', message: `kubectl reads the character U+${code} as the end of a line`, at: foreign.index });
    }
    return yamlNodes(text, budget);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    const remedy = error.tooDeep ? undefined : likelyCause(text);
    report({ code: error.tooDeep ? 'EP103' : 'EP100', message: error.message, at: error.at, ...(remedy ? { remedy } : {}) });
    return [];
  }
}

/** What files that are not YAML at all mostly are. */
function likelyCause(text: string): string | undefined {
  if (text.includes('{{')) return 'This is a template: render it first, e.g. with helm template.';
  return /^(?:<{7}|>{7}) /m.test(text) ? 'Resolve the merge conflict first.' : undefined;
}

function isJsonStream(text: string): boolean {
  return /^\s*\{/.test(text);
}

/** As kubectl: what begins like JSON is tried as JSON first. `undefined` when it is YAML's own spelling of a mapping. */
function tryJson(text: string, budget: Budget): Node[] | undefined {
  try {
    return jsonNodes(text);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    if (error.tooDeep || /^\s*\{\s*"[^"]*"\s*:/.test(text) === false) {
      if (error.tooDeep) throw error;
      return undefined;
    }
    // Quoted keys: JSON is meant, unless it is right as YAML.
    try {
      return yamlNodes(text, budget);
    } catch {
      throw error;
    }
  }
}

interface PlacedObject {
  object: KubeObject;
  path: PathPart[];
  root: Node;
  at: number;
}

interface Collection {
  value: unknown;
  path: PathPart[];
  root: Node;
  report: (draft: Draft) => void;
  objects: PlacedObject[];
  holders: Holder[];
}

/** An object for findings to name, sound or not. */
interface Holder {
  path: PathPart[];
  ref?: ObjectRef;
}

/** Puts an object, or the items of a List, into `objects`. */
function collect(from: Collection): void {
  const { value, path, root, report, objects } = from;
  const offset = (field: readonly PathPart[]): number => {
    const found = findNode(root, [...path, ...field]);
    return (found.key ?? found.node).at;
  };
  if (isMapping(value) && typeof value['kind'] === 'string' && value['kind'].endsWith('List')) {
    const items = value['items'];
    if (Array.isArray(items)) {
      for (const [index, item] of items.entries()) collect({ ...from, value: itemOf(value, item), path: [...path, 'items', index] });
      return;
    }
    if (items === null) return;
    if (items !== undefined || value['kind'] === 'List') {
      report({ code: 'EP121', message: `items of a ${value['kind']} must be a list, not ${describe(items)}`, at: offset(['items']), path });
      return;
    }
  }
  const object = checkShape(value, (problem) => report({ ...problem, at: offset(problem.path), path: [...path, ...problem.path] }));
  from.holders.push({ path, ...refOfUnsound(value) });
  if (object) objects.push({ object, path, root, at: findNode(root, path).node.at });
}

/** Items of a typed list (PodList) carry no kind of their own when they come from the API. */
function itemOf(list: Mapping, item: unknown): unknown {
  const kind = String(list['kind']).slice(0, -'List'.length);
  if (!isMapping(item) || kind === '' || item['kind'] !== undefined || item['apiVersion'] !== undefined) return item;
  return { apiVersion: list['apiVersion'], kind, ...item };
}

function refOfUnsound(value: unknown): { ref?: ObjectRef } {
  if (!isMapping(value) || !isMapping(value['metadata'])) return {};
  const { apiVersion, kind } = value;
  const { name } = value['metadata'];
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string' || name === '') return {};
  const ref = refOf(value as KubeObject);
  const words: unknown[] = [apiVersion, kind, name, ref.namespace ?? ''];
  return words.every((word) => typeof word === 'string' && !hasInvisible(word)) ? { ref } : {};
}

function toFinding(draft: Draft, holders: readonly Holder[], place: Place): Finding {
  const path = draft.path;
  const holder = path && holders.find((candidate) => candidate.path.every((part, index) => part === path[index]));
  const field = formatPath(path?.slice(holder?.path.length ?? 0) ?? []);
  const first = draft.first === undefined ? '' : `; the first is on line ${place.at(draft.first).line}`;
  return finding(draft.code, {
    message: `${draft.message}${first}`,
    ...(holder?.ref ? { object: holder.ref } : {}),
    ...(field === '' ? {} : { field }),
    location: { file: place.file, ...place.at(draft.at) },
    ...(draft.remedy === undefined ? {} : { remedy: draft.remedy }),
  });
}

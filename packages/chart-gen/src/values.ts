import { Document, isMap, isScalar, type Pair, type Scalar } from 'yaml';
import { mapping } from './read.js';
import { finishYaml } from './template/go-text.js';

type Path = readonly string[];

/** Collects values.yaml: values at their places, in the order in which they come, and what is said about them. */
export interface Values {
  /** Puts a value at a place. A comment stands above it. */
  set(path: Path, value: unknown, comment?: string): void;
  has(path: Path): boolean;
  /** A comment above a place, also one below which values are only put later. */
  comment(path: Path, text: string): void;
  /** Lines in the form of a comment at the end of the map at a place: settings that are there to be switched on. */
  example(path: Path, lines: string): void;
  /** The values as plain data. */
  data(): Record<string, unknown>;
  /** values.yaml. */
  print(head: string): string;
}

interface Branch {
  children: Map<string, Branch>;
  value?: unknown;
  comment?: string;
  example?: string;
}

function branch(): Branch {
  return { children: new Map() };
}

function dataOf(node: Branch): unknown {
  if (node.children.size === 0) return 'value' in node ? node.value : {};
  return Object.fromEntries([
    ...Object.entries(mapping(node.value)),
    ...[...node.children].map(([key, child]): [string, unknown] => [key, dataOf(child)]),
  ]);
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => ` ${line}`.trimEnd())
    .join('\n');
}

function annotate(node: Branch, data: unknown): void {
  if (!isMap(data)) return;
  for (const pair of data.items as Pair[]) {
    const key = pair.key as Scalar<string>;
    const child = node.children.get(String(key.value));
    if (!child) continue;
    if (child.comment !== undefined) key.commentBefore = indented(child.comment);
    annotate(child, pair.value);
    if (child.example !== undefined && isMap(pair.value)) pair.value.comment = indented(child.example);
  }
}

/** Starts an empty values.yaml. */
export function makeValues(): Values {
  const root = branch();
  const at = (path: Path): Branch =>
    path.reduce((node, key) => {
      const child = node.children.get(key) ?? branch();
      node.children.set(key, child);
      return child;
    }, root);
  return {
    set: (path, value, comment) => {
      const node = at(path);
      node.value = value;
      if (comment !== undefined) node.comment = comment;
    },
    has: (path) => {
      let node: Branch | undefined = root;
      for (const key of path) node = node?.children.get(key);
      return node !== undefined;
    },
    comment: (path, text) => void (at(path).comment = text),
    example: (path, lines) => void (at(path).example = lines),
    data: () => dataOf(root) as Record<string, unknown>,
    print: (head) => {
      const document: Document = new Document(dataOf(root), { compat: 'yaml-1.1', aliasDuplicateObjects: false });
      annotate(root, document.contents);
      if (isMap(document.contents)) {
        for (const [index, { key }] of document.contents.items.entries()) if (index > 0 && isScalar(key)) key.spaceBefore = true;
      }
      document.commentBefore = indented(head);
      return finishYaml(document);
    },
  };
}

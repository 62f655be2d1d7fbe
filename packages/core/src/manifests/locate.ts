import type { SourceLocation } from '../model/finding.js';
import { parsePath, type PathPart } from '../text/path.js';
import { jsonNodes } from './json-nodes.js';
import { findNode, follow, SyntaxProblem, type Node } from './node.js';
import { positions } from './position.js';
import { splitDocuments } from './split.js';
import { yamlNodes } from './yaml-nodes.js';

/**
 * Where a field of an object stands: reads the object's document once more, so that the way through needs no positions.
 * `object` is the location that `readManifests` gave; `field` is a path as in findings. A field that does not exist answers
 * with the nearest one around it; a text that does not fit the location answers with the location.
 */
export function locateField(text: string, object: SourceLocation, field: string | readonly PathPart[]): SourceLocation {
  const at = positions(text);
  for (const part of splitDocuments(text)) {
    if ('rest' in part) continue;
    const end = at(part.start + part.text.length);
    if (end.line < object.line || (end.line === object.line && end.column < (object.column ?? 1))) continue;
    const node = nodeAt(nodesOf(part.text), (offset) => {
      const position = at(part.start + offset);
      return position.line === object.line && (object.column === undefined || position.column === object.column);
    });
    if (!node) return object;
    const found = findNode(node, typeof field === 'string' ? parsePath(field) : field);
    return { file: object.file, ...at(part.start + (found.key ?? found.node).at) };
  }
  return object;
}

function nodesOf(text: string): Node[] {
  for (const read of [jsonNodes, yamlNodes]) {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
    }
  }
  return [];
}

/** The outermost mapping that begins at the place: objects only stand at the top or in the items of Lists. */
function nodeAt(nodes: readonly Node[], isHere: (offset: number) => boolean): Node | undefined {
  for (const node of nodes) {
    const target = follow(node);
    if (target.kind !== 'map') continue;
    if (isHere(node.at)) return node;
    const items = follow(findNode(node, ['items']).node);
    if (items.kind !== 'seq') continue;
    const inner = nodeAt(items.items, isHere);
    if (inner) return inner;
  }
  return undefined;
}

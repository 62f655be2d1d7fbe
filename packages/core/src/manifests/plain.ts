import { jsonNodes } from './json-nodes.js';
import { SyntaxProblem, type Node } from './node.js';
import { positions } from './position.js';
import { newBudget, toValue } from './value.js';
import { yamlNodes } from './yaml-nodes.js';

/** Doubtful in a manifest, and taken by kubectl all the same: the last of duplicate keys counts, words such as yes are booleans. */
const TOLERATED = new Set(['EP101', 'EP120']);

/**
 * The value of a single document that is no Kubernetes object, such as a kubeconfig, read as kubectl reads YAML and JSON. `undefined`
 * when it is empty; of several documents the first.
 * @throws SyntaxError naming line and column
 */
export function parseYaml(text: string): unknown {
  const fail = (message: string, at: number): never => {
    const { line, column } = positions(text)(at);
    throw new SyntaxError(`line ${line}, column ${column}: ${message}`);
  };
  let root: Node | undefined;
  try {
    root = (/^\s*\{\s*"/.test(text) ? jsonNodes : yamlNodes)(text)[0];
  } catch (error) {
    if (error instanceof SyntaxProblem) fail(error.message, error.at);
    throw error;
  }
  if (!root) return undefined;
  return toValue(root, newBudget(), (problem) => {
    if (!TOLERATED.has(problem.code)) fail(problem.message, problem.at);
  });
}

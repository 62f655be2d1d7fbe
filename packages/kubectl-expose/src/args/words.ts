import { COMMAND_NAMES } from '../commands/names.js';
import type { Problem } from './normalise.js';
import { nearest } from './suggest.js';

/** A resource as typed: the type may be a kind, plural, short name or `TYPE.GROUP`. */
export interface TargetWord {
  type: string;
  name: string;
}

/** How a target is typed back to a person. */
export const wordOf = (target: TargetWord): string => `${target.type}/${target.name}`;

/** Reads `TYPE/NAME …`, `TYPE NAME …` and `TYPE,TYPE NAME …`, as kubectl does. Nothing typed gives nothing. */
export function readTargets(words: readonly string[]): { targets: TargetWord[]; problems: Problem[] } {
  const [first = '', ...names] = words;
  if (words.length === 0) return { targets: [], problems: [] };
  if (words.some((word) => word.includes('/'))) return readSlashed(words);
  if (names.length === 0) return { targets: [], problems: [halfATarget(first)] };
  const targets = first.split(',').flatMap((type) => names.map((name) => ({ type, name })));
  const empty = targets.some(({ type, name }) => type === '' || name === '');
  return empty ? { targets: [], problems: [{ message: `"${words.join(' ')}" has an empty type or name` }] } : { targets, problems: [] };
}

function readSlashed(words: readonly string[]): { targets: TargetWord[]; problems: Problem[] } {
  const targets: TargetWord[] = [];
  const problems: Problem[] = [];
  for (const [at, word] of words.entries()) {
    const [type = '', name = '', ...more] = word.split('/');
    if (type !== '' && name !== '' && more.length === 0) targets.push({ type, name });
    else if (word.includes('/')) problems.push({ message: `"${word}" is not TYPE/NAME` });
    else
      problems.push(at === 0 ? beforeTargets(word, words) : { message: `"${word}" is not TYPE/NAME`, remedy: like(words[at - 1], word) });
  }
  return { targets, problems };
}

/** One word alone: a type without a name or, when it looks like one, a name without its type. */
function halfATarget(word: string): Problem {
  const command = nearest(word, COMMAND_NAMES);
  if (command !== undefined) return { message: `"${word}" is neither a command nor TYPE/NAME`, remedy: `kubectl expose-plus ${command}` };
  return /[-0-9]/.test(word)
    ? { message: `${word}: of which type is it?`, remedy: `deploy/${word}` }
    : { message: `${word}: which one? A name is missing`, remedy: `${word}/NAME` };
}

/** `aplly deploy/web` is a command mistyped, `deploy deploy/web` a type too much. */
function beforeTargets(word: string, words: readonly string[]): Problem {
  const command = nearest(word, COMMAND_NAMES);
  const rest = words.slice(1).join(' ');
  return {
    message: `"${word}" is neither a command nor TYPE/NAME`,
    remedy: command === undefined ? rest : `kubectl expose-plus ${command} ${rest}`,
  };
}

/** A name alone behind `deploy/web` is another of the same type. */
function like(before: string | undefined, name: string): string {
  const type = before?.split('/')[0];
  return `${type === undefined || !before?.includes('/') ? 'TYPE' : type}/${name}`;
}

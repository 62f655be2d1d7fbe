import type { Problem } from './normalise.js';

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
  if (names.length === 0)
    return { targets: [], problems: [{ message: `${first}: which one? A name is missing`, remedy: `${first}/NAME` }] };
  const targets = first.split(',').flatMap((type) => names.map((name) => ({ type, name })));
  const empty = targets.some(({ type, name }) => type === '' || name === '');
  return empty ? { targets: [], problems: [{ message: `"${words.join(' ')}" has an empty type or name` }] } : { targets, problems: [] };
}

function readSlashed(words: readonly string[]): { targets: TargetWord[]; problems: Problem[] } {
  const targets: TargetWord[] = [];
  const problems: Problem[] = [];
  for (const word of words) {
    const [type = '', name = '', ...more] = word.split('/');
    if (type !== '' && name !== '' && more.length === 0) targets.push({ type, name });
    else if (!word.includes('/')) {
      problems.push({
        message: `"${word}" beside a TYPE/NAME: write every one as TYPE/NAME`,
        remedy: words.filter((other) => other.includes('/')).join(' '),
      });
    } else problems.push({ message: `"${word}" is not TYPE/NAME` });
  }
  return { targets, problems };
}

/** What is known of one file: how many lines were broken, how many of those a test saw, one such test, and what nobody saw. */
export interface FileResult {
  path: string;
  broken: number;
  caught: number;
  example: string;
  /** Lines of the list of survivors. */
  survivors: string[];
}

const HEAD = '| file | broken | caught | caught, for one, by |\n|---|---|---|---|\n';

/** The page as `npm run mutate -- --write` writes it. */
export function writePage(results: readonly FileResult[]): string {
  const sum = (count: (result: FileResult) => number): number => results.reduce((total, result) => total + count(result), 0);
  const rows = results.map(({ path, broken, caught, example }) => `| ${path} | ${broken} | ${caught} | ${example} |\n`).join('');
  const survivors = results.flatMap((result) => result.survivors);
  const total = `${sum(({ caught }) => caught)} of ${sum(({ broken }) => broken)} were caught.`;
  return [
    `# Mutants\n\nMade by \`npm run mutate -- --write\`. One line is broken at a time; a test must turn red. ${total}\n\n`,
    `${HEAD}${rows}\n## Survivors\n\n`,
    survivors.length > 0 ? survivors.map((line) => `${line}\n`).join('') : 'None.\n',
  ].join('');
}

/** Reads such a page back. */
export function readPage(text: string): FileResult[] {
  const survivors = text.split('\n').filter((line) => line.startsWith('- '));
  return [...text.matchAll(/^\| (\S+\/\S+) \| (\d+) \| (\d+) \| (.*) \|$/gm)].map(([, path = '', broken, caught, example = '']) => ({
    path,
    broken: Number(broken),
    caught: Number(caught),
    example,
    survivors: survivors.filter((line) => line.startsWith(`- ${path}:`)),
  }));
}

/** New results in the place of old ones of the same file; files that are gone drop out. */
export function mergeResults(
  before: readonly FileResult[],
  now: readonly FileResult[],
  order: (path: string) => number,
  exists: (path: string) => boolean,
): FileResult[] {
  const kept = before.filter(({ path }) => exists(path) && !now.some((result) => result.path === path));
  return [...kept, ...now].toSorted((a, b) => order(a.path) - order(b.path) || (a.path < b.path ? -1 : 1));
}

import { describe, expect, it } from 'vitest';
import { textOf, trackedFiles } from './source-files.js';

/** What tests say that they prove, as patterns: a value that is put into the text stands for anything. */
function declared(source: string): RegExp[] {
  const literals = source.matchAll(/\bwhat(?:: | = )(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g);
  return [...literals].map(([, single, double, template]) => {
    const text = (single ?? double ?? template ?? '').replaceAll(/\\(.)/g, '$1');
    const parts = template === undefined ? [text] : text.split(/\$\{[^}]*\}/);
    return new RegExp(`^${parts.map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('.+')}$`);
  });
}

/** The second column of a page's table. */
function claimed(page: string): string[] {
  return page.split('\n').flatMap((line) => (/^\| [A-Zh]/.test(line) ? [line.split(' | ')[1] ?? ''] : []));
}

describe('pages of what is proved', () => {
  const tests = trackedFiles(/^e2e\/(tests|with)\/.*\.ts$/).filter((path) => !path.endsWith('proved.test.ts'));
  const ofEveryRun = tests.filter((path) => path.startsWith('e2e/tests/')).flatMap((path) => declared(textOf(path)));
  const ofAll = tests.flatMap((path) => declared(textOf(path)));

  it('docs/generated/proved.md has a row for everything that a test says it proves', () => {
    const rows = claimed(textOf('docs/generated/proved.md'));
    expect(ofEveryRun.filter((pattern) => !rows.some((row) => pattern.test(row))).map(String)).toEqual([]);
  });

  it('none claims what no test says', () => {
    for (const path of trackedFiles(/^docs\/generated\/proved.*\.md$/)) {
      const known = path.endsWith('/proved.md') ? ofEveryRun : ofAll;
      expect({ [path]: claimed(textOf(path)).filter((row) => !known.some((pattern) => pattern.test(row))) }).toEqual({ [path]: [] });
    }
  });

  it('are held against what tests say by literals and templates', () => {
    const patterns = declared("what: 'a (b)'; const what = `refused where ${level}`; what: \"the app's\"; somewhat: 'no'");
    expect(patterns.map(({ source }) => source)).toEqual(['^a \\(b\\)$', '^refused where .+$', "^the app's$"]);
    expect(claimed('| strategy | proved |\n| --- | --- |\n| NodePort | TCP | x |  |')).toEqual(['TCP']);
  });
});

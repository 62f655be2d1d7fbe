import { describe, expect, it } from 'vitest';
import { textOf, trackedFiles } from './source-files.js';

const LIMIT = 300;
/** Tests, tables and generated files may be longer: cases and rows are data. */
const TABLES =
  /\.test\.ts$|generated\/|\/golden\/|(checks\/catalogue|detect\/protocols|controllers\/([^/]*-)?rows|load-balancers\/rows)\.ts$|\.cases\.ts$|test\/.*(table|cases)[^/]*\.ts$|flags\/[^/]*\.ts$/;

describe('file length', () => {
  it(`no source file has more than ${LIMIT} lines, tables exempt`, () => {
    const long = trackedFiles(/^(packages|internal|e2e)\/.*\.(ts|mjs|go|sh|tpl|hbs)$/)
      .filter((path) => !TABLES.test(path))
      .map((path) => ({ path, lines: textOf(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > LIMIT);
    expect(long).toEqual([]);
  });
});

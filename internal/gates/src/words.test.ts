import { describe, expect, it } from 'vitest';
import { textOf, trackedFiles } from './source-files.js';

/** Hosts and paths of one machine have no place in a project that runs on any. Written in parts so that this file passes. */
const FOREIGN = new RegExp(
  [
    ['registry', 'npmjs'].join(String.raw`\.`),
    ['proxy', 'golang'].join(String.raw`\.`),
    ['deb', 'debian'].join(String.raw`\.`),
    ['pypi', 'org'].join(String.raw`\.`),
    String.raw`(^|[^A-Za-z0-9._-])/(wo` + String.raw`rk|ro` + 'ot)/',
  ].join('|'),
  'm',
);

describe('words', () => {
  it('no tracked text names a registry host or a path of one machine', () => {
    const found = trackedFiles(/\.(ts|mjs|cjs|js|json|md|ya?ml|sh|go|tpl|hbs|txt)$|^\.ci\//)
      .filter((path) => path !== 'package-lock.json')
      .filter((path) => FOREIGN.test(textOf(path)));
    expect(found).toEqual([]);
  });

  it('sees a machine path', () => {
    expect(FOREIGN.test(['', 'work', 'main', 'x'].join('/'))).toBe(true);
  });
});

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, textOf, trackedFiles } from './source-files.js';

/** Targets of links to files, without their anchors. */
function linksOf(text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target.split('#')[0] ?? '');
  return targets.filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

describe('links', () => {
  it('between documents lead to files that are there', () => {
    const broken = trackedFiles(/^[^/]+\.md$|^(docs|examples|packages|charts)\/.*\.md$/).flatMap((path) =>
      linksOf(textOf(path))
        .filter((target) => !existsSync(join(root, dirname(path), target)))
        .map((target) => `${path}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('are found, those to elsewhere left out', () => {
    expect(linksOf('[a](docs/a.md#b) [c](https://example.com) [d](#e)')).toEqual(['docs/a.md']);
  });
});

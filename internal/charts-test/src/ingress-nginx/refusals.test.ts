import { describe, expect, it } from 'vitest';
import { helms, tryTemplate } from '../helm.js';
import { RENDER_REFUSALS, SCHEMA_REFUSALS } from './refusals.cases.js';

type Tree = { [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Both trees in one; undefined when they want the same place. */
function merged(a: Tree, b: Tree): Tree | undefined {
  const out: Tree = { ...a };
  for (const [key, value] of Object.entries(b)) {
    if (!(key in out)) out[key] = value;
    else {
      const [left, right] = [out[key], value];
      const both = isTree(left) && isTree(right) ? merged(left, right) : undefined;
      if (!both) return undefined;
      out[key] = both;
    }
  }
  return out;
}

/** As few files of wrong values as possible: a schema reports everything at once. */
function batches(): Tree[] {
  const out: Tree[] = [];
  for (const { values } of SCHEMA_REFUSALS) {
    const index = out.findIndex((batch) => merged(batch, values as Tree));
    if (index < 0) out.push(values as Tree);
    else out[index] = merged(out[index] ?? {}, values as Tree) ?? {};
  }
  return out;
}

for (const helm of helms) {
  describe(`wrong values, ${helm.id}${helm.note}`, () => {
    const messages = helm.missing ? Promise.resolve([]) : Promise.all(batches().map((values) => tryTemplate(helm, { values })));

    it.skipIf(helm.missing)('every file of wrong values is refused by the schema', async () => {
      for (const { code, stderr } of await messages) {
        expect(code).not.toBe(0);
        expect(stderr).toContain("values don't meet the specifications of the schema");
      }
    });

    it.skipIf(helm.missing).for(SCHEMA_REFUSALS)('the schema refuses $what and names it in one line', async ({ says }) => {
      const lines = (await messages).flatMap(({ stderr }) => stderr.split('\n').filter((line) => line.trim().startsWith('- ')));
      expect(lines.filter((line) => says.every((word) => line.includes(word)))).not.toEqual([]);
    });

    // The schema engines differ, the template engine does not: helm 3 is asked for a sample.
    it.skipIf(helm.missing).for(RENDER_REFUSALS.filter((_, index) => helm.id === 'helm4' || index % 8 === 0))(
      'the templates refuse $what and name it in one line',
      async ({ values, says }) => {
        const { code, stderr } = await tryTemplate(helm, { values });
        expect(code).not.toBe(0);
        const message = stderr.split('\n').find((line) => line.includes('ingress-nginx: ')) ?? '';
        for (const word of says) expect(message).toContain(word);
      },
    );
  });
}

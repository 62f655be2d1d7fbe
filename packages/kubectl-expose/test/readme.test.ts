import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runLine, words } from './support/run-line.js';

// Every console block of the README that starts with a command of ours shows what that command prints. UPDATE_README=1 writes it.
const root = new URL('../../../', import.meta.url);
const path = fileURLToPath(new URL('README.md', root));
const BLOCK = /```console\n\$ kubectl expose-plus (?<line>(?:[^\n]*\\\n)*[^\n]*)\n(?<shown>[\s\S]*?)```/g;
const blocks = [...readFileSync(path, 'utf8').matchAll(BLOCK)];

describe('the README shows what is printed', () => {
  it('in more than one place', () => expect(blocks.length).toBeGreaterThan(1));

  it.each(blocks.map(({ groups = {} }) => [groups['line'] ?? '', groups['shown'] ?? '']))('%s', async (line, shown) => {
    const args = words(line.replaceAll('\\\n', ' ')).map((word) =>
      word.startsWith('examples/') ? fileURLToPath(new URL(word, root)) : word,
    );
    const { code, stdout, stderr } = await runLine(args, { env: { KUBECONFIG: '/nonexistent' } });
    expect(code).toBe(0);
    const printed = `${stderr}${stdout}`.replaceAll(fileURLToPath(root), '');
    if (process.env['UPDATE_README'] === '1')
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replace(`${line}\n${shown}\`\`\``, () => `${line}\n${printed}\`\`\``),
      );
    else expect(shown).toBe(printed);
  });
});

// npm run generate -w packages/kubectl-expose: docs/generated/cli.md from the tables of commands and flags.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(here('../../node_modules/.cli-docs-'));
try {
  const bundle = await rolldown({
    input: { docs: here('src/help/docs.ts') },
    platform: 'node',
    resolve: {
      alias: {
        '@expose-plus/core/manifests': here('../core/src/manifests/index.ts'),
        '@expose-plus/core': here('../core/src/index.ts'),
      },
    },
    // What the commands do is not looked at: only their tables.
    external: (id) => id.includes('/actions/'),
  });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' });
  await bundle.close();
  const { cliPage } = await import(pathToFileURL(join(folder, 'docs.mjs')).href);
  mkdirSync(here('../../docs/generated'), { recursive: true });
  writeFileSync(here('../../docs/generated/cli.md'), cliPage());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

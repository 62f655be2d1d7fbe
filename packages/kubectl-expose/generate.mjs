// npm run generate -w packages/kubectl-expose: docs/generated/{cli,clouds,controllers,options}.md from the tables.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(here('../../node_modules/.cli-docs-'));
try {
  const bundle = await rolldown({
    input: { docs: here('src/help/docs.ts'), clouds: here('src/help/clouds.ts'), controllers: here('src/help/controllers.ts') },
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
  const { cloudsPage, optionsPage } = await import(pathToFileURL(join(folder, 'clouds.mjs')).href);
  const { controllersPage } = await import(pathToFileURL(join(folder, 'controllers.mjs')).href);
  mkdirSync(here('../../docs/generated'), { recursive: true });
  writeFileSync(here('../../docs/generated/cli.md'), cliPage());
  writeFileSync(here('../../docs/generated/clouds.md'), cloudsPage());
  writeFileSync(here('../../docs/generated/controllers.md'), controllersPage());
  writeFileSync(here('../../docs/generated/options.md'), optionsPage());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const packageFolder = fileURLToPath(new URL('..', import.meta.url));
export const root = join(packageFolder, '../..');

/** Imports sources as they stand, so that no build can be stale. */
export async function load(contents, resolveDir) {
  // Below node_modules, so that the dependencies left outside are found.
  const folder = mkdtempSync(join(root, 'node_modules/.generate-'));
  try {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir },
      alias: {
        '@expose-plus/core/manifests': join(root, 'packages/core/src/manifests/index.ts'),
        '@expose-plus/core': join(root, 'packages/core/src/index.ts'),
      },
      external: ['yaml'],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
    });
    const file = join(folder, 'loaded.mjs');
    writeFileSync(file, outputFiles[0].contents);
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

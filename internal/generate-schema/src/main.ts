// npm run generate: the JSON Schemas of core and what is made from them.
import './sources.ts'; // oxlint-disable-line
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const core = join(import.meta.dirname, '../../../packages/core');
const { generatedFiles } = await import('./files.ts');
for (const [path, text] of Object.entries(generatedFiles())) {
  mkdirSync(join(core, path, '..'), { recursive: true });
  writeFileSync(join(core, path), text);
}

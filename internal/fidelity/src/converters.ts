import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../tools/src/tool.ts';
import { measure, type Measure } from './measure.ts';
import { parseManifests, type ManifestSet } from './sets.ts';

/** Makes a chart of a set in a folder. */
export type Convert = (set: ManifestSet, folder: string) => void;

/** Writes a chart's files. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** What a conversion gave back, or the first line of why there is nothing to measure. */
export function tryMeasure(helm: string, set: ManifestSet, convert: Convert): Measure | { failed: string } {
  const scratch = mkdtempSync(join(tmpdir(), 'fidelity-'));
  const folder = join(scratch, set.name);
  try {
    convert(set, folder);
    const text = execFileSync(helm, ['template', 'rel', folder], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' });
    return measure(set.objects, parseManifests(text));
  } catch (error) {
    const { stderr, message } = error as { stderr?: Buffer | string; message: string };
    const lines = (String(stderr ?? '') || message).split('\n').filter((line) => line !== '' && !line.includes('level=WARN'));
    return {
      failed: (lines[0] ?? 'no message')
        .replaceAll(scratch, '')
        .replace(/^time="[^"]*" /, '')
        .slice(0, 160),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const HELMIFY = 'github.com/arttor/helmify/cmd/helmify@v0.4.20';

/** helmify from its Go module, built once into the cache; nothing where there is no Go. */
export function findHelmify(): { path: string } | { missing: string } {
  const folder = join(cacheFolder(), 'helmify-0.4.20');
  const path = join(folder, 'helmify');
  if (existsSync(path)) return { path };
  try {
    execFileSync('go', ['install', HELMIFY], { env: { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod' }, stdio: 'pipe' });
    return { path };
  } catch (error) {
    return { missing: `helmify could not be built: ${(error as Error).message.split('\n')[0]}` };
  }
}

/** The conversion by helmify. */
export function helmify(path: string): Convert {
  return (set, folder) => {
    mkdirSync(dirname(folder), { recursive: true });
    execFileSync(path, [folder], { input: set.text, stdio: ['pipe', 'pipe', 'pipe'] });
  };
}

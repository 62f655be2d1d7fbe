import { accessSync, constants } from 'node:fs';
import { delimiter, extname, isAbsolute, join } from 'node:path';
import type { Env } from './connection.js';

/** What became of a program. */
export type SpawnResult = { missing: true } | { code: number | null; signal: string | null; stdout: string };

/** How a program is run. */
export interface SpawnOptions {
  env: Env;
  /** Whether it gets our stdin. */
  interactive: boolean;
  signal?: AbortSignal | undefined;
}

/** Runs a program with stderr inherited and stdout caught. */
export async function spawnPlugin(command: string, args: string[], options: SpawnOptions): Promise<SpawnResult> {
  const { spawn } = await import('node:child_process');
  const windows = process.platform === 'win32';
  const found = windows ? findOnWindows(command, options.env) : command;
  if (!found) return { missing: true };
  // Node starts .cmd and .bat files by the shell only
  const shell = windows && /\.(cmd|bat)$/i.test(found);
  const child = spawn(shell ? `"${found}"` : found, shell ? args.map((arg) => `"${arg.replaceAll('"', '""')}"`) : args, {
    env: options.env,
    shell,
    stdio: [options.interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
    windowsHide: true,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'EACCES') resolve({ missing: true });
      else reject(error);
    });
    child.on('close', (code, signal) => resolve({ code, signal, stdout: Buffer.concat(chunks).toString('utf8') }));
  });
}

function findOnWindows(command: string, env: Env): string | undefined {
  const extensions = extname(command) ? [''] : (env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';');
  const folders = isAbsolute(command) || /[\\/]/.test(command) ? [''] : (env['PATH'] ?? env['Path'] ?? '').split(delimiter);
  for (const folder of folders) {
    for (const extension of extensions) {
      const path = folder ? join(folder, command + extension) : command + extension;
      try {
        accessSync(path, constants.F_OK);
        return path;
      } catch {
        // the next one
      }
    }
  }
  return undefined;
}

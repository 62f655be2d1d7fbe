import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The Node of this repository's own node_modules; none when the plugin is installed elsewhere. */
export function repositoryNode(dist: string): string | undefined {
  const program = join(dist, '..');
  const node = join(program, '..', '..', 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(join(program, 'build.mjs')) && existsSync(node) ? node : undefined;
}

/** For a Node older than 22: in the repository the same program under the repository's Node, elsewhere what is missing. */
export async function runUnderNewerNode(dist: string, argv: readonly string[]): Promise<number> {
  const node = repositoryNode(dist);
  if (node !== undefined) return runUnder(node, process.argv[1] ?? '', argv);
  process.stderr.write(
    `error: kubectl expose-plus needs Node.js 22 or newer; this is ${process.version} (${process.execPath}).\n` +
      'Install a newer Node.js (https://nodejs.org) and put it first on PATH.\n',
  );
  return 1;
}

function runUnder(node: string, script: string, argv: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [script, ...argv], { stdio: 'inherit' });
    // Ctrl-C reaches the child by the terminal; dying of it here would leave the child behind.
    for (const signal of SIGNALS) process.on(signal, () => void (signal === 'SIGINT' || child.kill(signal)));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

// Shared by start.mjs and test.mjs. Plain JavaScript without dependencies: it is what installs the dependencies.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');

/** The environment in which tools run: Node 24 and the tools of node_modules come first. */
export const environment = {
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
};

/** Runs a command in the workspace. Resolves to its exit code, standard output and standard error. */
export function run(command, args, { capture = false, env = environment, cwd = root, input } = {}) {
  return new Promise((resolve, reject) => {
    const piped = capture ? 'pipe' : 'inherit';
    const shell = process.platform === 'win32';
    const child = spawn(command, args, { cwd, env, shell, stdio: [input === undefined ? 'ignore' : 'pipe', piped, piped] });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (stderr += text));
    if (input !== undefined) child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), stdout, stderr }));
  });
}

/** Runs a command and ends the program with its output when it fails. */
export async function must(title, command, args) {
  const result = await run(command, args, { capture: true });
  if (result.code === 0) return result;
  process.stderr.write(`${result.stdout}${result.stderr}\n${title} failed: ${command} ${args.join(' ')} (exit code ${result.code})\n`);
  process.exit(1);
}

/** Installs what the lock file says, unless that has been done. */
async function install() {
  const stamp = join(root, 'node_modules', '.installed-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write('Installing the dependencies (npm ci) …\n');
  await must('Installing', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

/** Installs and builds; afterwards the tools and the plugin are there. */
export async function prepare() {
  await install();
  process.stderr.write('Building …\n');
  await must('Building', 'turbo', ['run', 'build', '--output-logs=errors-only']);
}

import { spawn } from 'node:child_process';
import { UserError } from './errors.ts';

/** What a command did. A command ended by a signal has the code 128 + its number, as in a shell. */
export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Text for standard input; without it the input is empty. */
  readonly stdin?: string | undefined;
  /** The whole environment of the command; default this process's without KUBECONFIG. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly cwd?: string | undefined;
  /** The command is killed after this many seconds; default 120. */
  readonly seconds?: number | undefined;
}

const signalNumbers: Readonly<Record<string, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15, SIGSEGV: 11, SIGPIPE: 13 };

/** This process's environment without KUBECONFIG: no command of the harness may reach a cluster that is not its own. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { KUBECONFIG: _, ...rest } = process.env;
  return rest;
}

/**
 * Runs a command and collects what it prints.
 *
 * @throws UserError when it cannot be started or does not end in time; a code other than 0 is a result, not an error.
 */
export function run(argv: readonly string[], options: RunOptions = {}): Promise<Result> {
  const [command, ...args] = argv;
  if (command === undefined) throw new UserError('no command given');
  const seconds = options.seconds ?? 120;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: options.env ?? cleanEnvironment(), cwd: options.cwd, stdio: 'pipe' });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, seconds * 1000);
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on('error', () => undefined); // the command may end without reading its input
    child.stdin.end(options.stdin ?? '');
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new UserError(`cannot run ${command}: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const result = {
        code: code ?? 128 + (signalNumbers[signal ?? ''] ?? 0),
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      };
      if (late) reject(new UserError(`not done after ${seconds} s: ${argv.join(' ')}${tail(result)}`));
      else resolve(result);
    });
  });
}

/** Runs a command that must succeed and returns its standard output. */
export async function check(argv: readonly string[], options: RunOptions = {}): Promise<string> {
  const result = await run(argv, options);
  if (result.code !== 0) throw new UserError(`failed with code ${result.code}: ${argv.join(' ')}${tail(result)}`);
  return result.stdout;
}

/** Runs a command on this process's terminal and returns its code. */
export function attach(argv: readonly string[], env: NodeJS.ProcessEnv = cleanEnvironment(), cwd?: string): Promise<number> {
  const [command, ...args] = argv;
  if (command === undefined) throw new UserError('no command given');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, cwd, stdio: 'inherit' });
    child.on('error', (error) => reject(new UserError(`cannot run ${command}: ${error.message}`)));
    child.on('close', (code, signal) => resolve(code ?? 128 + (signalNumbers[signal ?? ''] ?? 0)));
  });
}

function tail(result: Result): string {
  const lines = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-15);
  return lines.join('').trim() === '' ? '' : `\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

import { readFileSync } from 'node:fs';
import type { Io } from '../../src/io.js';
import { prepare } from '../../src/run.js';
import { showError } from '../../src/show-error.js';

/** What stands in for the terminal and the environment. */
export interface Surroundings {
  env?: Record<string, string | undefined>;
  stdin?: string;
  /** A person is at the terminal and types these lines. */
  answers?: string[];
  /** Called with everything printed so far after each line on stderr; may abort. */
  onStderr?: (text: string, abort: () => void) => void;
}

/** What came of a command line. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command line in this process, by the fast lane, as entry.ts does. */
export async function runLine(argv: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  const ended: Ended = { code: 0, stdout: '', stderr: '' };
  const controller = new AbortController();
  const answers = [...(surroundings.answers ?? [])];
  const isPerson = surroundings.answers !== undefined;
  const io: Io = {
    stdout: (text) => (ended.stdout += text),
    stderr: (text) => {
      ended.stderr += text;
      surroundings.onStderr?.(ended.stderr, () => controller.abort());
    },
    stdin: () => Promise.resolve(surroundings.stdin ?? ''),
    readFile: (path) => readFileSync(path, 'utf8'),
    ask: (question) => {
      ended.stderr += question;
      return Promise.resolve(answers.shift() ?? '');
    },
    env: { KUBECONFIG: '/nowhere/kubeconfig', PATH: process.env['PATH'], ...surroundings.env },
    isTTY: { stdin: isPerson, stdout: isPerson, stderr: isPerson },
    now: () => new Date(),
    signal: controller.signal,
  };
  try {
    const prepared = prepare(argv);
    if ('help' in prepared) throw new Error(`help of ${prepared.help}`);
    ended.code = await prepared.run(io);
  } catch (error) {
    const { text, exitCode } = showError(error, true);
    io.stderr(text);
    ended.code = exitCode;
  }
  return ended;
}

/** Splits a command line as a shell would: words, and texts in single quotes. */
export function words(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
}

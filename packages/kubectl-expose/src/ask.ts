import { createInterface } from 'node:readline/promises';

/**
 * Asks on the terminal; the question goes to stderr, since stdout is for data. End of input is an empty answer, Ctrl-C an AbortError.
 */
export async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise<string>((resolve, reject) => {
      terminal.once('close', () => resolve(''));
      terminal.once('SIGINT', () => reject(new DOMException('interrupted', 'AbortError')));
      terminal.question(question).then(resolve, reject);
    });
  } finally {
    terminal.close();
  }
}

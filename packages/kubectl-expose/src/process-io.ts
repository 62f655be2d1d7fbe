import { readFileSync, writeSync } from 'node:fs';
import type { Io } from './io.js';

/** The real process. Everything costly waits until it is asked for: the terminal, the signal, questions. */
export function processIo(): Io {
  let controller: AbortController | undefined;
  const tty = lazy(() => ({ stdin: isTerminal(0), stdout: isTerminal(1), stderr: isTerminal(2) }));
  return {
    stdout: writer(1),
    stderr: writer(2),
    stdin: () => Promise.resolve(readFileSync(0, 'utf8')),
    readFile: (path) => readFileSync(path, 'utf8'),
    ask: async (question) => (await import('./ask.js')).ask(question),
    env: process.env,
    get isTTY() {
      return tty();
    },
    now: () => new Date(),
    get signal() {
      controller ??= abortOnSignals();
      return controller.signal;
    },
  };
}

/** Ctrl-C once asks the action to stop and to say what was done; twice ends at once. */
function abortOnSignals(): AbortController {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller;
}

/** Writes at once and without the stream, whose loading costs more than the whole answer. A closed pipe is no error (`| head`). */
function writer(descriptor: 1 | 2): (text: string) => void {
  let closed = false;
  // A Windows console reads bytes in its own code page; only the stream converts.
  if (process.platform === 'win32') return (text) => void (descriptor === 1 ? process.stdout : process.stderr).write(text);
  return (text) => {
    let rest = Buffer.from(text, 'utf8');
    while (rest.length > 0 && !closed) {
      try {
        rest = rest.subarray(writeSync(descriptor, rest));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EPIPE') closed = true;
        else if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        else throw error;
      }
    }
  };
}

function isTerminal(descriptor: 0 | 1 | 2): boolean {
  const stream = [process.stdin, process.stdout, process.stderr][descriptor];
  return stream?.isTTY === true;
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

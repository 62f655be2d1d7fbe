/** The outside world of an action: what it prints, reads and asks, so that a test can stand in for a terminal. */
export interface Io {
  /** Data. Text is written as it is: the caller ends lines. */
  stdout(text: string): void;
  /** Everything that is not data: plans shown before consent, warnings, progress, errors. */
  stderr(text: string): void;
  /** All of standard input, once. */
  stdin(): Promise<string>;
  /** Reads a file as UTF-8. Relative paths are relative to the working directory. Throws Node's own error. */
  readFile(path: string): string;
  /** Asks on the terminal and resolves with the line typed; only called when `isTTY.stdin` and `isTTY.stderr` hold. */
  ask(question: string): Promise<string>;
  env: Readonly<Record<string, string | undefined>>;
  /** Whether a person is at the other end. */
  isTTY: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  /** The wall clock. Core has none. */
  now(): Date;
  /** Aborted by Ctrl-C and by SIGTERM. */
  signal: AbortSignal;
}

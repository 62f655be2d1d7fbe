import type { Finding } from '@expose-plus/core';

/** Exit codes, the same for every command (docs/cli.md). */
export const EXIT = {
  /** Done and proved, or nothing found. */
  ok: 0,
  /** It failed, or findings reached `--fail-on`. */
  failed: 1,
  /** Wrong usage, or a decision that only a person may take. */
  usage: 2,
  /** Applied, and proved not to work. */
  broken: 3,
  /** Applied, and could not be proved. */
  unknown: 4,
  /** Stopped by the user. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface UserErrorOptions {
  /** Everything that is wrong with the input, reported together. */
  findings?: Finding[];
  /** Default: 1. */
  exitCode?: ExitCode;
  /** What to do, one sentence or command a line. */
  remedy?: string;
  cause?: unknown;
}

/** Anything that the user can mend: printed without a stack trace, ends with `exitCode`. */
export class UserError extends Error {
  readonly findings: Finding[];
  readonly exitCode: ExitCode;
  readonly remedy: string | undefined;

  constructor(message: string, options: UserErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'UserError';
    this.findings = options.findings ?? [];
    this.exitCode = options.exitCode ?? EXIT.failed;
    this.remedy = options.remedy;
  }
}

/** A command line that cannot be understood: exit code 2. */
export function usageError(message: string, remedy?: string): UserError {
  return new UserError(message, { exitCode: EXIT.usage, ...(remedy === undefined ? {} : { remedy }) });
}

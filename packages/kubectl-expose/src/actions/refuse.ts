import type { Problem } from '../args/normalise.js';
import { EXIT, UserError } from '../errors.js';

/** All problems of a request in one error of exit code 2, sorted, each once. */
export function refuseRequest(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ message, remedy }) => (remedy === undefined ? message : `${message}\n  → ${remedy}`));
  throw new UserError([...new Set(lines)].toSorted().join('\nerror: '), { exitCode: EXIT.usage });
}

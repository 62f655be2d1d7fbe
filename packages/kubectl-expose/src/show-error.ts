import type { Finding } from '@expose-plus/core';
import { visible } from './kube/visible.js';
import { findingsText } from './output/findings.js';

/** What an error of ours may carry beyond its message; read without loading the classes. */
interface ErrorLike {
  name?: string;
  message?: string;
  stack?: string;
  remedy?: string | undefined;
  findings?: Finding[];
  exitCode?: number;
}

/** Errors that the user can mend: no stack belongs to them. */
const MENDABLE = new Set(['UserError', 'ConnectionError', 'ApiError']);

/** What an error prints on stderr, and the exit code it stands for. Only a fault of our own shows a stack, and only when asked to. */
export function showError(error: unknown, debug: boolean): { text: string; exitCode: number } {
  const known = (typeof error === 'object' && error !== null ? error : {}) as ErrorLike;
  const { name = '', message = String(error), stack, remedy, findings = [], exitCode = 1 } = known;
  if (name === 'AbortError') return { text: 'interrupted\n', exitCode: 130 };
  if (MENDABLE.has(name)) {
    return { text: `error: ${visible(message)}\n${findingsText(findings)}${remedy === undefined ? '' : `${visible(remedy)}\n`}`, exitCode };
  }
  const hint = debug ? visible(stack ?? '') : 'EXPOSE_PLUS_DEBUG=1 shows where; please report it.';
  return { text: `error: a fault of expose-plus itself: ${visible(message)}\n${hint}\n`, exitCode: 1 };
}

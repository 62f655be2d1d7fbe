/** Letters of a literal path; others could mean something in an expression or in a configuration. */
const LITERAL = /^\/[A-Za-z0-9._~/-]*$/;

/** What is wrong with a path that is to be taken literally; `undefined` when nothing is. */
export function literalProblem(path: string): string | undefined {
  return LITERAL.test(path) ? undefined : `${path} has letters that could mean something else (allowed: A-Z a-z 0-9 - . _ ~ /)`;
}

/** A path without the slash at its end; the root is empty. */
export function trimPath(path: string): string {
  return path.replace(/\/+$/, '');
}

/** A literal path in an expression. A class instead of a backslash: it needs no quoting wherever the text goes. */
export function escapePath(path: string): string {
  return path.replaceAll('.', '[.]');
}

/** The literal path of an expression that `escapePath` wrote. */
export function unescapePath(path: string): string {
  return path.replaceAll('[.]', '.');
}

/** Whether a path lies at or below another, by its elements; everything lies below the root. */
export function isBelow(path: string, prefix: string): boolean {
  const base = trimPath(prefix);
  return base === '' || trimPath(path) === base || path.startsWith(`${base}/`);
}

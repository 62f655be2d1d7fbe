import { visible } from './describe.js';

/** One step into a value: the key of a mapping or the index of a list. */
export type PathPart = string | number;

const PLAIN_KEY = /^[A-Za-z_$][\w$-]*$/;

/**
 * A field path as findings and plans print it: `spec.ports[0].nodePort`. Keys that are not plain words stand in brackets and
 * quotes, so that every path can be read back: `metadata.labels["app.kubernetes.io/name"]`.
 */
export function formatPath(parts: readonly PathPart[]): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (PLAIN_KEY.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${visible(JSON.stringify(part))}]`;
  }
  return text;
}

/** Reads what {@link formatPath} writes. What does not follow its form is taken as a plain key, never refused. */
export function parsePath(text: string): PathPart[] {
  const parts: PathPart[] = [];
  const step = /\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\.?([^.[\]]+)/gy;
  for (let match = step.exec(text); match; match = step.exec(text)) {
    const [, index, quoted, word] = match;
    if (index !== undefined) parts.push(Number(index));
    else if (quoted !== undefined) parts.push(unquote(quoted));
    else if (word !== undefined) parts.push(word);
  }
  return parts;
}

function unquote(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}

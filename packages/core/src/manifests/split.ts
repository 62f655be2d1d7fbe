/** The text of one document and where it begins in its file. */
export interface Chunk {
  text: string;
  start: number;
}

/** A separator line with more than a comment behind it, which kubectl refuses. */
export interface BadSeparator {
  rest: string;
  at: number;
}

/**
 * Cuts a text where kubectl does: at lines that begin with `---` (k8s.io/apimachinery `util/yaml.YAMLReader`). Yields one
 * document at a time, so that only one is ever held in pieces.
 */
export function* splitDocuments(text: string): Generator<Chunk | BadSeparator> {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  let separator = text.startsWith('---', start) ? start : nextSeparator(text, start);
  while (separator >= 0) {
    yield { text: text.slice(start, separator), start };
    const newline = text.indexOf('\n', separator);
    const lineEnd = newline < 0 ? text.length : newline;
    const rest = text.slice(separator + 3, lineEnd).trim();
    start = Math.min(lineEnd + 1, text.length);
    if (rest !== '' && !rest.startsWith('#')) {
      yield { rest, at: separator };
      // What stands behind the dashes belongs to the next document, as YAML has it.
      if (/^[ \t]/.test(text.slice(separator + 3, separator + 4))) start = separator + 3;
    }
    separator = text.startsWith('---', start) ? start : nextSeparator(text, start);
  }
  yield { text: text.slice(start), start };
}

function nextSeparator(text: string, from: number): number {
  const found = text.indexOf('\n---', from);
  return found < 0 ? -1 : found + 1;
}

/** The largest document that is read unless asked otherwise, in bytes of UTF-8: 3 MiB, the API server's limit for a request. */
export const MAX_DOCUMENT_BYTES: number = 3 * 1024 * 1024;

/** Whether a text has more bytes of UTF-8 than `limit`. */
export function isTooLarge(text: string, limit: number): boolean {
  if (text.length * 3 <= limit) return false;
  if (text.length > limit) return true;
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    // A surrogate pair is four bytes: two for each half.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes > limit;
}

/** A mapping of a manifest. */
export type Mapping = Record<string, unknown>;

/** Whether a value is a mapping. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The kind of a value in words, for "must be X, not …". */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return `the text ${quote(value)}`;
  return `the ${typeof value} ${String(value)}`;
}

/** A text short enough for a message. */
export function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Characters that cannot be seen, or that change the direction of what follows: they would show as something else. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;

/** Whether a text holds a character that cannot be seen. */
export function hasInvisible(text: string): boolean {
  return INVISIBLE.test(text);
}

/** A text with such characters written as \uXXXX. */
export function visible(text: string): string {
  if (!INVISIBLE.test(text)) return text;
  return text.replaceAll(new RegExp(INVISIBLE, 'g'), (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A text in quotes, short enough for a message, with everything visible. */
export function quote(text: string): string {
  return visible(JSON.stringify(clip(text)));
}

/** `a, b or c`. */
export function orList(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** A text as a regular expression that matches it and nothing else, for JavaScript and Go. */
export function quoteExpression(text: string): string {
  return text.replaceAll(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`);
}

/** A neutral value as a text; lists with commas. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(',');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

const LISTS = /(\.(denyFrom|allowFrom|remove|origins|methods|headers|exposeHeaders|externalAuth\.responseHeaders))$/;
const NUMBERS = /\.(code|port|weight|percent|rateLimit\.[A-Za-z]+)$/;
const BOOLEANS = /\.(redirect|credentials|verify|secure)$/;

/** The neutral value of a text; `undefined` for one that the option cannot have. */
export function valueOfText(option: string, text: string): unknown {
  if (LISTS.test(option)) {
    const parts = text.split(',').map((part) => part.trim());
    return parts.includes('') ? undefined : parts;
  }
  if (NUMBERS.test(option)) return /^[0-9]+$/.test(text) ? Number(text) : undefined;
  if (BOOLEANS.test(option)) return text === 'true' ? true : text === 'false' ? false : undefined;
  return text;
}

/** Whether an option is a list. */
export function isListOption(option: string): boolean {
  return LISTS.test(option);
}

/**
 * Reads fields of objects whose shape nobody vouches for: files and clusters can hold anything. A value of the wrong type reads
 * as absent, so that no reader of facts throws.
 */

/** The value as a map; empty when it is none. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The value as a list; empty when it is none. */
export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The maps of a list, in order; other items are left out. */
export function records(value: unknown): Record<string, unknown>[] {
  return list(value).filter((item): item is Record<string, unknown> => typeof item === 'object' && item !== null && !Array.isArray(item));
}

/** The value when it is a text that is not empty. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The texts of a list. */
export function texts(value: unknown): string[] {
  return list(value).filter((item): item is string => typeof item === 'string');
}

/** The value when it is a whole number. */
export function integer(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

/** The value as a map of texts, e.g. labels; entries that are no text are left out. */
export function textMap(value: unknown): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [key, item] of Object.entries(record(value))) {
    if (typeof item === 'string') out[key] = item;
  }
  return out;
}

/** Follows keys into a value: `dig(object, 'spec', 'template', 'spec')`; a number is a place in a list. */
export function dig(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((at, key) => (Array.isArray(at) ? (at as unknown[])[Number(key)] : record(at)[key]), value);
}

/** Whether every label of a selector stands among the labels. An empty selector matches nothing, as in a Service. */
export function labelsMatch(selector: Record<string, string>, labels: Record<string, string>): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

/** Whether a LabelSelector (matchLabels and matchExpressions) matches. An empty one matches everything. */
export function labelSelectorMatches(selector: unknown, labels: Record<string, string>): boolean {
  const { matchLabels, matchExpressions } = record(selector);
  const exact = Object.entries(textMap(matchLabels)).every(([key, value]) => labels[key] === value);
  return exact && records(matchExpressions).every((term) => requirementHolds(term, labels));
}

/** Whether one `{ key, operator, values }` holds. Gt and Lt compare whole numbers, as in node affinity. Unknown operators do not hold. */
export function requirementHolds(term: Record<string, unknown>, labels: Record<string, string>): boolean {
  const key = text(term['key']) ?? '';
  const values = texts(term['values']);
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (term['operator']) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && isWhole(value) && isWhole(values[0]) && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && isWhole(value) && isWhole(values[0]) && Number(value) < Number(values[0]);
    default:
      return false;
  }
}

function isWhole(value: string | undefined): boolean {
  return value !== undefined && /^-?[0-9]+$/.test(value);
}

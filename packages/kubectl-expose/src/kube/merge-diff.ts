type Fields = Record<string, unknown>;

/** The JSON merge patch (RFC 7386) that turns one value into the other; undefined when they are equal. Lists are replaced whole. */
export function mergeDiff(from: Fields, to: Fields): Fields | undefined {
  const patch: Fields = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [old, wanted] = [from[key], to[key]];
    if (wanted === undefined) patch[key] = null;
    else if (isFields(old) && isFields(wanted)) {
      const below = mergeDiff(old, wanted);
      if (below) patch[key] = below;
    } else if (!isEqual(old, wanted)) patch[key] = wanted;
  }
  return Object.keys(patch).length > 0 ? patch : undefined;
}

/** Whether `part` is `whole` with nothing changed or added: things may be missing. Items of lists are matched with any that holds them. */
export function isPartOf(part: unknown, whole: unknown): boolean {
  if (isFields(part)) return isFields(whole) && Object.entries(part).every(([key, value]) => isPartOf(value, whole[key]));
  if (Array.isArray(part)) return Array.isArray(whole) && part.every((item) => whole.some((other) => isPartOf(item, other)));
  return part === whole;
}

/** Deep equality of JSON values; the order of keys does not count. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (isFields(a) && isFields(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]));
  }
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  return a === b;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

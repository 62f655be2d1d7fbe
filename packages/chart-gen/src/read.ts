/** A map of a manifest. */
export type Mapping = Record<string, unknown>;

/** Whether a value is a map. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a map; empty when it is none. */
export function mapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

/** The maps of a list; empty when it is none. */
export function mappings(value: unknown): Mapping[] {
  return Array.isArray(value) ? value.filter(isMapping) : [];
}

/** Follows keys into a value. */
export function dig(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => mapping(at)[key], value);
}

/** Whether a map holds texts only, as labels and annotations must. */
export function isTextMap(value: unknown): value is Record<string, string> {
  return isMapping(value) && Object.values(value).every((item) => typeof item === 'string');
}

/** A map without some of its keys. */
export function without(map: Mapping, ...keys: readonly string[]): Mapping {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

/** A map with every value changed. Keys such as `__proto__` stay plain keys. */
export function mapValues<T>(map: Mapping, change: (value: unknown, key: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

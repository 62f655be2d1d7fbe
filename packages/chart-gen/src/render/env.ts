import { isMapping, without, type Mapping } from '../read.js';
import { goString, type GoText } from '../template/go-text.js';

/** The variables of a container, taken apart. */
export interface EnvParts {
  /** Names in their order: a variable may use those before it. */
  order: string[];
  /** By name: the value as a text, or what else the entry holds. */
  values: Mapping;
  /** Entries with names of other objects of the chart, by name; they stand in the template. */
  wired: Mapping;
}

/**
 * Takes `env` apart; `undefined` when it must stay as it is: an entry without a name, or a name that occurs twice.
 *
 * @param original the list of the input
 * @param tree the same list with marks for what Helm computes
 */
export function envParts(original: unknown, tree: unknown, go: GoText): EnvParts | undefined {
  if (!Array.isArray(original) || !Array.isArray(tree)) return undefined;
  const parts: EnvParts = { order: [], values: {}, wired: {} };
  const values: [string, unknown][] = [];
  const wired: [string, unknown][] = [];
  for (const [index, entry] of original.entries()) {
    if (!isMapping(entry) || typeof entry['name'] !== 'string' || parts.order.includes(entry['name'])) return undefined;
    const name = entry['name'];
    parts.order.push(name);
    const marked = without(tree[index] as Mapping, 'name');
    if (go.hasMarks(marked)) wired.push([name, marked]);
    else values.push([name, isPlain(entry) ? entry['value'] : without(entry, 'name')]);
  }
  return { ...parts, values: Object.fromEntries(values), wired: Object.fromEntries(wired) };
}

function isPlain(entry: Mapping): boolean {
  return typeof entry['value'] === 'string' && Object.keys(entry).length === 2;
}

/** The call of the chart's `env` helper. */
export function envCall(chart: string, expression: string, { order, wired }: EnvParts, wiring: string): string {
  const names = order.length === 0 ? '(list)' : `(list ${order.map(goString).join(' ')})`;
  const more = Object.keys(wired).length === 0 ? '' : ` "wired" (include "${wiring}" $ | fromYaml)`;
  return `include "${chart}.env" (dict "env" ${expression} "order" ${names}${more})`;
}

import type { Item } from './input.js';
import type { ResolvedOptions } from './options.js';
import { goString, type GoText } from './template/go-text.js';

/** How objects and namespaces are called in the templates. */
export interface Names {
  /** An object's name as a whole value. */
  whole(item: Item): string;
  /** An object's name inside a longer text. */
  part(item: Item): string;
  /** What stands between the braces, for templates that compute with the name. */
  action(item: Item): string;
  /** A namespace of the input as a whole value or inside a text. */
  namespace(name: string): string;
  /** The namespace of the release, where the input says `default` and means where it stands. */
  releaseNamespace(name: string): string;
  /** Whether the name can differ from that of the input. */
  isChanged(item: Item): boolean;
}

/** Names that YAML reads as something else than a text unless they are quoted: `2048`, `1e3`, `on`. */
const NOT_A_TEXT = /^[-+.0-9_]*(e[-+0-9]*|x[0-9a-f]*|o[0-7]*|b[01]*)?$|^(y|yes|n|no|on|off|true|false|null)$/i;

/**
 * Names of a release: the release's name before that of the input; the main component and what is called after it
 * (`web`, `web-config`) begin with the chart's full name instead, as charts do.
 *
 * `web-db` and `db` would both become `<release>-db` in a chart of `web`: names for which that could happen keep the release
 * before the whole of them.
 */
export function makeNames(go: GoText, options: ResolvedOptions, items: readonly Item[], main: string): Names {
  const chart = options.name;
  const afterMain = (name: string): string | undefined =>
    name === main ? '' : name.startsWith(`${main}-`) ? name.slice(main.length + 1) : undefined;
  const twins = new Set(
    items.filter(({ type, name }) => items.some((other) => other.type === type && other.name === afterMain(name))).map(({ name }) => name),
  );

  const action = (item: Item): string => {
    if (options.naming === 'original' || item.fixedName) return goString(item.name);
    if (item.type === '/Namespace') return namespaceAction(item.name);
    const limit = item.nameLimit === 63 ? '' : ` ${item.nameLimit}`;
    if (item.clusterScoped) return `include "${chart}.clusterName" (list $ ${goString(item.name)}${limit})`;
    const helper = twins.has(item.name) ? 'prefixedName' : 'name';
    return `include "${chart}.${helper}" (list $ ${goString(item.name)}${limit})`;
  };
  const namespaceAction = (name: string): string => `include "${chart}.namespace" (list $ ${goString(name)})`;
  const isChanged = (item: Item): boolean => options.naming === 'release' && !item.fixedName;
  const expression = (item: Item, isWhole: boolean): string => {
    if (!isChanged(item)) return item.name;
    return go.expression(isWhole && NOT_A_TEXT.test(item.name) ? `${action(item)} | quote` : action(item));
  };

  return {
    whole: (item) => expression(item, true),
    part: (item) => expression(item, false),
    action,
    namespace: (name) => go.expression(namespaceAction(name)),
    releaseNamespace: (name) => (options.naming === 'original' ? name : go.expression('$.Release.Namespace')),
    isChanged,
  };
}

import { formatPath } from '@expose-plus/core';
import { holdsHost, type HostFinder } from './hosts.js';
import type { Item } from './input.js';
import type { Names } from './names.js';
import { isMapping, mapValues, mapping, type Mapping } from './read.js';
import { kindOfResource, NAME_ANNOTATIONS, NAME_FIELDS, NAMED_MAPS, type Index, type Reference } from './references.js';

/** What the trees of a chart are made with. */
export interface TreeTools {
  names: Names;
  index: Index;
  items: readonly Item[];
  hosts: HostFinder;
  /** Namespaces of the input that the chart can move. */
  namespaces: ReadonlySet<string>;
}

/** An object of the input as it stands in the chart: a copy in which marks stand for what Helm computes. */
export interface Tree {
  item: Item;
  tree: Mapping;
  references: Reference[];
  /** Paths of texts that are the name of an object that is called differently in the chart, and were left alone. */
  suspicious: { path: string; text: string }[];
}

type Path = readonly (string | number)[];

/** Keys whose texts are never host names or names of objects. */
const OPAQUE: ReadonlySet<string> = new Set([
  'image',
  'kind',
  'apiVersion',
  'labels',
  'matchLabels',
  'resources',
  'verbs',
  'nodeSelector',
  'description',
]);

/** Copies an object; names, namespaces and references that can change become marks. */
export function makeTree(item: Item, tools: TreeTools): Tree {
  const result: Tree = { item, tree: {}, references: [], suspicious: [] };
  const namespaceOf = (map: Mapping): string | undefined => (typeof map['namespace'] === 'string' ? map['namespace'] : item.namespace);

  const refer = (to: Item | undefined, text: string, path: Path): string => {
    if (!to) return text;
    result.references.push({ from: item, to, path: formatPath(path) });
    return tools.names.whole(to);
  };
  const namespace = (text: string): string => (tools.namespaces.has(text) ? tools.names.namespace(text) : text);
  const hostText = (text: string, path: Path, isHost: boolean): string => {
    const pieces = tools.hosts(text, item.namespace, isHost);
    const part = (piece: (typeof pieces)[number]): string => {
      if (typeof piece === 'string') return piece;
      if ('namespace' in piece) return namespace(piece.namespace);
      result.references.push({ from: item, to: piece.item, path: formatPath(path) });
      return pieces.length === 1 ? tools.names.whole(piece.item) : tools.names.part(piece.item);
    };
    const text_ = pieces.map(part).join('');
    const isName =
      pieces.length === 1 &&
      typeof pieces[0] === 'string' &&
      tools.items.some((other) => other.name === text && tools.names.isChanged(other));
    if (isName && !isOwnWord(path)) result.suspicious.push({ path: formatPath(path), text });
    return text_;
  };

  const namedMap = (map: Mapping, kind: string, path: Path): Mapping => {
    const name = map['name'];
    if (typeof name !== 'string') return map;
    const group = [map['apiGroup'], map['group']].find((value) => typeof value === 'string') as string | undefined;
    const own = typeof map['kind'] === 'string' ? map['kind'] : kind;
    const to = tools.index.find(own, name, namespaceOf(map), group) ?? tools.index.find(own, name, undefined, group);
    return { ...map, name: refer(to, name, [...path, 'name']) };
  };

  const visit = (value: unknown, path: Path): unknown => {
    const key = path.at(-1);
    if (typeof value === 'string') return visitText(value, path);
    if (Array.isArray(value)) {
      if (key === 'namespaces' || key === 'matchNames')
        return value.map((entry: unknown) => (typeof entry === 'string' ? namespace(entry) : entry));
      return value.map((entry: unknown, index) => visit(entry, [...path, index]));
    }
    if (!isMapping(value)) return value;
    return visitMap(value, path);
  };

  const visitText = (text: string, path: Path): string => {
    const key = String(path.at(-1));
    const kind = path.includes('annotations') ? NAME_ANNOTATIONS[key] : NAME_FIELDS[key];
    if (kind !== undefined) {
      const slash = text.lastIndexOf('/');
      const to = tools.index.find(kind, text.slice(slash + 1), item.namespace);
      if (to && slash < 0) return refer(to, text, path);
      if (to) return `${namespace(text.slice(0, slash))}/${refer(to, text.slice(slash + 1), path)}`;
      return text;
    }
    if (key === 'namespace' || key === 'kubernetes.io/metadata.name') return namespace(text);
    if (path.some((part) => OPAQUE.has(String(part)))) return text;
    return hostText(text, path, key === 'host');
  };

  const visitMap = (map: Mapping, path: Path): Mapping => {
    const holder = path.findLast((part) => typeof part === 'string') ?? '';
    const named = namedKind(map, String(holder), path, item);
    const renamed = named === undefined ? map : namedMap(map, named, path);
    const rules = String(holder) === 'rules' && Array.isArray(map['resourceNames']) ? ruleNames(map, path) : undefined;
    return mapValues(renamed, (value, key) => {
      if (named !== undefined && key === 'name' && renamed !== map) return value;
      if (key === 'resourceNames' && rules) return rules;
      if (key === 'matchLabels' && isMapping(value))
        return mapValues(value, (text, label) => (label === 'kubernetes.io/metadata.name' ? namespace(String(text)) : text));
      if (key === 'value' && typeof value === 'string' && typeof map['name'] === 'string')
        return hostText(value, [...path, key], holdsHost(map['name']));
      if ((key === 'args' || key === 'command') && Array.isArray(value)) return visitArgs(value, [...path, key]);
      return visit(value, [...path, key]);
    });
  };

  const ruleNames = (rule: Mapping, path: Path): unknown[] => {
    const kinds = (Array.isArray(rule['resources']) ? rule['resources'] : []).map((resource) =>
      kindOfResource(String(resource), tools.items),
    );
    return (rule['resourceNames'] as unknown[]).map((name, index) => {
      const found = kinds
        .map((kind) => (kind === undefined ? undefined : tools.index.find(kind, String(name), item.namespace)))
        .find(Boolean);
      return typeof name === 'string' ? refer(found, name, [...path, 'resourceNames', index]) : name;
    });
  };

  const visitArgs = (args: readonly unknown[], path: Path): unknown[] =>
    args.map((arg, index) => {
      if (typeof arg !== 'string') return visit(arg, [...path, index]);
      const before = args[index - 1];
      const isFlag = typeof before === 'string' && /^--?[\w.-]+$/.test(before);
      const here = [...path, index];
      return flagValue(arg, here) ?? hostText(arg, here, isFlag && (before === '-h' || holdsHost(before.replace(/^-+/, ''))));
    });

  /** `--configmap=$(POD_NAMESPACE)/name`: the kind is a word of the flag. */
  const flagValue = (arg: string, path: Path): string | undefined => {
    const [, head = '', flag = '', scope = '', name = ''] = /^(--?([\w.-]+)=((?:\$\(\w+\)|[a-z0-9-]+)\/)?)([a-z0-9.-]+)$/.exec(arg) ?? [];
    const word = flag.replaceAll(/[-_.]/g, '').toLowerCase();
    const kind = ['ConfigMap', 'Secret', 'ServiceAccount', 'Service', 'ValidatingWebhookConfiguration'].find((candidate) =>
      word.includes(candidate === 'ValidatingWebhookConfiguration' ? 'webhookname' : candidate.toLowerCase()),
    );
    const to = kind === undefined ? undefined : tools.index.find(kind, name, item.namespace);
    if (!to) return undefined;
    const scoped = tools.namespaces.has(scope.slice(0, -1)) ? `${head.slice(0, -scope.length)}${namespace(scope.slice(0, -1))}/` : head;
    result.references.push({ from: item, to, path: formatPath(path) });
    return `${scoped}${tools.names.part(to)}`;
  };

  const { metadata, apiVersion, kind, ...rest } = item.object;
  const ownMetadata = mapValues(mapping(metadata), (value, key) => {
    if (key === 'name') return tools.names.whole(item);
    if (key === 'namespace' && typeof value === 'string') return namespace(value);
    return key === 'annotations' || key === 'ownerReferences' ? visit(value, ['metadata', key]) : value;
  });
  result.tree = { apiVersion, kind, metadata: ownMetadata, ...mapValues(rest, (value, key) => visit(value, [key])) };
  return result;
}

/** The kind that the `name` of a map names; `undefined` when it names nothing outside. */
function namedKind(map: Mapping, holder: string, path: Path, item: Item): string | undefined {
  if (typeof map['name'] !== 'string') return undefined;
  // Secrets of a ServiceAccount and of other objects; volumes and env entries have names of their own.
  if (holder === 'secrets' && item.object.kind !== 'ServiceAccount') return undefined;
  const kind = Object.hasOwn(NAMED_MAPS, holder) ? NAMED_MAPS[holder] : undefined;
  if (kind !== undefined) return kind;
  return typeof map['kind'] === 'string' && path.length > 0 ? map['kind'] : undefined;
}

/** Places where a name stands for the thing's own part, not for another object: containers, ports, volumes, labels. */
function isOwnWord(path: Path): boolean {
  const key = path.at(-1);
  return (
    key === 'name' ||
    key === 'hostname' ||
    key === 'mountPath' ||
    key === 'subPath' ||
    key === 'containerName' ||
    key === 'container' ||
    path.includes('selector')
  );
}

import { formatPath, groupOf } from '@expose-plus/core';
import { holdsHost, takesHosts, type HostFinder } from './hosts.js';
import type { Item } from './input.js';
import type { Names } from './names.js';
import { isMapping, mapValues, mapping, type Mapping } from './read.js';
import { kindOfKey, kindOfResource, NAME_ANNOTATIONS, NAME_FIELDS, NAME_LISTS, type Index, type Reference } from './references.js';

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
  /** Paths of texts in base64 in which hosts stand that are called differently in the chart. */
  encoded: string[];
  /** Paths of texts that are the name of an object that is called differently in the chart, and were left alone. */
  suspicious: { path: string; text: string }[];
}

type Path = readonly (string | number)[];

const TRAEFIK = /@kubernetescrd/;

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
  const result: Tree = { item, tree: {}, references: [], encoded: [], suspicious: [] };
  const isData = item.type === '/ConfigMap' || item.type === '/Secret';
  const isMesh = groupOf(item.object.apiVersion) === 'networking.istio.io';
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
      if ('releaseNamespace' in piece) return tools.names.releaseNamespace(piece.releaseNamespace);
      result.references.push({ from: item, to: piece.item, path: formatPath(path) });
      return pieces.length === 1 ? tools.names.whole(piece.item) : tools.names.part(piece.item);
    };
    const text_ = pieces.map(part).join('');
    const isName =
      pieces.length === 1 &&
      typeof pieces[0] === 'string' &&
      tools.items.some((other) => other.name === text && tools.names.isChanged(other));
    if (isName && !isOwnWord(path)) result.suspicious.push({ path: formatPath(path), text: item.type === '/Secret' ? 'there' : text });
    return text_;
  };

  const namedMap = (map: Mapping, kind: string, path: Path): Mapping => {
    const name = map['name'];
    if (typeof name !== 'string') return map;
    const group = [map['apiGroup'], map['group']].find((value) => typeof value === 'string') as string | undefined;
    const own = typeof map['kind'] === 'string' ? map['kind'] : kind;
    const to = tools.index.find(own, name, namespaceOf(map), group) ?? tools.index.find(own, name, undefined, group);
    return { ...map, name: to ? refer(to, name, [...path, 'name']) : accountText(own, name) };
  };

  /** Users and groups that stand for ServiceAccounts: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects */
  const accountText = (kind: string, text: string): string => {
    const [, head, scope = '', account] = /^(system:serviceaccounts?:)([^:]+)(?::([^:]+))?$/.exec(text) ?? [];
    if (head === undefined || (kind !== 'User' && kind !== 'Group')) return text;
    const to = account === undefined ? undefined : tools.index.find('ServiceAccount', account, scope);
    return `${head}${namespace(scope)}${account === undefined ? '' : `:${to ? tools.names.part(to) : account}`}`;
  };

  const visit = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') return visitText(value, path);
    if (Array.isArray(value)) return visitList(value, path);
    if (!isMapping(value)) return value;
    return visitMap(value, path);
  };

  const visitList = (list: readonly unknown[], path: Path): unknown[] => {
    const key = String(path.at(-1));
    if (key === 'namespaces' || key === 'matchNames') return list.map((entry) => (typeof entry === 'string' ? namespace(entry) : entry));
    const kind = NAME_LISTS[key];
    const areHosts = key === 'dnsNames' || (key === 'hosts' && isMesh);
    return list.map((entry, index) => {
      const here = [...path, index];
      if (typeof entry !== 'string') return visit(entry, here);
      const to = kind === undefined ? undefined : tools.index.find(kind, entry, item.namespace, groupOf(item.object.apiVersion));
      return to ? refer(to, entry, here) : areHosts ? hostText(entry, here, true) : visit(entry, here);
    });
  };

  /** Terms of selectors whose values are names: of namespaces, of priority classes. */
  const termValues = (term: Mapping): ((text: string) => string) | undefined => {
    if (term['key'] === 'kubernetes.io/metadata.name') return namespace;
    if (term['scopeName'] !== 'PriorityClass') return undefined;
    return (text) => refer(tools.index.find('PriorityClass', text, undefined), text, ['values']);
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
    if (path.includes('annotations') && TRAEFIK.test(text)) return middlewares(text);
    if (key === 'namespace' || key === 'kubernetes.io/metadata.name') return namespace(text);
    if (path.some((part) => OPAQUE.has(String(part)))) return text;
    // Whoever asks for a host of an Ingress stands outside: those are no names of Services.
    if (key === 'host') return hostText(text, path, !item.type.endsWith('/Ingress'));
    return hostText(text, path, isData && holdsHost(key));
  };

  /** `namespace-name@kubernetescrd`: https://doc.traefik.io/traefik/routing/providers/kubernetes-ingress/#on-ingress */
  const middlewares = (text: string): string =>
    text.replaceAll(/([^,\s]+)(?=@kubernetescrd)/g, (whole) => {
      const scope = item.namespace ?? 'default';
      const to = whole.startsWith(`${scope}-`) ? tools.index.find('Middleware', whole.slice(scope.length + 1), item.namespace) : undefined;
      if (!to) return whole;
      return `${item.namespace === undefined ? tools.names.releaseNamespace(scope) : namespace(scope)}-${tools.names.part(to)}`;
    });

  const visitMap = (map: Mapping, path: Path): Mapping => {
    const holder = path.findLast((part) => typeof part === 'string') ?? '';
    const named = namedKind(map, String(holder), path, item);
    const renamed = named === undefined ? map : namedMap(map, named, path);
    const term = termValues(map);
    const rules = String(holder) === 'rules' && Array.isArray(map['resourceNames']) ? ruleNames(map, path) : undefined;
    return mapValues(renamed, (value, key) => {
      if (named !== undefined && key === 'name' && renamed !== map) return value;
      if (key === 'resourceNames' && rules) return rules;
      if (key === 'values' && term && Array.isArray(value))
        return value.map((text: unknown) => (typeof text === 'string' ? term(text) : text));
      if (key === 'matchLabels' && isMapping(value))
        return mapValues(value, (text, label) => (label === 'kubernetes.io/metadata.name' ? namespace(String(text)) : text));
      if (key === 'value' && typeof value === 'string' && typeof map['name'] === 'string')
        return hostText(value, [...path, key], holdsHost(map['name']));
      if ((key === 'args' || key === 'command') && Array.isArray(value)) return visitArgs(value, [...path, key]);
      return visit(value, [...path, key]);
    });
  };

  const named = (kind: string, name: string): Item | undefined =>
    tools.index.find(kind, name, item.namespace) ?? (item.clusterScoped ? tools.index.anywhere(kind, name) : undefined);

  const ruleNames = (rule: Mapping, path: Path): unknown[] => {
    const kinds = (Array.isArray(rule['resources']) ? rule['resources'] : []).map((resource) =>
      kindOfResource(String(resource), tools.items),
    );
    return (rule['resourceNames'] as unknown[]).map((name, index) => {
      const found = kinds.map((kind) => (kind === undefined ? undefined : named(kind, String(name)))).find(Boolean);
      return typeof name === 'string' ? refer(found, name, [...path, 'resourceNames', index]) : name;
    });
  };

  const visitArgs = (args: readonly unknown[], path: Path): unknown[] =>
    args.map((arg, index) => {
      if (typeof arg !== 'string') return visit(arg, [...path, index]);
      const before = args[index - 1];
      const word = typeof before === 'string' ? before : '';
      const isFlag = /^--?[\w.-]+$/.test(word);
      const here = [...path, index];
      // `wait-for job migrate`: the word before is the kind.
      const to = tools.items.find(
        ({ object, name, namespace: scope }) => name === arg && scope === item.namespace && object.kind.toLowerCase() === word,
      );
      if (to) return refer(to, arg, here);
      const isHost = isFlag ? word === '-h' || holdsHost(word.replace(/^-+/, '')) : false;
      return flagValue(arg, here) ?? hostText(arg, here, isHost || (index > 0 && takesHosts(args[0])));
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

  const labelText = (value: unknown, label: string): unknown =>
    label === 'kubernetes.io/service-name' && typeof value === 'string'
      ? refer(tools.index.find('Service', value, item.namespace), value, ['metadata', 'labels', label])
      : value;

  const { metadata, apiVersion, kind, ...rest } = item.object;
  const ownMetadata = mapValues(mapping(metadata), (value, key) => {
    if (key === 'name') return tools.names.whole(item);
    if (key === 'namespace' && typeof value === 'string') return namespace(value);
    if (key === 'labels' && isMapping(value)) return mapValues(value, labelText);
    return key === 'annotations' || key === 'ownerReferences' ? visit(value, ['metadata', key]) : value;
  });
  result.tree = { apiVersion, kind, metadata: ownMetadata, ...mapValues(rest, (value, key) => visit(value, [key])) };
  if (item.type === '/Secret' && tools.names.isChanged(item)) {
    for (const [name, value] of Object.entries(mapping(item.object['data']))) {
      const pieces = tools.hosts(Buffer.from(String(value), 'base64').toString('utf8'), item.namespace, holdsHost(name));
      if (pieces.some((piece) => typeof piece !== 'string')) result.encoded.push(formatPath(['data', name]));
    }
  }
  return result;
}

/** The kind that the `name` of a map names; `undefined` when it names nothing outside. */
function namedKind(map: Mapping, holder: string, path: Path, item: Item): string | undefined {
  if (typeof map['name'] !== 'string') return undefined;
  // Secrets of a ServiceAccount and of other objects; volumes and env entries have names of their own.
  if (holder === 'secrets' && item.object.kind !== 'ServiceAccount') return undefined;
  // Traefik's services; elsewhere `services` and `ingress` hold what has names of its own.
  if (holder === 'services' && groupOf(item.object.apiVersion) !== 'traefik.io') return undefined;
  const kind = kindOfKey(holder);
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

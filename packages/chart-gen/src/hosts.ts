import type { Item } from './input.js';
import { dig, mappings } from './read.js';
import type { Index } from './references.js';

/** A piece of a text: as it stands, or the name of an object or of a namespace in it. */
export type TextPiece = string | { item: Item } | { namespace: string };

/** Splits a text at the host names in it that are Services of the input. `isHost` says that the text as a whole is a host. */
export type HostFinder = (text: string, namespace: string | undefined, isHost: boolean) => TextPiece[];

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** Ports by which a Service can be reached: its own, and for a headless one whatever its pods listen on. */
function isPortOf(service: Item, port: number): boolean {
  if (dig(service.object, 'spec', 'clusterIP') === 'None') return true;
  return mappings(dig(service.object, 'spec', 'ports')).some((entry) => entry['port'] === port);
}

/** `.namespace`, `.namespace.svc`, `.svc` or nothing, behind the name of a Service. */
const DOMAIN = /^(?:\.(?!svc\b)([a-z0-9]([-a-z0-9]*[a-z0-9])?)(?=\.svc(?![-\w])|(?::\d)|[^.\w-]|$))?/;

/**
 * Finds host names of the input's own Services, strictly enough that ordinary words stay what they are: `name:port` with a port of
 * the Service, `scheme://name`, `user@name`, `-h name`, `name.namespace[.svc…]`, and the pods of a StatefulSet before such a name.
 */
export function makeHostFinder(index: Index): HostFinder {
  const names = [...new Set(index.services.map(({ name }) => name))].toSorted((a, b) => b.length - a.length);
  if (names.length === 0) return (text) => [text];
  const sets = index.statefulSets.map(({ name }) => escape(name)).join('|');
  const pod = sets === '' ? '' : `(?:(${sets})(-\\d+\\.))?`;
  const candidate = new RegExp(`(?<![\\w.-])${pod || '()()'}(${names.map(escape).join('|')})(?![\\w-])`, 'g');

  return (text, namespace, isHost) => {
    const pieces: TextPiece[] = [];
    let done = 0;
    for (const match of text.matchAll(candidate)) {
      const [whole, set = '', ordinal = '', name = ''] = match;
      const start = match.index;
      const before = text.slice(Math.max(0, start - 40), start);
      const after = text.slice(start + whole.length);
      const [domain = '', domainNamespace] = DOMAIN.exec(after) ?? [];
      const service = index.find('Service', name, domainNamespace ?? namespace);
      if (!service) continue;
      const rest = after.slice(domain.length);
      const port = /^(?:\.svc[\w.-]*)?:(\d{1,5})(?![\w.-])/.exec(rest)?.[1];
      const isUrl = /(?:[a-z]:\/\/|@)$/i.test(before) && !/^\.(?!svc)|^[\w-]/.test(rest);
      const isOption =
        /(?:^|[\s,])(?:-h|--?[\w-]*(?:host|addr|address|server|endpoint|peers?|join))[ =]$/i.test(before) && /^(?:$|[\s,:])/.test(rest);
      const isWhole = isHost && start === 0 && rest === '';
      const isQualified = set !== '' || domainNamespace !== undefined || /^\.svc(?![-\w])/.test(rest);
      if (!isUrl && !isOption && !isWhole && !isQualified && !(port !== undefined && isPortOf(service, Number(port)))) continue;
      const statefulSet = set === '' ? undefined : index.find('StatefulSet', set, service.namespace);
      if (set !== '' && !statefulSet) continue;
      pieces.push(text.slice(done, start));
      if (statefulSet) pieces.push({ item: statefulSet }, ordinal);
      pieces.push({ item: service });
      if (domainNamespace !== undefined) pieces.push('.', { namespace: domainNamespace });
      done = start + whole.length + domain.length;
    }
    pieces.push(text.slice(done));
    return pieces.filter((piece) => piece !== '');
  };
}

/** Names of variables and flags whose value as a whole is a host name. */
const HOST_WORD = /(?:^|[_.-])(?:host|hostname|addr|address|endpoint|server|url|uri|service|broker|seed|peer|join|svc)s?$/i;

/** Whether a variable or flag of this name holds a host name. */
export function holdsHost(name: string): boolean {
  return HOST_WORD.test(name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2'));
}

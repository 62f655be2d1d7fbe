import type { Item } from './input.js';
import { dig, mappings } from './read.js';
import type { Index } from './references.js';

/** A piece of a text: as it stands, or the name of an object, or of a namespace of the input or of the release. */
export type TextPiece = string | { item: Item } | { namespace: string } | { releaseNamespace: string };

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

/** What may stand behind a host name that something before it says is one. */
const END = /^(?:$|[\s,;:/"'`)\]}|&>\\])/;
const OPTION = /(?:^|[\s,])(?:-h|--?[\w-]*(?:host|addr|address|server|endpoint|peers?|join))[ =]$/i;
/** Programs that take a host as a word of its own, with flags before it. */
const PROGRAM =
  /(?:^|[\s;&|(`"'])(?:nc|ncat|netcat|telnet|nslookup|dig|ping|curl|wget|getent a?hosts\w*)(?:[ \t]+-{1,2}[\w=.-]+(?:[ \t]+\d+)?)*[ \t]+["']?$/;
/** A line or entry of a configuration file whose key says that it holds a host: `db.host=`, `"hostname": "`, `server: `. */
const SETTING = /(?:^|[\n\s,{(;"'])([\w.-]+)["']?[ \t]*[:=][ \t]*["']?$/;
const UPSTREAM_SERVER = /\bserver\s+$/;

/** Whether what stands around a name in a text makes it a host. */
function isHostBetween(before: string, rest: string): boolean {
  if (!END.test(rest)) return false;
  if (OPTION.test(before) || PROGRAM.test(before)) return true;
  // nginx: `upstream { server name; }`.
  if (UPSTREAM_SERVER.test(before)) return rest.startsWith(';');
  const key = SETTING.exec(before)?.[1];
  return key !== undefined && HOST_SETTING.test(separated(key)) && !rest.startsWith('/');
}

/**
 * Finds host names of the input's own Services, strictly enough that ordinary words stay what they are: `name:port` with a port of
 * the Service, `scheme://name`, `user@name`, `-h name`, `nc -z name`, `host=name`, `name.namespace[.svc…]`, and the pods of a
 * StatefulSet before such a name. A namespace `default` that the input does not have is where it is meant to be installed.
 */
export function makeHostFinder(index: Index): HostFinder {
  const names = [...new Set(index.services.map(({ name }) => name))].toSorted((a, b) => b.length - a.length);
  if (names.length === 0) return (text) => [text];
  const sets = index.statefulSets.map(({ name }) => escape(name)).join('|');
  const pod = sets === '' ? '' : `(?:(${sets})(-\\d+\\.))?`;
  const ofRelease = (name: string, namespace: string | undefined): Item | undefined =>
    namespace === 'default' ? index.find('Service', name, undefined) : undefined;
  const candidate = new RegExp(`(?<![\\w.-])${pod || '()()'}(${names.map(escape).join('|')})(?![\\w-])`, 'g');

  return (text, namespace, isHost) => {
    const pieces: TextPiece[] = [];
    let done = 0;
    for (const match of text.matchAll(candidate)) {
      const [whole, set = '', ordinal = '', name = ''] = match;
      const start = match.index;
      const before = text.slice(Math.max(0, start - 80), start);
      const after = text.slice(start + whole.length);
      const [domain = '', domainNamespace] = DOMAIN.exec(after) ?? [];
      const service = index.find('Service', name, domainNamespace ?? namespace) ?? ofRelease(name, domainNamespace);
      if (!service) continue;
      const rest = after.slice(domain.length);
      const port = /^(?:\.svc[\w.-]*)?:(\d{1,5})(?![\w.-])/.exec(rest)?.[1];
      const isUrl = /(?:[a-z]:\/\/|@)$/i.test(before) && !/^\.(?!svc)|^[\w-]/.test(rest);
      // A list of hosts counts as well.
      const isWhole = isHost && /(?:^|[,;\s])$/.test(text.slice(0, start)) && /^(?:$|[,;\s])/.test(rest);
      const isQualified = set !== '' || domainNamespace !== undefined || /^\.svc(?![-\w])/.test(rest);
      if (!isUrl && !isWhole && !isHostBetween(before, rest) && !isQualified && !(port !== undefined && isPortOf(service, Number(port))))
        continue;
      const statefulSet = set === '' ? undefined : index.find('StatefulSet', set, service.namespace);
      if (set !== '' && !statefulSet) continue;
      pieces.push(text.slice(done, start));
      if (statefulSet) pieces.push({ item: statefulSet }, ordinal);
      pieces.push({ item: service });
      if (domainNamespace !== undefined)
        pieces.push('.', service.namespace === undefined ? { releaseNamespace: domainNamespace } : { namespace: domainNamespace });
      done = start + whole.length + domain.length;
    }
    pieces.push(text.slice(done));
    return pieces.filter((piece) => piece !== '');
  };
}

/** Names of variables and flags whose value as a whole is a host name, or several. */
const HOST_WORD = /(?:^|[_.-])(?:host|hostname|addr|address|endpoint|server|url|uri|service|broker|seed|peer|join|svc|master|upstream)s?$/i;
/** The same for keys inside configuration files, where `service` and the like name many things. */
const HOST_SETTING = /(?:^|[_.-])(?:host|hostname|addr|address|endpoint|server|url|uri|broker|seed)s?$/i;

function separated(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2');
}

/** Whether a variable or flag of this name holds a host name. */
export function holdsHost(name: string): boolean {
  return HOST_WORD.test(separated(name));
}

/** Programs whose arguments hold a host as a word of its own. */
const PROGRAMS: ReadonlySet<string> = new Set(['nc', 'ncat', 'netcat', 'telnet', 'nslookup', 'dig', 'ping', 'curl', 'wget']);

/** Whether a command takes hosts as words of their own. */
export function takesHosts(command: unknown): boolean {
  return typeof command === 'string' && PROGRAMS.has(command.slice(command.lastIndexOf('/') + 1));
}

import { finding } from '../../checks/finding.js';
import type { EncodedRoute } from '../../detect/facts.js';
import { dig, record, records, text, texts } from '../../detect/read.js';
import type { KubeObject } from '../../model/kube.js';
import type { Rewrite } from '../../model/exposure.js';
import type { RoutePath, RouteRequest } from '../dialect.js';
import { UNNAMED } from '../parts.js';
import { takeField, type RouteReading } from '../reading.js';
import { quoteExpression } from '../text.js';
import { besideName } from '../../strategies/names.js';
import type { RouteEncoding, RouteStyle } from './style.js';

const LINK = 'traefik.ingress.kubernetes.io/router.middlewares';
const FIELD = 'spec.paths[].rewrite';

/** Content of a Middleware that replaces a path. */
type Rewriter = Record<string, unknown>;
type Rewritten = { rewriter?: Rewriter } | { error: string };

/**
 * Rewrites and regular expressions for Traefik. Rewrites are Middlewares, and come after the others: a redirect must see the path that
 * the client asked for. On an Ingress they count for each of its paths, on an IngressRoute for the rules that name them.
 */
export const traefikMiddleware: RouteStyle = {
  options: ['paths.type', 'paths.rewrite', 'paths.rewrite.full', 'options.mirror.service'],
  last: true,
  encode: encodeRewrites,
  decode: decodeRewrites,
};

function encodeRewrites(encoding: RouteEncoding): void {
  const { request, out, dialect } = encoding;
  const rewritten = request.paths.map((path) => rewriterOf(path));
  for (const [index, result] of rewritten.entries()) {
    if (!('error' in result)) continue;
    const message = `rewrite of path ${request.paths[index]?.path} by ${dialect.title}: ${result.error}`;
    out.unsupported.push(finding('EP284', { message, field: FIELD }));
  }
  const rewriters = rewritten.map((result) => ('error' in result ? undefined : result.rewriter));
  const rules = out.paths.map((rule) => ({ rule, index: request.paths.findIndex((asked) => isOf(rule, asked)) }));
  if (out.carrier === 'Ingress') encodeForIngress(encoding, rewriters);
  else {
    const names = new Map<string, string>();
    for (const { rule, index } of rules) {
      const rewriter = rewriters[index];
      if (!rewriter) continue;
      const key = JSON.stringify(rewriter);
      const name = names.get(key) ?? addMiddleware(request, out, rewriter, names.size);
      names.set(key, name);
      const before = rule.fields['middlewares'];
      rule.fields['middlewares'] = [...(Array.isArray(before) ? (before as unknown[]) : []), { name }];
    }
  }
  moveBackend(out);
  // PathRegexp looks for the expression anywhere in the path.
  for (const { rule } of rules) {
    if (rule.pathType !== 'RegularExpression') continue;
    const anchored = rule.path.startsWith('^') ? rule.path : `^${rule.path}`;
    // A path of an Ingress begins with a slash, which here must not be there.
    rule.path = out.carrier === 'Ingress' ? `/?${anchored}` : anchored;
  }
}

/** How Traefik speaks to a Service that is copied is said where that Service stands: in the TraefikService. */
function moveBackend({ objects, paths }: EncodedRoute): void {
  const mirror = objects.find(({ kind }) => kind === 'TraefikService');
  const backend = paths.map(({ fields }) => fields['backend']).find((fields) => fields !== undefined);
  if (!mirror || backend === undefined) return;
  Object.assign(record(dig(mirror, 'spec', 'mirroring')), backend);
  for (const { fields } of paths) delete fields['backend'];
}

function isOf({ path, pathType }: EncodedRoute['paths'][number], asked: RoutePath): boolean {
  return asked.path === path && asked.type === pathType;
}

function addMiddleware({ name = UNNAMED, namespace }: RouteRequest, out: EncodedRoute, spec: Rewriter, before: number): string {
  const own = besideName(name, `-rewrite${before === 0 ? '' : `-${before + 1}`}`);
  const object: KubeObject = {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'Middleware',
    metadata: { name: own, ...(namespace === undefined ? {} : { namespace }) },
    spec,
  };
  out.objects.push(object);
  return own;
}

/** One Middleware must do for all paths of an Ingress, and must leave those alone that are not to be rewritten. */
function encodeForIngress({ request, out, dialect }: RouteEncoding, rewriters: readonly (Rewriter | undefined)[]): void {
  const refuse = (message: string): void => {
    const remedy =
      'Give each of these paths a route of its own (another --name), or use an IngressRoute (ingress.controller: traefik-crd).';
    out.unsupported.push(finding('EP283', { message, field: FIELD, remedy }));
  };
  if (new Set(request.paths.map(({ type }) => type)).size > 1 && request.paths.some(({ type }) => type === 'RegularExpression')) {
    const other = request.paths.find(({ type }) => type === 'ImplementationSpecific');
    if (other)
      refuse(`${dialect.title} reads all paths of type ImplementationSpecific as regular expressions once one is, also ${other.path}`);
  }
  const wanted = rewriters.filter((rewriter) => rewriter !== undefined);
  const [first] = wanted;
  if (!first) return;
  const prefixes = wanted.map(strippedPrefix);
  const all = prefixes.filter((prefix) => prefix !== undefined);
  const single = new Set(wanted.map((rewriter) => JSON.stringify(rewriter))).size === 1;
  if (all.length < wanted.length && !single) {
    refuse(`${dialect.title} takes one rewrite for an Ingress, but its paths need ${wanted.length}`);
    return;
  }
  const rewriter =
    all.length < wanted.length ? first : { stripPrefix: { prefixes: [...new Set(all)].toSorted((a, b) => b.length - a.length) } };
  const hit = request.paths.find(({ path }, index) => !rewriters[index] && meets(rewriter, path));
  if (hit) {
    refuse(`${dialect.title} takes one rewrite for an Ingress, and it would change ${hit.path} too`);
    return;
  }
  const name = addMiddleware(request, out, rewriter, 0);
  const before = out.annotations[LINK];
  const link = `${request.namespace ?? ''}-${name}@kubernetescrd`;
  out.annotations[LINK] = before === undefined ? link : `${before},${link}`;
}

function strippedPrefix(rewriter: Rewriter): string | undefined {
  const { stripPrefix } = rewriter as { stripPrefix?: { prefixes: string[] } };
  return stripPrefix?.prefixes[0];
}

/** Whether a rewrite would change requests of another path. */
function meets(rewriter: Rewriter, path: string): boolean {
  const { stripPrefix, replacePathRegex } = rewriter as { stripPrefix?: { prefixes: string[] }; replacePathRegex?: { regex: string } };
  if (stripPrefix) return stripPrefix.prefixes.some((prefix) => path.startsWith(prefix));
  return replacePathRegex ? new RegExp(replacePathRegex.regex).test(path) : true;
}

function rewriterOf({ path, type, rewrite }: RoutePath): Rewritten {
  if (rewrite === undefined) return {};
  if (typeof rewrite === 'object') {
    if (type !== 'RegularExpression' || !rewrite.full.includes('$')) return { rewriter: { replacePath: { path: rewrite.full } } };
    const regex = `${path.startsWith('^') ? '' : '^'}${path}.*`;
    return { rewriter: { replacePathRegex: { regex, replacement: rewrite.full.replaceAll(/\$([0-9]+)/g, '$${$1}') } } };
  }
  if (type === 'Exact') return { rewriter: { replacePath: { path: rewrite } } };
  if (type !== 'Prefix') return { error: 'a prefix can only be replaced where the path is of type Prefix or Exact; give rewrite.full' };
  const from = path.replace(/\/+$/, '');
  const to = rewrite.replace(/\/+$/, '');
  if (from === '') return to === '' ? {} : { rewriter: { addPrefix: { prefix: to } } };
  if (to === '') return { rewriter: { stripPrefix: { prefixes: [from] } } };
  return {
    rewriter: { replacePathRegex: { regex: `^${quoteExpression(from)}(/.*)?$`, replacement: `${to.replaceAll('$', '$$$$')}\${1}` } },
  };
}

const PATH_MATCHER = 'traefik.ingress.kubernetes.io/router.pathmatcher';

function decodeRewrites(reading: RouteReading, objects: readonly KubeObject[]): void {
  const { carried, sources, route, used } = reading;
  const mirror = sources.get('mirror');
  // How the Service that is copied is spoken to was read with the rules.
  for (const key of Object.keys(record(dig(mirror?.fields[0], 'spec', 'mirroring'))))
    if (mirror && !['mirrors', 'mirrorBody', 'maxBodySize'].includes(key)) takeField(mirror, `spec.mirroring.${key}`);
  const annotations = sources.get('route')?.annotations ?? new Map<string, string>();
  if (annotations.get(PATH_MATCHER) === 'PathRegexp') {
    for (const path of carried.paths) if (path.pathType === 'ImplementationSpecific') path.pathType = 'RegularExpression';
  }
  const { namespace = '' } = route.metadata;
  const beside = objects.filter((object) => object.kind === 'Middleware' && object.metadata.namespace === route.metadata.namespace);
  const rules = sources.get('rule')?.fields ?? [];
  for (const [index, path] of carried.paths.entries()) {
    const rule = rules[index];
    const named = records(rule?.['middlewares']).map(({ name }) => text(name) ?? '');
    const linked = (annotations.get(LINK) ?? '').split(',').map((entry) => entry.trim());
    const found = beside.find(
      ({ metadata: { name = '' }, spec }) =>
        (named.includes(name) || linked.includes(`${namespace}-${name}@kubernetescrd`)) && rewriteOf(record(spec), path.path) !== undefined,
    );
    if (!found) continue;
    path.rewrite = rewriteOf(record(found['spec']), path.path) ?? '/';
    used.add(found);
    if (!rule || named.length === 0) continue;
    const kept = records(rule['middlewares']).filter(({ name }) => name !== found.metadata.name);
    if (kept.length === 0) delete rule['middlewares'];
    else rule['middlewares'] = kept;
  }
  const own = new Set([...used].map(({ metadata: { name } }) => `${namespace}-${name}@kubernetescrd`));
  const kept = (annotations.get(LINK) ?? '').split(',').filter((entry) => entry.trim() !== '' && !own.has(entry.trim()));
  if (kept.length > 0) annotations.set(LINK, kept.join(','));
  else if (own.size > 0) annotations.delete(LINK);
  for (const path of carried.paths) if (path.pathType === 'RegularExpression') path.path = path.path.replace(/^(\/\?)?\^/, '');
}

/** What a Middleware makes of a path; `undefined` for one that is no rewrite of it. */
function rewriteOf({ stripPrefix, addPrefix, replacePath, replacePathRegex }: Rewriter, path: string): Rewrite | undefined {
  const prefix = path.replace(/\/+$/, '');
  if (texts(dig(stripPrefix, 'prefixes')).some((one) => one.replace(/\/+$/, '') === prefix && prefix !== '')) return '/';
  const added = text(dig(addPrefix, 'prefix'));
  if (added !== undefined && prefix === '') return added;
  const full = text(dig(replacePath, 'path'));
  if (full !== undefined) return { full };
  const [regex, replacement] = [text(dig(replacePathRegex, 'regex')), text(dig(replacePathRegex, 'replacement'))];
  if (regex === `^${quoteExpression(prefix)}(/.*)?$` && replacement?.endsWith('${1}') === true)
    return replacement.slice(0, -4).replaceAll('$$', '$');
  if (regex === `^${prefix}(/|$)(.*)` && (replacement === '/$2' || replacement === '/${2}')) return '/';
  if (regex === `${path.startsWith('^') ? '' : '^'}${path}.*` && replacement !== undefined)
    return { full: replacement.replaceAll(/\$\{([0-9]+)\}/g, '$$$1') };
  return undefined;
}

import { finding } from '../checks/finding.js';
import type { EncodedRoute } from '../detect/facts.js';
import { dig } from '../detect/read.js';
import type { Finding } from '../model/finding.js';
import { ROUTE_OPTIONS, type Dialect, type OptionRow, type RouteOption, type RoutePath, type RouteRequest } from './dialect.js';
import { fill, placesOf } from './parts.js';
import { sayQuirks } from './quirks.js';
import { controllerById, dialectById } from './registry.js';
import { askedOptions, describeOption, fieldOf } from './request.js';
import type { ControllerRow } from './row.js';
import { CANARY_STYLES, REWRITE_STYLES } from './styles/registry.js';
import type { RouteEncoding, RouteStyle } from './styles/style.js';
import { textOf } from './text.js';
import { transform } from './transforms.js';

/**
 * Writes a route in the words of a dialect. Host, path and TLS that ends there need none; every other option does, and one that the
 * dialect has no words for is an error that names both, never left out.
 *
 * @param id of the dialect; absent for a controller that is not recognised.
 * @param given what is asked for
 */
export function encodeRoute(id: string | undefined, given: RouteRequest): EncodedRoute {
  const found = id === undefined ? undefined : dialectById(id);
  const request = found ? plainly(found.dialect, given) : given;
  const asked = withDefaults(found?.dialect, askedOptions(request));
  const out: EncodedRoute = {
    carrier: found?.dialect.carrier ?? 'Ingress',
    annotations: {},
    serviceAnnotations: {},
    fields: {},
    paths: request.paths.map(({ path, type }) => ({ path, pathType: type, fields: {} })),
    objects: [],
    notes: [],
    unsupported: [],
  };
  if (!found) {
    const row = id === undefined ? undefined : controllerById(id);
    for (const [option, value] of asked)
      if (!isPlain(row, out, option, value)) out.unsupported.push(refuseUnknown(row, option, value, request));
    return out;
  }
  const { row, dialect } = found;
  if (row.retired !== undefined) {
    out.notes.push(
      finding('EP351', { message: `${row.retired}${request.className === undefined ? '' : ` (IngressClass ${request.className})`}` }),
    );
  }
  if (dialect.prefixPaths === 'inTwo') out.prefixesInTwo = true;
  const valueOf = (option: RouteOption): unknown => asked.get(option);
  const encoding: RouteEncoding = { row, dialect, request, out, places: placesOf(dialect, request, out), valueOf };
  const styles = [REWRITE_STYLES[dialect.rewrite], CANARY_STYLES[dialect.canary]].filter((style) => style !== undefined);
  for (const [option, value] of asked) encodeOption(encoding, styles, option, value);
  sayQuirks(encoding);
  if (asked.get('tls.mode') === 'passthrough') checkPassthrough(encoding, asked);
  const used = asked.get('tls.mode') === 'passthrough' ? [] : styles.filter(({ options }) => options.some((option) => asked.has(option)));
  for (const style of used) if (!style.last) style.encode(encoding);
  encoding.places.finish();
  for (const style of used) if (style.last) style.encode(encoding);
  if (out.carrier === 'Ingress')
    for (const path of out.paths) if (path.pathType === 'RegularExpression') path.pathType = 'ImplementationSpecific';
  return out;
}

/** The request in a form that means the same and that the dialect does not take otherwise. */
function plainly({ prefixPaths, defaults, options: rows }: Dialect, request: RouteRequest): RouteRequest {
  const { paths, options } = request;
  const { cors } = options ?? {};
  const credentials = 'options.cors.credentials';
  // What it allows without being told, or may allow, must be forbidden.
  const mayAllow = defaults?.[credentials] !== 'false' && rows.some(({ option, verdict }) => option === credentials && verdict !== 'none');
  const isOpen = mayAllow && cors?.origins !== undefined && cors.credentials === undefined;
  return {
    ...request,
    ...(prefixPaths === 'withoutSlash' ? { paths: paths.map(withoutSlash) } : {}),
    ...(isOpen ? { options: { ...options, cors: { ...cors, credentials: false } } } : {}),
  };
}

/** A prefix of path elements is the same with a slash at its end. */
function withoutSlash(path: RoutePath): RoutePath {
  return path.type === 'Prefix' ? { ...path, path: path.path.replace(/(?!^)\/+$/, '') } : path;
}

/** With what a dialect writes although nobody asked, in the order of the options. */
function withDefaults(dialect: Dialect | undefined, asked: ReadonlyMap<RouteOption, unknown>): Map<RouteOption, unknown> {
  const always = new Map(dialect?.options.flatMap((rule) => (rule.default === undefined ? [] : [[rule.option, rule.default] as const])));
  const own = ROUTE_OPTIONS.map((option) => [option, asked.get(option) ?? always.get(option)] as const);
  return new Map(own.filter(([, value]) => value !== undefined));
}

/** Values that every controller has without being told. */
function isPlain(row: ControllerRow | undefined, { carrier }: EncodedRoute, option: RouteOption, value: unknown): boolean {
  // It is the address of the controller that reaches far or not; who plans looks at that.
  if (option === 'access.scope') return true;
  if (option === 'tls.mode') return value === 'terminate';
  if (option === 'paths.type') return carrier === 'Ingress' && value === 'ImplementationSpecific';
  if (option === 'options.backendProtocol') return value === 'http';
  return option === 'options.targets' && row?.targets !== undefined && row.targets === value;
}

function refuseUnknown(row: ControllerRow | undefined, option: RouteOption, value: unknown, request: RouteRequest): Finding {
  const what = describeOption(option, option === 'tls.mode' ? value : undefined);
  const field = fieldOf(option);
  if (row) return finding('EP281', { message: `${what} is not yet supported for ${row.title}`, field });
  const name = request.className === undefined ? 'this Ingress' : `IngressClass ${request.className}`;
  const message = `${what}: the controller of ${name} is not recognised, so that its annotation for it is not known`;
  return finding('EP282', { message, field });
}

function encodeOption(encoding: RouteEncoding, styles: readonly RouteStyle[], option: RouteOption, value: unknown): void {
  const { row, dialect, out } = encoding;
  const field = fieldOf(option);
  const refuse = (code: 'EP280' | 'EP284' | 'EP290' | 'EP291', message: string): void => {
    // The port of another Service that nobody asked for is said with the Service.
    if (option.endsWith('.port') && dig(encoding.request, ...option.split('.')) === undefined) return;
    out.unsupported.push(finding(code, { message, field }));
  };
  const rules = dialect.options.filter((rule) => rule.option === option);
  const chosen = chooseRow(encoding, option, rules, value);
  if ('code' in chosen) {
    if (chosen.code !== 'EP280' || rules.length > 0 || !isPlain(row, out, option, value)) refuse(chosen.code, chosen.message);
    return;
  }
  const { rule } = chosen;
  const how = rule.transform ?? (rule.field === undefined ? 'string' : 'raw');
  const result = transform(how, value, rule.values);
  if ('error' in result) {
    if (how !== 'map') refuse('EP284', `${describeOption(option)}: ${result.error}`);
    else if (!isPlain(row, out, option, value)) refuse('EP280', `${dialect.title} cannot express ${describeOption(option, value)}`);
    return;
  }
  const [least, greatest] = rule.range ?? [-Infinity, Infinity];
  if (Number(result.text) < least || Number(result.text) > greatest) {
    refuse('EP284', `${describeOption(option, value)}: ${dialect.title} takes ${least} to ${greatest}`);
    return;
  }
  // An empty text of a map: the controller does it without being told.
  if (result.text === '') return;
  if (result.note !== undefined)
    out.notes.push(finding('EP353', { level: 'info', message: `${describeOption(option)}: ${result.note}`, field }));
  if (styles.some(({ options, hasOwnWords }) => hasOwnWords === true && options.includes(option))) return;
  if (rule.verdict === 'approximate') out.notes.push(finding('EP353', { message: `${describeOption(option)}: ${rule.note ?? ''}`, field }));
  const { namespace = '', service } = encoding.request;
  const filled = how === 'namespaced' || how === 'map' ? fill(result.text, { namespace, service: service?.name ?? '' }) : result.text;
  const text = rule.template === undefined ? filled : rule.template.replace('{}', () => filled);
  write(encoding, rule, rule.template === undefined ? (result.value ?? text) : text, text);
}

type Chosen = { rule: OptionRow } | { code: 'EP280' | 'EP284' | 'EP290' | 'EP291'; message: string };

/** The first row of an option that fits, or why none does. */
function chooseRow({ dialect, valueOf }: RouteEncoding, option: RouteOption, rules: readonly OptionRow[], value: unknown): Chosen {
  const { title } = dialect;
  const able = rules.filter(({ verdict }) => verdict !== 'none');
  if (able.length === 0) {
    const note = rules[0]?.note === undefined ? '' : `: ${rules[0].note}`;
    return { code: 'EP280', message: `${title} cannot express ${describeOption(option, value)}${note}` };
  }
  const word = describeOption(option);
  const effective = (other: RouteOption): string => textOf(valueOf(other) ?? dialect.defaults?.[other] ?? '');
  const fitting = able.filter(({ when }) => misfit(when, effective) === undefined);
  if (fitting.length === 0) {
    const other = able.map(({ when }) => misfit(when, effective)).find((words) => words !== undefined);
    return { code: 'EP290', message: `${title} takes ${word} only with ${other ?? ''}` };
  }
  const formed = fitting.filter(({ pattern }) => pattern === undefined || new RegExp(pattern).test(textOf(value)));
  const isSet = (other: RouteOption): boolean => valueOf(other) !== undefined;
  // Of several the one for which all that it needs is there, and nothing that it does not go with.
  const rule = formed.find(({ needs = [], excludes = [] }) => needs.every(isSet) && !excludes.some(isSet)) ?? formed[0];
  if (!rule) {
    const forms = [...new Set(fitting.flatMap(({ expects }) => expects ?? []))].join(' or ');
    return { code: 'EP284', message: `${word} ${textOf(value)}: for ${title} it must be ${forms}` };
  }
  const because = rule.note === undefined ? '' : `: ${rule.note}`;
  const clash = rule.excludes?.find(isSet);
  if (clash) return { code: 'EP290', message: `${title} cannot have ${word} together with ${describeOption(clash)}${because}` };
  const missing = rule.needs?.find((other) => !isSet(other));
  if (missing) return { code: 'EP291', message: `${title} takes ${word} only together with ${describeOption(missing)}${because}` };
  return { rule };
}

/** Why a row does not count, as the end of a sentence; `undefined` when it does. */
function misfit(when: OptionRow['when'], effective: (option: RouteOption) => string): string | undefined {
  const broken = Object.entries(when ?? {}).find(([option, texts]) => !texts.includes(effective(option as RouteOption)));
  return broken && `${broken[0]} ${broken[1].map((text) => (text === '' ? 'not set' : text)).join(' or ')}`;
}

function write({ places }: RouteEncoding, rule: OptionRow, value: unknown, text: string): void {
  const { on = 'route', annotation, field, also = {}, alsoFields = {} } = rule;
  if (annotation !== undefined) places.annotation(on, annotation, text);
  if (field !== undefined) places.field(on, field, value);
  for (const [key, other] of Object.entries(also)) places.annotation(on, key, other);
  for (const [path, other] of Object.entries(alsoFields)) places.field(on, path, other);
}

/** With passthrough nothing but the host counts. */
function checkPassthrough({ dialect, request, out }: RouteEncoding, asked: ReadonlyMap<RouteOption, unknown>): void {
  const field = fieldOf('tls.mode');
  const refuse = (message: string, where = field): void => {
    out.unsupported.push(finding('EP289', { message: `TLS passthrough ${message}`, field: where }));
  };
  const others = [...asked.keys()].filter((option) => option !== 'tls.mode' && option !== 'access.scope');
  if (others.length > 0) refuse(`cannot be combined with ${others.map((option) => describeOption(option)).join(', ')}`);
  const path = request.paths.find((entry) => entry.path !== '/');
  if (path) refuse(`takes every path of the host; ${path.path} cannot be told apart`, 'spec.paths');
  if (request.hosts.length === 0) refuse('goes by the host name; no host was asked for', 'spec.hosts');
  const note = dialect.options.find((rule) => rule.option === 'tls.mode')?.note;
  out.notes.push(finding('EP354', { message: `TLS passthrough on ${dialect.title}${note === undefined ? '' : ` ${note}`}`, field }));
}

/** Dialects whose controllers redirect an Ingress with TLS unless told otherwise, as they are written here to port 443. */
const REDIRECT_TO_443: ReadonlySet<string> = new Set([
  'contour-httpproxy',
  'haproxy-ingress',
  'haproxy-technologies',
  'ingress-nginx',
  'nginx-ingress-f5',
  'traefik-nginx',
]);
/** The same, of controllers that redirect only when they are told to. */
const REDIRECT_WHEN_TOLD: ReadonlySet<string> = new Set(['traefik', 'traefik-crd']);

/**
 * The warning that a redirect would lead astray because HTTPS does not enter the controller by 443; `undefined` when all is well.
 * Source: kubernetes/ingress-nginx docs/deploy/baremetal.md; the Location header never carries a port. The HAProxy controllers: the
 * sources of their rows.
 */
export function redirectTrap(controller: string | undefined, request: RouteRequest, httpsPort: number | undefined): Finding | undefined {
  const isTold = REDIRECT_WHEN_TOLD.has(controller ?? '');
  if (controller === undefined || !(isTold || REDIRECT_TO_443.has(controller)) || httpsPort === undefined || httpsPort === 443)
    return undefined;
  const asked = request.tls?.mode === 'terminate' ? request.tls.redirect : false;
  const redirects = request.redirectOnly === true || (isTold ? asked === true : asked !== false);
  if (!redirects) return undefined;
  return finding('EP352', {
    message: `${controller} redirects to https://…:443, but HTTPS enters it by port ${httpsPort}`,
    field: fieldOf('tls.redirect'),
  });
}

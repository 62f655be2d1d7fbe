import { finding } from '../checks/finding.js';
import type { ExposurePath, ExposureSpec } from '../model/exposure.js';
import type { Finding } from '../model/finding.js';
import { describeRef, refOf, type KubeObject } from '../model/kube.js';
import { joinPrefixes } from './carriers/ingress.js';
import { CARRIERS } from './carriers/registry.js';
import { ROUTE_OPTIONS, type Dialect, type OldRouteWord, type OptionRow, type RouteOption } from './dialect.js';
import { setAt } from './parts.js';
import { leavesOf, peekField, reportDifferences, startReading, takeField, type RouteReading, type Source } from './reading.js';
import { dialectById, DIALECTS } from './registry.js';
import { fieldOf } from './request.js';
import { CANARY_STYLES, REWRITE_STYLES } from './styles/registry.js';
import type { RouteStyle } from './styles/style.js';
import { textOf, valueOfText } from './text.js';
import { leftover, untransform } from './transforms.js';

/** A live route with what belongs to it. */
export interface RouteObjects {
  route: KubeObject;
  /** The Service behind it, for controllers that read its annotations. */
  service?: KubeObject;
  /** Objects beside it: middlewares, policies, other routes of the same hosts. Those that say nothing of this one are left alone. */
  objects?: readonly KubeObject[];
}

/** A live route in neutral terms. */
export interface DecodedRoute {
  spec: ExposureSpec;
  /** What is not neutral, old, or relied on without being said; nothing is dropped without one. */
  findings: Finding[];
  /** The Services that the paths lead to, in their order. */
  backends: { name: string; port: number | string }[];
  /** The objects beside the route that are part of it. */
  parts: KubeObject[];
}

/**
 * Reads a route back into a neutral request. Old words are read as well, and said to be old. A word of the dialect that says nothing
 * neutral is reported with the reason, one that the dialect does not document as unknown, one of another controller as such;
 * annotations of nobody here stay annotations.
 *
 * @param id of the dialect
 * @throws Error for an id that is no dialect
 */
export function decodeRoute(id: string, { route, service, objects = [] }: RouteObjects): DecodedRoute {
  const found = dialectById(id);
  const carrier = found && CARRIERS[found.dialect.carrier];
  if (!found || !carrier) throw new Error(`${id} is no dialect that can be read`);
  const { row, dialect } = found;
  const styles = [REWRITE_STYLES[dialect.rewrite], CANARY_STYLES[dialect.canary]].filter((style) => style !== undefined);
  const beside = objects.filter((object) => object !== route && styles.every((style) => style.belongs?.(object, route) ?? true));
  const carried = carrier.read(route, beside);
  if (dialect.prefixPaths === 'inTwo') joinPrefixes(carried);
  const reading = startReading(row, dialect, route, carried, service, beside);
  if (carried.tls) reading.values.set('tls.mode', carried.tls.mode);
  if (carried.redirect !== undefined) reading.values.set('tls.redirect', carried.redirect);
  for (const { keys, value } of leavesOf(carried.options ?? {})) reading.values.set(`options.${keys.join('.')}` as RouteOption, value);
  for (const style of styles) style.decode?.(reading, objects);
  const implied = new Map<RouteOption, string>();
  for (const option of ROUTE_OPTIONS) readOption(reading, styles, option, implied);
  for (const [option, text] of implied)
    if (text !== '' && !reading.values.has(option)) reading.values.set(option, valueOfText(option, text));
  const isOpen = reading.values.has('options.cors.origins') && !reading.values.has('options.cors.credentials');
  if (isOpen && dialect.defaults?.['options.cors.credentials'] === 'true') reading.values.set('options.cors.credentials', true);
  const spec = specOf(reading);
  report(reading, spec);
  for (const style of styles) reading.findings.push(...(style.behaviours?.(route, objects) ?? []));
  const backends = carried.paths.flatMap(({ backend }) => backend ?? []);
  return { spec, findings: reading.findings, backends, parts: [...reading.used] };
}

function readOption(reading: RouteReading, styles: readonly RouteStyle[], option: RouteOption, implied: Map<RouteOption, string>): void {
  if (styles.some(({ hasOwnWords, options }) => hasOwnWords === true && options.includes(option))) return;
  const rules = reading.dialect.options.filter((rule) => rule.option === option && rule.verdict !== 'none');
  const counting = rules.filter((rule) => counts(reading, rule));
  for (const rule of counting) {
    const value = takeWord(reading, rule);
    if (value !== undefined && keep(reading, option, value, rule.annotation ?? rule.field ?? '')) imply(reading, rule, implied);
  }
  for (const rule of counting) for (const old of rule.reads ?? []) readOld(reading, rule, old, implied);
}

/** Whether the conditions of a row hold; those on options that are read later count as held. */
function counts({ dialect, values }: RouteReading, { option, when }: OptionRow): boolean {
  const place = ROUTE_OPTIONS.indexOf(option);
  return Object.entries(when ?? {}).every(([other, texts]) => {
    const known = other as RouteOption;
    const value = values.get(known) ?? dialect.defaults?.[known];
    return (value === undefined && ROUTE_OPTIONS.indexOf(known) > place) || texts.includes(textOf(value ?? ''));
  });
}

/** A row that was found says which values its conditions have, where nothing else will. */
function imply({ values }: RouteReading, { when }: OptionRow, implied: Map<RouteOption, string>): void {
  for (const [option, texts] of Object.entries(when ?? {}))
    if (!values.has(option as RouteOption) && texts[0] !== undefined && !texts.includes('')) implied.set(option as RouteOption, texts[0]);
}

/** Takes a word out of what is to be read and gives its neutral value; leaves it there when it has none. */
function takeWord(reading: RouteReading, rule: OptionRow): unknown {
  const { on = 'route', option, annotation, field, pattern, template, also = {}, alsoFields = {} } = rule;
  const source = reading.sources.get(on);
  if (!source || (annotation === undefined && field === undefined)) return undefined;
  const raw = annotation === undefined ? peekField(source, field ?? '') : source.annotations.get(annotation);
  // What goes with a word is a part of it: without, the controller does not look at the word.
  if (raw === undefined || Object.entries(also).some(([key, text]) => source.whole.get(key) !== text)) return undefined;
  if (!isMeant(reading.dialect, rule, source)) return undefined;
  const how = rule.transform ?? (field === undefined ? 'string' : 'raw');
  const inner = template === undefined ? raw : within(template, raw);
  if (inner === undefined) return undefined;
  const service = reading.carried.paths[0]?.backend?.name;
  const isService = how === 'map' && inner === service && Object.values(rule.values ?? {}).includes('{service}');
  const placed = isService
    ? '{service}'
    : how === 'namespaced'
      ? String(inner).replace(`${reading.route.metadata.namespace ?? ''}/`, '{namespace}/')
      : inner;
  const value = untransform(how, placed, option, rule.values);
  if (value === undefined || (pattern !== undefined && !new RegExp(pattern).test(textOf(value)))) return undefined;
  if (annotation === undefined) {
    takeField(source, field ?? '');
    const rest = leftover(how, raw);
    if (Object.keys(rest).length > 0) for (const content of source.fields) setAt(content, (field ?? '').split('.'), rest);
  } else source.annotations.delete(annotation);
  for (const [key, text] of Object.entries(also)) if (source.annotations.get(key) === text) source.annotations.delete(key);
  for (const [path, other] of Object.entries(alsoFields))
    if (JSON.stringify(peekField(source, path)) === JSON.stringify(other)) takeField(source, path);
  return value;
}

/** Of rows that share a field the one counts whose further fields are there. */
function isMeant({ options }: Dialect, rule: OptionRow, source: Source): boolean {
  const others = options.filter(
    (other) => other !== rule && other.on === rule.on && other.field === rule.field && other.field !== undefined,
  );
  const fits = ({ alsoFields = {} }: OptionRow): boolean =>
    Object.entries(alsoFields).every(([path, value]) => JSON.stringify(peekField(source, path)) === JSON.stringify(value));
  const isMore = (other: OptionRow): boolean => Object.keys(other.alsoFields ?? {}).length > Object.keys(rule.alsoFields ?? {}).length;
  return others.length === 0 || (fits(rule) && !others.some((other) => isMore(other) && fits(other)));
}

/** The text that stands for `{}` in a template. */
function within(template: string, raw: unknown): string | undefined {
  const [before = '', after = ''] = template.split('{}');
  const whole = String(raw);
  const fits = whole.length >= before.length + after.length && whole.startsWith(before) && whole.endsWith(after);
  return fits ? whole.slice(before.length, whole.length - after.length) : undefined;
}

function readOld(reading: RouteReading, rule: OptionRow, old: OldRouteWord, implied: Map<RouteOption, string>): void {
  const { field: _, also: __, ...rest } = rule;
  const transform = old.transform ?? rule.transform;
  const values = old.values ?? rule.values;
  const value = takeWord(reading, {
    ...rest,
    annotation: old.annotation,
    ...(transform ? { transform } : {}),
    ...(values ? { values } : {}),
  });
  if (value === undefined) return;
  reading.findings.push(finding('EP383', { message: `${old.annotation}: ${old.note}`, field: fieldOf(rule.option) }));
  if (keep(reading, rule.option, value, old.annotation)) imply(reading, rule, implied);
}

/** Keeps a value that was read; says so when another word said otherwise before. Whether it counts. */
function keep({ values, findings }: RouteReading, option: RouteOption, value: unknown, word: string): boolean {
  const before = values.get(option);
  // Passthrough is said beside a certificate, and then nobody uses that.
  if (before === undefined || option === 'tls.mode') values.set(option, value);
  else if (textOf(before) !== textOf(value)) {
    findings.push(finding('EP381', { message: `${word}: ${textOf(value)} is not what another word says: ${textOf(before)}` }));
    return false;
  }
  return true;
}

const CLASS = 'kubernetes.io/ingress.class';
const ISSUERS = { 'cert-manager.io/cluster-issuer': 'ClusterIssuer', 'cert-manager.io/issuer': 'Issuer' } as const;
/** Bookkeeping of tools, which says nothing of the route. */
const BOOKS = /^(kubectl\.kubernetes\.io|meta\.helm\.sh|expose-plus\.dev|argocd\.argoproj\.io|kustomize\.toolkit\.fluxcd\.io)\//;

function specOf(reading: RouteReading): ExposureSpec {
  const { carried, values, dialect, sources } = reading;
  const out: Record<string, unknown> = {};
  for (const [option, value] of values) {
    if (option.startsWith('paths.') || option.startsWith('tls.')) continue;
    setAt(out, option.split('.'), value);
  }
  const annotations = sources.get('route')?.annotations ?? new Map<string, string>();
  annotations.delete(CLASS);
  const tls = tlsOf(reading, annotations);
  const isGateway = dialect.carrier === 'HTTPRoute';
  const { parentRef } = carried;
  const own = isGateway ? { gateway: { ...(parentRef ? { parentRef } : {}), controller: dialect.id } } : { ingress: ingressOf(reading) };
  return {
    strategy: isGateway ? 'Gateway' : 'Ingress',
    ...(carried.hosts.length > 0 ? { hosts: carried.hosts } : {}),
    paths: pathsOf(reading),
    ...(tls ? { tls } : {}),
    ...out,
    ...own,
  };
}

function ingressOf({ carried: { className, entryPoint }, dialect }: RouteReading): NonNullable<ExposureSpec['ingress']> {
  return {
    ...(className === undefined ? {} : { className }),
    controller: dialect.id,
    ...(entryPoint === undefined ? {} : { entryPoint }),
  };
}

function tlsOf({ carried, values }: RouteReading, annotations: Map<string, string>): ExposureSpec['tls'] {
  const mode = values.get('tls.mode') as 'terminate' | 'passthrough' | undefined;
  const redirect = values.get('tls.redirect') as boolean | undefined;
  const found = Object.entries(ISSUERS).find(([key]) => carried.tls !== undefined && annotations.has(key));
  const issuer = found && { kind: found[1], name: annotations.get(found[0]) ?? '' };
  if (found) annotations.delete(found[0]);
  if (mode === undefined && redirect === undefined) return undefined;
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(carried.tls?.secretName === undefined ? {} : { secretName: carried.tls.secretName }),
    ...(issuer ? { issuer } : {}),
    ...(redirect === undefined ? {} : { redirect }),
  };
}

/** Paths; the port of each is said only where they differ. */
function pathsOf({ carried: { paths } }: RouteReading): ExposurePath[] {
  const isOne = new Set(paths.map(({ backend }) => backend?.port)).size < 2;
  return paths.map(({ path, pathType, backend, rewrite }) => ({
    path,
    type: pathType,
    ...(rewrite === undefined ? {} : { rewrite }),
    ...(isOne || backend === undefined ? {} : { port: backend.port }),
  }));
}

/** Everything that was not taken is said, or stays an annotation. */
function report(reading: RouteReading, spec: ExposureSpec): void {
  const { dialect, findings, sources, carried, route } = reading;
  const kept: Record<string, string> = {};
  for (const [on, { annotations }] of sources) {
    for (const [key, text] of [...annotations].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const found = reportAnnotation(reading, key, text);
      if (found) findings.push(found);
      else if (on === 'route' && !BOOKS.test(key)) kept[key] = text;
    }
  }
  if (Object.keys(kept).length > 0) spec.annotations = kept;
  for (const [on, { fields }] of sources) {
    if (on === 'rule' || on === 'service') continue;
    const seen = new Set<string>();
    for (const { keys, value } of fields.flatMap((content) => leavesOf(content))) {
      const message = `${keys.join('.')}: ${JSON.stringify(value)}${on === 'route' ? '' : ` of ${on}`} says nothing that is a neutral option of ${dialect.title}`;
      if (!seen.has(message) && keys.length > 0) findings.push(finding('EP381', { message, object: refOf(route) }));
      seen.add(message);
    }
  }
  reportDifferences(reading, describeRef(refOf(route)));
  const services = [...new Set(carried.paths.flatMap(({ backend }) => backend?.name ?? []))];
  if (services.length > 1)
    findings.push(finding('EP386', { message: `the paths lead to different Services: ${services.join(', ')}`, field: 'spec.paths' }));
}

function reportAnnotation({ dialect }: RouteReading, key: string, text: string): Finding | undefined {
  const foreign = dialect.foreign?.find(({ annotation }) => annotation === key);
  if (foreign) return finding('EP380', { message: `${key}: ${text}: ${foreign.why}` });
  const rows = dialect.options.flatMap(({ annotation, values, reads = [] }) => [{ annotation, values }, ...reads]);
  const own = rows.filter(({ annotation }) => annotation === key);
  const isSwitch = own.some(({ values = {} }) => Object.values(values).includes('true')) && !own.some(({ values }) => values === undefined);
  if (text === 'false' && isSwitch) return finding('EP383', { message: `${key}: false is what it is without being said` });
  if (own.length > 0) return finding('EP381', { message: `${key}: ${dialect.title} does not read ${JSON.stringify(text)} here` });
  if (dialect.prefixes.some((prefix) => key.startsWith(prefix)))
    return finding('EP381', { message: `${key}: ${text} is no annotation that ${dialect.title} documents` });
  const owner = DIALECTS.find((other) => other.dialect.prefixes.some((prefix) => key.startsWith(prefix)));
  return owner && finding('EP382', { message: `${key}: ${text} belongs to ${owner.dialect.title}, not to ${dialect.title}` });
}

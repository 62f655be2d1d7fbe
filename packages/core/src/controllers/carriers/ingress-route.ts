import { finding } from '../../checks/finding.js';
import { dig, integer, record, records, text, textMap, texts } from '../../detect/read.js';
import type { Finding } from '../../model/finding.js';
import type { KubeObject } from '../../model/kube.js';
import { besideName } from '../../strategies/names.js';
import type { CarriedRoute, Carrier, CarrierParts } from './carrier.js';
import { readTraefikRule, ruleText, traefikRule } from './traefik-rule.js';

type Fields = Record<string, unknown>;

const apiVersion = 'traefik.io/v1alpha1';
const CLASS = 'kubernetes.io/ingress.class';

/**
 * IngressRoute of Traefik. One that ends TLS answers TLS only, so that a second one with the same rules takes plain HTTP, or redirects it. What passes through or is no HTTP is an IngressRouteTCP or IngressRouteUDP.
 */
export const ingressRouteCarrier: Carrier = { apiVersion, kind: 'IngressRoute', build, read };

function build(parts: CarrierParts): KubeObject[] {
  const { metadata, request, secretName, entryPoint, transport } = parts;
  if (transport !== undefined || request.tls?.mode === 'passthrough') return [buildTransport(parts)];
  const spec: Fields = { ...classOf(parts), ...entryPoints(entryPoint), routes: routesOf(parts) };
  if (!request.tls) return [{ apiVersion, kind: 'IngressRoute', metadata, spec }];
  const tls = secretName === undefined ? {} : { secretName };
  const plain = { apiVersion, kind: 'IngressRoute', metadata: { ...metadata, name: besideName(metadata.name ?? '', '-http') }, spec };
  // A request that came by HTTPS to a port other than 443 would be redirected as well.
  const https = besideName(request.name ?? '', '-https');
  const routes = routesOf(parts).map((route) => without(route, https));
  return [{ apiVersion, kind: 'IngressRoute', metadata, spec: { ...spec, routes, tls } }, ...(entryPoint === undefined ? [plain] : [])];
}

function without(route: Fields, name: string): Fields {
  const { middlewares, ...rest } = route;
  const kept = records(middlewares).filter((entry) => entry['name'] !== name);
  return kept.length === 0 ? rest : { ...route, middlewares: kept };
}

function classOf({ request: { className } }: CarrierParts): Fields {
  return className === undefined ? {} : { ingressClassName: className };
}

function entryPoints(entryPoint: string | undefined): Fields {
  return entryPoint === undefined ? {} : { entryPoints: [entryPoint] };
}

function routesOf({ request, encoded, backends }: CarrierParts): Fields[] {
  const rules = encoded.paths.map((rule, index) => {
    const { match, services, backend, ...fields } = rule.fields;
    const own = records(services);
    const behind = own.length > 0 ? own : [{ ...backends[index] }];
    return {
      match: traefikRule(request.hosts, rule, text(match)),
      kind: 'Rule',
      ...fields,
      services: behind.map((service) => (service['kind'] === 'TraefikService' ? service : { ...service, ...record(backend) })),
    };
  });
  // The longest rule wins, and that for a prefix is longer than that for its path alone.
  const longest = Math.max(...rules.map(({ match }) => match.length));
  const isAmong = (path: string): boolean => encoded.paths.some((other) => other.pathType === 'Prefix' && isBelow(path, other.path));
  return rules.map((rule, index) => {
    const { path = '', pathType } = encoded.paths[index] ?? {};
    return pathType === 'Exact' && isAmong(path) ? { ...rule, priority: longest + 1 } : rule;
  });
}

function isBelow(path: string, prefix: string): boolean {
  const base = prefix.replace(/\/+$/, '');
  return base !== '' && (path === base || path.startsWith(`${base}/`));
}

/** TCP, UDP, or TLS that passes through by the name that clients ask for. */
function buildTransport(parts: CarrierParts): KubeObject {
  const { metadata, request, backends, entryPoint, transport } = parts;
  const services = [{ ...backends[0] }];
  const spec = { ...classOf(parts), ...entryPoints(entryPoint) };
  if (transport === 'UDP') return { apiVersion, kind: 'IngressRouteUDP', metadata, spec: { ...spec, routes: [{ services }] } };
  const passes = request.tls?.mode === 'passthrough';
  const names = passes && request.hosts.length > 0 ? request.hosts : ['*'];
  const match = names.map((name) => `HostSNI(${ruleText(name)})`).join(' || ');
  const tls = passes ? { tls: { passthrough: true } } : {};
  return { apiVersion, kind: 'IngressRouteTCP', metadata, spec: { ...spec, routes: [{ match, services }], ...tls } };
}

function read(route: KubeObject, objects: readonly KubeObject[]): CarriedRoute {
  const findings: Finding[] = [];
  const { ingressClassName, entryPoints: points, routes: _, tls, ...rest } = record(route['spec']);
  const className = text(ingressClassName) ?? textMap(route.metadata.annotations)[CLASS];
  const [entryPoint, ...others] = texts(points);
  const { secretName, passthrough, ...moreTls } = record(tls);
  const isTcp = route.kind === 'IngressRouteTCP';
  const rules = records(dig(route, 'spec', 'routes')).map((entry) => (isTcp ? transportRule(entry) : ruleOf(entry, objects)));
  const known = rules.filter((rule) => 'path' in rule);
  for (const rule of rules) {
    if (!('path' in rule)) findings.push(finding('EP386', { message: `the rule ${rule.match} says more than hosts, a path and headers` }));
    else if (rule.byLetters)
      findings.push(finding('EP384', { message: `PathPrefix(${rule.path.path}) compares letters: it takes ${rule.path.path}x as well` }));
  }
  const [first] = known;
  const same = known.filter(({ hosts }) => JSON.stringify(hosts) === JSON.stringify(first?.hosts));
  if (same.length < known.length)
    findings.push(finding('EP386', { message: 'the rules have different hosts; those of the first one are read' }));
  const fields = {
    ...rest,
    ...(others.length > 0 ? { entryPoints: texts(points) } : {}),
    ...(Object.keys(moreTls).length > 0 ? { tls: moreTls } : {}),
  };
  const secret = text(secretName);
  const mode = passthrough === true ? ('passthrough' as const) : ('terminate' as const);
  return {
    ...(className === undefined ? {} : { className }),
    hosts: first?.hosts ?? [],
    ...(tls === undefined ? {} : { tls: { mode, ...(secret === undefined ? {} : { secretName: secret }) } }),
    paths: same.map(({ path }) => path),
    fields: Object.keys(fields).length === 0 ? {} : { spec: fields },
    ...(tls !== undefined && !isTcp && redirects(route, objects) ? { redirect: true } : {}),
    ...(entryPoint === undefined || others.length > 0 ? {} : { entryPoint }),
    findings,
  };
}

interface KnownRule {
  hosts: string[];
  path: CarriedRoute['paths'][number];
  byLetters: boolean;
}

function ruleOf(entry: Fields, objects: readonly KubeObject[]): KnownRule | { match: string } {
  const { match, kind: _, priority: __, services, ...fields } = entry;
  const found = readTraefikRule(text(match) ?? '');
  if (!found) return { match: text(match) ?? '' };
  const { hosts, pathType, further, byLetters } = found;
  const list = records(services);
  const [only] = list;
  const copied = mirrored(only, objects);
  const condition = further === undefined ? {} : { match: further };
  const how = copied ? [mannersOf(copied)] : list.map((service) => mannersOf(service));
  const isAlike = how.every((manners) => JSON.stringify(manners) === JSON.stringify(how[0]));
  const own = isAlike && Object.keys(how[0] ?? {}).length > 0 ? { backend: how[0] } : {};
  const isPlain = list.length === 1 && only?.['kind'] !== 'TraefikService' && further === undefined;
  const kept = isPlain ? {} : { services: isAlike && !copied ? list.map((service) => placeOf(service)) : list };
  const path = { path: found.path, pathType, fields: { ...fields, ...condition, ...own, ...kept }, ...backendOf(copied ?? only ?? {}) };
  return { hosts, byLetters, path };
}

const PLACE = new Set(['name', 'port', 'weight', 'kind', 'namespace']);
const COPIES = new Set(['mirrors', 'mirrorBody', 'maxBodySize']);

/** How Traefik speaks to a Service. */
function mannersOf(service: Fields): Fields {
  return Object.fromEntries(Object.entries(service).filter(([key]) => !PLACE.has(key) && !COPIES.has(key)));
}

/** Which Service it is, and how much of the requests it gets. */
function placeOf(service: Fields): Fields {
  return Object.fromEntries(Object.entries(service).filter(([key]) => PLACE.has(key)));
}

function backendOf({ name, port }: Fields): Pick<CarriedRoute['paths'][number], 'backend'> {
  const [service, number] = [text(name), integer(port) ?? text(port)];
  return service === undefined || number === undefined ? {} : { backend: { name: service, port: number } };
}

/** The Service that a TraefikService copies the requests of. */
function mirrored(service: Fields | undefined, objects: readonly KubeObject[]): Fields | undefined {
  const found = objects.find(({ kind, metadata }) => kind === 'TraefikService' && metadata.name === service?.['name']);
  return found && record(dig(found, 'spec', 'mirroring'));
}

function transportRule(entry: Fields): KnownRule | { match: string } {
  const match = text(entry['match']) ?? '';
  const names = [...match.matchAll(/HostSNI\(`([^`]+)`\)/g)].map(([, name]) => name ?? '');
  const [service, ...others] = records(entry['services']);
  if (others.length > 0 || names.map((name) => `HostSNI(\`${name}\`)`).join(' || ') !== match) return { match };
  const hosts = names.filter((name) => name !== '*');
  return { hosts, byLetters: false, path: { path: '/', pathType: 'Prefix', fields: {}, ...backendOf(service ?? {}) } };
}

/** Whether a second route for plain HTTP, with the same rules, redirects to HTTPS. */
function redirects(route: KubeObject, objects: readonly KubeObject[]): boolean {
  const matches = (object: KubeObject): unknown[] => records(dig(object, 'spec', 'routes')).map(({ match }) => match);
  const own = JSON.stringify(matches(route));
  const plain = objects.filter(
    (object) => object.kind === 'IngressRoute' && dig(object, 'spec', 'tls') === undefined && JSON.stringify(matches(object)) === own,
  );
  const names = plain.flatMap((object) =>
    records(dig(object, 'spec', 'routes')).flatMap(({ middlewares }) => records(middlewares).map(({ name }) => name)),
  );
  const own2 = records(dig(route, 'spec', 'routes')).flatMap(({ middlewares }) => records(middlewares).map(({ name }) => name));
  return objects.some(
    (object) =>
      object.kind === 'Middleware' &&
      dig(object, 'spec', 'redirectScheme', 'scheme') === 'https' &&
      names.includes(object.metadata.name) &&
      !own2.includes(object.metadata.name),
  );
}

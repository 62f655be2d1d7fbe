import { finding } from '../../checks/finding.js';
import type { EncodedRoute } from '../../detect/facts.js';
import { dig, integer, record, records, text, texts } from '../../detect/read.js';
import type { Finding } from '../../model/finding.js';
import { groupOf, type KubeObject } from '../../model/kube.js';
import type { CarriedRoute, Carrier, CarrierParts } from './carrier.js';

type Fields = Record<string, unknown>;
type Rule = EncodedRoute['paths'][number];

const apiVersion = 'networking.istio.io/v1';
/** Labels of the gateway's pods, as the charts of Istio set them. */
const SELECTOR = { istio: 'ingressgateway' };

/**
 * VirtualService of Istio, with a Gateway that opens ports 80 and 443 for its hosts at the pods of the ingress gateway. Certificates are
 * read from the namespace of these pods. Source: istio/api v1.30.3, networking/v1alpha3/{virtual_service,gateway}.proto
 */
export const virtualServiceCarrier: Carrier = { apiVersion, kind: 'VirtualService', build, read };

function build(parts: CarrierParts): KubeObject[] {
  const { metadata, request, entryPoint } = parts;
  const hosts = request.hosts.length > 0 ? [...request.hosts] : ['*'];
  const spec: Fields = { hosts, gateways: [entryPoint ?? metadata.name ?? ''] };
  if (request.tls?.mode === 'passthrough')
    spec['tls'] = [{ match: [{ port: 443, sniHosts: hosts }], route: [destination(parts.backends[0])] }];
  else spec['http'] = httpRules(parts);
  const route = { apiVersion, kind: 'VirtualService', metadata, spec };
  if (entryPoint !== undefined) return [route];
  const { annotations: _, ...own } = metadata;
  return [route, { apiVersion, kind: 'Gateway', metadata: own, spec: { selector: SELECTOR, servers: serversOf(parts, hosts) } }];
}

function serversOf({ request, secretName }: CarrierParts, hosts: string[]): Fields[] {
  const redirect = request.tls?.mode === 'terminate' && request.tls.redirect === true ? { tls: { httpsRedirect: true } } : {};
  const plain = { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts, ...redirect };
  if (request.tls?.mode === 'passthrough')
    return [{ port: { number: 443, name: 'tls', protocol: 'TLS' }, hosts, tls: { mode: 'PASSTHROUGH' } }];
  if (!request.tls) return [plain];
  const credential = secretName === undefined ? {} : { credentialName: secretName };
  return [plain, { port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts, tls: { mode: 'SIMPLE', ...credential } }];
}

function destination(backend: { name: string; port: number } | undefined): Fields {
  return { destination: { host: backend?.name ?? '', port: { number: backend?.port ?? 0 } } };
}

/** The first rule that matches counts: exact paths, then longer ones; of the same path the one that asks for more. */
function httpRules({ encoded, backends }: CarrierParts): Fields[] {
  const rules = encoded.paths.map((rule, index) => ({ rule, backend: backends[index] ?? backends[0] }));
  const rank = ({ rule: { path, pathType, fields } }: { rule: Rule }): [number, number, number] => [
    pathType === 'Exact' ? 0 : 1,
    -path.length,
    'match' in fields ? 0 : 1,
  ];
  const sorted = rules.toSorted((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
  });
  return sorted.map(({ rule, backend }) => {
    const { match, route, ...rest } = rule.fields;
    const [asked = {}] = records(match);
    const to = 'redirect' in rest ? {} : { route: route ?? [destination(backend)] };
    return { match: uris(rule).map((uri) => ({ uri, ...asked })), ...rest, ...to };
  });
}

/** Istio compares the letters of a prefix, so that a prefix by elements is the path itself and what begins with it and a slash. */
function uris({ path, pathType }: Rule): Fields[] {
  if (pathType === 'RegularExpression') return [{ regex: path }];
  if (pathType === 'Exact') return [{ exact: path }];
  const base = path.replace(/\/+$/, '');
  return base === '' ? [{ prefix: '/' }] : [{ exact: base }, { prefix: `${base}/` }];
}

function read(route: KubeObject, objects: readonly KubeObject[]): CarriedRoute {
  const findings: Finding[] = [];
  const { hosts: names, gateways, http, tls, ...rest } = record(route['spec']);
  const [entry, ...others] = texts(gateways).filter((name) => name !== 'mesh');
  if (others.length > 0)
    findings.push(
      finding('EP386', { message: `the route is attached to several Gateways; ${entry} is read`, field: 'spec.ingress.entryPoint' }),
    );
  const gateway = objects.find(
    ({ apiVersion: version, kind, metadata }) =>
      kind === 'Gateway' &&
      groupOf(version) === groupOf(apiVersion) &&
      metadata.name === entry &&
      metadata.namespace === route.metadata.namespace,
  );
  const isOwn = gateway !== undefined && entry === route.metadata.name;
  const servers = records(dig(gateway, 'spec', 'servers'));
  const secure = servers.find((server) => dig(server, 'tls', 'mode') !== undefined);
  const secretName = text(dig(secure, 'tls', 'credentialName'));
  const passes = records(tls).length > 0;
  const all = passes ? records(tls).slice(0, 1).map(passedOn) : records(http).flatMap((rule) => ruleOf(rule, findings));
  const roots = all.flatMap((path) => appRootOf(path) ?? []);
  const paths = all.filter((path) => appRootOf(path) === undefined);
  const secret = secretName === undefined ? {} : { secretName };
  return {
    hosts: texts(names).filter((name) => name !== '*'),
    ...(passes ? { tls: { mode: 'passthrough' as const } } : secure ? { tls: { mode: 'terminate' as const, ...secret } } : {}),
    ...(servers.some((server) => dig(server, 'tls', 'httpsRedirect') === true) ? { redirect: true } : {}),
    paths,
    fields: Object.keys(rest).length === 0 ? {} : { spec: rest },
    ...(roots[0] === undefined ? {} : { options: { appRoot: roots[0] } }),
    ...(isOwn || entry === undefined ? {} : { entryPoint: entry }),
    findings,
  };
}

/** Where a rule for / alone redirects to at the same host. */
function appRootOf({ path, pathType, fields }: CarriedRoute['paths'][number]): string | undefined {
  const { redirect, ...others } = fields;
  const { uri, redirectCode, ...more } = record(redirect);
  const isRoot = path === '/' && pathType === 'Exact' && redirectCode === 302;
  return isRoot && Object.keys({ ...others, ...more }).length === 0 ? text(uri) : undefined;
}

function passedOn(entry: Fields): CarriedRoute['paths'][number] {
  return { path: '/', pathType: 'Prefix', fields: {}, ...backendOf(records(entry['route'])) };
}

function backendOf([first]: readonly Fields[]): Pick<CarriedRoute['paths'][number], 'backend'> {
  const name = text(dig(first, 'destination', 'host'))?.split('.')[0];
  const port = integer(dig(first, 'destination', 'port', 'number'));
  return name === undefined ? {} : { backend: { name, port: port ?? 80 } };
}

function ruleOf({ match, route, ...fields }: Fields, findings: Finding[]): CarriedRoute['paths'] {
  const matches = records(match);
  const asked = matches.map((entry) => JSON.stringify(conditions(entry)));
  const path = pathOf(matches.map(({ uri }) => record(uri)));
  if (path === undefined || new Set(asked).size > 1) {
    findings.push(finding('EP386', { message: `a rule matches more than one path: ${JSON.stringify(matches)}`, field: 'spec.paths' }));
    return [];
  }
  if (path.byLetters)
    findings.push(
      finding('EP384', { message: `the prefix ${path.path} compares letters: it takes ${path.path}x as well`, field: 'spec.paths' }),
    );
  const more = conditions(matches[0] ?? {});
  const list = records(route);
  const isPlain = list.length === 1 && Object.keys(list[0] ?? {}).every((key) => key === 'destination' || key === 'weight');
  return [
    {
      path: path.path,
      pathType: path.pathType,
      fields: {
        ...fields,
        ...(Object.keys(more).length > 0 ? { match: [more] } : {}),
        ...(list.length === 0 || (isPlain && Object.keys(more).length === 0) ? {} : { route: list }),
      },
      ...backendOf(list),
    },
  ];
}

/** What a match asks for beyond the path. */
function conditions(match: Fields): Fields {
  return Object.fromEntries(Object.entries(match).filter(([key]) => key !== 'uri'));
}

interface ReadPath {
  path: string;
  pathType: Rule['pathType'];
  byLetters: boolean;
}

function pathOf(list: readonly Fields[]): ReadPath | undefined {
  const [first = {}, second] = list;
  const [exact, prefix, regex] = [text(first['exact']), text(first['prefix']), text(first['regex'])];
  if (list.length > 2) return undefined;
  if (second) {
    return exact !== undefined && text(second['prefix']) === `${exact}/`
      ? { path: exact, pathType: 'Prefix', byLetters: false }
      : undefined;
  }
  if (exact !== undefined) return { path: exact, pathType: 'Exact', byLetters: false };
  if (regex !== undefined) return { path: regex, pathType: 'RegularExpression', byLetters: false };
  return { path: prefix ?? '/', pathType: 'Prefix', byLetters: prefix !== undefined && !prefix.endsWith('/') };
}

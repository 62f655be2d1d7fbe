import { finding } from '../../checks/finding.js';
import type { EncodedRoute } from '../../detect/facts.js';
import { dig, integer, record, records, text } from '../../detect/read.js';
import type { Finding } from '../../model/finding.js';
import { groupOf, type KubeObject } from '../../model/kube.js';
import { besideName } from '../../strategies/names.js';
import type { CarriedRoute, Carrier, CarrierParts } from './carrier.js';

type Fields = Record<string, unknown>;
type Rule = EncodedRoute['paths'][number];

const apiVersion = 'projectcontour.io/v1';

/**
 * HTTPProxy of Contour. One has one host, so that further hosts get one each. In rules, `service` is what every Service of the rule
 * says, and `mirrors` are Services that get a copy. Source: projectcontour/contour v1.33.6, apis/projectcontour/v1/httpproxy.go
 */
export const httpProxyCarrier: Carrier = { apiVersion, kind: 'HTTPProxy', build, read };

function build(parts: CarrierParts): KubeObject[] {
  const { metadata, request } = parts;
  return request.hosts.map((host, index) => ({
    apiVersion,
    kind: 'HTTPProxy',
    metadata: index === 0 ? metadata : { ...metadata, name: siblingName(metadata.name ?? '', index) },
    spec: specFor(parts, host),
  }));
}

function siblingName(name: string, index: number): string {
  return besideName(name, `-${index + 1}`);
}

function specFor({ request, encoded, backends, secretName }: CarrierParts, fqdn: string): Fields {
  const { virtualhost, ...more } = record(encoded.fields['spec']);
  const secret = secretName === undefined ? {} : { secretName };
  const passes = request.tls?.mode === 'passthrough';
  const tls = !request.tls ? {} : { tls: passes ? { passthrough: true } : secret };
  return {
    ...(request.className === undefined ? {} : { ingressClassName: request.className }),
    virtualhost: { fqdn, ...tls, ...record(virtualhost) },
    ...(passes
      ? { tcpproxy: { services: [{ ...backends[0] }] } }
      : { routes: encoded.paths.map((rule, index) => routeOf(rule, backends[index] ?? backends[0])) }),
    ...more,
  };
}

function routeOf({ path, pathType, fields }: Rule, backend: CarrierParts['backends'][number] | undefined): Fields {
  const { conditions, services, service, mirrors, ...rest } = fields;
  const own = pathType === 'Exact' ? { exact: path } : pathType === 'RegularExpression' ? { regex: path } : { prefix: path };
  const to = services === undefined ? [{ ...backend }] : records(services);
  const all = [...to.map((entry) => ({ ...entry, ...record(service) })), ...records(mirrors)];
  return {
    conditions: [own, ...records(conditions)],
    ...rest,
    ...('requestRedirectPolicy' in rest ? {} : { services: all }),
  };
}

function read(route: KubeObject, objects: readonly KubeObject[]): CarriedRoute {
  const findings: Finding[] = [];
  const { ingressClassName, virtualhost, routes: _, tcpproxy, ...rest } = record(route['spec']);
  const { fqdn, tls, ...host } = record(virtualhost);
  const { secretName, passthrough, ...tlsRest } = record(tls);
  const passes = passthrough === true;
  const className = text(ingressClassName);
  const secret = text(secretName);
  const all = passes ? [passedOn(record(tcpproxy))] : records(dig(route, 'spec', 'routes')).flatMap((rule) => ruleOf(rule, findings));
  const appRoot = all.length > 1 ? all.flatMap((path) => appRootOf(path) ?? [])[0] : undefined;
  const more = { ...host, ...(Object.keys(tlsRest).length > 0 ? { tls: tlsRest } : {}) };
  const fields = { ...(Object.keys(more).length > 0 ? { virtualhost: more } : {}), ...rest };
  return {
    ...(className === undefined ? {} : { className }),
    hosts: [...(text(fqdn) === undefined ? [] : [text(fqdn) ?? '']), ...siblingHosts(route, objects)],
    ...(tls === undefined
      ? {}
      : { tls: { mode: passes ? 'passthrough' : 'terminate', ...(secret === undefined ? {} : { secretName: secret }) } }),
    paths: appRoot === undefined ? all : all.filter((path) => appRootOf(path) === undefined),
    fields: Object.keys(fields).length === 0 ? {} : { spec: fields },
    ...(appRoot === undefined ? {} : { options: { appRoot } }),
    findings,
  };
}

/** Hosts of the further ones that were made for the same route. */
function siblingHosts(route: KubeObject, objects: readonly KubeObject[]): string[] {
  const { name = '', namespace } = route.metadata;
  const same = (other: KubeObject): boolean =>
    other.kind === 'HTTPProxy' &&
    groupOf(other.apiVersion) === groupOf(apiVersion) &&
    other.metadata.namespace === namespace &&
    JSON.stringify(dig(other, 'spec', 'routes')) === JSON.stringify(dig(route, 'spec', 'routes'));
  const found: string[] = [];
  for (let index = 1; ; index += 1) {
    const sibling = objects.find((other) => other.metadata.name === siblingName(name, index) && same(other));
    const host = text(dig(sibling, 'spec', 'virtualhost', 'fqdn'));
    if (host === undefined) return found;
    found.push(host);
  }
}

/** Where a rule for / alone redirects to at the same host. */
function appRootOf({ path, pathType, fields }: CarriedRoute['paths'][number]): string | undefined {
  const { requestRedirectPolicy, ...others } = fields;
  const { path: to, statusCode, ...more } = record(requestRedirectPolicy);
  const isRoot = path === '/' && pathType === 'Exact' && statusCode === 302;
  return isRoot && Object.keys({ ...others, ...more }).length === 0 ? text(to) : undefined;
}

function passedOn({ services }: Fields): CarriedRoute['paths'][number] {
  return { path: '/', pathType: 'Prefix', fields: {}, ...backendOf(records(services)[0]) };
}

function backendOf(service: Fields | undefined): Pick<CarriedRoute['paths'][number], 'backend'> {
  const [name, port] = [text(service?.['name']), integer(service?.['port'])];
  return name === undefined || port === undefined ? {} : { backend: { name, port } };
}

function ruleOf({ conditions, services, ...fields }: Fields, findings: Finding[]): CarriedRoute['paths'] {
  const all = records(conditions);
  const own = all.filter((entry) => 'prefix' in entry || 'exact' in entry || 'regex' in entry);
  const more = all.filter((entry) => !own.includes(entry));
  const [first = {}] = own;
  const [exact, prefix, regex] = [text(first['exact']), text(first['prefix']), text(first['regex'])];
  if (own.length > 1) {
    findings.push(finding('EP386', { message: `a rule asks for several paths: ${JSON.stringify(own)}`, field: 'spec.paths' }));
    return [];
  }
  const list = records(services);
  const mirrors = list.filter((entry) => entry['mirror'] === true);
  const targets = list.filter((entry) => entry['mirror'] !== true);
  const shared = sharedBy(targets);
  const plain = targets.map((entry) => Object.fromEntries(Object.entries(entry).filter(([key]) => !(key in shared))));
  const isPlain = plain.length <= 1 && Object.keys(plain[0] ?? {}).every((key) => ['name', 'port', 'weight'].includes(key));
  return [
    {
      path: exact ?? regex ?? prefix ?? '/',
      pathType: exact === undefined ? (regex === undefined ? 'Prefix' : 'RegularExpression') : 'Exact',
      fields: {
        ...fields,
        ...(more.length > 0 ? { conditions: more } : {}),
        ...(Object.keys(shared).length > 0 ? { service: shared } : {}),
        ...(mirrors.length > 0 ? { mirrors } : {}),
        ...(targets.length === 0 || (isPlain && more.length === 0) ? {} : { services: plain }),
      },
      ...backendOf(targets[0]),
    },
  ];
}

/** What all Services of a rule say alike of how they are spoken to. */
function sharedBy(services: readonly Fields[]): Fields {
  const [first = {}] = services;
  const keys = ['protocol', 'validation'].filter(
    (key) => key in first && services.every((entry) => JSON.stringify(entry[key]) === JSON.stringify(first[key])),
  );
  return Object.fromEntries(keys.map((key) => [key, first[key]]));
}

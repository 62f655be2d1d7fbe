import { finding } from '../../checks/finding.js';
import { dig, integer, record, records, text, textMap, texts } from '../../detect/read.js';
import type { Finding } from '../../model/finding.js';
import type { EncodedRoute } from '../../detect/facts.js';
import type { KubeObject } from '../../model/kube.js';
import type { CarriedRoute, Carrier, CarrierParts } from './carrier.js';

type CarriedPath = CarriedRoute['paths'][number];

const CLASS = 'kubernetes.io/ingress.class';

/** Ingress: rules by host and path. */
export const ingressCarrier: Carrier = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', build, read };

function build({ metadata, request, encoded, backends, secretName, byAnnotation }: CarrierParts): KubeObject[] {
  const { hosts, tls, className } = request;
  const http = {
    paths: encoded.paths.flatMap((rule, index) => {
      const backend = { service: { name: backends[index]?.name ?? '', port: { number: backends[index]?.port ?? 0 } } };
      const written = encoded.prefixesInTwo === true ? inTwo(rule, encoded.paths) : [rule];
      return written.map(({ path, pathType }) => ({ path, pathType, backend }));
    }),
  };
  const secret = secretName === undefined ? {} : { secretName };
  return [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata,
      spec: {
        ...(className !== undefined && byAnnotation !== true ? { ingressClassName: className } : {}),
        ...(tls?.mode === 'terminate' ? { tls: [{ ...(hosts.length > 0 ? { hosts: [...hosts] } : {}), ...secret }] } : {}),
        rules: hosts.length === 0 ? [{ http }] : hosts.map((host) => ({ host, http })),
      },
    },
  ];
}

type Rule = Pick<EncodedRoute['paths'][number], 'path' | 'pathType'>;

/** A prefix for a controller that compares letters: the path itself, unless it leads elsewhere, and what is below it. */
function inTwo(rule: Rule, all: readonly Rule[]): Rule[] {
  const path = rule.path.replace(/\/+$/, '');
  if (rule.pathType !== 'Prefix' || path === '') return [rule];
  const isOwn = all.some((other) => other.pathType === 'Exact' && other.path === path);
  return [...(isOwn ? [] : [{ path, pathType: 'Exact' as const }]), { path: `${path}/`, pathType: 'Prefix' }];
}

/** Takes prefixes in two together again, and says which of the others compare letters. */
export function joinPrefixes(carried: CarriedRoute): void {
  const { paths, findings } = carried;
  const isSame = (one: CarriedPath, other: CarriedPath): boolean => JSON.stringify(one.backend) === JSON.stringify(other.backend);
  const exact = (prefix: CarriedPath): CarriedPath | undefined =>
    paths.find((one) => one.pathType === 'Exact' && `${one.path}/` === prefix.path && isSame(one, prefix));
  const joined = new Set<CarriedPath>();
  for (const prefix of paths) {
    if (prefix.pathType !== 'Prefix' || prefix.path === '/') continue;
    const first = exact(prefix);
    if (first) {
      joined.add(first);
      prefix.path = first.path;
      continue;
    }
    const letters = prefix.path.endsWith('/')
      ? `${prefix.path} is not matched by a request for ${prefix.path.slice(0, -1)}`
      : `${prefix.path} also matches ${prefix.path}x`;
    findings.push(finding('EP384', { message: `letters of prefixes are compared, so that ${letters}`, field: 'spec.paths' }));
  }
  carried.paths = paths.filter((path) => !joined.has(path));
}

function read(route: KubeObject): CarriedRoute {
  const findings: Finding[] = [];
  const { ingressClassName, tls: entries, rules: _, defaultBackend, ...rest } = record(route['spec']);
  const rules = records(dig(route, 'spec', 'rules'));
  const className = text(ingressClassName) ?? textMap(route.metadata.annotations)[CLASS];
  const paths = rules.map((rule) => records(dig(rule, 'http', 'paths')).map((entry) => pathOf(entry)));
  const [first = []] = paths;
  if (paths.some((other) => JSON.stringify(other) !== JSON.stringify(first)))
    findings.push(finding('EP386', { message: 'the hosts have different paths; those of the first one are read', field: 'spec.paths' }));
  if (defaultBackend !== undefined)
    findings.push(finding('EP386', { message: 'spec.defaultBackend answers for what no rule matches', field: 'spec.hosts' }));
  const tls = records(entries);
  const secrets = [...new Set(tls.map(({ secretName }) => text(secretName)))];
  if (secrets.length > 1) {
    const names = secrets.map((name) => name ?? 'that of the controller').join(', ');
    findings.push(finding('EP386', { message: `the hosts have different certificates: ${names}`, field: 'spec.tls.secretName' }));
  }
  const hosts = [...new Set(rules.flatMap(({ host }) => text(host) ?? []))];
  const bare = hosts.filter((host) => tls.length > 0 && !tls.some((entry) => isCovered(host, texts(entry['hosts']))));
  if (bare.length > 0) {
    const message = `TLS is asked for, but not for ${bare.join(', ')}`;
    findings.push(finding('EP386', { message, field: 'spec.tls' }));
  }
  const [secretName] = secrets;
  return {
    ...(className === undefined ? {} : { className }),
    hosts,
    ...(tls.length === 0 ? {} : { tls: { mode: 'terminate' as const, ...(secretName === undefined ? {} : { secretName }) } }),
    paths: first,
    fields: Object.keys(rest).length === 0 ? {} : { spec: rest },
    findings,
  };
}

/** Hosts of a TLS entry; an entry without hosts covers all. */
function isCovered(host: string, names: readonly string[]): boolean {
  return (
    names.length === 0 || names.some((name) => name === host || (name.startsWith('*.') && name.slice(1) === host.slice(host.indexOf('.'))))
  );
}

function pathOf(entry: Record<string, unknown>): CarriedRoute['paths'][number] {
  const service = record(dig(entry, 'backend', 'service'));
  const port = integer(dig(service, 'port', 'number')) ?? text(dig(service, 'port', 'name'));
  const type = text(entry['pathType']);
  const name = text(service['name']);
  return {
    path: text(entry['path']) ?? '/',
    pathType: type === 'Exact' || type === 'Prefix' ? type : 'ImplementationSpecific',
    fields: {},
    ...(name === undefined || port === undefined ? {} : { backend: { name, port } }),
  };
}

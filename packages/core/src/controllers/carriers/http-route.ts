import { finding } from '../../checks/finding.js';
import type { EncodedRoute } from '../../detect/facts.js';
import { dig, integer, record, records, text, texts } from '../../detect/read.js';
import type { Finding } from '../../model/finding.js';
import type { KubeObject } from '../../model/kube.js';
import type { CarriedRoute, Carrier, CarrierParts } from './carrier.js';

type Fields = Record<string, unknown>;

/** HTTPRoute and GRPCRoute of the Gateway API: rules by path, attached to Gateways. */
export const httpRouteCarrier: Carrier = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', build, read };

function build({ metadata, request: { hosts }, encoded, backends, parentRefs = [] }: CarrierParts): KubeObject[] {
  const spec = {
    ...(parentRefs.length > 0 ? { parentRefs: [...parentRefs] } : {}),
    ...(hosts.length > 0 ? { hostnames: [...hosts] } : {}),
    rules: httpRules(encoded.paths, backends),
  };
  return [{ apiVersion: httpRouteCarrier.apiVersion, kind: 'HTTPRoute', metadata, spec }];
}

/**
 * The rules of a route.
 *
 * @param byPath false for a GRPCRoute, whose rules go by service and method and take everything here.
 */
export function httpRules(paths: EncodedRoute['paths'], backends: CarrierParts['backends'], byPath = true): Fields[] {
  return paths.map(({ path, pathType, fields }, index) => {
    const { matches, filters, backendRefs, ...rest } = fields;
    const type = pathType === 'Exact' || pathType === 'RegularExpression' ? pathType : 'PathPrefix';
    const [own = {}] = records(matches);
    const match = { ...(byPath ? { path: { type, value: path } } : {}), ...own };
    const isAnswered = records(filters).some((filter) => filter['type'] === 'RequestRedirect');
    return {
      ...(Object.keys(match).length === 0 ? {} : { matches: [match] }),
      ...(filters === undefined ? {} : { filters }),
      ...rest,
      ...(isAnswered ? {} : { backendRefs: backendRefs ?? [{ ...backends[index] }] }),
    };
  });
}

function read(route: KubeObject): CarriedRoute {
  const findings: Finding[] = [];
  const { parentRefs, hostnames, rules: _, ...rest } = record(route['spec']);
  const all = records(dig(route, 'spec', 'rules')).flatMap((rule) => rulePaths(rule));
  const roots = all.map(({ path, pathType, fields }) => (path === '/' && pathType === 'Exact' ? appRootOf(fields) : undefined));
  const appRoot = all.length > 1 ? roots.find((root) => root !== undefined) : undefined;
  const paths = appRoot === undefined ? all : all.filter((_path, index) => roots[index] === undefined);
  const [parent, ...others] = records(parentRefs);
  if (others.length > 0) {
    const names = [parent, ...others].map((ref) => text(ref?.['name']) ?? '').join(', ');
    findings.push(finding('EP386', { message: `the route is attached to several places (${names}); the first one is read` }));
  }
  const name = text(parent?.['name']);
  const section = text(parent?.['sectionName']);
  const namespace = text(parent?.['namespace']);
  const parentRef = {
    ...(namespace === undefined ? {} : { namespace }),
    ...(section === undefined ? {} : { sectionName: section }),
  };
  return {
    hosts: texts(hostnames),
    paths,
    ...(appRoot === undefined ? {} : { options: { appRoot } }),
    fields: Object.keys(rest).length === 0 ? {} : { spec: rest },
    ...(name === undefined ? {} : { parentRef: { name, ...parentRef } }),
    findings,
  };
}

const TYPES: Readonly<Record<string, CarriedRoute['paths'][number]['pathType']>> = {
  Exact: 'Exact',
  PathPrefix: 'Prefix',
  RegularExpression: 'RegularExpression',
};

/** A rule has each of its matches as a path. */
function rulePaths({ matches, backendRefs, ...fields }: Fields): CarriedRoute['paths'] {
  const list = records(matches);
  return (list.length === 0 ? [{}] : list).map((match: Fields) => {
    const { path, ...more } = match;
    const backends = records(backendRefs);
    const [first] = backends;
    const [name, port] = [text(first?.['name']), integer(first?.['port'])];
    const isPlain =
      backends.length <= 1 && Object.keys(first ?? {}).every((key) => ['name', 'port', 'weight', 'group', 'kind'].includes(key));
    return {
      path: text(dig(path, 'value')) ?? '/',
      pathType: TYPES[text(dig(path, 'type')) ?? 'PathPrefix'] ?? 'Prefix',
      fields: {
        ...fields,
        ...(Object.keys(more).length === 0 ? {} : { matches: [more] }),
        ...(isPlain && Object.keys(more).length === 0 ? {} : { backendRefs: backends }),
      },
      ...(name === undefined || port === undefined ? {} : { backend: { name, port } }),
    };
  });
}

/** The path of a redirect that stays at its host. */
function appRootOf(rule: Fields | undefined): string | undefined {
  const [filter, ...others] = records(rule?.['filters']);
  const { path, statusCode: _, ...more } = record(filter?.['requestRedirect']);
  if (filter?.['type'] !== 'RequestRedirect' || others.length > 0 || Object.keys(more).length > 0) return undefined;
  return text(dig(path, 'replaceFullPath'));
}

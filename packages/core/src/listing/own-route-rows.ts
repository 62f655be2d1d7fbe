import { OWN_ROUTES } from '../controllers/route-kinds.js';
import { detectIngressClasses } from '../detect/controllers.js';
import { namespaceOf, objectsOf } from '../detect/coverage.js';
import type { IngressClassFact } from '../detect/facts.js';
import { dig, records, text, texts } from '../detect/read.js';
import type { ExposedRow } from '../model/exposed.js';
import { groupOf, refOf, type KubeObject } from '../model/kube.js';
import type { EntryPoint } from '../model/plan.js';
import type { Snapshot } from '../model/snapshot.js';
import type { BackendIndex } from './backends.js';
import { joinBackends, ownedBy, reachOfAddresses, tlsOf, widest, worst } from './row.js';

/** Controller of each group of routes. */
const CONTROLLERS: Readonly<Record<string, string>> = {
  'traefik.io': 'traefik',
  'networking.istio.io': 'istio',
  'projectcontour.io': 'contour',
};

/** Routes of the kinds that controllers bring along, with the addresses by which traffic enters these. */
export function ownRouteRows(snapshot: Snapshot, backends: BackendIndex): ExposedRow[] {
  return OWN_ROUTES.flatMap(([, apiVersion, kind]) => {
    const group = groupOf(apiVersion);
    return objectsOf(snapshot, group, kind).map((route) => rowOf(snapshot, backends, group, route));
  });
}

function rowOf(snapshot: Snapshot, backends: BackendIndex, group: string, route: KubeObject): ExposedRow {
  const namespace = namespaceOf(snapshot, route);
  const controller = CONTROLLERS[group] ?? '';
  const fact = detectIngressClasses(snapshot).classes.find((entry) => entry.controller === controller);
  const entryPoints = entryPointsOf(route, namespace, fact);
  const joined = joinBackends(
    servicesOfRoute(route).map((service) => {
      const [name = '', where = namespace] = service.split('.');
      const found = backends.ofName(where, name);
      if (found === 'unknown') return { workloads: [], verdict: 'unknown', evidence: `Service ${where}/${name} was not read` };
      return found ?? { workloads: [], verdict: 'broken', evidence: `Service ${where}/${name} does not exist` };
    }),
  );
  const isEntered = fact?.running === 'yes' && fact.entries.some(({ addresses }) => addresses.length > 0);
  const verdict = fact?.running === 'no' ? 'broken' : isEntered ? 'ok' : 'unknown';
  return {
    namespace,
    workloads: joined.workloads,
    strategy: 'Ingress',
    via: { ...refOf(route), namespace },
    entryPoints,
    reach: widest(entryPoints.map(({ reach }) => reach)),
    tls: tlsOf(entryPoints),
    verdict: worst([verdict, joined.verdict]),
    evidence: [fact?.evidence[0] ?? `how traffic enters ${controller} is not known`, ...joined.evidence],
    ...ownedBy(route),
  };
}

/** Names of the Services that a route leads to; one of Istio may say the namespace as well: `web.shop`. */
export function servicesOfRoute(route: KubeObject): string[] {
  const routes = [...records(dig(route, 'spec', 'routes')), dig(route, 'spec', 'tcpproxy')];
  const named = routes.flatMap((entry) => records(dig(entry, 'services')).flatMap((service) => text(service['name']) ?? []));
  const istio = ['http', 'tls', 'tcp'].flatMap((list) => records(dig(route, 'spec', list)));
  const hosts = istio.flatMap((entry) => records(entry['route']).flatMap((target) => text(dig(target, 'destination', 'host')) ?? []));
  return [...new Set([...named, ...hosts.map((host) => host.split('.').slice(0, 2).join('.'))])];
}

/** Host names, as far as the kinds say them in a list, in one field, or in an expression such as Host(`a`). */
function hostsOf(route: KubeObject): string[] {
  const matches = records(dig(route, 'spec', 'routes')).flatMap((entry) => text(entry['match']) ?? []);
  const named = matches.flatMap((match) =>
    [...match.matchAll(/Host(?:SNI)?\(([^)]*)\)/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/`([^`]+)`/g)].map(([, host = '']) => host),
    ),
  );
  return [
    ...new Set([...texts(dig(route, 'spec', 'hosts')), ...(text(dig(route, 'spec', 'virtualhost', 'fqdn')) ?? '').split(' '), ...named]),
  ].filter((host) => host !== '');
}

function entryPointsOf(route: KubeObject, namespace: string, fact: IngressClassFact | undefined): EntryPoint[] {
  const isSecure = dig(route, 'spec', 'tls') !== undefined || dig(route, 'spec', 'virtualhost', 'tls') !== undefined;
  const entry = fact?.entries[0];
  const addresses = entry?.addresses ?? [];
  const port = isSecure ? entry?.httpsPort : entry?.httpPort;
  const hosts = hostsOf(route);
  return (hosts.length > 0 ? hosts : [undefined]).map((host): EntryPoint => ({
    strategy: 'Ingress',
    reach: addresses.length === 0 ? 'public' : reachOfAddresses(addresses),
    protocol: 'TCP',
    scheme: isSecure ? 'https' : 'http',
    addresses,
    addressSource: entry?.evidence ?? 'how traffic enters the controller is not known',
    ...(port === undefined ? {} : { port }),
    ...(host === undefined ? {} : { host }),
    path: '/',
    via: { ...refOf(route), namespace },
  }));
}

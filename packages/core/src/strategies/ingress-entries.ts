import type { ObjectRef } from '../model/kube.js';
import type { EntryPoint, Reach } from '../model/plan.js';
import { controllerById, dialectById } from '../controllers/registry.js';
import { findObject } from '../detect/coverage.js';
import type { ControllerEntry } from '../detect/facts.js';
import { dig, records, text } from '../detect/read.js';
import { reachOf } from './addresses.js';
import { refFor, type PlanContext } from './context.js';
import type { ChosenClass } from './ingress-class.js';
import { isMarked } from './marks.js';
import { note } from './notes.js';
import { pathToTry, type ResolvedPath } from './route-ports.js';
import type { ResolvedTls } from './tls.js';

/** What entry points of an Ingress are made from. */
export interface IngressEntryParts {
  chosen: ChosenClass | undefined;
  paths: readonly ResolvedPath[];
  tls: ResolvedTls | undefined;
  name: string;
  /** How far a load balancer of its own reaches. */
  scope?: 'public' | 'internal';
  /** The object that carries the route. Default: the Ingress of that name. */
  via?: ObjectRef | undefined;
}

/** Where requests arrive: the best entry of the controller, for each host and path, HTTPS before HTTP. */
export function ingressEntryPoints(context: PlanContext, parts: IngressEntryParts): { entryPoints: EntryPoint[]; reach: Reach } {
  const { spec, notes } = context;
  const { chosen, paths, tls, scope, name, via } = parts;
  const own = ownEntry(context, chosen, name);
  const entry = own ?? chosen?.fact?.entries[0];
  if (chosen && !own && (!entry || entry.addresses.length === 0)) {
    const why = entry ? entry.evidence : (chosen.fact?.evidence.join('; ') ?? 'its IngressClass was not read');
    note(notes, 'EP321', {
      message: `how traffic reaches the controller of class ${chosen.name} is not known: ${why}`,
      level: context.offline ? 'info' : 'warning',
    });
  }
  const reach = own && scope === 'internal' ? 'node-network' : entry ? reachOf(entry.addresses) : 'public';
  const hosts: (string | undefined)[] = spec.hosts && spec.hosts.length > 0 ? spec.hosts : [undefined];
  const entryPoints = schemesOf(tls, entry).flatMap(({ scheme, port }) =>
    hosts.flatMap((host) =>
      paths.map((path): EntryPoint => ({
        strategy: 'Ingress',
        reach,
        protocol: 'TCP',
        scheme,
        addresses: entry?.addresses ?? [],
        addressSource: entry ? sourceOf(entry) : 'the address of the ingress controller',
        ...(port === undefined ? {} : { port }),
        ...(host === undefined ? {} : { host }),
        path: pathToTry(path),
        via: { ...(via ?? refFor(context, 'networking.k8s.io/v1', 'Ingress', name)), namespace: context.namespace },
        ...(path.port?.name === undefined ? {} : { portName: path.port.name }),
      })),
    ),
  );
  return { entryPoints, reach };
}

/** The load balancer that an Ingress gets for itself; its address is known once the Ingress has it in its status. */
function ownEntry(context: PlanContext, chosen: ChosenClass | undefined, name: string): ControllerEntry | undefined {
  const { snapshot, namespace } = context;
  const id = chosen?.controller ?? '';
  const row = controllerById(id) ?? dialectById(id)?.row;
  if (row?.ownAddress !== true) return undefined;
  const live = findObject(snapshot, 'networking.k8s.io', 'Ingress', name, namespace);
  const status = live && isMarked(live, context.name) ? records(dig(live, 'status', 'loadBalancer', 'ingress')) : [];
  const via = { ...refFor(context, 'networking.k8s.io/v1', 'Ingress', name), namespace };
  const addresses = status.flatMap((entry) => text(entry['ip']) ?? text(entry['hostname']) ?? []);
  return {
    way: 'LoadBalancer',
    addresses,
    httpPort: 80,
    httpsPort: 443,
    via,
    evidence: `${row.title} makes a load balancer for each Ingress`,
  };
}

function schemesOf(
  tls: ResolvedTls | undefined,
  entry: ControllerEntry | undefined,
): { scheme: 'http' | 'https'; port: number | undefined }[] {
  const http = { scheme: 'http', port: entry?.httpPort } as const;
  const https = { scheme: 'https', port: entry?.httpsPort } as const;
  if (!tls) return [http];
  if (tls.mode === 'passthrough') return [https];
  // A controller may offer one of the two only, e.g. a DaemonSet that takes port 80 of its nodes.
  if (entry && entry.httpsPort === undefined) return [http];
  return entry && entry.httpPort === undefined ? [https] : [https, http];
}

const words: Readonly<Record<ControllerEntry['way'], string>> = {
  LoadBalancer: 'the load balancer of',
  NodePort: 'any node, by a node port of',
  hostPort: 'the nodes of',
  hostNetwork: 'the nodes of',
};

function sourceOf({ way, via }: ControllerEntry): string {
  return `${words[way]} ${via.kind} ${via.namespace === undefined ? '' : `${via.namespace}/`}${via.name}`;
}

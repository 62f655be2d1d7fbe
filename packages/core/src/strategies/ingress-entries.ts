import type { ObjectRef } from '../model/kube.js';
import type { EntryPoint, Reach } from '../model/plan.js';
import type { ControllerEntry } from '../detect/facts.js';
import { reachOf } from './addresses.js';
import { refFor, type PlanContext } from './context.js';
import type { ChosenClass } from './ingress-class.js';
import { note } from './notes.js';
import { pathToTry, type ResolvedPath } from './route-ports.js';
import type { ResolvedTls } from './tls.js';

/** What entry points of an Ingress are made from. */
export interface IngressEntryParts {
  chosen: ChosenClass | undefined;
  paths: readonly ResolvedPath[];
  tls: ResolvedTls | undefined;
  name: string;
  /** The object that carries the route. Default: the Ingress of that name. */
  via?: ObjectRef | undefined;
}

/** Where requests arrive: the best entry of the controller, for each host and path, HTTPS before HTTP. */
export function ingressEntryPoints(context: PlanContext, parts: IngressEntryParts): { entryPoints: EntryPoint[]; reach: Reach } {
  const { spec, notes } = context;
  const { chosen, paths, tls, name, via } = parts;
  const entry = chosen?.fact?.entries[0];
  if (chosen && (!entry || entry.addresses.length === 0)) {
    const why = entry ? entry.evidence : (chosen.fact?.evidence.join('; ') ?? 'its IngressClass was not read');
    note(notes, 'EP321', {
      message: `how traffic reaches the controller of class ${chosen.name} is not known: ${why}`,
      level: context.offline ? 'info' : 'warning',
    });
  }
  const reach = entry ? reachOf(entry.addresses) : 'public';
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

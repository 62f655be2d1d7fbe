import { refOf, type KubeObject } from '../model/kube.js';
import { namespaceOf, objectsOf } from '../detect/coverage.js';
import { dig, integer, record, records, text, textMap } from '../detect/read.js';
import { controllerById, dialectById } from '../controllers/registry.js';
import { loadBalancerById } from '../load-balancers/registry.js';
import type { PlanContext } from './context.js';
import { isMarked } from './marks.js';
import { note, require } from './notes.js';
import { isSet } from './requirements.js';

/** The class of a live Service of type LoadBalancer can neither be set nor changed. */
export function checkClass({ live, spec, notes }: PlanContext, existing: KubeObject | undefined): void {
  if (!existing || !live || dig(existing, 'spec', 'type') !== 'LoadBalancer') return;
  const wanted = isSet(spec.loadBalancer?.class) ? spec.loadBalancer?.class : undefined;
  const now = text(dig(existing, 'spec', 'loadBalancerClass'));
  // An admission webhook may have written the class; leaving it out does not change it.
  if (wanted === undefined || wanted === now) return;
  require(notes, 'EP204', 'broken', `Service ${existing.metadata.name} has ${now === undefined ? 'no class' : `class ${now}`}, and ${wanted} was asked for`, {
    field: 'spec.loadBalancer.class',
  });
}

/** Annotations that count only when the load balancer is made, against those of the live Service. */
export function checkCreateOnly(
  { notes }: PlanContext,
  existing: KubeObject | undefined,
  implementation: string | undefined,
  wanted: Readonly<Record<string, string>>,
): void {
  if (!existing || dig(existing, 'spec', 'type') !== 'LoadBalancer') return;
  const live = textMap(existing.metadata.annotations);
  for (const key of loadBalancerById(implementation ?? '')?.codec?.createOnly ?? []) {
    if (live[key] === wanted[key]) continue;
    const now = live[key] === undefined ? `has no ${key}` : `has ${key}: ${live[key]}`;
    require(notes, 'EP275', 'broken', `Service ${existing.metadata.name} ${now}, and ${wanted[key] ?? 'none'} was asked for`, {
      object: refOf(existing),
    });
  }
}

/** Where an implementation takes the ports on the nodes themselves, no second Service can have the same one. */
export function checkPortsTaken(
  { snapshot, namespace, name, ports, notes }: PlanContext,
  service: string,
  implementation: string | undefined,
): void {
  const row = loadBalancerById(implementation ?? '');
  if (!row?.takesNodePorts) return;
  const others = objectsOf(snapshot, '', 'Service').filter(
    (other) =>
      dig(other, 'spec', 'type') === 'LoadBalancer' &&
      dig(other, 'spec', 'loadBalancerClass') === undefined &&
      !(other.metadata.name === service && namespaceOf(snapshot, other) === namespace && isMarked(other, name)),
  );
  for (const { port, protocol } of ports) {
    const taken = others.find((other) =>
      records(dig(other, 'spec', 'ports')).some(
        (entry) => integer(entry['port']) === port && (text(entry['protocol']) ?? 'TCP') === protocol,
      ),
    );
    if (!taken) continue;
    const words = `${row.title} gives port ${port} of the nodes to Service ${namespaceOf(snapshot, taken)}/${taken.metadata.name}`;
    require(notes, 'EP276', 'broken', words, { field: 'spec.ports', object: refOf(taken) });
  }
}

/** A port that says http is probed by HTTP on Azure: what answers otherwise than 200 there gets no traffic. */
export function noteProbes(context: PlanContext, implementation: string | undefined): void {
  const { spec, ports, notes } = context;
  const row = loadBalancerById(implementation ?? '');
  const { path, protocol } = spec.loadBalancer?.healthCheck ?? {};
  if (!row?.probesByAppProtocol || isSet(path) || isSet(protocol) || spec.access?.keepClientIP) return;
  const said = ports.find(({ appProtocol }) => appProtocol === 'http' || appProtocol === 'https');
  if (!said) return;
  const ready = readyPath(context);
  if (ready === '/') return;
  note(notes, 'EP373', {
    message: `port ${said.port} has appProtocol ${said.appProtocol}: ${row.title} asks it for / and takes a target out that does not answer 200${ready === undefined ? '' : `; the container says that it is ready at ${ready}`}`,
    field: 'spec.loadBalancer.healthCheck',
    remedy: `Set loadBalancer.healthCheck.path${ready === undefined ? '' : `: ${ready}`}, or loadBalancer.healthCheck.protocol: tcp.`,
  });
}

/** A load balancer that a route gets for itself may ask pods for a path at which they say nothing. */
export function noteRouteProbes(context: PlanContext, controller: string | undefined): void {
  const id = controller ?? '';
  const { title, probes } = controllerById(id) ?? dialectById(id)?.row ?? {};
  const ready = readyPath(context);
  if (!probes || ready === undefined || ready === probes.path || context.spec.annotations?.[probes.annotation] !== undefined) return;
  note(context.notes, 'EP373', {
    message: `${title} asks pods for ${probes.path} and sends nothing to those that do not answer 200; the container says that it is ready at ${ready}`,
    field: 'spec.annotations',
    remedy: `Set the annotation ${probes.annotation}: ${ready}.`,
  });
}

/** The path at which the container says that it is ready. */
function readyPath({ workload, container }: PlanContext): string | undefined {
  const serving = records(workload?.podSpec['containers']).find((entry) => container === undefined || entry['name'] === container);
  return text(dig(record(serving?.['readinessProbe']), 'httpGet', 'path'));
}

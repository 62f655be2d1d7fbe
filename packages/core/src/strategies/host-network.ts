import type { EntryPoint } from '../model/plan.js';
import { refuseAllowList } from './access.js';
import { hostAddresses, schemeOf } from './addresses.js';
import type { PlanContext } from './context.js';
import { bodyFor, checkHostPorts, checkPatchable, checkPodSecurity, nodesFor, requireWorkload, type WantedPort } from './host-access.js';
import { note } from './notes.js';
import type { ResolvedPort } from './ports.js';
import { rolloutPatch } from './rollout.js';
import type { StrategyDefinition, StrategyDraft } from './strategy.js';
import type { Workload } from '../detect/workload.js';

/** The network of the node itself: `hostNetwork: true` in the pod template. */
export const hostNetwork: StrategyDefinition = { id: 'hostNetwork', draft };

/** Resolves cluster names from the host's network; ClusterFirst would silently mean Default there. */
const DNS_POLICY = 'ClusterFirstWithHostNet';

function draft(context: PlanContext): StrategyDraft {
  const { ports, notes } = context;
  const nothing: StrategyDraft = { objects: [], reuses: [], entryPoints: [], reach: 'node-network', exposed: ports };
  refuseAllowList(context, 'hostNetwork');
  const workload = requireWorkload(context);
  if (!workload) return nothing;
  const declared = declaredPorts(workload);
  const eligible = nodesFor(context, workload, true);
  checkPodSecurity(context, 'hostNetwork');
  const free = checkHostPorts(context, workload, declared, eligible);
  checkHostPortNumbers(context, workload);
  warn(context, workload, ports);
  const keepsDns = workload.dnsPolicy === 'None' || workload.dnsPolicy === 'Default';
  if (keepsDns)
    note(notes, 'EP323', {
      message: `the pod template sets dnsPolicy ${workload.dnsPolicy}, which is left as it is`,
      object: workload.ref,
    });
  const podSpec = { hostNetwork: true, ...(keepsDns ? {} : { dnsPolicy: DNS_POLICY }) };
  const body = bodyFor(workload, podSpec, rolloutPatch(context, free));
  checkPatchable(context, workload, body);
  const { addresses, reach, source } = hostAddresses(context, workload, eligible);
  const entryPoints = ports.map((port): EntryPoint => ({
    strategy: 'hostNetwork',
    reach,
    protocol: port.protocol,
    scheme: schemeOf(context, port),
    addresses,
    addressSource: source,
    port: port.containerPort,
    via: context.targetRef,
    ...(port.name === undefined ? {} : { portName: port.name }),
  }));
  return { ...nothing, patch: body, entryPoints, reach };
}

/** Every port that a container declares: each becomes one of the node. */
function declaredPorts({ containers }: Workload): WantedPort[] {
  return containers.flatMap(({ ports }) => ports.map(({ containerPort, protocol }) => ({ port: containerPort, protocol })));
}

/** With the host's network the API server accepts no other host port than the container port. */
function checkHostPortNumbers({ notes }: PlanContext, { containers, ref }: Workload): void {
  for (const { name, ports } of containers) {
    for (const { containerPort, hostPort } of ports) {
      if (hostPort === undefined || hostPort === containerPort) continue;
      const message = `container ${name} has host port ${hostPort} for port ${containerPort}; with hostNetwork both must be the same`;
      note(notes, 'EP163', { message, object: ref });
    }
  }
}

function warn({ notes }: PlanContext, { containers, ref }: Workload, ports: readonly ResolvedPort[]): void {
  note(notes, 'EP309', {
    message: 'NetworkPolicy is undefined for pods on the network of their node, and most plugins ignore it',
    object: ref,
  });
  note(notes, 'EP310', { message: "the pod reaches what listens on the node's loopback, 127.0.0.1", object: ref });
  note(notes, 'EP312', { message: 'a compromised pod sees the traffic of the node and has its address', object: ref });
  const others = containers.flatMap(({ name, ports: declared }) =>
    declared
      .filter(({ containerPort, protocol }) => !ports.some((port) => port.containerPort === containerPort && port.protocol === protocol))
      .map(({ containerPort, protocol }) => `${containerPort}/${protocol} of container ${name}`),
  );
  const also = others.length > 0 ? `, also ${others.join(', ')}` : '';
  note(notes, 'EP311', { message: `every declared port becomes a port of the node${also}`, object: ref });
}

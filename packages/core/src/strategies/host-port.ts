import type { EntryPoint } from '../model/plan.js';
import { refuseAllowList } from './access.js';
import { hostAddresses, schemeOf } from './addresses.js';
import type { PlanContext } from './context.js';
import { bodyFor, checkHostPorts, checkPatchable, checkPodSecurity, nodesFor, requireWorkload, type WantedPort } from './host-access.js';
import { note } from './notes.js';
import { checkSettings, settingOf, type ResolvedPort } from './ports.js';
import { isSet } from './requirements.js';
import { rolloutPatch } from './rollout.js';
import type { StrategyDefinition, StrategyDraft } from './strategy.js';
import type { Workload } from '../detect/workload.js';

/** A port of the node on which the pod runs: `hostPort` in the pod template. */
export const hostPort: StrategyDefinition = { id: 'hostPort', draft };

function draft(context: PlanContext): StrategyDraft {
  const { spec, ports, notes } = context;
  const nothing: StrategyDraft = { objects: [], reuses: [], entryPoints: [], reach: 'node-network', exposed: ports };
  refuseAllowList(context, 'hostPort');
  const workload = requireWorkload(context);
  if (!workload) return nothing;
  const settings = spec.hostPort?.ports;
  checkSettings(settings, ports, 'spec.hostPort.ports', notes);
  const hostIP = isSet(spec.hostPort?.hostIP) ? spec.hostPort?.hostIP : undefined;
  const wanted = ports.map((port): WantedPort => {
    const number = settingOf(settings, port) ?? port.containerPort;
    return { port: number, protocol: port.protocol, ...(hostIP === undefined ? {} : { hostIP }) };
  });
  checkTwins(context, wanted);
  checkNumbers(context, workload, wanted);
  const eligible = nodesFor(context, workload, false);
  checkPodSecurity(context, 'hostPort');
  const free = checkHostPorts(context, workload, wanted, eligible);
  const body = bodyFor(workload, containersOf(workload, context.container, ports, wanted), rolloutPatch(context, free));
  checkPatchable(context, workload, body);
  const found = hostAddresses(context, workload, eligible);
  const addresses = hostIP === undefined || hostIP === '0.0.0.0' || hostIP === '::' ? found.addresses : [hostIP];
  const entryPoints = ports.map((port, index): EntryPoint => ({
    strategy: 'hostPort',
    reach: found.reach,
    protocol: port.protocol,
    scheme: schemeOf(context, port),
    addresses,
    addressSource: found.source,
    port: wanted[index]?.port ?? port.containerPort,
    via: context.targetRef,
    ...(port.name === undefined ? {} : { portName: port.name }),
  }));
  return { ...nothing, patch: body, entryPoints, reach: found.reach };
}

/** Two ports of one pod cannot have the same host port. */
function checkTwins({ notes }: PlanContext, wanted: readonly WantedPort[]): void {
  for (const [index, { port, protocol }] of wanted.entries()) {
    const isTwin = wanted.slice(0, index).some((other) => other.port === port && other.protocol === protocol);
    if (isTwin) note(notes, 'EP163', { message: `host port ${port}/${protocol} is asked for twice`, field: 'spec.hostPort.ports' });
  }
}

/** On the host's network the API server accepts no other host port than the container port. */
function checkNumbers({ ports, notes }: PlanContext, workload: Workload, wanted: readonly WantedPort[]): void {
  if (!workload.hostNetwork) return;
  for (const [index, { containerPort }] of ports.entries()) {
    const number = wanted[index]?.port;
    if (number === containerPort) continue;
    const message = `the pod is on the host's network, where the host port of ${containerPort} can only be ${containerPort}, not ${number}`;
    note(notes, 'EP163', { message, object: workload.ref, field: 'spec.hostPort.ports' });
  }
}

/** The ports of each container with their host ports, by the keys by which the API server tells them apart. */
function containersOf(
  workload: Workload,
  serving: string | undefined,
  ports: readonly ResolvedPort[],
  wanted: readonly WantedPort[],
): Record<string, unknown> {
  const lists: Record<string, { name: string; ports: Record<string, unknown>[] }[]> = {};
  for (const [index, port] of ports.entries()) {
    const name = port.container ?? serving ?? '';
    const list = workload.containers.find((container) => container.name === name)?.list ?? 'containers';
    const containers = (lists[list] ??= []);
    let container = containers.find((candidate) => candidate.name === name);
    if (!container) {
      container = { name, ports: [] };
      containers.push(container);
    }
    const { port: number, hostIP } = wanted[index] ?? { port: port.containerPort };
    container.ports.push({
      containerPort: port.containerPort,
      hostPort: number,
      ...(hostIP === undefined ? {} : { hostIP }),
      protocol: port.protocol,
    });
  }
  return lists;
}

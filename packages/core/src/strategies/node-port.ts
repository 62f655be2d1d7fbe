import type { ObjectRef } from '../model/kube.js';
import type { EntryPoint } from '../model/plan.js';
import { lookup } from '../detect/lookup.js';
import { checkNodePort, nextFreeNodePort, nodePortsInUse } from '../detect/ports-in-use.js';
import { findObject } from '../detect/coverage.js';
import { dig, integer, records } from '../detect/read.js';
import { nodeAddresses, podNodeAddresses, schemeOf } from './addresses.js';
import { refFor, type PlanContext } from './context.js';
import { refuseAllowList } from './access.js';
import { isMarked } from './marks.js';
import { serviceName } from './names.js';
import { leaveOpen, note, require } from './notes.js';
import { checkSettings, settingOf } from './ports.js';
import { checkSelector } from './selector.js';
import { buildService, checkServiceName } from './service.js';
import type { StrategyDefinition, StrategyDraft } from './strategy.js';

/** Any node's address with a port of 30000–32767: a Service of its own, `<name>-node-port`. */
export const nodePort: StrategyDefinition = { id: 'NodePort', draft };

function draft(context: PlanContext): StrategyDraft {
  const { spec, ports } = context;
  const name = serviceName(context.name, '-node-port');
  const settings = spec.nodePort?.ports;
  checkSelector(context);
  checkServiceName(context, name);
  checkSettings(settings, ports, 'spec.nodePort.ports', context.notes);
  refuseAllowList(context, 'NodePort');
  const wanted = ports.map((port) => settingOf(settings, port));
  for (const number of new Set(wanted)) if (number !== undefined) checkNumber(context, number);
  const local = spec.access?.keepClientIP === true;
  if (local)
    note(context.notes, 'EP315', {
      message: 'traffic that reaches a node without a ready pod is dropped',
      field: 'spec.access.keepClientIP',
    });
  const service = buildService(context, {
    name,
    type: 'NodePort',
    nodePorts: wanted,
    annotations: spec.annotations ?? {},
    ...(local ? { fields: { externalTrafficPolicy: 'Local' } } : {}),
  });
  const { addresses, reach, source } = local ? podNodeAddresses(context) : nodeAddresses(context);
  const via = refFor(context, 'v1', 'Service', name);
  const entryPoints = ports.map((port, index): EntryPoint => {
    const number = wanted[index] ?? allocated(context, name, port.port, port.protocol);
    return {
      strategy: 'NodePort',
      reach,
      protocol: port.protocol,
      scheme: schemeOf(context, port),
      addresses,
      addressSource: source,
      ...(number === undefined ? {} : { port: number }),
      via,
      ...(port.name === undefined ? {} : { portName: port.name }),
    };
  });
  return { objects: [service], reuses: [], entryPoints, reach, exposed: ports };
}

function checkNumber(context: PlanContext, number: number): void {
  const { snapshot, notes } = context;
  const answer = checkNodePort(snapshot, number, ownHolder(context, number));
  const field = 'spec.nodePort.ports';
  if (answer.free === 'no') {
    const next = nextFreeNodePort(snapshot);
    const remedy = next === undefined ? 'Leave the number out.' : `Use ${next}, the next free one, or leave the number out.`;
    require(notes, 'EP202', 'broken', answer.why, { message: `node port ${number} cannot be had: ${answer.why}`, field, remedy });
    return;
  }
  if (answer.free === 'unknown') leaveOpen(notes, 'EP202', `whether node port ${number} is free`, answer.why);
  else require(notes, 'EP202', 'ok', answer.why);
  if (!answer.inLowerBand) {
    note(notes, 'EP317', {
      message: `node port ${number} is in the upper band of the range, from which free numbers are handed out first`,
      field,
    });
  }
}

/** A Service of this Exposure that holds the number: it stays, or goes before the number is asked for. */
function ownHolder({ snapshot, name }: PlanContext, number: number): ObjectRef | undefined {
  const holder = nodePortsInUse(snapshot).ports.get(number);
  const object = holder && lookup(snapshot, holder);
  return object && isMarked(object, name) ? holder : undefined;
}

/** The number that the API server gave an existing Service of ours. */
function allocated({ snapshot, namespace, name }: PlanContext, service: string, port: number, protocol: string): number | undefined {
  const existing = findObject(snapshot, '', 'Service', service, namespace);
  if (!existing || !isMarked(existing, name)) return undefined;
  const entry = records(dig(existing, 'spec', 'ports')).find(
    (candidate) => candidate['port'] === port && (candidate['protocol'] ?? 'TCP') === protocol,
  );
  return integer(entry?.['nodePort']);
}

import type { EntryPoint } from '../model/plan.js';
import { refuseAllowList } from './access.js';
import { schemeOf } from './addresses.js';
import type { PlanContext } from './context.js';
import { stableService } from './service.js';
import type { StrategyDefinition, StrategyDraft } from './strategy.js';

/** A name and an address inside the cluster: the stable Service `<name>`, or an existing one that fits. */
export const clusterIP: StrategyDefinition = { id: 'ClusterIP', draft };

function draft(context: PlanContext): StrategyDraft {
  const { spec, ports } = context;
  refuseAllowList(context, 'ClusterIP');
  const annotations = spec.annotations ?? {};
  const hasAnnotations = Object.keys(annotations).length > 0;
  const backend = stableService(context, { ports, sameNumbers: true, ...(hasAnnotations ? { annotations } : {}) });
  const { ref, object } = backend;
  const entryPoints = ports.map((port): EntryPoint => ({
    strategy: 'ClusterIP',
    reach: 'inside',
    protocol: port.protocol,
    scheme: schemeOf(context, port),
    addresses: [`${ref.name}.${context.namespace}.svc`],
    addressSource: 'the name of the Service inside the cluster',
    port: port.port,
    via: ref,
    ...(port.name === undefined ? {} : { portName: port.name }),
  }));
  return { objects: object ? [object] : [], reuses: object ? [] : [ref], entryPoints, reach: 'inside', exposed: ports };
}

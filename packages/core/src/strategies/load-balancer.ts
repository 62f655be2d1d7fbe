import type { KubeObject } from '../model/kube.js';
import type { EntryPoint } from '../model/plan.js';
import { findObject } from '../detect/coverage.js';
import type { LoadBalancerImplementation } from '../detect/facts.js';
import { detectLoadBalancers } from '../detect/load-balancer.js';
import { dig, records, text } from '../detect/read.js';
import { encodeLoadBalancer } from '../load-balancers/encode.js';
import { loadBalancerById } from '../load-balancers/registry.js';
import { reachOf, schemeOf } from './addresses.js';
import { refFor, type PlanContext } from './context.js';
import { checkClass, checkCreateOnly, checkPortsTaken, noteProbes } from './load-balancer-checks.js';
import { expectedReach, withoutSettledScope } from './load-balancer-reach.js';
import { isMarked } from './marks.js';
import { serviceName } from './names.js';
import { leaveOpen, note, require } from './notes.js';
import { isSet } from './requirements.js';
import { checkSelector } from './selector.js';
import { buildService, checkServiceName } from './service.js';
import type { StrategyDefinition, StrategyDraft } from './strategy.js';

/** An address of its own from what implements type LoadBalancer: a Service of its own, `<name>-load-balancer`. */
export const loadBalancer: StrategyDefinition = { id: 'LoadBalancer', draft };

function draft(context: PlanContext): StrategyDraft {
  const { spec, ports, notes } = context;
  const name = serviceName(context.name, '-load-balancer');
  checkSelector(context);
  checkServiceName(context, name);
  const existing = ownService(context, name);
  const implementation = chooseImplementation(context);
  checkClass(context, existing);
  const { scope } = spec.access ?? {};
  const liveClass =
    existing && dig(existing, 'spec', 'type') === 'LoadBalancer' ? (text(dig(existing, 'spec', 'loadBalancerClass')) ?? '') : undefined;
  const expected = expectedReach(context, implementation);
  const encoded = encodeLoadBalancer({
    spec: withoutSettledScope(spec, implementation, expected),
    ports,
    ...(implementation === undefined ? {} : { implementation }),
    ...(liveClass === undefined ? {} : { liveClass }),
  });
  notes.findings.push(...encoded.notes, ...encoded.unsupported);
  if (encoded.spec['externalTrafficPolicy'] === 'Local')
    note(notes, 'EP315', { message: 'only nodes with a ready pod take traffic', field: 'spec.access.keepClientIP' });
  const annotations = { ...encoded.annotations, ...spec.annotations };
  checkCreateOnly(context, existing, implementation, annotations);
  checkPortsTaken(context, name, implementation);
  noteProbes(context, implementation);
  const service = buildService(context, { name, type: 'LoadBalancer', fields: encoded.spec, annotations });
  const via = refFor(context, 'v1', 'Service', name);
  const addresses = existing ? addressesOf(existing) : [];
  const reach = scope === 'internal' ? 'node-network' : addresses.length > 0 ? reachOf(addresses) : (expected ?? 'public');
  const entryPoints = ports.map((port): EntryPoint => ({
    strategy: 'LoadBalancer',
    reach,
    protocol: port.protocol,
    scheme: schemeOf(context, port),
    addresses,
    addressSource: `status.loadBalancer.ingress of Service ${context.namespace}/${name}`,
    port: port.port,
    via,
    ...(port.name === undefined ? {} : { portName: port.name }),
  }));
  return { objects: [service], reuses: [], entryPoints, reach, exposed: ports };
}

function ownService({ snapshot, namespace, name }: PlanContext, service: string): KubeObject | undefined {
  const existing = findObject(snapshot, '', 'Service', service, namespace);
  return existing && isMarked(existing, name) ? existing : undefined;
}

/** What will serve the Service; a Service that nobody would take is refused rather than left pending. */
function chooseImplementation({ snapshot, spec, notes }: PlanContext): string | undefined {
  const asked = spec.loadBalancer?.implementation;
  const className = spec.loadBalancer?.class;
  const { present, implementations, evidence } = detectLoadBalancers(snapshot);
  const why = [...new Set(evidence)].join('; ');
  const takes = ({ onlyClasses }: LoadBalancerImplementation): boolean =>
    onlyClasses === undefined || (isSet(className) && onlyClasses.includes(className ?? ''));
  const able = implementations.filter(({ works }) => works !== 'no');
  const fitting = able.filter(takes);
  const classes = able.flatMap(({ onlyClasses }) => onlyClasses ?? []);
  if (present === 'no') {
    require(notes, 'EP203', 'broken', `nothing implements type LoadBalancer: ${why}`, { field: 'spec.strategy' });
  } else if (able.length > 0 && fitting.length === 0) {
    const remedy = `Set loadBalancer.class to ${classes.join(' or ')}.`;
    require(notes, 'EP203', 'broken', `what implements type LoadBalancer takes only Services of class ${classes.join(', ')}`, {
      field: 'spec.loadBalancer.class',
      remedy,
    });
  } else if (present === 'unknown') leaveOpen(notes, 'EP203', 'whether anything implements type LoadBalancer', why);
  else require(notes, 'EP203', 'ok', why);
  if (isSet(asked)) return asked;
  const ids = fitting.map(({ id }) => id);
  const byClass = isSet(className) ? ids.find((id) => loadBalancerById(id)?.classes?.includes(className ?? '')) : undefined;
  if (byClass !== undefined) return byClass;
  return ids.find((id) => !ids.some((other) => loadBalancerById(other)?.before?.includes(id)));
}

function addressesOf(service: KubeObject): string[] {
  return records(dig(service, 'status', 'loadBalancer', 'ingress')).flatMap((entry) => text(entry['ip']) ?? text(entry['hostname']) ?? []);
}

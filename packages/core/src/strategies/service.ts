import { refOf, type KubeObject, type ObjectRef } from '../model/kube.js';
import { canSayNone, describeGap, findObject, objectsOf } from '../detect/coverage.js';
import { dig, integer, labelsMatch, list, record, records, text, textMap } from '../detect/read.js';
import { metaFor, refFor, type PlanContext } from './context.js';
import { exposureOf, isMarked } from './marks.js';
import { serviceName } from './names.js';
import { leaveOpen, note, require } from './notes.js';
import type { ResolvedPort } from './ports.js';
import { checkSelector, othersSelected } from './selector.js';
import { isSet } from './requirements.js';

/** What a Service is built from, besides what the context says. */
export interface ServiceParts {
  name: string;
  type: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** Fixed node ports, by place in the context's ports. */
  nodePorts?: readonly (number | undefined)[];
  /** Fields of the type. */
  fields?: Readonly<Record<string, unknown>>;
  annotations?: Readonly<Record<string, string>>;
  /** Application protocol of a port that a strategy needs. */
  appProtocol?: (port: ResolvedPort) => string | undefined;
}

/** Builds a Service for the target's ports. The protocol always stands there, since server-side apply tells ports apart by it. */
export function buildService(context: PlanContext, parts: ServiceParts): KubeObject {
  const { sessionAffinity, ipFamilyPolicy, ipFamilies } = context.spec.service ?? {};
  const ports = context.ports.map((port, index) => {
    const { name, protocol, targetPort } = port;
    const appProtocol = port.appProtocol ?? parts.appProtocol?.(port);
    const nodePort = parts.nodePorts?.[index];
    return {
      ...(name === undefined ? {} : { name }),
      port: port.port,
      protocol,
      targetPort,
      ...(appProtocol === undefined ? {} : { appProtocol }),
      ...(nodePort === undefined ? {} : { nodePort }),
    };
  });
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metaFor(context, parts.name, parts.annotations),
    spec: {
      type: parts.type,
      ...parts.fields,
      ...(isSet(sessionAffinity) && sessionAffinity !== 'None' ? { sessionAffinity } : {}),
      ...(isSet(ipFamilyPolicy) ? { ipFamilyPolicy } : {}),
      ...(isSet(ipFamilies) ? { ipFamilies } : {}),
      selector: { ...context.selector },
      ports,
    },
  };
}

/** A Service of the target's namespace, by name. */
function serviceNamed({ snapshot, namespace }: PlanContext, name: string): KubeObject | undefined {
  return findObject(snapshot, '', 'Service', name, namespace);
}

/** Notes whether the name of a Service of our own is free. */
export function checkServiceName(context: PlanContext, name: string): void {
  const { snapshot, namespace, notes } = context;
  const existing = serviceNamed(context, name);
  if (existing && !isMarked(existing, context.name)) {
    require(notes, 'EP201', 'broken', `Service ${name} exists already and is not part of Exposure ${context.name}`, {
      object: refOf(existing),
    });
  } else if (!existing && !canSayNone(snapshot, 'services', namespace)) {
    leaveOpen(notes, 'EP201', `whether a Service named ${name} belongs to somebody else`, describeGap(snapshot, 'services', namespace));
  } else require(notes, 'EP201', 'ok', existing ? `Service ${name} is part of this Exposure` : `the name ${name} is free`);
}

/** Which ClusterIP Service stands behind a route, and under which numbers it offers the ports. */
export interface Backend {
  ref: ObjectRef;
  /** To be applied; absent when an existing Service is used. */
  object?: KubeObject;
  /** Number at the Service of each port of the context, in order; `undefined` for one that the Service does not have. */
  numbers: (number | undefined)[];
}

/** What a backend must have. */
export interface BackendNeeds {
  /** Ports that it must lead to. */
  ports: readonly ResolvedPort[];
  /** The numbers must be those of the request, since clients see them. */
  sameNumbers: boolean;
  annotations?: Readonly<Record<string, string>>;
  appProtocol?: (port: ResolvedPort) => string | undefined;
}

/**
 * The stable ClusterIP Service: one of ours, an existing one that fits (used unchanged), or a new one named after the Exposure —
 * `<name>-cluster-ip` where that name is headless or belongs to somebody else.
 */
export function stableService(context: PlanContext, needs: BackendNeeds): Backend {
  const { notes, spec } = context;
  checkSelector(context);
  const wanted = isSet(spec.service?.name) ? spec.service?.name : undefined;
  const names = wanted === undefined ? [serviceName(context.name), serviceName(context.name, '-cluster-ip')] : [wanted];
  const own = names.find((name) => {
    const existing = serviceNamed(context, name);
    return existing !== undefined && isMarked(existing, context.name);
  });
  if (own !== undefined) return newBackend(context, own, needs);
  const fitting = findFitting(context, needs, wanted);
  if (fitting) {
    const object = refOf(fitting);
    note(notes, 'EP316', { message: `Service ${object.name} already leads to the pods and is used as it is`, object });
    return { ref: { ...object, namespace: context.namespace }, numbers: context.ports.map((port) => offeredPort(fitting, port)?.number) };
  }
  const free = names.find((name) => serviceNamed(context, name) === undefined);
  if (free === undefined) {
    checkServiceName(context, names[0] ?? '');
    return newBackend(context, names[0] ?? '', needs);
  }
  const [first] = names;
  const taken = free === first ? undefined : serviceNamed(context, first ?? '');
  if (taken) {
    const why = dig(taken, 'spec', 'clusterIP') === 'None' ? 'is headless' : 'belongs to somebody else and does not have what is needed';
    note(notes, 'EP324', { message: `Service ${first} ${why}, so that the ClusterIP Service is named ${free}`, object: refOf(taken) });
  }
  checkServiceName(context, free);
  return newBackend(context, free, needs);
}

function newBackend(context: PlanContext, name: string, needs: BackendNeeds): Backend {
  const clusterIP = context.spec.service?.clusterIP;
  const object = buildService(context, {
    name,
    type: 'ClusterIP',
    ...(isSet(clusterIP) ? { fields: { clusterIP } } : {}),
    ...(needs.annotations ? { annotations: needs.annotations } : {}),
    ...(needs.appProtocol ? { appProtocol: needs.appProtocol } : {}),
  });
  return { ref: refFor(context, 'v1', 'Service', name), object, numbers: context.ports.map(({ port }) => port) };
}

/** An existing Service of others that leads to the target's pods only, with the ports needed. The Exposure's own name comes first. */
function findFitting(context: PlanContext, needs: BackendNeeds, wanted: string | undefined): KubeObject | undefined {
  const { snapshot, namespace, service } = context;
  if (service && fits(context, service, needs)) return service;
  const candidates = objectsOf(snapshot, '', 'Service', namespace)
    .filter((candidate) => (wanted === undefined || candidate.metadata.name === wanted) && exposureOf(candidate) === undefined)
    .filter((candidate) => fits(context, candidate, needs));
  const rank = (candidate: KubeObject): number =>
    (candidate.metadata.name === context.name ? 0 : 2) +
    (dig(candidate, 'spec', 'type') === undefined || dig(candidate, 'spec', 'type') === 'ClusterIP' ? 0 : 1);
  return candidates.toSorted((a, b) => rank(a) - rank(b) || ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1))[0];
}

function fits(context: PlanContext, candidate: KubeObject, needs: BackendNeeds): boolean {
  const spec = record(candidate['spec']);
  if (spec['type'] === 'ExternalName' || spec['clusterIP'] === 'None' || needs.annotations) return false;
  if (!settingsMatch(context, spec)) return false;
  const selector = textMap(spec['selector']);
  const asked = context.spec.service?.selector;
  if (isSet(asked) && JSON.stringify(Object.entries(asked ?? {}).toSorted()) !== JSON.stringify(Object.entries(selector).toSorted()))
    return false;
  if (candidate !== context.service) {
    const labels = { ...context.workload?.podLabels, ...context.selector };
    if (!labelsMatch(selector, labels) || othersSelected(context, selector).length > 0) return false;
  }
  return needs.ports.every((port) => {
    const offered = offeredPort(candidate, port);
    const wantedProtocol = port.appProtocol ?? needs.appProtocol?.(port);
    if (!offered || (wantedProtocol !== undefined && offered.appProtocol !== wantedProtocol)) return false;
    return !needs.sameNumbers || offered.number === port.port;
  });
}

/** Whether an existing Service has the settings that the request asks for. */
function settingsMatch({ spec: { service } }: PlanContext, spec: Record<string, unknown>): boolean {
  const { sessionAffinity, clusterIP, ipFamilyPolicy, ipFamilies } = service ?? {};
  if (isSet(sessionAffinity) && sessionAffinity !== (text(spec['sessionAffinity']) ?? 'None')) return false;
  if (isSet(clusterIP) && clusterIP !== spec['clusterIP']) return false;
  if (isSet(ipFamilyPolicy) && ipFamilyPolicy !== spec['ipFamilyPolicy']) return false;
  return !isSet(ipFamilies) || JSON.stringify(ipFamilies) === JSON.stringify(list(spec['ipFamilies']));
}

/** The port of a Service that leads to a container port. */
function offeredPort(service: KubeObject, port: ResolvedPort): { number: number; appProtocol?: string } | undefined {
  const entries = records(dig(service, 'spec', 'ports')).filter((entry) => {
    const number = integer(entry['port']);
    const target = integer(entry['targetPort']) ?? text(entry['targetPort']) ?? number;
    return (
      (text(entry['protocol']) ?? 'TCP') === port.protocol &&
      (target === port.containerPort || target === port.targetPort || target === port.name)
    );
  });
  const entry = entries.find((candidate) => candidate['port'] === port.port) ?? entries[0];
  const number = integer(entry?.['port']);
  if (!entry || number === undefined) return undefined;
  const appProtocol = text(entry['appProtocol']);
  return { number, ...(appProtocol === undefined ? {} : { appProtocol }) };
}

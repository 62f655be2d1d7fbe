import { finding } from '../checks/finding.js';
import { ROUTE_KINDS } from '../controllers/route-kinds.js';
import type { Target } from '../model/exposure.js';
import type { Finding } from '../model/finding.js';
import { describeRef, groupOf, refOf, type KubeObject, type ObjectRef } from '../model/kube.js';
import type { DeleteStep, Removal } from '../model/plan.js';
import type { Query, Snapshot } from '../model/snapshot.js';
import { servedVersions } from '../detect/apis.js';
import { canSayNone, coverageOf, describeGap, namespaceOf, objectsOf } from '../detect/coverage.js';
import { lookup, topOwner } from '../detect/lookup.js';
import { dig, labelsMatch, records, text, textMap } from '../detect/read.js';
import { readWorkload } from '../detect/workload.js';
import { withLostMarks } from '../strategies/lost-marks.js';
import { EXPOSURE_LABEL, exposureOf, patchMarks, type PatchMark } from '../strategies/marks.js';
import { markName } from '../strategies/names.js';
import { servicesOfRoute } from '../listing/own-route-rows.js';
import { deletionRank } from '../strategies/make-plan.js';
import { workloadsOf } from '../strategies/context.js';
import { buildRestore, staying } from '../strategies/restore.js';

/** What is to be taken back. */
export interface RemovalRequest {
  target: Target;
  /** Where the target is. Default: the snapshot's namespace. */
  namespace?: string;
  /** Only the Exposure of this name. Default: all of the target's. */
  name?: string;
}

const GATEWAY = 'gateway.networking.k8s.io';

/** Kinds of which an Exposure makes objects. */
const MADE: readonly (readonly [resource: string, apiVersion: string, kind: string])[] = [
  ['services', 'v1', 'Service'],
  ['secrets', 'v1', 'Secret'],
  ['ingresses.networking.k8s.io', 'networking.k8s.io/v1', 'Ingress'],
  [`gateways.${GATEWAY}`, `${GATEWAY}/v1`, 'Gateway'],
  [`listenersets.${GATEWAY}`, `${GATEWAY}/v1`, 'ListenerSet'],
  [`httproutes.${GATEWAY}`, `${GATEWAY}/v1`, 'HTTPRoute'],
  [`grpcroutes.${GATEWAY}`, `${GATEWAY}/v1`, 'GRPCRoute'],
  [`tlsroutes.${GATEWAY}`, `${GATEWAY}/v1`, 'TLSRoute'],
  [`tcproutes.${GATEWAY}`, `${GATEWAY}/v1`, 'TCPRoute'],
  [`udproutes.${GATEWAY}`, `${GATEWAY}/v1`, 'UDPRoute'],
  ...ROUTE_KINDS,
];

/** Kinds that can own a target or be patched. */
const WORKLOADS: readonly (readonly [resource: string, apiVersion: string, kind: string])[] = [
  ['deployments.apps', 'apps/v1', 'Deployment'],
  ['statefulsets.apps', 'apps/v1', 'StatefulSet'],
  ['daemonsets.apps', 'apps/v1', 'DaemonSet'],
  ['replicasets.apps', 'apps/v1', 'ReplicaSet'],
  ['pods', 'v1', 'Pod'],
];

/** What `planRemoval` wants to read: marked objects of the namespace, the Services behind them, and the workloads. */
export function removalNeeds(request: RemovalRequest & { namespace: string }): Query[] {
  const { target, namespace, name } = request;
  const labelSelector = selectorOf(name);
  const apiVersion = target.apiVersion ?? 'apps/v1';
  const marked = MADE.map(([resource, version, kind]): Query => ({ resource, apiVersion: version, kind, namespace, labelSelector }));
  const workloads = WORKLOADS.map(([resource, version, kind]): Query => ({ resource, apiVersion: version, kind, namespace }));
  const isListed = WORKLOADS.some(([, version, kind]) => kind === target.kind && groupOf(version) === groupOf(apiVersion));
  const group = groupOf(apiVersion);
  const resource = `${target.kind.toLowerCase()}s${group === '' ? '' : `.${group}`}`;
  const own: Query = { resource, apiVersion, kind: target.kind, namespace, name: target.name };
  return [{ resource: 'services', apiVersion: 'v1', kind: 'Service', namespace }, ...marked, ...workloads, ...(isListed ? [] : [own])];
}

/**
 * What takes exposures of a target back: the objects that carry the marks, and the patches that the target's annotations tell of.
 * Goes by the marks alone, so that it needs no request and finds what an interrupted apply left behind. Nothing without marks is
 * ever deleted. Kinds that were not read are named in `unknown`.
 */
export function planRemoval(given: Snapshot, { target, namespace = given.namespace, name }: RemovalRequest): Removal {
  const snapshot = withLostMarks(given);
  const ref: ObjectRef = { apiVersion: target.apiVersion ?? 'apps/v1', kind: target.kind, namespace, name: target.name };
  const found = lookup(snapshot, ref);
  const top = found ? (topOwner(snapshot, found).workload?.object ?? found) : undefined;
  const marked = snapshot.objects.filter((object) => exposureOf(object) !== undefined && namespaceOf(snapshot, object) === namespace);
  const wanted = name === undefined ? namesOf(snapshot, namespace, ref, top, marked) : new Set([markName(name)]);
  const deletes = marked
    .filter((object) => wanted.has(exposureOf(object) ?? ''))
    .map((object): DeleteStep => ({ kind: 'delete', target: { ...refOf(object), namespace } }))
    .toSorted(
      (a, b) => deletionRank(a.target.kind) - deletionRank(b.target.kind) || (describeRef(a.target) < describeRef(b.target) ? -1 : 1),
    );
  const patched = patchesOf(snapshot, namespace, wanted, top, name !== undefined);
  const restores = patched.map(([object, mark]) => buildRestore(namespace, object, mark));
  const exposures = [
    ...new Set([...deletes.map((step) => exposureNameOf(snapshot, step)), ...restores.map((step) => step.exposure)]),
  ].toSorted();
  return {
    steps: [...deletes, ...restores],
    exposures,
    unknown: unknownOf(snapshot, namespace, selectorOf(name), found === undefined ? ref : undefined),
    warnings: patched.flatMap(([object, mark]) => staying(object, mark)),
  };
}

/** Label selector of what an Exposure, or any, has made. */
function selectorOf(name: string | undefined): string {
  return name === undefined ? EXPOSURE_LABEL : `${EXPOSURE_LABEL}=${markName(name)}`;
}

function exposureNameOf(snapshot: Snapshot, step: DeleteStep): string {
  const object = lookup(snapshot, step.target);
  return (object && exposureOf(object)) ?? '';
}

/**
 * The Exposures of a target: those whose patch it carries, those named after it, and those of which a Service selects its pods or a
 * route leads to such a Service.
 */
function namesOf(
  snapshot: Snapshot,
  namespace: string,
  ref: ObjectRef,
  top: KubeObject | undefined,
  marked: readonly KubeObject[],
): Set<string> {
  const own = new Set([markName(top?.metadata.name ?? ref.name), markName(ref.name)]);
  const patched = top ? patchMarks(top).map((mark) => mark.name) : [];
  const labels = top ? (readWorkload(top)?.podLabels ?? {}) : {};
  const isService = ref.kind === 'Service';
  const leading = new Set(
    objectsOf(snapshot, '', 'Service', namespace)
      .filter((service) =>
        isService ? service.metadata.name === ref.name : labelsMatch(textMap(dig(service, 'spec', 'selector')), labels),
      )
      .map((service) => service.metadata.name ?? ''),
  );
  const byUse = marked.filter((object) =>
    object.kind === 'Service'
      ? leading.has(object.metadata.name ?? '') || sameSelector(snapshot, ref, object)
      : backendsOf(object).some((backend) => leading.has(backend)),
  );
  const used = new Set([...patched, ...byUse.flatMap((object) => exposureOf(object) ?? [])]);
  const named = marked.flatMap((object) => exposureOf(object) ?? []).filter((name) => own.has(name) && !used.has(name));
  return new Set([...used, ...named.filter((name) => !belongsElsewhere(snapshot, namespace, name, top, marked))]);
}

/** An Exposure that is named like the target can belong to a workload of another kind with the same name. */
function belongsElsewhere(
  snapshot: Snapshot,
  namespace: string,
  name: string,
  top: KubeObject | undefined,
  marked: readonly KubeObject[],
): boolean {
  const others = workloadsOf(snapshot, namespace).filter(({ object, owner }) => object !== top && !owner);
  if (others.some(({ object }) => patchMarks(object).some((mark) => mark.name === name))) return true;
  const own = marked.filter((object) => exposureOf(object) === name);
  const services = new Set(own.flatMap((object) => (object.kind === 'Service' ? [object.metadata.name ?? ''] : backendsOf(object))));
  return objectsOf(snapshot, '', 'Service', namespace)
    .filter((service) => services.has(service.metadata.name ?? ''))
    .some((service) => others.some(({ podLabels }) => labelsMatch(textMap(dig(service, 'spec', 'selector')), podLabels)));
}

/** For a Service as the target: an object of ours that was made from it has its selector. */
function sameSelector(snapshot: Snapshot, ref: ObjectRef, object: KubeObject): boolean {
  if (ref.kind !== 'Service') return false;
  const target = lookup(snapshot, ref);
  const selector = Object.entries(textMap(dig(target, 'spec', 'selector'))).toSorted();
  return (
    selector.length > 0 && JSON.stringify(selector) === JSON.stringify(Object.entries(textMap(dig(object, 'spec', 'selector'))).toSorted())
  );
}

/** Names of the Services that an Ingress or a route leads to. */
function backendsOf(object: KubeObject): string[] {
  const rules = records(dig(object, 'spec', 'rules'));
  const ofIngress = rules.flatMap((rule) =>
    records(dig(rule, 'http', 'paths')).flatMap((path) => text(dig(path, 'backend', 'service', 'name')) ?? []),
  );
  const ofRoute = rules.flatMap((rule) => records(rule['backendRefs']).flatMap((backend) => text(backend['name']) ?? []));
  // Istio may say the namespace as well.
  return [...ofIngress, ...ofRoute, ...servicesOfRoute(object).map((name) => name.split('.')[0] ?? name)];
}

/** The patches of these Exposures: on the target, or by name on whatever workload carries them. */
function patchesOf(
  snapshot: Snapshot,
  namespace: string,
  names: ReadonlySet<string>,
  top: KubeObject | undefined,
  byName: boolean,
): (readonly [KubeObject, PatchMark])[] {
  const objects = byName || !top ? snapshot.objects.filter((object) => namespaceOf(snapshot, object) === namespace) : [top];
  return objects.flatMap((object) =>
    patchMarks(object)
      .filter((mark) => names.has(mark.name))
      .map((mark) => [object, mark] as const),
  );
}

function isServed(snapshot: Snapshot, resource: string, apiVersion: string, kind: string, namespace: string): boolean {
  const versions = servedVersions(snapshot, groupOf(apiVersion), kind);
  return versions === 'unknown' ? coverageOf(snapshot, resource, namespace).state !== 'not-asked' : versions.length > 0;
}

/** What was not read, so that something may stay behind. A kind that the cluster does not serve leaves nothing. */
function unknownOf(snapshot: Snapshot, namespace: string, labelSelector: string, missing: ObjectRef | undefined): Finding[] {
  const part = { labelSelector };
  const gaps = MADE.filter(([resource, apiVersion, kind]) => {
    // Kinds that came with a controller were not asked for where nothing says that the cluster serves them.
    const mayBeThere = !ROUTE_KINDS.some((row) => row[0] === resource) || isServed(snapshot, resource, apiVersion, kind, namespace);
    return mayBeThere && !canSayNone(snapshot, resource, namespace, part);
  }).map(([resource, apiVersion, kind]) =>
    finding('EP227', {
      message: `${describeGap(snapshot, resource, namespace, part)}: objects of kind ${kind} may stay behind`,
      object: { apiVersion, kind, namespace, name: '' },
    }),
  );
  if (!missing) return gaps;
  return [
    finding('EP228', { message: `${describeRef(missing)} was not found: whether it was patched is not known`, object: missing }),
    ...gaps,
  ];
}

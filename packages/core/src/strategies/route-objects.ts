import { CARRIERS } from '../controllers/carriers/registry.js';
import { ingressCarrier } from '../controllers/carriers/ingress.js';
import type { RouteRequest } from '../controllers/dialect.js';
import { dialectById } from '../controllers/registry.js';
import { ROUTE_KINDS } from '../controllers/route-kinds.js';
import { servedVersions } from '../detect/apis.js';
import { canSayNone, describeGap, findObject } from '../detect/coverage.js';
import type { EncodedRoute } from '../detect/facts.js';
import { dig, record, textMap } from '../detect/read.js';
import { groupOf, refOf, type KubeObject } from '../model/kube.js';
import { metaFor, type PlanContext } from './context.js';
import type { ChosenClass } from './ingress-class.js';
import { isMarked } from './marks.js';
import { leaveOpen, note, require } from './notes.js';
import { isSet } from './requirements.js';
import { certificateFields, type ResolvedTls } from './tls.js';

const CLASS = 'kubernetes.io/ingress.class';
const BUILT_IN = 'networking.k8s.io';

/** What the objects of a route are made from. */
export interface RouteParts {
  request: RouteRequest;
  encoded: EncodedRoute;
  chosen: ChosenClass | undefined;
  tls: ResolvedTls | undefined;
  /** The Service behind each path, in order. */
  backends: readonly { name: string; port: number }[];
  /** It carries bytes instead of HTTP. */
  transport?: 'TCP' | 'UDP';
}

/** The objects of a route, ready to be applied: first what stands beside it, then the route and what goes with it. */
export interface RouteObjectsDraft {
  beside: KubeObject[];
  routes: KubeObject[];
}

/** Builds route and parts with marks and in the versions that the cluster serves, and notes whether they may be made. */
export function routeObjects(context: PlanContext, { request, encoded, chosen, tls, backends, transport }: RouteParts): RouteObjectsDraft {
  const carrier = CARRIERS[encoded.carrier] ?? ingressCarrier;
  const byAnnotation = chosen?.by === 'annotation';
  const { entryPoint } = context.spec.ingress ?? {};
  checkSecrets(context, chosen);
  checkIssuer(context, encoded, chosen, tls);
  checkServices(context);
  checkSecretPlace(context, encoded, tls);
  if (encoded.carrier === 'HTTPProxy' && request.hosts.length === 0)
    note(context.notes, 'EP280', {
      message: 'Contour (HTTPProxy) cannot answer for every name: an HTTPProxy has a host',
      field: 'spec.hosts',
    });
  const annotations = {
    ...(byAnnotation && chosen ? { [CLASS]: chosen.name } : {}),
    ...(encoded.carrier === 'Ingress' ? tls?.annotations : {}),
    ...encoded.annotations,
    ...context.spec.annotations,
  };
  const built = carrier.build({
    metadata: metaFor(context, request.name ?? context.name, annotations),
    request,
    encoded,
    backends,
    ...(tls?.secretName === undefined ? {} : { secretName: tls.secretName }),
    ...(byAnnotation ? { byAnnotation } : {}),
    ...(entryPoint ? { entryPoint } : {}),
    ...(transport === undefined ? {} : { transport }),
  });
  const parts = encoded.objects.map((object) =>
    byAnnotation && chosen && object.kind === 'Ingress' ? withClass(object, chosen.name) : object,
  );
  const ready = besideRoute(context, [...built, ...parts], 'spec.ingress.controller');
  return { routes: ready.slice(0, built.length), beside: ready.slice(built.length) };
}

/** Objects of a route, ready to be applied. `field` is the setting that chose their kinds. */
export function besideRoute(context: PlanContext, objects: readonly KubeObject[], field: string): KubeObject[] {
  const versions = new Map<string, string>();
  for (const { apiVersion, kind } of objects) {
    const key = `${apiVersion} ${kind}`;
    if (!versions.has(key)) versions.set(key, servedVersion(context, apiVersion, kind, field));
  }
  const ready = objects.map((object) =>
    marked(context, { ...object, apiVersion: versions.get(`${object.apiVersion} ${object.kind}`) ?? object.apiVersion }),
  );
  for (const object of ready) checkName(context, object);
  return ready;
}

/** With the marks of the Exposure, and only the namespace that its other objects have. */
function marked(context: PlanContext, object: KubeObject): KubeObject {
  const { name = '', annotations } = object.metadata;
  return { ...object, metadata: metaFor(context, name, textMap(annotations)) };
}

/** An Ingress that asks for its class as the others do. */
function withClass(ingress: KubeObject, name: string): KubeObject {
  const { ingressClassName: _, ...spec } = record(ingress['spec']);
  return { ...ingress, metadata: { ...ingress.metadata, annotations: { [CLASS]: name, ...textMap(ingress.metadata.annotations) } }, spec };
}

/** The version in which the cluster serves a kind; notes it when there is none. */
function servedVersion({ snapshot, notes }: PlanContext, apiVersion: string, kind: string, field: string): string {
  const group = groupOf(apiVersion);
  if (group === BUILT_IN || group === '') return apiVersion;
  const versions = servedVersions(snapshot, group, kind);
  if (versions === 'unknown') {
    leaveOpen(notes, 'EP292', `whether ${kind} (${group}) is served`, 'the served APIs were not read');
    return apiVersion;
  }
  const [best] = versions;
  if (best === undefined) {
    require(notes, 'EP292', 'broken', `the cluster does not serve ${kind} (${group})`, { field });
    return apiVersion;
  }
  require(notes, 'EP292', 'ok', `${kind} (${group}) is served`);
  return versions.includes(apiVersion.slice(group.length + 1)) ? apiVersion : `${group}/${best}`;
}

function checkName({ snapshot, namespace, name, notes }: PlanContext, object: KubeObject): void {
  const { kind } = object;
  const group = groupOf(object.apiVersion);
  const wanted = object.metadata.name ?? '';
  const existing = findObject(snapshot, group, kind, wanted, namespace);
  const resource =
    ROUTE_KINDS.find(([, version, other]) => other === kind && groupOf(version) === group)?.[0] ?? 'ingresses.networking.k8s.io';
  if (existing && !isMarked(existing, name)) {
    require(notes, 'EP201', 'broken', `${kind} ${wanted} exists already and is not part of Exposure ${name}`, { object: refOf(existing) });
  } else if (!existing && !canSayNone(snapshot, resource, namespace)) {
    leaveOpen(
      notes,
      'EP201',
      `whether ${article(kind)} named ${wanted} belongs to somebody else`,
      describeGap(snapshot, resource, namespace),
    );
  }
}

function article(kind: string): string {
  return `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** Notes whether the other Services that a route leads to are there. */
export function checkServices({ spec, snapshot, namespace, notes }: PlanContext): void {
  for (const option of ['canary', 'mirror'] as const) {
    const name = spec.options?.[option]?.service;
    if (name === undefined || findObject(snapshot, '', 'Service', name, namespace)) continue;
    const field = `spec.options.${option}.service`;
    if (canSayNone(snapshot, 'services', namespace))
      require(notes, 'EP293', 'broken', `there is no Service ${name} in namespace ${namespace}`, { field });
    else leaveOpen(notes, 'EP293', `whether Service ${name} exists`, describeGap(snapshot, 'services', namespace));
  }
}

/** cert-manager makes certificates for Ingresses and Gateways only. */
function checkIssuer(
  { notes }: PlanContext,
  { carrier }: EncodedRoute,
  chosen: ChosenClass | undefined,
  tls: ResolvedTls | undefined,
): void {
  if (carrier === 'Ingress' || Object.keys(tls?.annotations ?? {}).length === 0) return;
  const title = dialectById(chosen?.controller ?? '')?.dialect.title ?? carrier;
  const message = `${title} cannot express tls.issuer: cert-manager does not read ${carrier}; make a Certificate and name its Secret`;
  note(notes, 'EP280', { message, field: 'spec.tls.issuer' });
}

/** Some controllers of clouds read no Secrets: a certificate in one would not be served. */
function checkSecrets({ spec, notes }: PlanContext, chosen: ChosenClass | undefined): void {
  const dialect = dialectById(chosen?.controller ?? '')?.dialect;
  if (dialect?.noSecrets === undefined) return;
  for (const field of certificateFields) {
    if (!isSet(dig(spec, ...field.split('.')))) continue;
    const message = `${dialect.title} cannot express ${field}, since it reads no Secrets: ${dialect.noSecrets}`;
    note(notes, 'EP280', { message, field: `spec.${field}`, remedy: 'Ask for tls.mode terminate alone.' });
  }
}

/** Istio reads certificates from the namespace of the pods of its gateway, which need not be that of the route. */
function checkSecretPlace({ notes, namespace }: PlanContext, { carrier }: EncodedRoute, tls: ResolvedTls | undefined): void {
  if (carrier !== 'VirtualService' || tls?.mode !== 'terminate') return;
  const where = `the pods of the gateway read certificates from their own namespace, and the route stands in ${namespace}`;
  if (tls.selfSigned) {
    const message = `Istio cannot express tls.selfSigned: ${where}; make the Secret there and name it by tls.secretName`;
    note(notes, 'EP280', { message, field: 'spec.tls.selfSigned' });
  } else
    note(notes, 'EP353', {
      message: `tls.secretName ${tls.secretName ?? ''}: ${where}; the Secret must be there`,
      field: 'spec.tls.secretName',
    });
}

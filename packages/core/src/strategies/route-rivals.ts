import { CARRIERS } from '../controllers/carriers/registry.js';
import type { CarriedRoute } from '../controllers/carriers/carrier.js';
import type { RouteCarrier } from '../controllers/dialect.js';
import { controllerById, dialectById } from '../controllers/registry.js';
import { OWN_ROUTES, type RouteKindRow } from '../controllers/route-kinds.js';
import { detectIngressClasses } from '../detect/controllers.js';
import { canSayNone, describeGap, namespaceOf, objectsOf } from '../detect/coverage.js';
import type { EncodedRoute } from '../detect/facts.js';
import { dig, records, text, textMap } from '../detect/read.js';
import { describeRef, groupOf, refOf, type KubeObject } from '../model/kube.js';
import type { PlanContext } from './context.js';
import type { ChosenClass } from './ingress-class.js';
import { isMarked } from './marks.js';
import { leaveOpen, require } from './notes.js';

/** What a route takes: every path at every host. */
interface Claims {
  hosts: readonly string[];
  paths: readonly string[];
}

const INGRESSES: RouteKindRow = ['ingresses.networking.k8s.io', 'networking.k8s.io/v1', 'Ingress'];
const HTTP_ROUTES: RouteKindRow = ['httproutes.gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1', 'HTTPRoute'];

/**
 * Notes routes of other kinds that the same controller reads and that take the same host and path: IngressRoutes of Traefik,
 * VirtualServices, HTTPProxies, and for these the Ingresses of its classes.
 */
export function checkOtherKinds(context: PlanContext, chosen: ChosenClass, encoded: EncodedRoute): void {
  const { snapshot, spec } = context;
  const id = chosen.controller ?? '';
  const row = dialectById(id)?.row ?? controllerById(id);
  const carriers = new Set(row?.dialects?.map(({ carrier }) => carrier));
  const kinds = OWN_ROUTES.filter(([, , kind]) => carriers.has(kind as RouteCarrier));
  const claims = { hosts: spec.hosts ?? [], paths: encoded.paths.map(({ path }) => path) };
  const classes = new Set(
    detectIngressClasses(snapshot)
      .classes.filter(({ controller }) => controller === row?.id)
      .map(({ name }) => name),
  );
  const isOfClass = (route: KubeObject): boolean =>
    classes.has(text(dig(route, 'spec', 'ingressClassName')) ?? textMap(route.metadata.annotations)['kubernetes.io/ingress.class'] ?? '');
  for (const kind of kinds) checkKind(context, kind, claims);
  if (encoded.carrier !== 'Ingress') checkKind(context, INGRESSES, claims, isOfClass);
}

/** Notes other HTTPRoutes of the same Gateway that take the same host and path: the older one counts, so that a new one is silent. */
export function checkHttpRoutes(context: PlanContext, parent: { namespace: string; name: string }, claims: Claims): void {
  const isAttached = (route: KubeObject): boolean =>
    records(dig(route, 'spec', 'parentRefs')).some(
      (ref) => ref['name'] === parent.name && (text(ref['namespace']) ?? namespaceOf(context.snapshot, route)) === parent.namespace,
    );
  checkKind(context, HTTP_ROUTES, claims, isAttached);
}

function checkKind(
  context: PlanContext,
  [resource, apiVersion, kind]: RouteKindRow,
  claims: Claims,
  fits: (route: KubeObject) => boolean = () => true,
): void {
  const { snapshot, name, namespace, notes } = context;
  const carrier = CARRIERS[kind as RouteCarrier];
  if (!carrier) return;
  for (const other of objectsOf(snapshot, groupOf(apiVersion), kind)) {
    if (isMarked(other, name) && namespaceOf(snapshot, other) === namespace) continue;
    // One that is going takes nothing for long.
    const isGoing = dig(other, 'metadata', 'deletionTimestamp') !== undefined;
    const what = fits(other) && !isGoing ? clashOf(kind, carrier.read(other, []), claims) : undefined;
    if (what === undefined) continue;
    const object = { ...refOf(other), namespace: namespaceOf(snapshot, other) };
    require(notes, 'EP210', 'broken', `${describeRef(object)} already routes ${what}`, { object, field: 'spec.hosts' });
    return;
  }
  if (canSayNone(snapshot, resource)) return;
  leaveOpen(
    notes,
    'EP210',
    `whether ${kind === 'Ingress' ? 'an' : 'another'} ${kind} routes the same host and path`,
    describeGap(snapshot, resource),
  );
}

/** Host and path that both take. A rule that asks for more than the path, such as a header, takes requests of its own. */
function clashOf(kind: string, route: CarriedRoute, claims: Claims): string | undefined {
  const own = claims.hosts.length > 0 ? claims.hosts : [''];
  const others = route.hosts.length > 0 ? route.hosts : [''];
  const host = own.find((one) => others.includes(one));
  if (host === undefined) return undefined;
  // A host has one HTTPProxy: of two neither counts.
  if (kind === 'HTTPProxy') return host;
  const plain = route.paths.filter(({ fields }) => !('match' in fields) && !('matches' in fields));
  const path = claims.paths.find((one) => plain.some((entry) => entry.path === one));
  return path === undefined ? undefined : `${host === '' ? 'every host' : host}${path}`;
}

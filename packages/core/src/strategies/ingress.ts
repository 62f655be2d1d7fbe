import { encodeRoute, redirectTrap } from '../controllers/encode.js';
import { dialectById } from '../controllers/registry.js';
import type { RouteRequest } from '../controllers/dialect.js';
import type { EncodedRoute } from '../detect/facts.js';
import type { Finding } from '../model/finding.js';
import { refOf } from '../model/kube.js';
import { dig } from '../detect/read.js';
import { allowListRemedy } from './access.js';
import type { PlanContext } from './context.js';
import { chooseClass, type ChosenClass } from './ingress-class.js';
import { ingressEntryPoints } from './ingress-entries.js';
import { checkRivals } from './ingress-rivals.js';
import { forTransport, transportEntryPoint, transportOf, unusedByTransport } from './ingress-transport.js';
import { istioAccess } from './istio-access.js';
import { noteRouteProbes } from './load-balancer-checks.js';
import { objectName } from './names.js';
import { note } from './notes.js';
import { routeObjects } from './route-objects.js';
import { checkHttp, resolvePaths, routedPorts, type ResolvedPath } from './route-ports.js';
import { checkOtherKinds } from './route-rivals.js';
import { stableService, type Backend } from './service.js';
import type { StrategyDefinition, StrategyDraft } from './strategy.js';
import { certificateFields, checkCertificate, resolveTls, type ResolvedTls } from './tls.js';

/** Host names and paths behind an ingress controller: an Ingress and the stable ClusterIP Service. */
export const ingress: StrategyDefinition = { id: 'Ingress', draft };

function draft(context: PlanContext): StrategyDraft {
  const { spec, notes } = context;
  const hosts = spec.hosts ?? [];
  const paths = resolvePaths(context);
  const routed = routedPorts(paths);
  const tls = resolveTls(context);
  const transport = transportOf(context, paths);
  if (tls?.mode === 'passthrough') checkTransport(context, paths);
  else if (transport === undefined) checkHttp(context, routed, 'an Ingress');
  const chosen = chooseClass(context);
  if (hosts.length === 0 && transport === undefined)
    note(notes, 'EP320', { message: 'no host was asked for: the Ingress answers for every name', field: 'spec.hosts' });
  if (tls?.mode === 'terminate' && transport === undefined) checkCertificate(context, tls);
  const { request: full, policies } = istioAccess(context, chosen, routeRequest(context, chosen, paths, tls));
  const request = transport === undefined ? full : forTransport(context, transport, full);
  // What the Service must say does not depend on its name.
  const { serviceAnnotations } = encodeRoute(chosen?.controller, request);
  const backend = stableService(context, {
    ports: routed,
    sameNumbers: false,
    ...(Object.keys(serviceAnnotations).length > 0 ? { annotations: serviceAnnotations } : {}),
  });
  const backends = paths.map(({ port }) => ({ name: backend.ref.name, port: numberOf(context, backend, port) }));
  const whole: RouteRequest = {
    ...request,
    service: { name: backend.ref.name, port: numberOf(context, backend, routed[0]) },
    paths: request.paths.map((path, index) => ({ ...path, ...(backends[index] ? { port: backends[index].port } : {}) })),
  };
  const plain = encode(context, chosen, whole);
  const encoded = { ...plain, objects: [...plain.objects, ...policies] };
  const name = objectName(context.name);
  const objects = routeObjects(context, {
    request: whole,
    encoded,
    chosen,
    tls,
    backends,
    ...(transport === undefined ? {} : { transport }),
  });
  if (chosen && encoded.carrier === 'Ingress') checkRivals(context, chosen, encoded);
  if (transport === undefined) noteRouteProbes(context, chosen?.controller);
  if (chosen && transport === undefined) checkOtherKinds(context, chosen, encoded);
  const [route] = objects.routes;
  const { entryPoints: places, reach } = ingressEntryPoints(context, {
    chosen,
    paths,
    tls,
    ...(request.scope === undefined ? {} : { scope: request.scope }),
    via: route ? refOf(route) : undefined,
    name,
  });
  const entryPoints =
    transport === undefined ? places : places.slice(0, 1).map((place) => transportEntryPoint(context, transport, chosen, place));
  return {
    objects: [...(backend.object ? [backend.object] : []), ...objects.beside, ...objects.routes],
    ...(tls?.selfSigned && tls.secretName !== undefined && transport === undefined ? { tls: { secretName: tls.secretName, hosts } } : {}),
    reuses: backend.object ? [] : [backend.ref],
    entryPoints,
    reach,
    exposed: routed,
    unused:
      transport !== undefined
        ? unusedByTransport(context)
        : tls?.mode === 'passthrough'
          ? certificateFields.filter((path) => dig(spec, ...path.split('.')) !== undefined)
          : [],
    filled: {
      paths: paths.map(({ port, ...path }) => ({ ...path, ...(port ? { port: port.name ?? port.port } : {}) })),
      ...(chosen
        ? {
            ingress: {
              ...spec.ingress,
              ...(chosen.by === 'controller' ? {} : { className: chosen.name }),
              ...(chosen.controller === undefined ? {} : { controller: chosen.controller }),
            },
          }
        : {}),
    },
  };
}

/** With passthrough any TLS may pass, but nothing other than TCP. */
function checkTransport({ notes, targetRef }: PlanContext, paths: readonly ResolvedPath[]): void {
  for (const { port } of paths) {
    if (port && port.protocol !== 'TCP')
      note(notes, 'EP209', { message: `an Ingress cannot carry ${port.protocol}`, object: targetRef, field: 'spec.ports' });
  }
}

function routeRequest(
  { spec, notes, name, namespace }: PlanContext,
  chosen: ChosenClass | undefined,
  paths: readonly ResolvedPath[],
  tls: ResolvedTls | undefined,
): RouteRequest {
  const asked = tls ? tls.redirect : spec.tls?.redirect;
  const base: RouteRequest = {
    ...(chosen && chosen.by !== 'controller' ? { className: chosen.name } : {}),
    name: objectName(name),
    namespace,
    hosts: spec.hosts ?? [],
    paths: paths.map(({ path, type, rewrite }) => ({ path, type, ...(rewrite === undefined ? {} : { rewrite }) })),
    ...(tls ? { tls: { mode: tls.mode, ...(asked === undefined ? {} : { redirect: asked }) } } : {}),
    ...(!tls && asked === true ? { redirectOnly: true } : {}),
    ...scopeFor(chosen, spec.access?.scope),
    ...(spec.access?.allowFrom ? { allowFrom: spec.access.allowFrom } : {}),
    ...optionsFor(chosen, spec.options),
  };
  const trap = redirectTrap(chosen?.controller, base, chosen?.fact?.entries[0]?.httpsPort);
  if (!trap) return base;
  if (asked !== undefined || !base.tls) {
    notes.findings.push(trap);
    return base;
  }
  note(notes, 'EP319', { message: `${trap.message}; since tls.redirect was left open, it is switched off`, field: 'spec.tls.redirect' });
  return { ...base, tls: { ...base.tls, redirect: false } };
}

/** What the class says counts more than what is asked for; where they differ, that was noted. */
function scopeFor(chosen: ChosenClass | undefined, asked: RouteRequest['scope']): Pick<RouteRequest, 'scope'> {
  const scope = chosen?.fact?.scope ?? asked;
  return scope === undefined ? {} : { scope };
}

/** A ClusterIP Service has no ports on nodes: what would send to nodes when nothing is said is told to send to pods. */
function optionsFor(chosen: ChosenClass | undefined, options: RouteRequest['options']): Pick<RouteRequest, 'options'> {
  const silence = chosen?.controller === undefined ? undefined : dialectById(chosen.controller)?.dialect.defaults?.['options.targets'];
  if (silence === 'node' && options?.targets === undefined) return { options: { ...options, targets: 'pod' } };
  return options ? { options } : {};
}

function encode({ notes }: PlanContext, chosen: ChosenClass | undefined, request: RouteRequest): EncodedRoute {
  const encoded = encodeRoute(chosen?.controller, request);
  notes.findings.push(...encoded.notes, ...encoded.unsupported.map(withWays));
  return encoded;
}

/** An allow-list that is refused names the ways that can enforce it. */
function withWays(found: Finding): Finding {
  return found.field === 'spec.access.allowFrom' ? { ...found, remedy: allowListRemedy } : found;
}

/** Port of the Service that leads to a port. */
export function numberOf({ ports }: PlanContext, backend: Backend, port: ResolvedPath['port']): number {
  const index = port ? ports.indexOf(port) : 0;
  return backend.numbers[index] ?? port?.port ?? 0;
}

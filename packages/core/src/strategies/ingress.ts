import { encodeRoute, redirectTrap } from '../controllers/encode.js';
import type { RouteRequest } from '../controllers/dialect.js';
import type { EncodedRoute } from '../detect/facts.js';
import type { Finding } from '../model/finding.js';
import { describeRef, refOf, type KubeObject } from '../model/kube.js';
import { canSayNone, describeGap, findObject, namespaceOf, objectsOf } from '../detect/coverage.js';
import { dig, records, text, textMap } from '../detect/read.js';
import { allowListRemedy } from './access.js';
import { metaFor, type PlanContext } from './context.js';
import { chooseClass, type ChosenClass } from './ingress-class.js';
import { ingressEntryPoints } from './ingress-entries.js';
import { isMarked } from './marks.js';
import { objectName } from './names.js';
import { leaveOpen, note, require } from './notes.js';
import { checkHttp, resolvePaths, routedPorts, type ResolvedPath } from './route-ports.js';
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
  if (tls?.mode === 'passthrough') checkTransport(context, paths);
  else checkHttp(context, routed, 'an Ingress');
  const chosen = chooseClass(context);
  if (hosts.length === 0)
    note(notes, 'EP320', { message: 'no host was asked for: the Ingress answers for every name', field: 'spec.hosts' });
  if (tls?.mode === 'terminate') checkCertificate(context, tls);
  const backend = stableService(context, { ports: routed, sameNumbers: false });
  const request = routeRequest(context, chosen, paths, tls);
  const encoded = encode(context, chosen, request);
  const name = objectName(context.name);
  checkIngressName(context, name);
  if (chosen) checkRivals(context, chosen, encoded);
  const object = buildIngress(context, name, { chosen, tls, hosts, paths, encoded, backend });
  const { entryPoints, reach } = ingressEntryPoints(context, { chosen, paths, tls, name });
  return {
    objects: [...(backend.object ? [backend.object] : []), object],
    ...(tls?.selfSigned && tls.secretName !== undefined ? { tls: { secretName: tls.secretName, hosts } } : {}),
    reuses: backend.object ? [] : [backend.ref],
    entryPoints,
    reach,
    exposed: routed,
    unused: tls?.mode === 'passthrough' ? certificateFields.filter((path) => dig(spec, ...path.split('.')) !== undefined) : [],
    filled: {
      paths: paths.map(({ port, ...path }) => ({ ...path, ...(port ? { port: port.name ?? port.port } : {}) })),
      ...(chosen
        ? {
            ingress: {
              ...spec.ingress,
              className: chosen.name,
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
  { spec, notes }: PlanContext,
  chosen: ChosenClass | undefined,
  paths: readonly ResolvedPath[],
  tls: ResolvedTls | undefined,
): RouteRequest {
  const asked = tls ? tls.redirect : spec.tls?.redirect;
  const base: RouteRequest = {
    ...(chosen ? { className: chosen.name } : {}),
    hosts: spec.hosts ?? [],
    paths: paths.map(({ path, type, rewrite }) => ({ path, type, ...(rewrite === undefined ? {} : { rewrite }) })),
    ...(tls ? { tls: { mode: tls.mode, ...(asked === undefined ? {} : { redirect: asked }) } } : {}),
    ...(!tls && asked === true ? { redirectOnly: true } : {}),
    ...(spec.access?.allowFrom ? { allowFrom: spec.access.allowFrom } : {}),
    ...(spec.options ? { options: spec.options } : {}),
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

function encode({ notes }: PlanContext, chosen: ChosenClass | undefined, request: RouteRequest): EncodedRoute {
  const encoded = encodeRoute(chosen?.controller, request);
  notes.findings.push(...encoded.notes, ...encoded.unsupported.map(withWays));
  return encoded;
}

/** An allow-list that is refused names the ways that can enforce it. */
function withWays(found: Finding): Finding {
  return found.field === 'spec.access.allowFrom' ? { ...found, remedy: allowListRemedy } : found;
}

interface Parts {
  chosen: ChosenClass | undefined;
  tls: ResolvedTls | undefined;
  hosts: readonly string[];
  paths: readonly ResolvedPath[];
  encoded: EncodedRoute;
  backend: Backend;
}

function buildIngress(context: PlanContext, name: string, { chosen, tls, hosts, paths, encoded, backend }: Parts): KubeObject {
  const byAnnotation = chosen?.by === 'annotation' ? { 'kubernetes.io/ingress.class': chosen.name } : {};
  const annotations = { ...byAnnotation, ...tls?.annotations, ...encoded.annotations, ...context.spec.annotations };
  const http = {
    paths: paths.map(({ port }, index) => ({
      path: encoded.paths[index]?.path ?? '/',
      pathType: encoded.paths[index]?.pathType ?? 'Prefix',
      backend: { service: { name: backend.ref.name, port: { number: numberOf(context, backend, port) } } },
    })),
  };
  const secret = tls?.secretName === undefined ? {} : { secretName: tls.secretName };
  const rules = hosts.length === 0 ? [{ http }] : hosts.map((host) => ({ host, http }));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metaFor(context, name, annotations),
    spec: {
      ...(chosen?.by === 'ingressClassName' ? { ingressClassName: chosen.name } : {}),
      ...(tls?.mode === 'terminate' ? { tls: [{ ...(hosts.length > 0 ? { hosts: [...hosts] } : {}), ...secret }] } : {}),
      rules,
    },
  };
}

/** Port of the Service that leads to a port. */
export function numberOf({ ports }: PlanContext, backend: Backend, port: ResolvedPath['port']): number {
  const index = port ? ports.indexOf(port) : 0;
  return backend.numbers[index] ?? port?.port ?? 0;
}

function checkIngressName({ snapshot, namespace, name, notes }: PlanContext, wanted: string): void {
  const existing = findObject(snapshot, 'networking.k8s.io', 'Ingress', wanted, namespace);
  if (existing && !isMarked(existing, name)) {
    require(notes, 'EP201', 'broken', `Ingress ${wanted} exists already and is not part of Exposure ${name}`, { object: refOf(existing) });
  } else if (!existing && !canSayNone(snapshot, 'ingresses.networking.k8s.io', namespace)) {
    leaveOpen(
      notes,
      'EP201',
      `whether an Ingress named ${wanted} belongs to somebody else`,
      describeGap(snapshot, 'ingresses.networking.k8s.io', namespace),
    );
  }
}

/** ingress-nginx: requests of the same host and path go here by weight, header or cookie. */
const CANARY = 'nginx.ingress.kubernetes.io/canary';

/** Notes other Ingresses of the class with the same host and path. */
function checkRivals(context: PlanContext, chosen: ChosenClass, encoded: EncodedRoute): void {
  const { snapshot, spec, name, namespace, notes } = context;
  const hosts = new Set(spec.hosts && spec.hosts.length > 0 ? spec.hosts : ['']);
  const paths = new Set(encoded.paths.map(({ path }) => path));
  for (const other of objectsOf(snapshot, 'networking.k8s.io', 'Ingress')) {
    if (isMarked(other, name) && namespaceOf(snapshot, other) === namespace) continue;
    const className = text(dig(other, 'spec', 'ingressClassName')) ?? textMap(other.metadata.annotations)['kubernetes.io/ingress.class'];
    if (className !== chosen.name || textMap(other.metadata.annotations)[CANARY] === 'true') continue;
    for (const rule of records(dig(other, 'spec', 'rules'))) {
      const host = text(rule['host']) ?? '';
      const rival = records(dig(rule, 'http', 'paths')).find((entry) => hosts.has(host) && paths.has(text(entry['path']) ?? '/'));
      if (!rival) continue;
      // A canary shares host and path with the Ingress that it takes requests from.
      if (spec.annotations?.[CANARY] === 'true') {
        require(notes, 'EP210', 'ok', `a canary beside ${describeRef(refOf(other))}`);
        return;
      }
      const what = `${host || 'every host'}${text(rival['path']) ?? '/'}`;
      require(notes, 'EP210', 'broken', `${describeRef(refOf(other))} already routes ${what}`, {
        object: refOf(other),
        field: 'spec.hosts',
      });
      return;
    }
  }
  if (canSayNone(snapshot, 'ingresses.networking.k8s.io')) require(notes, 'EP210', 'ok', 'no other Ingress routes the same host and path');
  else
    leaveOpen(
      notes,
      'EP210',
      'whether another Ingress routes the same host and path',
      describeGap(snapshot, 'ingresses.networking.k8s.io'),
    );
}

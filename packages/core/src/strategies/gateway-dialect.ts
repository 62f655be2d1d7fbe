import { encodeRoute } from '../controllers/encode.js';
import type { RouteRequest } from '../controllers/dialect.js';
import { GATEWAY_REPORTS } from '../controllers/gateway-reports.js';
import { controllerById, dialectById, DIALECTS } from '../controllers/registry.js';
import { askedOptions, describeOption, fieldOf } from '../controllers/request.js';
import type { EncodedRoute, GatewaysFact, RouteKind } from '../detect/facts.js';
import { record, records } from '../detect/read.js';
import type { KubeObject } from '../model/kube.js';
import { allowListRemedy, refuseAllowList } from './access.js';
import type { PlanContext } from './context.js';
import type { Parent } from './gateway-parent.js';
import { isHttpRoute } from './gateway-route.js';
import { leaveOpen, note } from './notes.js';
import { isSet } from './requirements.js';
import type { ResolvedPath } from './route-ports.js';

/** The words that an implementation without any of its own takes. */
const CORE = 'gateway-api';

/** The dialect of HTTPRoutes of a controller or dialect; `undefined` for one that is not known. */
function dialectOf(id: string): string | undefined {
  if (dialectById(id)?.dialect.carrier === 'HTTPRoute') return id;
  const row = controllerById(id);
  return row && (row.dialects?.find(({ carrier }) => carrier === 'HTTPRoute')?.id ?? CORE);
}

/** In whose words a route is written, and who serves it, as far as that is known. */
export interface ChosenImplementation {
  dialect: string;
  controller?: string;
}

/** Whose policies and filters may be used: the implementation asked for, else that of the Gateway or its class. */
export function chooseImplementation({ spec, notes }: PlanContext, gateways: GatewaysFact, parent: Parent): ChosenImplementation {
  const served = controllerOf(gateways, parent);
  const asked = isSet(spec.gateway?.controller) ? spec.gateway?.controller : undefined;
  const by = served === undefined ? {} : { controller: served };
  if (asked === undefined) return { dialect: dialectOf(served ?? CORE) ?? CORE, ...by };
  const field = 'spec.gateway.controller';
  const dialect = dialectOf(asked);
  if (dialect === undefined) {
    const known = DIALECTS.filter((other) => other.dialect.carrier === 'HTTPRoute').map((other) => other.dialect.id);
    note(notes, 'EP208', { message: `${asked} is no implementation that is known; known are ${known.toSorted().join(', ')}`, field });
    return { dialect: CORE, ...by };
  }
  const owner = dialectById(dialect)?.row.id;
  if (served !== undefined && owner !== served && dialect !== CORE)
    note(notes, 'EP163', { message: `the Gateway is served by ${served}, and gateway.controller is ${asked}`, field });
  return { dialect, controller: served ?? asked };
}

function controllerOf({ classes }: GatewaysFact, parent: Parent): string | undefined {
  if (parent.kind === 'create') return classes.find(({ name }) => name === parent.className)?.controller;
  return parent.kind === 'none' ? undefined : parent.fact?.controller;
}

/** What HTTPRoutes have and GRPCRoutes do not. Source: kubernetes-sigs/gateway-api v1.6.1, apis/v1/grpcroute_types.go */
const NOT_GRPC = /^(paths\.rewrite(\.full)?|paths\.type|options\.(redirect\..+|appRoot|hostHeader|requestTimeout|cors\..+))$/;

/** Writes the options of an HTTPRoute or GRPCRoute in the words of a dialect; other kinds of routes have none. */
export function encodeForGateway(
  context: PlanContext,
  kind: RouteKind,
  { dialect, controller = '' }: ChosenImplementation,
  request: RouteRequest,
): EncodedRoute {
  const { notes } = context;
  if (!isHttpRoute(kind)) {
    refuseForTransport(context, kind, request);
    return encodeRoute(CORE, { hosts: request.hosts, paths: request.paths });
  }
  const encoded = encodeRoute(dialect, request);
  const refused = kind === 'GRPCRoute' ? [...askedOptions(request).keys()].filter((option) => isNotGrpc(dialect, option)) : [];
  for (const option of refused)
    note(notes, 'EP224', { message: `a GRPCRoute has no place for ${describeOption(option)}`, field: fieldOf(option) });
  notes.findings.push(
    ...encoded.notes,
    ...encoded.unsupported.map((found) => (found.field === 'spec.access.allowFrom' ? { ...found, remedy: allowListRemedy } : found)),
  );
  const report = GATEWAY_REPORTS[controller];
  for (const option of askedOptions(request).keys()) {
    const why = report?.lacks[option];
    const title = controllerById(controller)?.title ?? controller;
    const message = `${title} cannot express ${describeOption(option)}: its conformance report does not list ${why ?? ''}`;
    if (why !== undefined) note(notes, 'EP280', { message, field: fieldOf(option) });
  }
  return kind === 'GRPCRoute' ? { ...encoded, objects: encoded.objects.map((object) => forKind(object, kind)) } : encoded;
}

/** Filters of the Gateway API that a GRPCRoute lacks; an implementation may have an object of its own for the same. */
function isNotGrpc(dialect: string, option: Parameters<typeof fieldOf>[0]): boolean {
  const found = dialectById(dialect)?.dialect;
  const part = found?.parts?.find(({ id }) => found.options.some((row) => row.option === option && row.on === id));
  return NOT_GRPC.test(option) && part?.object === undefined;
}

function refuseForTransport(context: PlanContext, kind: RouteKind, request: RouteRequest): void {
  refuseAllowList(context, 'Gateway', `has no allow-list for a ${kind}`);
  for (const [option, value] of askedOptions(request)) {
    // Paths and TLS are said elsewhere, and bytes are passed on whatever they are.
    const isOther =
      option.startsWith('options.') && option !== 'options.backendProtocol' && !(option === 'options.targets' && value === 'pod');
    if (isOther) note(context.notes, 'EP224', { message: `a ${kind} has no place for ${describeOption(option)}`, field: fieldOf(option) });
  }
}

/** Policies refer to a route by its kind. */
function forKind(object: KubeObject, kind: RouteKind): KubeObject {
  const rename = (ref: Record<string, unknown>): Record<string, unknown> => (ref['kind'] === 'HTTPRoute' ? { ...ref, kind } : ref);
  const { targetRef, targetRefs, ...spec } = record(object['spec']);
  return {
    ...object,
    spec: {
      ...(targetRef === undefined ? {} : { targetRef: rename(record(targetRef)) }),
      ...(targetRefs === undefined ? {} : { targetRefs: records(targetRefs).map((ref) => rename(ref)) }),
      ...spec,
    },
  };
}

/** Paths that only HTTPRoutes know. */
export function checkGrpcPaths({ notes }: PlanContext, kind: RouteKind, paths: readonly ResolvedPath[]): void {
  if (kind === 'GRPCRoute' && paths.some(({ path }) => path !== '/'))
    note(notes, 'EP224', { message: 'the Gateway API routes gRPC by service and method, not by path', field: 'spec.paths' });
}

/**
 * Filters that came with Gateway API 1.5. Which bundle is installed is told by the kinds that came with it.
 * Source: kubernetes-sigs/gateway-api, CHANGELOG/1.5-CHANGELOG.md
 */
export function checkGatewayVersion({ snapshot, notes }: PlanContext, { versions }: GatewaysFact, { paths }: EncodedRoute): void {
  if (versions['ListenerSet'] !== undefined || versions['TLSRoute']?.endsWith('/v1') === true) return;
  const filters = paths.flatMap(({ fields }) => records(fields['filters']));
  const isNew = filters.find(
    ({ type, requestRedirect }) => type === 'CORS' || [303, 307, 308].includes(Number(record(requestRedirect)['statusCode'])),
  );
  if (!isNew) return;
  const what = isNew['type'] === 'CORS' ? 'the filter CORS' : `the status ${String(record(isNew['requestRedirect'])['statusCode'])}`;
  const why = snapshot.server === 'unknown' ? 'the served APIs were not read' : 'no kind is served that came with that version';
  leaveOpen(notes, 'EP225', `whether ${what} is served, which came with Gateway API 1.5`, why);
}

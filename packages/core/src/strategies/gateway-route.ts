import type { RouteKind } from '../detect/facts.js';
import { dig } from '../detect/read.js';
import { protocolOf } from './addresses.js';
import type { PlanContext } from './context.js';
import { note } from './notes.js';
import { listPorts } from './ports.js';
import { isSet } from './requirements.js';
import { checkHttp, routedPorts, type ResolvedPath } from './route-ports.js';
import type { ResolvedTls } from './tls.js';

/** Routes that go by host and path. */
export function isHttpRoute(kind: RouteKind): boolean {
  return kind === 'HTTPRoute' || kind === 'GRPCRoute';
}

/**
 * Which kind of route carries the ports: TLS that passes through goes by its host name, gRPC and HTTP by their own routes, anything
 * else by the port of the listener. Where TCPRoutes are not served an HTTPRoute is planned, with the finding that it cannot work.
 */
export function routeKind(
  context: PlanContext,
  paths: readonly ResolvedPath[],
  tls: ResolvedTls | undefined,
  isServed: (kind: RouteKind) => boolean,
): RouteKind {
  const { spec, notes } = context;
  const ports = routedPorts(paths);
  const [port] = ports;
  if (tls?.mode === 'passthrough') return 'TLSRoute';
  if (!port) return 'HTTPRoute';
  if (port.protocol !== 'TCP') {
    if (port.protocol === 'SCTP')
      note(notes, 'EP209', { message: `no route carries SCTP, which port ${listPorts([port])} speaks`, field: 'spec.ports' });
    return 'UDPRoute';
  }
  const fact = protocolOf(context, port);
  const backend = spec.options?.backendProtocol;
  if (backend === 'grpc' || backend === 'grpcs' || (backend === undefined && fact?.protocol === 'grpc')) return 'GRPCRoute';
  if (backend === undefined && fact?.isHttp === 'no' && isServed('TCPRoute')) return 'TCPRoute';
  checkHttp(context, ports, 'an HTTPRoute');
  return 'HTTPRoute';
}

/** Settings that a kind of route has no place for: they would change nothing. */
export function unusedByKind(context: PlanContext, kind: RouteKind): string[] {
  // A certificate that is asked for needs a host, even where no route goes by it.
  const needsHost = isSet(context.spec.tls?.issuer) || isSet(context.spec.tls?.selfSigned);
  const tls = ['tls.mode', 'tls.secretName', 'tls.issuer', 'tls.selfSigned', 'tls.redirect'];
  const byPort = [...(needsHost ? [] : ['hosts']), 'paths', ...tls];
  const fields = isHttpRoute(kind) ? [] : kind === 'TLSRoute' ? ['paths'] : byPort;
  return fields.filter((path) => isSet(dig(context.spec, ...path.split('.'))));
}

/** Options that the Gateway API has no field for; each is refused by name. */
export function refuseOptions({ spec, notes }: PlanContext, kind: RouteKind, paths: readonly ResolvedPath[]): void {
  const options = spec.options ?? {};
  const refuse = (field: string, why: string): void => note(notes, 'EP224', { message: `the Gateway API ${why}`, field });
  for (const name of ['bodySize', 'connectTimeout', 'readTimeout', 'sendTimeout'] as const) {
    if (options[name] !== undefined) refuse(`spec.options.${name}`, `has no field for ${name}`);
  }
  if (options.targets === 'node') refuse('spec.options.targets', 'leaves it to the implementation where it sends to');
  const { backendProtocol } = options;
  if (backendProtocol === 'https' || backendProtocol === 'grpcs') {
    refuse('spec.options.backendProtocol', 'speaks TLS to a workload only with a BackendTLSPolicy, which needs its certificate authority');
  }
  if (kind === 'GRPCRoute' && paths.some(({ path }) => path !== '/'))
    refuse('spec.paths', 'routes gRPC by service and method, not by path');
  if (!isHttpRoute(kind)) return;
  for (const [index, { type, rewrite, path }] of paths.entries()) {
    if (type === 'ImplementationSpecific') refuse(`spec.paths[${index}].type`, 'has the path types Prefix and Exact only');
    if (typeof rewrite === 'string' && type === 'Exact' && rewrite !== path) {
      refuse(`spec.paths[${index}].rewrite`, 'replaces a prefix only where the path is of type Prefix; give rewrite.full');
    }
    if (kind === 'GRPCRoute' && rewrite !== undefined) refuse(`spec.paths[${index}].rewrite`, 'cannot rewrite gRPC');
  }
}

/** The application protocol that a port of the Service must carry, so that the Gateway speaks it. */
export function gatewayAppProtocol({ spec }: PlanContext): string | undefined {
  const values: Readonly<Record<string, string>> = { h2c: 'kubernetes.io/h2c', websocket: 'kubernetes.io/ws' };
  return values[spec.options?.backendProtocol ?? ''];
}

/** One rule for each path, by the words of the Gateway API. */
export function rulesOf(
  kind: RouteKind,
  paths: readonly ResolvedPath[],
  backendRef: (path: ResolvedPath) => Record<string, unknown>,
): Record<string, unknown>[] {
  if (!isHttpRoute(kind)) {
    const [first] = paths;
    return first ? [{ backendRefs: [backendRef(first)] }] : [];
  }
  return paths.map((path) => ({
    ...(kind === 'HTTPRoute' ? { matches: [{ path: { type: path.type === 'Exact' ? 'Exact' : 'PathPrefix', value: path.path } }] } : {}),
    ...(path.rewrite === undefined ? {} : { filters: [{ type: 'URLRewrite', urlRewrite: { path: rewriteOf(path.rewrite) } }] }),
    backendRefs: [backendRef(path)],
  }));
}

function rewriteOf(rewrite: NonNullable<ResolvedPath['rewrite']>): Record<string, unknown> {
  return typeof rewrite === 'string'
    ? { type: 'ReplacePrefixMatch', replacePrefixMatch: rewrite }
    : { type: 'ReplaceFullPath', replaceFullPath: rewrite.full };
}

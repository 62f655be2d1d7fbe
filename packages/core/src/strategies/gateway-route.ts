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

/** The application protocol that a port of the Service must carry, so that the Gateway speaks it. */
export function gatewayAppProtocol({ spec }: PlanContext): string | undefined {
  const values: Readonly<Record<string, string>> = { h2c: 'kubernetes.io/h2c', websocket: 'kubernetes.io/ws' };
  return values[spec.options?.backendProtocol ?? ''];
}

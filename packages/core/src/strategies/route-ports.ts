import type { ExposurePath } from '../model/exposure.js';
import { protocolOf } from './addresses.js';
import type { PlanContext } from './context.js';
import { note } from './notes.js';
import { listPorts, type ResolvedPort } from './ports.js';

/** A path with its defaults and the port that it leads to. */
export interface ResolvedPath {
  path: string;
  type: NonNullable<ExposurePath['type']>;
  rewrite?: ExposurePath['rewrite'];
  /** Absent when it could not be told; a finding says so. */
  port?: ResolvedPort;
}

/** The paths of a request, default `/` as Prefix, each with its port: the one asked for, else the HTTP-like one. */
export function resolvePaths(context: PlanContext): ResolvedPath[] {
  const { paths = [] } = context.spec;
  const asked: readonly ExposurePath[] = paths.length > 0 ? paths : [{}];
  let fallback: { port: ResolvedPort | undefined } | undefined;
  return asked.map(({ path = '/', type = 'Prefix', port: wanted, rewrite }, index) => {
    fallback ??= wanted === undefined ? { port: httpPort(context) } : undefined;
    const port = wanted === undefined ? fallback?.port : namedPort(context, wanted, `spec.paths[${index}].port`);
    return { path, type, ...(rewrite === undefined ? {} : { rewrite }), ...(port ? { port } : {}) };
  });
}

function namedPort({ ports, notes }: PlanContext, wanted: number | string, field: string): ResolvedPort | undefined {
  const found =
    ports.find(({ name, port }) => name === wanted || port === wanted) ?? ports.find(({ containerPort }) => containerPort === wanted);
  if (!found) note(notes, 'EP156', { message: `${field} names ${wanted}; the ports are ${listPorts(ports)}`, field });
  return found;
}

/** The only port; else the one that speaks HTTP, is meant for clients, and of several the plain one with a usual name. */
function httpPort(context: PlanContext): ResolvedPort | undefined {
  const { ports, notes } = context;
  const [only] = ports;
  if (ports.length <= 1) return only;
  const web = ports.filter((port) => {
    const fact = protocolOf(context, port);
    return fact?.isHttp === 'yes' && (fact.internal === undefined || fact.internal === 'health');
  });
  const plain = web.filter((port) => protocolOf(context, port)?.tls !== true);
  const usual = plain.filter(({ name, port }) => name === 'http' || name === 'web' || port === 80);
  const found = [web, plain, usual].find((candidates) => candidates.length === 1)?.[0];
  if (!found) {
    const which = web.length === 0 ? 'none of them is known to speak HTTP' : `${listPorts(web)} speak HTTP`;
    note(notes, 'EP157', { message: `the ports are ${listPorts(ports)}, and ${which}`, field: 'spec.paths' });
  }
  return found;
}

/** The ports that the paths lead to, each once. */
export function routedPorts(paths: readonly ResolvedPath[]): ResolvedPort[] {
  return [...new Set(paths.flatMap(({ port }) => port ?? []))];
}

/** Notes ports that an HTTP router cannot carry, or carries wrongly. */
export function checkHttp(context: PlanContext, ports: readonly ResolvedPort[], router: string): void {
  const { notes, targetRef, spec } = context;
  for (const port of ports) {
    const name = listPorts([port]);
    if (port.protocol !== 'TCP') {
      note(notes, 'EP209', {
        message: `${router} cannot carry ${port.protocol}, which port ${name} speaks`,
        object: targetRef,
        field: 'spec.ports',
      });
      continue;
    }
    const fact = protocolOf(context, port);
    if (fact?.isHttp === 'no') {
      const what = fact.protocol === undefined ? 'does not speak HTTP' : `speaks ${fact.protocol}, not HTTP`;
      note(notes, 'EP305', { message: `port ${name} ${what} (${fact.evidence.join('; ')})`, object: targetRef, field: 'spec.strategy' });
    }
    const wanted = fact?.isHttp === 'yes' ? backendProtocolOf(fact.protocol, fact.tls) : undefined;
    if (wanted !== undefined && spec.options?.backendProtocol === undefined) {
      note(notes, 'EP327', {
        message: `port ${name} speaks ${wanted} (${fact?.evidence.join('; ')}), and options.backendProtocol is not set`,
        field: 'spec.options.backendProtocol',
      });
    }
  }
}

/** The backendProtocol that a port needs; `undefined` for plain HTTP. */
function backendProtocolOf(protocol: string | undefined, tls: boolean): string | undefined {
  if (protocol === 'grpc' || protocol === 'grpcs') return tls ? 'grpcs' : 'grpc';
  if (protocol === 'h2c') return 'h2c';
  return tls ? 'https' : undefined;
}

/** Path for a person or a client to ask for: below a rewritten prefix, where pages look for their assets. */
export function pathToTry({ path, type, rewrite }: ResolvedPath): string {
  if (type === 'ImplementationSpecific') return '/';
  return type === 'Prefix' && rewrite !== undefined && path !== '/' && !path.endsWith('/') ? `${path}/` : path;
}

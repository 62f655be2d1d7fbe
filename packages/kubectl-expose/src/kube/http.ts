import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { createRoute } from './agent.js';
import type { Route, RouteTarget } from './agent.js';
import type { Credential } from './credentials.js';
import { ConnectionError } from './errors.js';
import { proxyAuthorization } from './proxy.js';

/** One HTTP request to the API server. */
interface HttpRequest {
  method: string;
  /** Path with query, below the server's own path. */
  path: string;
  headers: Record<string, string | string[]>;
  body?: string;
  signal?: AbortSignal | undefined;
  /** Milliseconds for the whole exchange; 0 means no limit. */
  timeoutMs: number;
  /** Milliseconds without any byte after which it is given up. */
  idleMs: number;
}

/** An answer whose body has not been read yet. */
export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Reads the body; may be called once. */
  text(): Promise<string>;
  /** The body as it comes in; leaving the loop ends the connection. */
  chunks(): AsyncIterable<string>;
}

/** Sends requests over kept connections. */
export interface Transport {
  send(request: HttpRequest, credential: Credential): Promise<HttpAnswer>;
  close(): void;
}

/** Milliseconds to reach the server and agree on TLS; as long as kubectl waits. */
const CONNECT_MS = 30_000;

/** The transport of a connection. Connects with the first request. `what` names the other side in errors. */
export function createTransport(connection: RouteTarget, what = 'the API server'): Transport {
  const routes = new Map<string, Promise<Route>>();
  const routeFor = (credential: Credential): Promise<Route> => {
    // credentials with a certificate need TLS sessions of their own
    const id = credential.cert ?? '';
    const route = routes.get(id) ?? createRoute(connection, credential);
    routes.set(id, route);
    return route;
  };
  return {
    async send(request, credential) {
      const route = await routeFor(credential);
      return await exchange(connection, what, route, request);
    },
    close() {
      for (const route of routes.values()) void route.then(({ agent }) => agent.destroy()).catch(() => undefined);
      routes.clear();
    },
  };
}

async function exchange(connection: RouteTarget, what: string, route: Route, request: HttpRequest): Promise<HttpAnswer> {
  const { server } = connection;
  const { request: send } = (await import(server.protocol === 'https:' ? 'node:https' : 'node:http')) as typeof import('node:http');
  const signals = [request.signal, request.timeoutMs > 0 ? AbortSignal.timeout(request.timeoutMs) : undefined].filter(
    (signal) => signal !== undefined,
  );
  const signal = signals.length > 0 ? AbortSignal.any(signals) : undefined;
  const explain = (error: unknown): unknown => {
    if (request.signal?.aborted) return request.signal.reason;
    if (signal?.aborted)
      return new ConnectionError(
        'timeout',
        `${server.host} did not answer within ${request.timeoutMs / 1000} s`,
        'Raise --request-timeout.',
      );
    return explainFailure(error, `${what} ${server.host}`);
  };
  const options = requestOptions(server, route, request, signal);
  try {
    const answer = await attempt(send, options, request).catch(async (error: unknown) => {
      // the server may have closed a kept connection just now; only then has it not seen the request
      if (!(error instanceof StaleSocket) || request.method === 'POST') throw error;
      return await attempt(send, options, request);
    });
    return readAnswer(answer, explain);
  } catch (error) {
    throw explain(error instanceof StaleSocket ? error.cause : error);
  }
}

class StaleSocket extends Error {}

function requestOptions(server: URL, route: Route, request: HttpRequest, signal: AbortSignal | undefined): RequestOptions {
  const path = server.pathname.replace(/\/$/, '') + request.path;
  const host = server.hostname.replace(/^\[|\]$/g, '');
  const common = { method: request.method, agent: route.agent, timeout: request.idleMs, ...(signal ? { signal } : {}) };
  if (!route.forward)
    return { ...common, host, port: server.port || (server.protocol === 'https:' ? 443 : 80), path, headers: request.headers };
  const authorization = proxyAuthorization(route.forward);
  return {
    ...common,
    host: route.forward.hostname.replace(/^\[|\]$/g, ''),
    port: route.forward.port || 80,
    path: `${server.origin}${path}`,
    headers: { ...request.headers, host: server.host, ...(authorization ? { 'proxy-authorization': authorization } : {}) },
  };
}

function attempt(send: typeof import('node:http').request, options: RequestOptions, request: HttpRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = send(options);
    const connecting = setTimeout(
      () => outgoing.destroy(new ConnectionError('timeout', `no connection within ${CONNECT_MS / 1000} s`)),
      CONNECT_MS,
    );
    const connected = (): void => clearTimeout(connecting);
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) connected();
      else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
    });
    outgoing.on('timeout', () => outgoing.destroy(new ConnectionError('timeout', `nothing was heard for ${request.idleMs / 1000} s`)));
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      connected();
      reject(outgoing.reusedSocket && error.code === 'ECONNRESET' ? new StaleSocket(error.message, { cause: error }) : error);
    });
    outgoing.on('response', (incoming) => {
      connected();
      resolve(incoming);
    });
    outgoing.end(request.body);
  });
}

function readAnswer(incoming: IncomingMessage, explain: (error: unknown) => unknown): HttpAnswer {
  async function* chunks(): AsyncGenerator<string> {
    incoming.setEncoding('utf8');
    try {
      for await (const chunk of incoming) yield chunk as string;
    } catch (error) {
      throw explain(error);
    } finally {
      incoming.destroy();
    }
  }
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    chunks,
    text: () => readText(incoming).catch((error: unknown) => Promise.reject(explain(error) as Error)),
  };
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of incoming) parts.push(chunk as Buffer);
  const body = Buffer.concat(parts);
  if (incoming.headers['content-encoding'] !== 'gzip') return body.toString('utf8');
  const [{ gunzip }, { promisify }] = await Promise.all([import('node:zlib'), import('node:util')]);
  return (await promisify(gunzip)(body)).toString('utf8');
}

const CERTIFICATE_PROBLEMS: Record<string, string> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet (check the clock of this machine)',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for other names',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that is not trusted here',
};

function explainFailure(error: unknown, server: string): unknown {
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  if (error instanceof ConnectionError) {
    return new ConnectionError(
      error.kind,
      `${server} cannot be reached: ${error.message}`,
      error.remedy ?? 'Check the network and the proxy settings.',
      error,
    );
  }
  const problem = CERTIFICATE_PROBLEMS[code];
  if (problem)
    return new ConnectionError(
      'tls',
      `${server} is not trusted: ${problem} (${code})`,
      'Check certificate-authority and tls-server-name in the kubeconfig.',
      error,
    );
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code.startsWith('ERR_OSSL')) {
    return new ConnectionError(
      'tls',
      `the TLS handshake with ${server} failed: ${message}`,
      'Check the server URL, the client certificate and its key.',
      error,
    );
  }
  const reasons: Record<string, string> = {
    ECONNREFUSED: 'the connection was refused',
    ENOTFOUND: 'there is no such host',
    EAI_AGAIN: 'the name could not be looked up',
    EHOSTUNREACH: 'there is no route to it',
    ENETUNREACH: 'there is no route to it',
    ETIMEDOUT: 'it does not answer',
    ECONNRESET: 'the connection was closed',
    EPIPE: 'the connection was closed',
  };
  if (code.startsWith('HPE_'))
    return new ConnectionError(
      'protocol',
      `${server} does not speak HTTP as an API server does: ${message}`,
      'Check the server URL.',
      error,
    );
  const reason = reasons[code] ?? message;
  return new ConnectionError(
    'network',
    `${server} cannot be reached: ${reason}${code && reasons[code] ? ` (${code})` : ''}`,
    'Check that the cluster runs and that the context is the right one.',
    error,
  );
}

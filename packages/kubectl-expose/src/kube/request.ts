import type { IncomingHttpHeaders } from 'node:http';
import type { Connection } from './connection.js';
import type { Credentials } from './credentials.js';
import { ConnectionError } from './errors.js';
import type { HttpAnswer, Transport } from './http.js';
import { impersonationHeaders } from './impersonation.js';
import { loginError } from './login-error.js';
import { apiErrorOf } from './status.js';
import { warningsOf } from './warnings.js';

/** How a client behaves. */
export interface ClientOptions {
  /** Sent as User-Agent. Default: `kubectl-expose_plus`. */
  userAgent?: string;
  /** Called once for each different warning of the server; control characters are visible. */
  onWarning?: (text: string) => void;
  /** Whether credential plugins may ask on stdin. Default: false. */
  interactive?: boolean;
}

/** Options of every call. */
export interface CallOptions {
  signal?: AbortSignal | undefined;
}

/** A request to the API. */
export interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** Absent and empty values are left out. */
  query?: Record<string, string | undefined>;
  /** Sent as JSON. */
  body?: unknown;
  /** Default: `application/json`. */
  contentType?: string;
  accept?: string;
  signal?: AbortSignal | undefined;
  /** Milliseconds; default: the connection's. 0 means none. */
  timeoutMs?: number;
}

/** An answer of the API with a status of 200–299. */
export interface ApiAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** JSON, or the text where it is none. */
  body: unknown;
}

/** The two ways to ask. */
export interface Requester {
  request(request: ApiRequest): Promise<ApiAnswer>;
  stream(request: ApiRequest): Promise<AsyncIterable<string>>;
}

/** Milliseconds without a byte after which an ordinary answer is given up. */
const IDLE_MS = 60_000;
/** A watch with bookmarks is never silent for longer. */
const WATCH_IDLE_MS = 330_000;
/** How often an overloaded server is asked again, and how long at most between two times. */
const RETRIES = 5;
const LONGEST_WAIT_MS = 10_000;

/** Requests with credentials, impersonation, retries and typed errors. */
export function createRequester(connection: Connection, credentials: Credentials, transport: Transport, options: ClientOptions): Requester {
  const seen = new Set<string>();
  const base: Record<string, string | string[]> = {
    'user-agent': options.userAgent ?? 'kubectl-expose_plus',
    ...impersonationHeaders(connection.impersonate),
  };

  async function once(request: ApiRequest, streaming: boolean): Promise<HttpAnswer> {
    const credential = await credentials.current(request.signal);
    const headers: Record<string, string | string[]> = { ...base, accept: request.accept ?? 'application/json' };
    if (credential.authorization) headers['authorization'] = credential.authorization;
    if (connection.compression && !streaming) headers['accept-encoding'] = 'gzip';
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    if (body !== undefined) {
      headers['content-type'] = request.contentType ?? 'application/json';
      headers['content-length'] = String(Buffer.byteLength(body));
    }
    const answer = await transport.send(
      {
        method: request.method,
        path: request.path + queryText(request.query),
        headers,
        ...(body === undefined ? {} : { body }),
        signal: request.signal,
        timeoutMs: streaming ? 0 : (request.timeoutMs ?? connection.timeoutMs),
        idleMs: streaming ? WATCH_IDLE_MS : IDLE_MS,
      },
      credential,
    );
    for (const text of warningsOf(answer.headers['warning'])) {
      if (!seen.has(text)) options.onWarning?.(text);
      seen.add(text);
    }
    return answer;
  }

  async function send(request: ApiRequest, streaming: boolean): Promise<HttpAnswer> {
    let renewed = false;
    for (let attempt = 0; ; attempt += 1) {
      const answer = await once(request, streaming);
      if (answer.status >= 200 && answer.status < 300) return answer;
      const text = await answer.text();
      if (answer.status === 401 && !renewed && credentials.forget()) {
        renewed = true;
        continue;
      }
      const wait = attempt < RETRIES ? retryAfter(answer) : undefined;
      if (wait === undefined) throw loginError(apiErrorOf(answer.status, text, `${request.method} ${request.path}`), connection);
      await pause(wait, request.signal);
    }
  }

  return {
    async request(request) {
      const answer = await send(request, false);
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: readBody(text, answer.headers) };
    },
    stream: async (request) => (await send(request, true)).chunks(),
  };
}

function readBody(text: string, headers: IncomingHttpHeaders): unknown {
  if (!(headers['content-type'] ?? '').includes('json')) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConnectionError('protocol', 'the API server answered with something that is not JSON', 'Check the server URL.', error);
  }
}

function queryText(query: Record<string, string | undefined> = {}): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return pairs.length > 0 ? `?${new URLSearchParams(pairs).toString()}` : '';
}

/** Milliseconds that an overloaded server wants us to wait. */
function retryAfter(answer: HttpAnswer): number | undefined {
  if (answer.status !== 429 && answer.status < 500) return undefined;
  const seconds = Number(answer.headers['retry-after'] ?? Number.NaN);
  return Number.isNaN(seconds) ? undefined : Math.min(seconds * 1000, LONGEST_WAIT_MS);
}

/** Waits, unless the signal ends it. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

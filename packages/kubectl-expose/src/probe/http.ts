import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import type { Hop } from '@expose-plus/core';
import { visible } from '../kube/visible.js';
import { failureOf, silence } from './failure.js';
import type { Failure } from './failure.js';
import { judgeStatus } from './http-status.js';
import { hostPort, PROBE_MS } from './target.js';
import type { ProbeOptions, ProbeTarget } from './target.js';

/** What is asked, and of whom. */
export interface HttpTarget extends ProbeTarget {
  scheme: 'http' | 'https';
  /** Host of the request and SNI; the connection still goes to the address, as with `curl --resolve`. Default: the address. */
  host?: string | undefined;
  /** Default: `/`. */
  path?: string | undefined;
  /** Nothing of layer 7 is in between: every answer comes from the workload itself. Default: false. */
  direct?: boolean | undefined;
}

/** A hop with the answer. */
export interface HttpHop extends Hop {
  answer?: HttpProbeAnswer;
}

/** What came back; redirects are reported and never followed. */
export interface HttpProbeAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** The first 4 KiB as text, lines ended by a line feed, control characters visible. */
  body: string;
}

const BODY_BYTES = 4096;

/** Sends one GET with the address pinned. Certificates are the TLS probe's business and not judged here. */
export async function probeHttp(target: HttpTarget, options: ProbeOptions = {}): Promise<HttpHop> {
  const what = `GET ${urlOf(target)}${target.host ? ` at ${hostPort(target)}` : ''}`;
  const answer = await get(target, options);
  if ('verdict' in answer) return { id: 'http', what, ...answer };
  return { id: 'http', what, ...judgeStatus(answer, target.direct ?? false), answer };
}

/** The URL that a person would type. */
function urlOf(target: HttpTarget): string {
  const path = target.path ?? '/';
  return `${target.scheme}://${authorityOf(target)}${path}`;
}

function authorityOf({ scheme, host, address, port }: HttpTarget): string {
  const name = host ?? address;
  const shown = isIPv6(name) ? `[${name}]` : name;
  return port === (scheme === 'https' ? 443 : 80) ? shown : `${shown}:${port}`;
}

async function get(target: HttpTarget, options: ProbeOptions): Promise<HttpProbeAnswer | Failure> {
  const { request } = (await import(target.scheme === 'https' ? 'node:https' : 'node:http')) as typeof import('node:http');
  const timeoutMs = options.timeoutMs ?? PROBE_MS;
  const deadline = AbortSignal.timeout(timeoutMs);
  const host = target.host ?? target.address;
  const settings: RequestOptions & { servername?: string; rejectUnauthorized?: boolean } = {
    method: 'GET',
    host: target.address,
    port: target.port,
    path: target.path ?? '/',
    headers: { host: authorityOf(target), 'user-agent': 'kubectl-expose_plus', accept: '*/*', connection: 'close' },
    agent: false,
    signal: options.signal ? AbortSignal.any([options.signal, deadline]) : deadline,
    ...(target.scheme === 'https' ? { rejectUnauthorized: false, servername: isIP(host) ? '' : host } : {}),
  };
  try {
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request(settings);
      outgoing.on('response', resolve);
      outgoing.on('error', reject);
      outgoing.end();
    });
    return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await readStart(incoming) };
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    return deadline.aborted ? silence(timeoutMs) : httpFailure(error as NodeJS.ErrnoException);
  }
}

async function readStart(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of incoming) {
      parts.push(part as Buffer);
      length += (part as Buffer).length;
      if (length >= BODY_BYTES) break;
    }
  } catch (error) {
    // a body that is cut off leaves the status and what came of it
    if ((error as Error).name === 'AbortError') throw error;
  }
  return visible(Buffer.concat(parts).subarray(0, BODY_BYTES).toString('utf8').replaceAll('\r\n', '\n'));
}

function httpFailure(error: NodeJS.ErrnoException): Failure {
  const code = error.code ?? '';
  if (code.startsWith('HPE_')) {
    return {
      verdict: 'broken',
      evidence: 'what answers does not speak HTTP',
      remedy: 'Expose it by LoadBalancer, NodePort or another way of layer 4.',
    };
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return {
      verdict: 'broken',
      evidence: `no TLS handshake: ${visible(error.message.trim())}`,
      remedy: 'What listens there does not speak TLS: try http.',
    };
  }
  if (code === 'ECONNRESET')
    return {
      verdict: 'broken',
      evidence: 'the connection was closed without an answer',
      remedy: 'What listens there does not speak HTTP, or has no backend.',
    };
  return failureOf(error);
}

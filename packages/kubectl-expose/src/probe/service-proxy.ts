import type { Hop } from '@expose-plus/core';
import type { KubeClient } from '../kube/client.js';
import { ApiError } from '../kube/errors.js';
import type { Failure } from './failure.js';
import { judgeStatus } from './http-status.js';
import { PROBE_MS } from './target.js';
import type { ProbeOptions } from './target.js';

/** Which port of which Service is asked. */
export interface ServiceTarget {
  namespace: string;
  service: string;
  /** Number or name of the Service's port. */
  port: number | string;
  /** How the workload is spoken to. Default: http. */
  scheme?: 'http' | 'https' | undefined;
  /** Default: `/`. */
  path?: string | undefined;
}

/**
 * Asks a Service through the API server's proxy, by HTTP: the API server picks a ready endpoint and connects from the control plane
 * (https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls).
 * That the control plane cannot reach pods says nothing of the workload: unknown.
 */
export async function probeServiceProxy(client: KubeClient, target: ServiceTarget, options: ProbeOptions = {}): Promise<Hop> {
  const { namespace, service, port, scheme = 'http', path = '/' } = target;
  const object = { apiVersion: 'v1', kind: 'Service', namespace, name: service };
  const hop = { id: 'service-proxy', what: `GET ${path} of Service ${namespace}/${service} port ${port} through the API server`, object };
  const name = `${scheme === 'https' ? 'https:' : ''}${service}:${port}`;
  const url = `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${encodeURIComponent(name)}/proxy${path.startsWith('/') ? path : `/${path}`}`;
  try {
    const { status, headers } = await client.request({
      method: 'GET',
      path: url,
      accept: '*/*',
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? PROBE_MS,
    });
    return { ...hop, ...judgeStatus({ status, headers, body: '' }, true) };
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    return { ...hop, ...explainProxyFailure(error) };
  }
}

/** What the API server's words mean; worded as 1.37 words them. */
const REFUSALS: { pattern: RegExp; verdict: 'broken' | 'unknown'; remedy: string }[] = [
  {
    pattern: /no endpoints available/i,
    verdict: 'broken',
    remedy: 'No pod of the Service is ready: look at the pods and at the selector.',
  },
  { pattern: /no service port .* found/i, verdict: 'broken', remedy: 'The Service has no such port.' },
  { pattern: /services .* not found/i, verdict: 'broken', remedy: 'There is no such Service.' },
  {
    pattern: /connection refused/i,
    verdict: 'broken',
    remedy: 'The pod does not listen on this port: check targetPort and the address that the process binds to.',
  },
  {
    pattern: /malformed HTTP|does not look like a TLS handshake|HTTP response to HTTPS/i,
    verdict: 'broken',
    remedy: 'The workload speaks something else than was asked for.',
  },
  // silence and missing routes are the control plane's, not the workload's
  {
    pattern: /trying to reach service/i,
    verdict: 'unknown',
    remedy: 'The control plane does not reach pods: try from inside the cluster.',
  },
];

/** Judges a request through the proxy that did not end with 2xx. */
export function explainProxyFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ApiError)) return { verdict: 'unknown', evidence: message };
  if (error.status === 403 && error.verb) {
    return {
      verdict: 'unknown',
      evidence: `missing: ${error.verb} ${error.resource}${error.namespace ? ` in namespace ${error.namespace}` : ''}`,
    };
  }
  const refusal = REFUSALS.find(({ pattern }) => pattern.test(message));
  if (refusal) return { verdict: refusal.verdict, evidence: message, remedy: refusal.remedy };
  // an answer of the workload itself is no Status
  if (error.reason === 'Unknown') return judgeStatus({ status: error.status, headers: {}, body: '' }, true);
  return { verdict: 'unknown', evidence: message };
}

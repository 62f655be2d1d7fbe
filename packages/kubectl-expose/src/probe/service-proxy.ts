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
    return { ...hop, ...explain(error) };
  }
}

function explain(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ApiError)) return { verdict: 'unknown', evidence: message };
  if (error.status === 403 && error.verb) {
    return { verdict: 'unknown', evidence: `missing: ${error.verb} ${error.resource} in namespace ${error.namespace ?? ''}`.trim() };
  }
  if (/no endpoints available/i.test(message)) {
    return { verdict: 'broken', evidence: message, remedy: 'No pod of the Service is ready: look at the pods and at the selector.' };
  }
  if (/connection refused/i.test(message)) {
    return {
      verdict: 'broken',
      evidence: message,
      remedy: 'The pod does not listen on this port: check targetPort and the address that the process binds to.',
    };
  }
  if (/malformed HTTP|server gave HTTP response to HTTPS/i.test(message)) {
    return { verdict: 'broken', evidence: message, remedy: 'The workload speaks something else than was asked for.' };
  }
  if (/trying to reach service/i.test(message))
    return { verdict: 'unknown', evidence: `the control plane does not reach the pod: ${message}` };
  // an answer of the workload itself is no Status
  if (error.reason === 'Unknown') return judgeStatus({ status: error.status, headers: {}, body: '' }, true);
  return { verdict: 'unknown', evidence: message };
}

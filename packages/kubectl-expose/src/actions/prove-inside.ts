import type { Hop, KubeObject } from '@expose-plus/core';
import type { KubeClient } from '../kube/client.js';
import { pause } from '../kube/request.js';
import { probeServiceProxy } from '../probe/service-proxy.js';

const AGAIN_MS = 1000;

interface ServicePort {
  name?: string;
  port: number;
  protocol?: string;
  appProtocol?: string;
}

/**
 * Asks a ClusterIP Service by HTTP through the API server's proxy. What does not speak HTTP cannot be asked that way: unknown, which
 * says nothing against it.
 */
export async function proveInside(client: KubeClient, service: KubeObject, patienceMs: number, signal: AbortSignal): Promise<Hop> {
  const { ports = [] } = (service['spec'] ?? {}) as { ports?: ServicePort[] };
  const { name = '', namespace = client.connection.namespace } = service.metadata;
  const [first] = ports.filter(({ protocol = 'TCP' }) => protocol === 'TCP');
  if (!first)
    return {
      id: 'service-proxy',
      what: `Service ${namespace}/${name}`,
      verdict: 'unknown',
      evidence: 'it has no TCP port that could be asked through the API server',
    };
  const scheme = /https/i.test(first.appProtocol ?? first.name ?? '') ? 'https' : 'http';
  const started = performance.now();
  for (;;) {
    const hop = await probeServiceProxy(client, { namespace, service: name, port: first.port, scheme }, { signal });
    if (hop.verdict !== 'broken' || performance.now() - started + AGAIN_MS > patienceMs) return hop;
    await pause(AGAIN_MS, signal);
  }
}

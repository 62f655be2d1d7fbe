import { PassThrough } from 'node:stream';
import type { Hop } from '@expose-plus/core';
import type { KubeClient } from '../kube/client.js';
import { proxyFor } from '../kube/proxy.js';
import { visible } from '../kube/visible.js';
import type { Failure } from './failure.js';
import { PROBE_MS } from './target.js';
import type { ProbeOptions } from './target.js';

/** Which port of which pod is tried. */
export interface PodTarget {
  namespace: string;
  pod: string;
  /** Container port. */
  port: number;
  /** `http` sends a GET and wants an answer; `tcp` only connects. Default: tcp. */
  protocol?: 'http' | 'tcp' | undefined;
}

/** Milliseconds without a complaint after which the process counts as listening. */
const HOLDS_MS = 1000;

/**
 * Connects to a port on the pod's loopback by the API server's port forwarding. It judges the process and nothing on the way to it:
 * a process bound to 127.0.0.1 answers here and nowhere else. Run by @kubernetes/client-node, loaded when needed.
 */
export async function probePortForward(client: KubeClient, target: PodTarget, options: ProbeOptions = {}): Promise<Hop> {
  const { namespace, pod, port } = target;
  const hop = {
    id: 'process',
    what: `port ${port} inside Pod ${namespace}/${pod}, by port forwarding`,
    object: { apiVersion: 'v1', kind: 'Pod', namespace, name: pod },
  };
  const { impersonate } = client.connection;
  if (impersonate && (impersonate.uid || impersonate.groups.length > 0 || Object.keys(impersonate.extra).length > 0)) {
    return { ...hop, verdict: 'unknown', evidence: 'port forwarding cannot be tried with --as-group, --as-uid or --as-user-extra' };
  }
  return { ...hop, ...(await forward(client, target, options)) };
}

async function forward(client: KubeClient, target: PodTarget, options: ProbeOptions): Promise<Failure> {
  const timeoutMs = options.timeoutMs ?? PROBE_MS;
  const { PortForward } = await import('@kubernetes/client-node');
  const portForward = new PortForward(await kubeConfigOf(client, options.signal));
  const [output, errors, input] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let close = (): void => undefined;
  let timers: NodeJS.Timeout[] = [];
  let stop = (): void => undefined;
  try {
    return await new Promise<Failure>((resolve, reject) => {
      stop = () => reject(options.signal?.reason as Error);
      if (options.signal?.aborted) stop();
      options.signal?.addEventListener('abort', stop, { once: true });
      timers = [setTimeout(() => resolve({ verdict: 'unknown', evidence: `no answer within ${timeoutMs / 1000} s` }), timeoutMs)];
      output.once('data', (data: Buffer) =>
        resolve({ verdict: 'ok', evidence: `it answers: ${visible(data.toString('utf8').split('\n')[0]?.trim().slice(0, 80) ?? '')}` }),
      );
      errors.once('data', (data: Buffer) => resolve(explain(data.toString('utf8'))));
      portForward.portForward(target.namespace, target.pod, [target.port], output, errors, input).then(
        (socket) => {
          close = () => (typeof socket === 'function' ? socket()?.close() : socket.close());
          if (target.protocol === 'http')
            input.write(`GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: kubectl-expose_plus\r\nConnection: close\r\n\r\n`);
          else timers.push(setTimeout(() => resolve({ verdict: 'ok', evidence: 'it accepts connections' }), HOLDS_MS));
        },
        (error: unknown) => resolve(refused(error)),
      );
    });
  } finally {
    for (const timer of timers) clearTimeout(timer);
    options.signal?.removeEventListener('abort', stop);
    close();
  }
}

function explain(message: string): Failure {
  const evidence = visible(message.trim());
  // containerd wraps this into the names of sandboxes and namespaces
  if (/connection refused/i.test(message)) {
    const remedy = 'The process does not listen on this port: check containerPort and the logs of the pod.';
    return { verdict: 'broken', evidence: 'nothing listens there: the connection was refused', remedy };
  }
  return { verdict: 'unknown', evidence };
}

/** client-node hands out the event or error of its WebSocket. */
function refused(error: unknown): Failure {
  const message = (error as { message?: unknown } | null)?.message;
  const text = visible(typeof message === 'string' ? message : String(error));
  // WebSockets begin with GET; since 1.35 create is asked for as well
  if (/\b403\b/.test(text)) return { verdict: 'unknown', evidence: 'missing: get and create pods/portforward' };
  if (/\b404\b/.test(text)) return { verdict: 'unknown', evidence: 'there is no such pod' };
  return { verdict: 'unknown', evidence: `port forwarding failed: ${text}` };
}

/** The connection as client-node wants it. */
async function kubeConfigOf(
  client: KubeClient,
  signal: AbortSignal | undefined,
): Promise<InstanceType<typeof import('@kubernetes/client-node').KubeConfig>> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const { connection } = client;
  const credential = await client.credential({ signal });
  const { ca, insecure, serverName } = connection.tls;
  const cert = credential.cert ?? connection.tls.cert;
  const key = credential.key ?? connection.tls.key;
  const proxy = proxyFor(connection.server, connection.proxyUrl, connection.env);
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const [scheme, secret = ''] = (credential.authorization ?? '').split(' ');
  const [username = '', password = ''] = scheme === 'Basic' ? Buffer.from(secret, 'base64').toString('utf8').split(/:(.*)/s) : [];
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    {
      name: 'cluster',
      server: connection.server.href.replace(/\/$/, ''),
      skipTLSVerify: insecure,
      ...(ca ? { caData: base64(ca) } : {}),
      ...(serverName ? { tlsServerName: serverName } : {}),
      ...(proxy ? { proxyUrl: proxy.href } : {}),
    },
    {
      name: 'user',
      ...(cert && key ? { certData: base64(cert), keyData: base64(key) } : {}),
      ...(scheme === 'Bearer' ? { token: secret } : {}),
      ...(username ? { username, password } : {}),
      ...(connection.impersonate ? { impersonateUser: connection.impersonate.user } : {}),
    },
  );
  return config;
}

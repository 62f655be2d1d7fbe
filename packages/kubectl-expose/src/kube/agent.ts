import type { Agent, AgentOptions, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { PeerCertificate } from 'node:tls';
import type { Connection } from './connection.js';
import type { Credential } from './credentials.js';
import { ConnectionError } from './errors.js';
import { proxyAuthorization, proxyFor } from './proxy.js';

/** How requests leave: an agent that keeps connections, and what a plain HTTP proxy needs. */
export interface Route {
  agent: Agent;
  /** For `http://` servers behind a proxy: requests go to it, with the whole URL as path. */
  forward?: URL;
}

/** The part of a connection that decides the way. */
export type RouteTarget = Pick<Connection, 'server' | 'tls' | 'proxyUrl' | 'env'>;

/** The way to the API server, by a proxy where one is set. */
export async function createRoute(connection: RouteTarget, credential: Credential): Promise<Route> {
  const proxy = proxyFor(connection.server, connection.proxyUrl, connection.env);
  const keep: AgentOptions = { keepAlive: true, maxSockets: 16 };
  if (connection.server.protocol === 'http:') {
    const { Agent } = await import('node:http');
    if (proxy?.protocol.startsWith('socks')) throw new ConnectionError('config', 'a SOCKS proxy needs an https:// server');
    return { agent: new Agent(keep), ...(proxy ? { forward: proxy } : {}) };
  }
  const { Agent } = await import('node:https');
  const options = { ...keep, ...(await tlsOptions(connection, credential)) };
  if (proxy?.protocol.startsWith('socks')) return { agent: await socksAgent(connection, proxy, options) };
  const agent = new Agent(options);
  if (proxy) await tunnelThrough(agent, connection.server, proxy);
  return { agent };
}

/** TLS settings as node:tls wants them. */
async function tlsOptions(connection: RouteTarget, credential: Credential): Promise<AgentOptions & TlsSettings> {
  const { ca, cert, key, serverName, insecure } = connection.tls;
  const own = ca ? { ca } : insecure ? {} : { ca: await trustedRoots() };
  // a certificate from a plugin goes before one of the kubeconfig
  const client = credential.cert ? { cert: credential.cert, key: credential.key ?? '' } : cert ? { cert, key: key ?? '' } : {};
  return { ...own, ...client, ...(await nameSettings(serverName)), rejectUnauthorized: !insecure };
}

/** An address is never sent as the name of a server (RFC 6066), but the certificate is held to it. */
async function nameSettings(serverName: string | undefined): Promise<Partial<TlsSettings>> {
  if (!serverName) return {};
  const { isIP } = await import('node:net');
  if (isIP(serverName) === 0) return { servername: serverName };
  const { checkServerIdentity } = await import('node:tls');
  return { servername: '', checkServerIdentity: (_host, certificate) => checkServerIdentity(serverName, certificate) };
}

/** The part of tls.ConnectionOptions that a connection decides. */
interface TlsSettings {
  ca?: string | string[];
  cert?: string;
  key?: string;
  servername?: string;
  checkServerIdentity?: (host: string, certificate: PeerCertificate) => Error | undefined;
  rejectUnauthorized: boolean;
}

/** Node's own roots and those of the system, which is where companies put theirs and where kubectl looks. */
export async function trustedRoots(): Promise<string[]> {
  const tls = await import('node:tls');
  // since Node 22.15
  if (typeof tls.getCACertificates !== 'function') return [...tls.rootCertificates];
  return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
}

type CreateConnection = (options: object, callback: (error: Error | null, socket?: Socket) => void) => void;

async function tunnelThrough(agent: Agent, server: URL, proxy: URL): Promise<void> {
  const { request } = (await import(proxy.protocol === 'https:' ? 'node:https' : 'node:http')) as typeof import('node:http');
  const { connect: tlsConnect } = await import('node:tls');
  const target = `${server.hostname}:${server.port || 443}`;
  const authorization = proxyAuthorization(proxy);
  const createConnection: CreateConnection = (options, callback) => {
    const tunnel = request({
      method: 'CONNECT',
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      path: target,
      headers: { host: target, ...(authorization ? { 'proxy-authorization': authorization } : {}) },
      agent: false,
    });
    tunnel.on('connect', (answer: IncomingMessage, socket: Socket) => {
      if (answer.statusCode !== 200) {
        socket.destroy();
        callback(new ConnectionError('network', `the proxy ${proxy.host} refused to connect to ${target}: HTTP ${answer.statusCode}`));
        return;
      }
      callback(null, tlsConnect({ ...options, socket }));
    });
    tunnel.on('error', (error) =>
      callback(new ConnectionError('network', `the proxy ${proxy.host} cannot be reached: ${error.message}`, undefined, error)),
    );
    tunnel.end();
  };
  (agent as unknown as { createConnection: CreateConnection }).createConnection = createConnection;
}

/** SOCKS is rare: @kubernetes/client-node brings an agent for it. */
async function socksAgent(connection: RouteTarget, proxy: URL, options: AgentOptions & TlsSettings): Promise<Agent> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const cluster = { name: 'cluster', server: connection.server.href, skipTLSVerify: !options.rejectUnauthorized, proxyUrl: proxy.href };
  config.loadFromClusterAndUser(cluster, { name: 'user' });
  const holder: { agent?: unknown } & AgentOptions = { ...options };
  await config.applyToHTTPSOptions(holder as Parameters<typeof config.applyToHTTPSOptions>[0]);
  return holder.agent as Agent;
}

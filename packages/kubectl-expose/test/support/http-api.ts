import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { createClient } from '../../src/kube/client.js';
import type { KubeClient } from '../../src/kube/client.js';
import { loadConnection } from '../../src/kube/config.js';
import type { ConnectionFlags } from '../../src/kube/connection.js';
import { ConnectionError } from '../../src/kube/errors.js';
import type { ClientOptions } from '../../src/kube/request.js';
import { serve } from './loopback.js';
import type { Loopback } from './loopback.js';
import { authority, issued } from './pki.js';

const folder = mkdtempSync(join(tmpdir(), 'expose-plus-http-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file for one test file; it is removed with it. */
export function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** The authority of all servers here. */
export const ca = file('ca.crt', authority.cert);
/** What servers show unless told otherwise. */
export const serverCertificate = issued('server', ['127.0.0.1', 'kube.test']);

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const item of open.splice(0).toReversed()) await item.close();
});

/** Closes something when the test ends. */
export function opened<T extends { close(): unknown }>(item: T): T {
  open.push(item);
  return item;
}

/** A client as flags and environment configure it. */
export function connect(flags: ConnectionFlags, env: Record<string, string> = {}, options: ClientOptions = {}): KubeClient {
  const connection = loadConnection(flags, { KUBECONFIG: '/nowhere', ...env }, { home: folder, serviceAccount: folder });
  if ('none' in connection) throw new Error('no cluster');
  return opened(createClient(connection, options));
}

/** Answers every request with a version. */
export const version: RequestListener = (_request, response) => {
  response.setHeader('content-type', 'application/json').end('{"gitVersion":"v1.99.0"}');
};

/** A server with its URL. */
export type Started = Loopback & { server: string };

/** Serves over HTTP. */
export async function startHttp(listener: RequestListener = version): Promise<Started> {
  const started = opened(await serve(listener));
  return { ...started, server: `http://127.0.0.1:${started.port}` };
}

/** Serves over HTTPS. */
export async function startHttps(listener: RequestListener = version, tls: object = serverCertificate): Promise<Started> {
  const started = opened(await serve(listener, tls));
  return { ...started, server: `https://127.0.0.1:${started.port}` };
}

/** What a client complains about when it asks for the version. */
export async function failureOf(client: KubeClient): Promise<ConnectionError> {
  const error: unknown = await client.serverVersion().catch((caught: unknown) => caught);
  if (error instanceof ConnectionError) return error;
  throw new Error(`not refused as it should be: ${String(error)}`);
}

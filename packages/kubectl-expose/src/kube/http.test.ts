import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { serve, serveProxy, serveSocks, serveTcp } from '../../test/support/loopback.js';
import type { Loopback } from '../../test/support/loopback.js';
import { authority, expired, issued, selfSigned } from '../../test/support/pki.js';
import { createClient } from './client.js';
import type { KubeClient } from './client.js';
import { loadConnection } from './config.js';
import type { ConnectionFlags } from './connection.js';
import { ApiError, ConnectionError } from './errors.js';
import type { ClientOptions } from './request.js';

const folder = mkdtempSync(join(tmpdir(), 'expose-plus-http-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const ca = file('ca.crt', authority.cert);
const server = issued('server', ['127.0.0.1', 'kube.test']);

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const item of open.splice(0).toReversed()) await item.close();
});
const opened = <T extends { close(): unknown }>(item: T): T => {
  open.push(item);
  return item;
};
const connect = (flags: ConnectionFlags, env: Record<string, string> = {}, options: ClientOptions = {}): KubeClient => {
  const connection = loadConnection(flags, { KUBECONFIG: '/nowhere', ...env }, { home: folder, serviceAccount: folder });
  if ('none' in connection) throw new Error('no cluster');
  return opened(createClient(connection, options));
};
const version: RequestListener = (_request, response) => {
  response.setHeader('content-type', 'application/json').end('{"gitVersion":"v1.99.0"}');
};
const startHttp = async (listener: RequestListener = version): Promise<Loopback & { server: string }> => {
  const started = opened(await serve(listener));
  return { ...started, server: `http://127.0.0.1:${started.port}` };
};
const startHttps = async (listener: RequestListener = version, tls: object = server): Promise<Loopback & { server: string }> => {
  const started = opened(await serve(listener, tls));
  return { ...started, server: `https://127.0.0.1:${started.port}` };
};
/** Headers travel as bytes, which Node shows as latin1. */
const latin1 = (text: string): string => Buffer.from(text).toString('latin1');
const failureOf = async (client: KubeClient): Promise<ConnectionError> => {
  const error: unknown = await client.serverVersion().catch((caught: unknown) => caught);
  if (error instanceof ConnectionError) return error;
  throw new Error(`not refused as it should be: ${String(error)}`);
};

describe('a request', () => {
  it('goes over one kept connection', async () => {
    const api = await startHttps();
    const client = connect({ server: api.server, certificateAuthority: ca });
    for (let round = 0; round < 3; round += 1) await client.request({ method: 'GET', path: '/version' });
    expect(api.connections()).toBe(1);
  });

  it('survives that the server closes a kept connection', async () => {
    const api = await startHttp((request, response) => {
      version(request, response);
      // without saying so: the client learns of it with its next request
      setTimeout(() => request.socket.destroy(), 5);
    });
    const client = connect({ server: api.server });
    for (let round = 0; round < 5; round += 1) {
      expect((await client.request({ method: 'GET', path: '/version' })).status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, round * 3));
    }
  });

  it('says who asks', async () => {
    let headers: IncomingMessage['headers'] = {};
    let raw: string[] = [];
    const api = await startHttp((request, response) => {
      headers = request.headers;
      raw = request.rawHeaders;
      version(request, response);
    });
    await connect(
      { server: api.server, as: 'me', asUid: '7', asGroup: ['a', 'b'], asUserExtra: ['Dept/x%=1', 'Dept/x%=2'] },
      {},
      { userAgent: 'tester/1' },
    ).serverVersion();
    expect(headers).toMatchObject({
      'user-agent': 'tester/1',
      'impersonate-user': 'me',
      'impersonate-uid': '7',
      accept: 'application/json',
      'accept-encoding': 'gzip',
    });
    const values = (name: string): string[] => raw.filter((_value, index) => raw[index - 1]?.toLowerCase() === name);
    expect(values('impersonate-group')).toEqual(['a', 'b']);
    expect(values('impersonate-extra-dept%2fx%25')).toEqual(['1', '2']);
  });

  it('sends tokens and passwords to https servers only', async () => {
    const seen: (string | undefined)[] = [];
    const listener: RequestListener = (request, response) => {
      seen.push(request.headers.authorization);
      version(request, response);
    };
    const [secure, plain] = [await startHttps(listener), await startHttp(listener)];
    await connect({ server: secure.server, certificateAuthority: ca, token: 'abc' }).serverVersion();
    await connect({ server: secure.server, certificateAuthority: ca, username: 'me', password: 'x' }).serverVersion();
    await connect({ server: plain.server, token: 'abc' }).serverVersion();
    expect(seen).toEqual(['Bearer abc', `Basic ${Buffer.from('me:x').toString('base64')}`, undefined]);
  });

  it('reads compressed answers, and asks for none with --disable-compression', async () => {
    const api = await startHttp((request, response) => {
      if (request.headers['accept-encoding'] !== 'gzip') version(request, response);
      else
        response
          .setHeader('content-type', 'application/json')
          .setHeader('content-encoding', 'gzip')
          .end(gzipSync('{"gitVersion":"v1.zipped"}'));
    });
    expect(await connect({ server: api.server }).serverVersion()).toBe('v1.zipped');
    expect(await connect({ server: api.server, disableCompression: true }).serverVersion()).toBe('v1.99.0');
  });

  it('keeps the path of the server', async () => {
    const api = await startHttp((request, response) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ gitVersion: request.url })),
    );
    expect(await connect({ server: `${api.server}/k8s/clusters/c-1/` }).serverVersion()).toBe('/k8s/clusters/c-1/version');
  });

  it('waits and asks again when the server is overloaded', async () => {
    let asked = 0;
    const api = await startHttp((request, response) => {
      asked += 1;
      if (asked < 3) response.writeHead(429, { 'retry-after': '0' }).end();
      else version(request, response);
    });
    expect(await connect({ server: api.server }).serverVersion()).toBe('v1.99.0');
    expect(asked).toBe(3);
  });

  it('reports warnings once each, with control characters made visible', async () => {
    const api = await startHttp((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.setHeader('warning', ['299 - "policy/v1 is \\"old\\""', `299 kube "${latin1('\u202ereversed')}", 299 - "a, b"`]);
      // with a text as body Node would write the headers as UTF-8
      response.end(Buffer.from('{}'));
    });
    const warnings: string[] = [];
    const client = connect({ server: api.server }, {}, { onWarning: (text) => warnings.push(text) });
    await client.request({ method: 'GET', path: '/a' });
    await client.request({ method: 'GET', path: '/b' });
    expect(warnings).toEqual(['policy/v1 is "old"', '\\u202ereversed', 'a, b']);
  });
});

describe('what goes wrong', () => {
  it('is told as the server tells it', async () => {
    const message = 'pods "x" is forbidden: User "u" cannot get resource "pods/log" in API group "" in the namespace "shop"';
    const api = await startHttp((request, response) => {
      const isPods = request.url?.includes('pods');
      const body = isPods
        ? { kind: 'Status', status: 'Failure', message, reason: 'Forbidden', code: 403, details: { name: 'x', kind: 'pods' } }
        : '<h1>not here\u001b</h1>';
      response
        .writeHead(isPods ? 403 : 404, { 'content-type': 'application/json' })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    const client = connect({ server: api.server });
    const error = await client.request({ method: 'GET', path: '/api/v1/pods' }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 403,
      reason: 'Forbidden',
      message,
      verb: 'get',
      resource: 'pods/log',
      namespace: 'shop',
      details: { name: 'x' },
    });
    const other = await client.request({ method: 'GET', path: '/other' }).catch((caught: unknown) => caught);
    expect(other).toMatchObject({ status: 404, reason: 'Unknown', message: 'GET /other: HTTP 404: <h1>not here\\x1b</h1>' });
  });

  it('is a server that cannot be reached', async () => {
    const gone = await serve(version);
    await gone.close();
    expect(await failureOf(connect({ server: `http://127.0.0.1:${gone.port}` }))).toMatchObject({
      kind: 'network',
      message: `the API server 127.0.0.1:${gone.port} cannot be reached: the connection was refused (ECONNREFUSED)`,
    });
  });

  it('is a server that does not answer in time', async () => {
    const api = await startHttp(() => undefined);
    expect(await failureOf(connect({ server: api.server, requestTimeout: '100ms' }))).toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('within 0.1 s'),
    });
  });

  it('is a user who has had enough', async () => {
    const api = await startHttp(() => undefined);
    const stop = new AbortController();
    const asking = connect({ server: api.server }).request({ method: 'GET', path: '/', signal: stop.signal });
    setTimeout(() => stop.abort(new Error('stopped')), 20);
    await expect(asking).rejects.toThrow('stopped');
  });

  it('is a server that is no API server', async () => {
    const tcp = opened(await serveTcp((socket) => socket.end('-ERR unknown command\r\n')));
    expect(await failureOf(connect({ server: `http://127.0.0.1:${tcp.port}` }))).toMatchObject({ kind: 'protocol' });
    expect(await failureOf(connect({ server: `https://127.0.0.1:${tcp.port}`, insecureSkipTlsVerify: true }))).toMatchObject({
      kind: 'tls',
    });
    const half = await startHttp((_request, response) => response.setHeader('content-type', 'application/json').end('{"gitVer'));
    expect(await failureOf(connect({ server: half.server }))).toMatchObject({ kind: 'protocol' });
  });

  it('is a certificate', async () => {
    const untrusted = await startHttps();
    expect(await failureOf(connect({ server: untrusted.server }))).toMatchObject({
      kind: 'tls',
      message: expect.stringContaining('not trusted here'),
    });
    const own = await startHttps(version, selfSigned(['127.0.0.1']));
    expect(await failureOf(connect({ server: own.server, certificateAuthority: ca }))).toMatchObject({
      kind: 'tls',
      message: expect.stringContaining('signed by itself'),
    });
    const old = await startHttps(version, expired(['127.0.0.1']));
    expect(await failureOf(connect({ server: old.server, certificateAuthority: ca }))).toMatchObject({
      kind: 'tls',
      message: expect.stringContaining('has expired'),
    });
    const other = await startHttps(version, issued('other', ['other.test']));
    expect(await failureOf(connect({ server: other.server, certificateAuthority: ca }))).toMatchObject({
      kind: 'tls',
      message: expect.stringContaining('for other names'),
    });
    expect(await connect({ server: other.server, certificateAuthority: ca, tlsServerName: 'other.test' }).serverVersion()).toBe('v1.99.0');
    expect(await connect({ server: old.server, insecureSkipTlsVerify: true }).serverVersion()).toBe('v1.99.0');
  });
});

describe('a client certificate', () => {
  it('is shown to the server', async () => {
    const api = await startHttps(
      (request, response) => {
        const { subject } = (request.socket as TLSSocket).getPeerCertificate();
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ gitVersion: subject?.CN ?? 'nobody' }));
      },
      { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: false },
    );
    const me = issued('me');
    const flags = { server: api.server, certificateAuthority: ca };
    expect(await connect(flags).serverVersion()).toBe('nobody');
    expect(await connect({ ...flags, clientCertificate: file('me.crt', me.cert), clientKey: file('me.key', me.key) }).serverVersion()).toBe(
      'me',
    );
  });
});

describe('a proxy', () => {
  const kubeconfigWith = (serverUrl: string, proxyUrl: string): string =>
    file(
      'proxied',
      `clusters: [{name: c, cluster: {server: "${serverUrl}", certificate-authority: ca.crt, tls-server-name: kube.test, proxy-url: "${proxyUrl}"}}]\ncontexts: [{name: x, context: {cluster: c}}]\ncurrent-context: x\n`,
    );

  it('of HTTPS_PROXY tunnels to https servers, but for NO_PROXY', async () => {
    const [api, proxy] = [await startHttps(), opened(await serveProxy())];
    const flags = { server: `https://kube.test:${api.port}`, certificateAuthority: ca };
    const HTTPS_PROXY = `http://me:p%40ss@127.0.0.1:${proxy.port}`;
    const client = connect(flags, { HTTPS_PROXY });
    expect(await client.serverVersion()).toBe('v1.99.0');
    await client.request({ method: 'GET', path: '/version' });
    expect(proxy.seen).toEqual([`CONNECT kube.test:${api.port} Basic ${Buffer.from('me:p@ss').toString('base64')}`]);
    // without the proxy the name cannot be found
    expect(await failureOf(connect(flags, { HTTPS_PROXY, NO_PROXY: 'x,.test' }))).toMatchObject({ kind: 'network' });
  });

  it('of HTTP_PROXY forwards for http servers', async () => {
    const [api, proxy] = [await startHttp(), opened(await serveProxy())];
    expect(await connect({ server: `http://kube.test:${api.port}` }, { http_proxy: `127.0.0.1:${proxy.port}` }).serverVersion()).toBe(
      'v1.99.0',
    );
    expect(proxy.seen).toEqual([`GET http://kube.test:${api.port}/version`]);
  });

  it('of proxy-url is always used', async () => {
    const [api, proxy] = [await startHttps(), opened(await serveProxy())];
    const kubeconfig = kubeconfigWith(`https://127.0.0.1:${api.port}`, `http://127.0.0.1:${proxy.port}`);
    expect(await connect({ kubeconfig }, { NO_PROXY: '*' }).serverVersion()).toBe('v1.99.0');
    expect(proxy.seen).toEqual([`CONNECT 127.0.0.1:${api.port}`]);
  });

  it('may be SOCKS', async () => {
    const [api, socks] = [await startHttps(), opened(await serveSocks())];
    const kubeconfig = kubeconfigWith(`https://127.0.0.1:${api.port}`, `socks5://127.0.0.1:${socks.port}`);
    expect(await connect({ kubeconfig }).serverVersion()).toBe('v1.99.0');
    expect(socks.connections()).toBe(1);
  });

  it('that cannot be reached is named', async () => {
    const gone = await serveTcp(() => undefined);
    await gone.close();
    const kubeconfig = kubeconfigWith('https://127.0.0.1:1', `http://127.0.0.1:${gone.port}`);
    expect(await failureOf(connect({ kubeconfig }))).toMatchObject({
      kind: 'network',
      message: expect.stringContaining(`the proxy 127.0.0.1:${gone.port} cannot be reached`),
    });
  });
});

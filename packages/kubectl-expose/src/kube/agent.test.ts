import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { ca, connect, failureOf, file, opened, serverCertificate, startHttp, startHttps } from '../../test/support/http-api.js';
import { serveProxy, serveSocks, serveTcp } from '../../test/support/loopback.js';
import { authority, issued } from '../../test/support/pki.js';

describe('a client certificate', () => {
  it('is shown to the server', async () => {
    const api = await startHttps(
      (request, response) => {
        const { subject } = (request.socket as TLSSocket).getPeerCertificate();
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ gitVersion: subject?.CN ?? 'nobody' }));
      },
      { ...serverCertificate, ca: authority.cert, requestCert: true, rejectUnauthorized: false },
    );
    const me = issued('me');
    const flags = { server: api.server, certificateAuthority: ca };
    expect(await connect(flags).serverVersion()).toBe('nobody');
    expect(await connect({ ...flags, clientCertificate: file('me.crt', me.cert), clientKey: file('me.key', me.key) }).serverVersion()).toBe(
      'me',
    );
  });
});

describe('tls-server-name', () => {
  it('may be an address: the certificate must be for it, and it is not sent as a name', async () => {
    const names: unknown[] = [];
    const api = await startHttps((request, response) => {
      names.push((request.socket as TLSSocket & { servername?: unknown }).servername);
      response.setHeader('content-type', 'application/json').end('{"gitVersion":"v1.99.0"}');
    });
    const flags = { server: api.server, certificateAuthority: ca };
    expect(await connect({ ...flags, tlsServerName: '127.0.0.1' }).serverVersion()).toBe('v1.99.0');
    expect(names).toEqual([false]);
    expect(await failureOf(connect({ ...flags, tlsServerName: '192.0.2.1' }))).toMatchObject({ kind: 'tls' });
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

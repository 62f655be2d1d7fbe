import type { IncomingMessage, RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ca, connect, failureOf, opened, startHttp, startHttps, version } from '../../test/support/http-api.js';
import { serve, serveTcp } from '../../test/support/loopback.js';
import { expired, issued, selfSigned } from '../../test/support/pki.js';
import { ApiError } from './errors.js';

/** Headers travel as bytes, which Node shows as latin1. */
const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

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

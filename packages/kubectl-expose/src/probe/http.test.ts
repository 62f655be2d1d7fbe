import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { serve, serveTcp } from '../../test/support/loopback.js';
import type { Loopback } from '../../test/support/loopback.js';
import { selfSigned } from '../../test/support/pki.js';
import { probeHttp } from './http.js';
import type { HttpTarget } from './http.js';

let open: Loopback[] = [];
afterEach(async () => {
  await Promise.all(open.map((server) => server.close()));
  open = [];
});
const start = async (listener: RequestListener, tls?: object): Promise<HttpTarget> => {
  const server = await serve(listener, tls);
  open.push(server);
  return { scheme: tls ? 'https' : 'http', address: '127.0.0.1', port: server.port };
};

describe('an HTTP probe', () => {
  it('asks for the host at the pinned address', async () => {
    let seen: { url?: string | undefined; headers: IncomingHttpHeaders } = { headers: {} };
    const target = await start((request, response) => {
      seen = { url: request.url, headers: request.headers };
      response.setHeader('server', 'test').end('hello');
    });
    const hop = await probeHttp({ ...target, host: 'web.test', path: '/demo/' });
    expect(hop).toMatchObject({
      id: 'http',
      what: `GET http://web.test:${target.port}/demo/ at 127.0.0.1:${target.port}`,
      verdict: 'ok',
      evidence: 'HTTP 200 from test',
      answer: { status: 200, body: 'hello' },
    });
    expect(seen).toMatchObject({ url: '/demo/', headers: { host: `web.test:${target.port}` } });
  });

  it('sends the host as SNI and takes any certificate', async () => {
    const target = await start(
      (request, response) => response.end(String((request.socket as TLSSocket & { servername?: string }).servername)),
      selfSigned(['x']),
    );
    expect((await probeHttp({ ...target, host: 'web.test' })).answer?.body).toBe('web.test');
  });

  it('reports redirects and does not follow them', async () => {
    let asked = 0;
    const target = await start((_request, response) => {
      asked += 1;
      response.writeHead(308, { location: 'https://web.test/\u0085x' }).end();
    });
    expect(await probeHttp(target)).toMatchObject({ verdict: 'ok', evidence: 'HTTP 308, redirect to https://web.test/\\x85x' });
    expect(asked).toBe(1);
  });

  it.each([
    [401, 'ok', 'ok'],
    [403, 'unknown', 'ok'],
    [404, 'unknown', 'ok'],
    [405, 'ok', 'ok'],
    [500, 'unknown', 'unknown'],
    [502, 'broken', 'unknown'],
    [503, 'broken', 'unknown'],
    [504, 'broken', 'unknown'],
  ])('takes %i through a controller for %s, straight from the workload for %s', async (status, through, direct) => {
    const target = await start((_request, response) => response.writeHead(status).end('<html><title>Sorry</title>\u001b[31m</html>'));
    const hop = await probeHttp(target);
    expect(hop.verdict).toBe(through);
    if (through !== 'ok') expect(hop.evidence).toBe(`HTTP ${status}: Sorry \\x1b[31m`);
    expect((await probeHttp({ ...target, direct: true })).verdict).toBe(direct);
  });

  it('knows plain HTTP that was sent to a TLS port', async () => {
    const target = await start((_request, response) =>
      response.writeHead(400).end('<center>The plain HTTP request was sent to HTTPS port</center>'),
    );
    expect(await probeHttp({ ...target, direct: true })).toMatchObject({ verdict: 'broken', remedy: expect.stringContaining('https') });
  });

  it('is broken where no HTTP is spoken', async () => {
    const redis = await serveTcp((socket) => socket.end("-ERR unknown command 'GET'\r\n"));
    const silent = await serveTcp((socket) => socket.resetAndDestroy());
    open.push(redis, silent);
    expect(await probeHttp({ scheme: 'http', address: '127.0.0.1', port: redis.port })).toMatchObject({
      verdict: 'broken',
      evidence: 'what answers does not speak HTTP',
    });
    expect(await probeHttp({ scheme: 'http', address: '127.0.0.1', port: silent.port })).toMatchObject({
      verdict: 'broken',
      evidence: 'the connection was closed without an answer',
    });
    expect(await probeHttp({ scheme: 'https', address: '127.0.0.1', port: redis.port })).toMatchObject({
      verdict: 'broken',
      evidence: expect.stringContaining('no TLS handshake'),
    });
  });

  it('reads no more of a body than it shows', async () => {
    const target = await start((_request, response) => {
      response.write('x'.repeat(1_000_000));
      // and never ends
    });
    const hop = await probeHttp(target, { timeoutMs: 3000 });
    expect(hop.verdict).toBe('ok');
    expect(hop.answer?.body).toHaveLength(4096);
  });

  it('is unknown where nobody answers, and stops when told to', async () => {
    const target = await start(() => undefined);
    expect(await probeHttp(target, { timeoutMs: 100 })).toMatchObject({ verdict: 'unknown', evidence: 'no answer within 0.1 s' });
    const stop = new AbortController();
    const probing = probeHttp(target, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('stopped')), 20);
    await expect(probing).rejects.toThrow('stopped');
  });

  it('writes IPv6 addresses in brackets', async () => {
    expect((await probeHttp({ scheme: 'http', address: '::1', port: 1 }, { timeoutMs: 100 })).what).toBe('GET http://[::1]:1/');
    expect((await probeHttp({ scheme: 'http', address: '::1', port: 80, host: 'a' }, { timeoutMs: 100 })).what).toBe(
      'GET http://a/ at [::1]:80',
    );
  });
});

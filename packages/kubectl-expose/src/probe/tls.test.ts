import { afterEach, describe, expect, it } from 'vitest';
import { serve, serveTcp } from '../../test/support/loopback.js';
import type { Loopback } from '../../test/support/loopback.js';
import { expired, issued, selfSigned } from '../../test/support/pki.js';
import { probeTls } from './tls.js';

let open: Loopback[] = [];
afterEach(async () => {
  await Promise.all(open.map((server) => server.close()));
  open = [];
});
const start = async (tls: object): Promise<{ address: string; port: number }> => {
  const server = await serve((_request, response) => response.end(), tls);
  open.push(server);
  return { address: '127.0.0.1', port: server.port };
};

describe('a TLS probe', () => {
  it('says what is served', async () => {
    const target = await start(issued('web', ['web.test', 'www.web.test']));
    const hop = await probeTls({ ...target, host: 'www.web.test', untrustedIsFine: true });
    expect(hop).toMatchObject({
      id: 'tls',
      what: `TLS handshake with 127.0.0.1:${target.port} for www.web.test`,
      verdict: 'ok',
      certificate: {
        subject: 'CN=web',
        issuer: 'CN=test authority',
        names: ['web.test', 'www.web.test'],
        trusted: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      },
    });
    expect(hop.evidence).toContain('certificate CN=web for web.test, www.web.test, by CN=test authority, valid until 20');
    expect(Date.parse(hop.certificate?.notAfter ?? '')).toBeGreaterThan(Date.now());
    expect(hop.certificate?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it('is unknown for an authority that is not trusted here', async () => {
    const target = await start(issued('web', ['web.test']));
    expect(await probeTls({ ...target, host: 'web.test' })).toMatchObject({
      verdict: 'unknown',
      evidence: expect.stringContaining('not trusted on this machine'),
    });
    const own = await start(selfSigned(['web.test']));
    expect(await probeTls({ ...own, host: 'web.test' })).toMatchObject({
      verdict: 'unknown',
      evidence: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
    });
    expect((await probeTls({ ...own, host: 'web.test', untrustedIsFine: true })).verdict).toBe('ok');
  });

  it('takes the certificate of a workload for its own affair where no host was asked for, unless it is expired', async () => {
    expect(await probeTls(await start(issued('web', ['web.test'])))).toMatchObject({
      verdict: 'ok',
      evidence: expect.stringMatching(/^the workload's own certificate, not for this address: certificate CN=web for web\.test/),
    });
    expect((await probeTls(await start(expired(['web.test'])))).verdict).toBe('broken');
  });

  it('sends the host as SNI', async () => {
    const other = issued('other', ['b.test']);
    const { createSecureContext } = await import('node:tls');
    const target = await start({
      ...issued('web', ['a.test']),
      SNICallback: (name: string, done: (error: null, context: unknown) => void) =>
        done(null, name === 'b.test' ? createSecureContext(other) : undefined),
    });
    expect((await probeTls({ ...target, host: 'b.test' })).certificate?.subject).toBe('CN=other');
    expect((await probeTls({ ...target, host: 'c.test' })).certificate?.subject).toBe('CN=web');
  });

  it('is broken for other names, whoever signed', async () => {
    const target = await start(issued('Kubernetes Ingress Controller Fake Certificate', ['ingress.local']));
    expect(await probeTls({ ...target, host: 'web.test', untrustedIsFine: true })).toMatchObject({
      verdict: 'broken',
      evidence: expect.stringContaining('not for web.test: certificate CN=Kubernetes Ingress Controller Fake Certificate'),
      remedy: expect.stringContaining('Secret'),
    });
    expect((await probeTls(await start(issued('ip', ['127.0.0.1'])))).certificate?.names).toEqual(['127.0.0.1']);
  });

  it('is broken for a certificate that has expired', async () => {
    const target = await start(expired(['web.test']));
    expect(await probeTls({ ...target, host: 'web.test', untrustedIsFine: true })).toMatchObject({
      verdict: 'broken',
      evidence: expect.stringMatching(/^expired: /),
    });
  });

  it('is broken where no TLS is spoken', async () => {
    for (const handler of [
      (socket: import('node:net').Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      (socket: import('node:net').Socket) => socket.end(),
      (socket: import('node:net').Socket) => socket.resetAndDestroy(),
    ]) {
      const server = await serveTcp(handler);
      open.push(server);
      expect(await probeTls({ address: '127.0.0.1', port: server.port, host: 'web.test' })).toMatchObject({
        verdict: 'broken',
        remedy: expect.stringContaining('TLS'),
      });
    }
  });

  it('is unknown where nobody answers', async () => {
    const server = await serveTcp(() => undefined);
    open.push(server);
    expect(await probeTls({ address: '127.0.0.1', port: server.port }, { timeoutMs: 100 })).toMatchObject({
      verdict: 'unknown',
      evidence: 'no answer within 0.1 s',
    });
  });
});

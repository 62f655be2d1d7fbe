import { describe, expect, it } from 'vitest';
import { probeDns, recordFor } from './dns.js';

describe('a DNS probe', () => {
  it('is ok where the host leads to the address', async () => {
    expect(await probeDns({ host: 'localhost', addresses: ['192.0.2.1', '127.0.0.1', '::1'] })).toMatchObject({
      id: 'dns',
      verdict: 'ok',
      evidence: expect.stringContaining('localhost is '),
    });
    expect((await probeDns({ host: 'localhost', addresses: ['localhost'] })).verdict).toBe('ok');
  });

  it('is unknown where the host leads elsewhere', async () => {
    expect(await probeDns({ host: 'localhost', addresses: ['192.0.2.1'] })).toMatchObject({
      verdict: 'unknown',
      remedy: 'Create the DNS record: localhost. A 192.0.2.1',
    });
  });

  it('is broken where there is no such host, with the record to create', async () => {
    // RFC 6761: .invalid never exists; a machine without any DNS server cannot know
    const hop = await probeDns({ host: '*.no-such-host.invalid', addresses: ['192.0.2.1'] });
    if (hop.verdict === 'unknown') expect(hop.evidence).toMatch(/could not be looked up|no answer/);
    else
      expect(hop).toMatchObject({
        verdict: 'broken',
        evidence: 'expose-plus-check.no-such-host.invalid does not exist',
        remedy: 'Create the DNS record: *.no-such-host.invalid. A 192.0.2.1',
      });
  });

  it('writes records for addresses of both families and for names', () => {
    expect(recordFor({ host: 'a.test', addresses: ['192.0.2.1', '2001:db8::1'] })).toBe('a.test. A 192.0.2.1; a.test. AAAA 2001:db8::1');
    expect(recordFor({ host: 'a.test', addresses: ['lb.example.com'] })).toBe('a.test. CNAME lb.example.com.');
  });

  it('stops when told to', async () => {
    await expect(
      probeDns({ host: 'localhost', addresses: ['127.0.0.1'] }, { signal: AbortSignal.abort(new Error('stopped')) }),
    ).rejects.toThrow('stopped');
  });
});

import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from './certificate.js';

const notBefore = new Date('2026-01-01T00:00:00Z');
const notAfter = new Date('2027-01-01T00:00:00Z');

describe('a certificate', () => {
  it('is signed by itself when nobody else signs', () => {
    const { cert } = makeCertificate({
      commonName: 'web',
      names: ['web.example.com', '*.example.com', '192.0.2.1', '2001:db8::1', '::ffff:192.0.2.1'],
      notBefore,
      notAfter,
    });
    const read = new X509Certificate(cert);
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.subject).toBe('CN=web');
    expect(read.issuer).toBe('CN=web');
    expect(read.subjectAltName).toBe(
      'DNS:web.example.com, DNS:*.example.com, IP Address:192.0.2.1, IP Address:2001:DB8:0:0:0:0:0:1, IP Address:0:0:0:0:0:FFFF:C000:201',
    );
    expect(new Date(read.validFrom)).toEqual(notBefore);
    expect(new Date(read.validTo)).toEqual(notAfter);
    expect(read.ca).toBe(false);
    expect(read.checkHost('a.example.com')).toBe('*.example.com');
  });

  it('is signed by an authority', () => {
    const issuer = makeCertificate({ commonName: 'authority', authority: true, notBefore, notAfter: new Date('2055-01-01T00:00:00Z') });
    const root = new X509Certificate(issuer.cert);
    expect(root.ca).toBe(true);
    expect(new Date(root.validTo).getUTCFullYear()).toBe(2055);
    const { cert, key } = makeCertificate({ commonName: 'web', names: ['web'], notBefore, notAfter, issuer });
    const read = new X509Certificate(cert);
    expect(read.checkIssued(root)).toBe(true);
    expect(read.verify(root.publicKey)).toBe(true);
    expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });

  it('has a serial number of its own', () => {
    const serials = [1, 2].map(() => new X509Certificate(makeCertificate({ commonName: 'a', notBefore, notAfter }).cert).serialNumber);
    expect(new Set(serials).size).toBe(2);
  });
});

import { describe, expect, it } from 'vitest';
import { makeCertificate } from './certificate.js';
import { withoutSecretData } from './secret.js';

const secret = (type: string, data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', annotations: { keep: 'me', 'kubectl.kubernetes.io/last-applied-configuration': 'value' } },
  type,
  data,
});

describe('a Secret', () => {
  it('keeps type and keys, and no value', () => {
    expect(withoutSecretData({ ...secret('Opaque', { a: 'dmFsdWU=' }), stringData: { b: 'value' }, immutable: true })).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', annotations: { keep: 'me' } },
      type: 'Opaque',
      data: { a: '' },
      stringData: { b: '' },
      immutable: true,
    });
  });

  it('of kubernetes.io/tls tells what is public of its certificate', () => {
    const { cert, key } = makeCertificate({
      commonName: 'web',
      names: ['web.example.com', '192.0.2.1'],
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2027-01-01T00:00:00Z'),
    });
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const kept = withoutSecretData(secret('kubernetes.io/tls', { 'tls.crt': base64(cert), 'tls.key': base64(key) }));
    expect(kept['certificate']).toEqual({
      subject: 'CN=web',
      issuer: 'CN=web',
      names: ['web.example.com', '192.0.2.1'],
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter: '2027-01-01T00:00:00.000Z',
    });
    expect(kept['data']).toEqual({ 'tls.crt': '', 'tls.key': '' });
    expect(withoutSecretData(secret('kubernetes.io/tls', { 'tls.crt': 'bm9uZQ==' }))).not.toHaveProperty('certificate');
  });

  it('is the only kind that loses anything', () => {
    const configMap = { ...secret('x', { a: 'b' }), kind: 'ConfigMap' };
    expect(withoutSecretData(configMap)).toBe(configMap);
  });
});

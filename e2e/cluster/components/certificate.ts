import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../run.ts';

/** A Secret of type kubernetes.io/tls with a key of its own and a certificate that nobody has signed but itself. */
export async function selfSignedSecret(namespace: string, name: string, hosts: readonly string[]): Promise<object> {
  const directory = mkdtempSync(join(tmpdir(), 'expose-plus-certificate-'));
  try {
    const [key, certificate] = [join(directory, 'tls.key'), join(directory, 'tls.crt')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const subject = ['-subj', `/CN=${hosts[0]}`, '-addext', `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`];
    await check(['openssl', 'req', '-x509', ...curve, '-days', '30', ...subject, '-keyout', key, '-out', certificate]);
    const data = { 'tls.crt': readFileSync(certificate, 'base64'), 'tls.key': readFileSync(key, 'base64') };
    return { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: { name, namespace }, data };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

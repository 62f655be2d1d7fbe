import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkKubectl, cluster, imageReference, workload } from './support.ts';

/** Arguments of curl for a request that goes to an address whatever DNS says. */
export function at(address: string, url: string): string[] {
  const { hostname, port, protocol } = new URL(url);
  return ['--resolve', `${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}:${address}`, url];
}

/** Does something with a folder that is removed afterwards. */
export async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'expose-plus-e2e-'));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A certificate for a name, in a Secret; returns a file that trusts it alone. */
export async function certificate(namespace: string, folder: string, host: string, secret: string): Promise<string> {
  const [key, file] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`, '-days', '2'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', file, ...subject], { stdio: 'ignore' });
  await checkKubectl(cluster(), ['create', 'secret', 'tls', '-n', namespace, secret, `--cert=${file}`, `--key=${key}`]);
  return file;
}

/** An app that speaks TLS itself, on 8443, with the certificate of a Secret. */
export function tlsApp(secretName: string): Record<string, unknown> {
  const app = workload('web', {
    image: imageReference('agnhost'),
    args: ['netexec', '--http-port=8443', '--udp-port=-1', '--tls-cert-file=/tls/tls.crt', '--tls-private-key-file=/tls/tls.key'],
    ports: [{ name: 'https', containerPort: 8443 }],
    readinessProbe: { httpGet: { path: '/hostname', port: 'https', scheme: 'HTTPS' }, periodSeconds: 1 },
    volumeMounts: [{ name: 'tls', mountPath: '/tls' }],
  }) as { spec: { template: { spec: Record<string, unknown> } } };
  app.spec.template.spec['volumes'] = [{ name: 'tls', secret: { secretName } }];
  return app;
}

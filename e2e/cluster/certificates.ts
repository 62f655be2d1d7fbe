import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './run.ts';

/** A certificate to be made: for a server by its names and addresses, for a client by user name and groups. */
export interface CertificateRequest {
  /** Base name of the files. */
  readonly name: string;
  /** The user's name for a client certificate. */
  readonly commonName: string;
  /** The user's groups for a client certificate. */
  readonly organizations?: readonly string[];
  readonly dnsNames?: readonly string[];
  readonly ips?: readonly string[];
}

/** Makes `NAME.crt` and `NAME.key` in a directory, signed by its `ca.crt`, which is made when it is not there. */
export async function makeCertificates(
  tool: string,
  directory: string,
  certificates: readonly CertificateRequest[],
  keys: readonly string[] = [],
): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `request-${process.pid}.json`);
  writeFileSync(file, JSON.stringify({ directory, certificates, keys }));
  try {
    await check([tool, 'pki', file]);
  } finally {
    rmSync(file, { force: true });
  }
}

/** Writes a kubeconfig that holds its certificates itself, so that it can be used from anywhere and copied. */
export function writeKubeconfig(file: string, server: string, pki: string, user: string): void {
  const data = (name: string): string => readFileSync(join(pki, name)).toString('base64');
  const text = `apiVersion: v1
kind: Config
clusters:
- name: expose-plus-e2e
  cluster:
    server: ${server}
    certificate-authority-data: ${data('ca.crt')}
users:
- name: ${user}
  user:
    client-certificate-data: ${data(`${user}.crt`)}
    client-key-data: ${data(`${user}.key`)}
contexts:
- name: expose-plus-e2e
  context:
    cluster: expose-plus-e2e
    user: ${user}
current-context: expose-plus-e2e
`;
  writeFileSync(file, text, { mode: 0o600 });
}

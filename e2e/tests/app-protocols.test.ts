import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { execIn, layout } from '../cluster/cluster.ts';
import {
  askUntil,
  checkKubectl,
  cluster,
  create,
  exposed,
  exposePlus,
  fieldOf,
  imageReference,
  inNamespace,
  nodeOfPod,
  proves,
  waitFor,
  workload,
} from './support.ts';

const [node1 = ''] = layout.nodes.map(({ address }) => address.ipv4);
const host = 'app.example.com';

describe('an app that speaks TLS itself shows its own certificate', () => {
  /** Serves TLS with the certificate of a Secret. */
  const app = {
    ...workload('web', {
      image: imageReference('agnhost'),
      args: ['netexec', '--http-port=8443', '--udp-port=-1', '--tls-cert-file=/tls/tls.crt', '--tls-private-key-file=/tls/tls.key'],
      ports: [{ name: 'https', containerPort: 8443 }],
      readinessProbe: { httpGet: { path: '/hostname', port: 'https', scheme: 'HTTPS' }, periodSeconds: 1 },
      volumeMounts: [{ name: 'tls', mountPath: '/tls' }],
    }),
  } as { spec: { template: { spec: Record<string, unknown> } } };
  app.spec.template.spec['volumes'] = [{ name: 'tls', secret: { secretName: 'app-tls' } }];

  async function started(namespace: string, folder: string): Promise<string> {
    const [key, file] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
    const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`, '-days', '2'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', file, ...subject], {
      stdio: 'ignore',
    });
    await checkKubectl(cluster(), ['create', 'secret', 'tls', '-n', namespace, 'app-tls', `--cert=${file}`, `--key=${key}`]);
    await create(namespace, [app]);
    return file;
  }

  const WAYS: Record<string, (namespace: string) => Promise<string>> = {
    NodePort: async (namespace) => `${node1} ${await fieldOf(namespace, 'service/web-node-port', '{.spec.ports[0].nodePort}')}`,
    LoadBalancer: async (namespace) =>
      `${await fieldOf(namespace, 'service/web-load-balancer', '{.status.loadBalancer.ingress[0].ip}')} 8443`,
    hostPort: async (namespace) => `${await nodeOfPod(namespace, 'web')} 8443`,
  };
  it.each(Object.entries(WAYS))('by %s', (strategy, where) =>
    inNamespace(async (namespace) => {
      const folder = mkdtempSync(join(tmpdir(), 'expose-plus-e2e-'));
      try {
        const trusted = await started(namespace, folder);
        const { stdout } = await exposed(['deploy/web', '-n', namespace, '--strategy', strategy]);
        const [address = '', port = ''] = (await where(namespace)).split(' ');
        expect(stdout).toContain(`https://${address}:${port}`);
        // curl trusts the certificate of the app and no other
        const answer = await askUntil(200, [
          '--cacert',
          trusted,
          '--resolve',
          `${host}:${port}:${address}`,
          `https://${host}:${port}/hostname`,
        ]);
        expect(answer).toMatch(/^web-/);
        proves({ strategy, what: "TLS of the app's own" });
      } finally {
        rmSync(folder, { recursive: true });
      }
    }),
  );
});

describe('a gRPC server answers a health check from outside', () => {
  const server = workload('health', {
    image: imageReference('agnhost'),
    args: ['grpc-health-checking', '--port=5000', '--http-port=8080'],
    ports: [{ name: 'grpc', containerPort: 5000 }],
    readinessProbe: { grpc: { port: 5000 }, periodSeconds: 1 },
  });

  /** Status 0 and the message `SERVING` (field 1, value 1). */
  async function serving(url: string): Promise<void> {
    await waitFor(
      `gRPC health from ${url}`,
      async () => {
        const { stdout } = await execIn(cluster(), 'out', [process.execPath, join(import.meta.dirname, 'grpc-client.mjs'), url, host]);
        const { grpcStatus, body } = JSON.parse(stdout) as { grpcStatus: string; body: string };
        if (grpcStatus !== '0' || body !== '00000000020801') throw new Error(stdout);
        return true;
      },
      { seconds: 30 },
    );
  }

  it('by NodePort', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [server]);
      await exposed(['deploy/health', '-n', namespace, '--strategy', 'NodePort']);
      await serving(`http://${node1}:${await fieldOf(namespace, 'service/health-node-port', '{.spec.ports[0].nodePort}')}`);
      proves({ strategy: 'NodePort', what: 'gRPC' });
    }));

  it('by LoadBalancer', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [server]);
      await exposed(['deploy/health', '-n', namespace, '--strategy', 'LoadBalancer']);
      await serving(`http://${await fieldOf(namespace, 'service/health-load-balancer', '{.status.loadBalancer.ingress[0].ip}')}:5000`);
      proves({ strategy: 'LoadBalancer', what: 'gRPC', by: 'MetalLB' });
    }));

  it('by a Gateway, when the port says that it speaks HTTP/2 without TLS', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [server]);
      const exposure = {
        apiVersion: 'expose-plus.dev/v1alpha1',
        kind: 'Exposure',
        metadata: { name: 'health', namespace },
        spec: {
          target: { kind: 'Deployment', name: 'health' },
          strategy: 'Gateway',
          ports: [{ name: 'grpc', appProtocol: 'kubernetes.io/h2c' }],
          gateway: { parentRef: { namespace: 'infra', name: 'edge', sectionName: 'http' } },
          hosts: [host],
        },
      };
      const { code, stdout, stderr } = await exposePlus(['apply', '-f', '-', '--verify=false'], JSON.stringify(exposure));
      expect(code, `${stdout}${stderr}`).toBe(0);
      await serving(`http://${await fieldOf('infra', 'gateway/edge', '{.status.addresses[0].value}')}`);
      proves({ strategy: 'Gateway', what: 'gRPC', by: 'Traefik' });
    }));

  it('by Ingress through ingress-nginx, behind a certificate', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [server]);
      const flags = ['--strategy', 'Ingress', '--class', 'nginx', '--host', host, '--tls', 'self-signed', '--verify=false'];
      await exposed(['deploy/health', '-n', namespace, ...flags, '--annotation', 'nginx.ingress.kubernetes.io/backend-protocol=GRPC']);
      await serving(
        `https://${await fieldOf('ingress-nginx', 'service/ingress-nginx-controller', '{.status.loadBalancer.ingress[0].ip}')}`,
      );
      proves({ strategy: 'Ingress', what: 'gRPC', by: 'ingress-nginx' });
    }));
});

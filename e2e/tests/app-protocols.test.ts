import { describe, expect, it } from 'vitest';
import { layout } from '../cluster/cluster.ts';
import { at, certificate, inFolder, tlsApp } from './certificates.ts';
import { grpcHealth, serving } from './grpc.ts';
import { askUntil, create, exposed, exposePlus, fieldOf, inNamespace, nodeOfPod, proves } from './support.ts';

const [node1 = ''] = layout.nodes.map(({ address }) => address.ipv4);
const host = 'app.example.com';

/** What is asked before a pod is given the network of its node. */
const CONSENT: Readonly<Record<string, readonly string[]>> = { hostNetwork: ['--accept-risk', 'host-network', '--force-conflicts'] };

describe('an app that speaks TLS itself shows its own certificate', () => {
  const WAYS: Record<string, (namespace: string) => Promise<string>> = {
    NodePort: async (namespace) => `${node1} ${await fieldOf(namespace, 'service/web-node-port', '{.spec.ports[0].nodePort}')}`,
    LoadBalancer: async (namespace) =>
      `${await fieldOf(namespace, 'service/web-load-balancer', '{.status.loadBalancer.ingress[0].ip}')} 8443`,
    hostPort: async (namespace) => `${await nodeOfPod(namespace, 'web')} 8443`,
    hostNetwork: async (namespace) => `${await nodeOfPod(namespace, 'web')} 8443`,
  };
  it.each(Object.entries(WAYS))('by %s', (strategy, where) =>
    inNamespace(async (namespace) => {
      await inFolder(async (folder) => {
        const trusted = await certificate(namespace, folder, host, 'app-tls');
        await create(namespace, [tlsApp('app-tls')]);
        const { stdout } = await exposed(['deploy/web', '-n', namespace, '--strategy', strategy, ...(CONSENT[strategy] ?? [])]);
        const [address = '', port = ''] = (await where(namespace)).split(' ');
        expect(stdout).toContain(`https://${address}:${port}`);
        // curl trusts the certificate of the app and no other
        const answer = await askUntil(200, ['--cacert', trusted, ...at(address, `https://${host}:${port}/hostname`)]);
        // a pod on the network of its node has the node's name
        expect(answer).toMatch(strategy === 'hostNetwork' ? /^node\d$/ : /^web-/);
        proves({ strategy, what: "TLS of the app's own" });
      });
    }),
  );
});

describe('a gRPC server answers a health check from outside', () => {
  it('by NodePort', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [grpcHealth]);
      await exposed(['deploy/health', '-n', namespace, '--strategy', 'NodePort']);
      await serving(host, `http://${node1}:${await fieldOf(namespace, 'service/health-node-port', '{.spec.ports[0].nodePort}')}`);
      proves({ strategy: 'NodePort', what: 'gRPC' });
    }));

  it('by LoadBalancer', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [grpcHealth]);
      await exposed(['deploy/health', '-n', namespace, '--strategy', 'LoadBalancer']);
      await serving(
        host,
        `http://${await fieldOf(namespace, 'service/health-load-balancer', '{.status.loadBalancer.ingress[0].ip}')}:5000`,
      );
      proves({ strategy: 'LoadBalancer', what: 'gRPC', by: 'MetalLB' });
    }));

  it.each([
    ['hostPort', ['--force-conflicts']],
    ['hostNetwork', CONSENT['hostNetwork'] ?? []],
  ] as const)('by %s, on the node of its pod', (strategy, flags) =>
    inNamespace(async (namespace) => {
      await create(namespace, [grpcHealth]);
      await exposed(['deploy/health', '-n', namespace, '--strategy', strategy, ...flags]);
      await serving(host, `http://${await nodeOfPod(namespace, 'health')}:5000`);
      proves({ strategy, what: 'gRPC' });
    }),
  );

  it('by a Gateway, when the port says that it speaks HTTP/2 without TLS', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [grpcHealth]);
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
      await serving(host, `http://${await fieldOf('infra', 'gateway/edge', '{.status.addresses[0].value}')}`);
      proves({ strategy: 'Gateway', what: 'gRPC', by: 'Traefik' });
    }));

  it('by Ingress through ingress-nginx, behind a certificate', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [grpcHealth]);
      const flags = ['--strategy', 'Ingress', '--class', 'nginx', '--host', host, '--tls', 'self-signed', '--verify=false'];
      await exposed(['deploy/health', '-n', namespace, ...flags, '--annotation', 'nginx.ingress.kubernetes.io/backend-protocol=GRPC']);
      await serving(
        host,
        `https://${await fieldOf('ingress-nginx', 'service/ingress-nginx-controller', '{.status.loadBalancer.ingress[0].ip}')}`,
      );
      proves({ strategy: 'Ingress', what: 'gRPC', by: 'ingress-nginx' });
    }));
});

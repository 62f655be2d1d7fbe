import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ask,
  askUntil,
  checkKubectl,
  cluster,
  create,
  echo,
  exposed,
  fieldOf,
  inNamespace,
  proves,
  redis,
  sayUntil,
  udpEcho,
  waitFor,
} from './support.ts';

const kinds = 'services,ingresses,httproutes,tcproutes,gateways,referencegrants';

/** Everything that the plugin has made, routes included. */
async function made(namespace: string): Promise<string[]> {
  const marks = ['-l', 'app.kubernetes.io/managed-by=expose-plus', '-o', 'name'];
  const text = await checkKubectl(cluster(), ['get', '-n', namespace, kinds, ...marks]);
  return text.split('\n').filter((line) => line !== '');
}

/** Arguments of curl for a request that goes to the address of a Gateway, or of the controller, whatever DNS says. */
function at(address: string, url: string): string[] {
  const { hostname, protocol } = new URL(url);
  return ['--resolve', `${hostname}:${protocol === 'https:' ? 443 : 80}:${address}`, url];
}

const gatewayAddress = (name: string): Promise<string> => fieldOf('infra', `gateway/${name}`, '{.status.addresses[0].value}');

describe('by a Gateway of a platform team', () => {
  it('a Deployment answers under its host name, is left alone by a second run, is listed, and is removed wholly', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment')]);
      const argv = ['deploy/web', '-n', namespace, '--strategy', 'Gateway', '--gateway', 'infra/edge/http', '--host', 'web.example.com'];
      expect((await exposed(argv)).stdout).toMatch(/curl .*http:\/\/web\.example\.com/);
      const address = await gatewayAddress('edge');
      expect(await askUntil(200, at(address, 'http://web.example.com/hostname'))).toMatch(/^web-/);
      expect((await ask(at(address, 'http://other.example.com/hostname'))).status).toBe(404);

      const again = await exposed(argv);
      expect(`${again.stdout}${again.stderr}`).toContain('unchanged');
      expect((await exposed(['list', '-n', namespace])).stdout).toMatch(/Gateway\b.*web\.example\.com/);

      expect(await made(namespace)).toContain('httproute.gateway.networking.k8s.io/web');
      await exposed(['remove', 'deploy/web', '-n', namespace]);
      expect(await made(namespace)).toEqual([]);
      await askUntil(404, at(address, 'http://web.example.com/hostname'));
      proves({ strategy: 'Gateway', what: 'HTTP', by: 'Traefik', kind: 'Deployment' });
    }));

  it('a path is taken off the request with --rewrite /', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const route = ['--host', 'path.example.com', '--path', '/shop', '--rewrite', '/'];
      await exposed(['deploy/web', '-n', namespace, '--strategy', 'Gateway', '--gateway', 'infra/edge/http', ...route]);
      const address = await gatewayAddress('edge');
      expect(await askUntil(200, at(address, 'http://path.example.com/shop/hostname'))).toMatch(/^web-/);
      expect((await ask(at(address, 'http://path.example.com/hostname'))).status).toBe(404);
      proves({ strategy: 'Gateway', what: 'path and rewrite', by: 'Traefik' });
    }));

  it("its TLS listener serves the platform's certificate", () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const route = ['--gateway', 'infra/edge/https', '--host', 'secure.example.com'];
      await exposed(['deploy/web', '-n', namespace, '--strategy', 'Gateway', ...route], 4); // nobody trusts the certificate
      const address = await gatewayAddress('edge');
      const folder = mkdtempSync(join(tmpdir(), 'expose-plus-e2e-'));
      try {
        const file = join(folder, 'ca.crt');
        writeFileSync(file, await fieldOf('infra', 'secret/edge-tls', '{.data.tls\\.crt}'), 'base64');
        // signed by itself: whoever trusts it alone gets an answer only if it is the one that is served
        expect(await askUntil(200, ['--cacert', file, ...at(address, 'https://secure.example.com/hostname')])).toMatch(/^web-/);
      } finally {
        rmSync(folder, { recursive: true });
      }
      expect((await ask(at(address, 'http://secure.example.com/hostname'))).status).toBe(404);
      proves({ strategy: 'Gateway', what: 'TLS ends at its listener', by: 'Traefik' });
    }));

  it('a redis answers PING by a TCPRoute', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [redis]);
      await exposed(['deploy/redis', '-n', namespace, '--strategy', 'Gateway', '--gateway', 'infra/edge/redis']);
      await sayUntil('+PONG', 'PING', 'tcp', await gatewayAddress('edge'), 6379);
      proves({ strategy: 'Gateway', what: 'TCP (redis)', by: 'Traefik' });
      await exposed(['remove', 'deploy/redis', '-n', namespace]);
      expect(await made(namespace)).toEqual([]);
    }));

  it('a UDP server is refused, since the Gateway has no listener for it', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [udpEcho]);
      const { stdout, stderr } = await exposed(['deploy/echo', '-n', namespace, '--strategy', 'Gateway', '--gateway', 'infra/edge'], 1);
      expect(stdout + stderr).toContain('EP213');
      expect(await made(namespace)).toEqual([]);
    }));
});

describe('by a Gateway for chosen namespaces', () => {
  const label = 'gateway-access=members';
  const flags = ['--strategy', 'Gateway', '--gateway', 'infra/members', '--host', 'web.members.example.com'];

  beforeAll(async () => {
    const [key, value] = label.split('=') as [string, string];
    const allowedRoutes = { namespaces: { from: 'Selector', selector: { matchLabels: { [key]: value } } } };
    const gateway = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'members', namespace: 'infra' },
      spec: {
        gatewayClassName: 'traefik',
        listeners: [{ name: 'http', protocol: 'HTTP', port: 80, hostname: '*.members.example.com', allowedRoutes }],
      },
    };
    await checkKubectl(cluster(), ['apply', '-f', '-'], JSON.stringify(gateway));
    await waitFor('the Gateway to have an address', async () => (await gatewayAddress('members')) !== '');
  });
  afterAll(() => checkKubectl(cluster(), ['delete', '-n', 'infra', 'gateway', 'members']));

  it('a workload in a namespace that it does not choose is refused, and nothing is changed', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const { stdout, stderr } = await exposed(['deploy/web', '-n', namespace, ...flags], 1);
      expect(stdout + stderr).toContain('EP213');
      expect(await made(namespace)).toEqual([]);
    }));

  it('a workload in a namespace that it chooses answers', () =>
    inNamespace(
      async (namespace) => {
        await create(namespace, [echo('Deployment', { replicas: 1 })]);
        await exposed(['deploy/web', '-n', namespace, ...flags]);
        const request = at(await gatewayAddress('members'), 'http://web.members.example.com/hostname');
        expect(await askUntil(200, request)).toMatch(/^web-/);
        proves({ strategy: 'Gateway', what: 'of another namespace, with and without permission', by: 'Traefik' });
      },
      [label],
    ));
});

describe('a route to a Service of another namespace', () => {
  it('is listed as broken, and answers only once a ReferenceGrant allows it', () =>
    inNamespace((front) =>
      inNamespace(async (back) => {
        const host = 'far.example.com';
        await create(back, [echo('Deployment', { replicas: 1 })]);
        await exposed(['deploy/web', '-n', back, '--strategy', 'ClusterIP']);
        const gatewayApi = 'gateway.networking.k8s.io/v1';
        const route = {
          apiVersion: gatewayApi,
          kind: 'HTTPRoute',
          metadata: { name: 'far' },
          spec: {
            parentRefs: [{ namespace: 'infra', name: 'edge', sectionName: 'http' }],
            hostnames: [host],
            rules: [{ backendRefs: [{ name: 'web', namespace: back, port: 8080 }] }],
          },
        };
        await create(front, [route]);
        const address = await gatewayAddress('edge');
        const row = async (): Promise<string> =>
          (await exposed(['list', '-A', '-o', 'wide'])).stdout.split('\n').find((line) => line.includes(host)) ?? '';
        await waitFor('the missing grant in list', async () => /broken.*RefNotPermitted/.test(await row()));
        expect((await ask(at(address, `http://${host}/hostname`))).status).toBeGreaterThanOrEqual(400);

        const grant = {
          apiVersion: 'gateway.networking.k8s.io/v1beta1',
          kind: 'ReferenceGrant',
          metadata: { name: 'from-front' },
          spec: {
            from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: front }],
            to: [{ group: '', kind: 'Service', name: 'web' }],
          },
        };
        await create(back, [grant]);
        expect(await askUntil(200, at(address, `http://${host}/hostname`))).toMatch(/^web-/);
        await waitFor('ok in list', async () => /\bok\b/.test(await row()));
        proves({ strategy: 'Gateway', what: 'a Service of another namespace, with a ReferenceGrant and not without', by: 'Traefik' });
      }),
    ));
});

describe('by Ingress through Traefik', () => {
  const controller = (): Promise<string> => fieldOf('traefik', 'service/traefik', '{.status.loadBalancer.ingress[0].ip}');

  it('a Deployment answers under its host and path only, and is removed wholly', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const route = ['--class', 'traefik', '--host', 'ingress.example.com', '--path', '/hostname'];
      const argv = ['deploy/web', '-n', namespace, '--strategy', 'Ingress', ...route];
      expect((await exposed(argv)).stdout).toMatch(/curl .*http:\/\/ingress\.example\.com/);
      expect(await fieldOf(namespace, 'ingress/web', '{.spec.ingressClassName}')).toBe('traefik');
      const address = await controller();
      expect(await askUntil(200, at(address, 'http://ingress.example.com/hostname'))).toMatch(/^web-/);
      expect((await ask(at(address, 'http://ingress.example.com/clientip'))).status).toBe(404);

      const again = await exposed(argv);
      expect(`${again.stdout}${again.stderr}`).toContain('unchanged');
      await exposed(['remove', 'deploy/web', '-n', namespace]);
      expect(await made(namespace)).toEqual([]);
      await askUntil(404, at(address, 'http://ingress.example.com/hostname'));
      proves(
        { strategy: 'Ingress', what: 'HTTP', by: 'Traefik', kind: 'Deployment' },
        { strategy: 'Ingress', what: 'host and path', by: 'Traefik' },
      );
    }));
});

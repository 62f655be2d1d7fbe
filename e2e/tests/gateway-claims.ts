import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, certificate, inFolder, tlsApp } from './certificates.ts';
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
  waitFor,
} from './support.ts';

const kinds = 'services,ingresses,httproutes,grpcroutes,tlsroutes,tcproutes,udproutes,gateways,referencegrants';

/** Everything that the plugin has made, routes included. */
export async function made(namespace: string): Promise<string[]> {
  const marks = ['-l', 'app.kubernetes.io/managed-by=expose-plus', '-o', 'name'];
  const text = await checkKubectl(cluster(), ['get', '-n', namespace, kinds, ...marks]);
  return text.split('\n').filter((line) => line !== '');
}

/** An implementation of the Gateway API, and the Gateway for all namespaces that a platform team provides with it. */
export interface Implementation {
  readonly by: string;
  readonly className: string;
  /** Namespace of the Gateway, which is called `edge`. */
  readonly namespace: string;
}

/** Address of a Gateway. */
export function gatewayAddress({ namespace }: Implementation, name = 'edge'): Promise<string> {
  return fieldOf(namespace, `gateway/${name}`, '{.status.addresses[0].value}');
}

/** What is claimed of every implementation. */
export function gatewayClaims(implementation: Implementation): void {
  const { by, className, namespace: infra } = implementation;
  const edge = `${infra}/edge`;

  describe('by a Gateway of a platform team', () => {
    it('a Deployment answers under its host name, is left alone by a second run, is listed, and is removed wholly', () =>
      inNamespace(async (namespace) => {
        await create(namespace, [echo('Deployment')]);
        const argv = ['deploy/web', '-n', namespace, '--strategy', 'Gateway', '--gateway', `${edge}/http`, '--host', 'web.example.com'];
        expect((await exposed(argv)).stdout).toMatch(/curl .*http:\/\/web\.example\.com/);
        const address = await gatewayAddress(implementation);
        expect(await askUntil(200, at(address, 'http://web.example.com/hostname'))).toMatch(/^web-/);
        expect((await ask(at(address, 'http://other.example.com/hostname'))).status).toBe(404);

        const again = await exposed(argv);
        expect(`${again.stdout}${again.stderr}`).toContain('unchanged');
        expect((await exposed(['list', '-n', namespace])).stdout).toMatch(/Gateway\b.*web\.example\.com/);

        expect(await made(namespace)).toContain('httproute.gateway.networking.k8s.io/web');
        await exposed(['remove', 'deploy/web', '-n', namespace]);
        expect(await made(namespace)).toEqual([]);
        await askUntil(404, at(address, 'http://web.example.com/hostname'));
        proves({ strategy: 'Gateway', what: 'HTTP', by, kind: 'Deployment' });
      }));

    it('a path is taken off the request with --rewrite /', () =>
      inNamespace(async (namespace) => {
        await create(namespace, [echo('Deployment', { replicas: 1 })]);
        const route = ['--host', 'path.example.com', '--path', '/shop', '--rewrite', '/'];
        await exposed(['deploy/web', '-n', namespace, '--strategy', 'Gateway', '--gateway', `${edge}/http`, ...route]);
        const address = await gatewayAddress(implementation);
        expect(await askUntil(200, at(address, 'http://path.example.com/shop/hostname'))).toMatch(/^web-/);
        expect((await ask(at(address, 'http://path.example.com/hostname'))).status).toBe(404);
        proves({ strategy: 'Gateway', what: 'path and rewrite', by });
      }));

    it("its TLS listener serves the platform's certificate", () =>
      inNamespace(async (namespace) => {
        await create(namespace, [echo('Deployment', { replicas: 1 })]);
        const route = ['--gateway', `${edge}/https`, '--host', 'secure.example.com'];
        await exposed(['deploy/web', '-n', namespace, '--strategy', 'Gateway', ...route], 4); // nobody trusts the certificate
        const address = await gatewayAddress(implementation);
        await inFolder(async (folder) => {
          const file = join(folder, 'ca.crt');
          writeFileSync(file, await fieldOf(infra, 'secret/edge-tls', '{.data.tls\\.crt}'), 'base64');
          // signed by itself: whoever trusts it alone gets an answer only if it is the one that is served
          expect(await askUntil(200, ['--cacert', file, ...at(address, 'https://secure.example.com/hostname')])).toMatch(/^web-/);
        });
        expect((await ask(at(address, 'http://secure.example.com/hostname'))).status).toBe(404);
        proves({ strategy: 'Gateway', what: 'TLS ends at its listener', by });
      }));

    it('TLS that passes through a TLSRoute ends at the workload, whose own certificate is shown', () =>
      inNamespace((namespace) =>
        inFolder(async (folder) => {
          const host = 'own.example.com';
          const trusted = await certificate(namespace, folder, host, 'app-tls');
          await create(namespace, [tlsApp('app-tls')]);
          const route = ['--gateway', `${edge}/passthrough`, '--host', host, '--tls', 'passthrough', '--verify=false'];
          await exposed(['deploy/web', '-n', namespace, '--strategy', 'Gateway', ...route]);
          expect(await made(namespace)).toContain('tlsroute.gateway.networking.k8s.io/web');
          const url = `https://${host}:8443/hostname`;
          expect(await askUntil(200, ['--cacert', trusted, ...at(await gatewayAddress(implementation), url)])).toMatch(/^web-/);
          const other = url.replace(host, 'other.example.com');
          // Traefik answers other names itself, with a certificate of its own; Envoy Gateway does not answer at all
          const { status } = await ask(['--insecure', ...at(await gatewayAddress(implementation), other)]);
          expect(status).toBe(by === 'Traefik' ? 404 : 0);
          proves({ strategy: 'Gateway', what: 'TLS passes through to the workload', by });
        }),
      ));

    it('two workloads share a host by the weights of an HTTPRoute, one of weight 0 gets nothing, and all are listed', () =>
      inNamespace(async (namespace) => {
        const host = 'weights.example.com';
        const weights = { web: 3, next: 1, never: 0 };
        const names = Object.keys(weights);
        await create(
          namespace,
          names.map((name) => echo('Deployment', { name, replicas: 1 })),
        );
        for (const name of names) await exposed([`deploy/${name}`, '-n', namespace, '--strategy', 'ClusterIP']);
        const route = {
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind: 'HTTPRoute',
          metadata: { name: 'shared' },
          spec: {
            parentRefs: [{ namespace: infra, name: 'edge', sectionName: 'http' }],
            hostnames: [host],
            rules: [{ backendRefs: Object.entries(weights).map(([name, weight]) => ({ name, port: 8080, weight })) }],
          },
        };
        await create(namespace, [route]);
        const request = at(await gatewayAddress(implementation), `http://${host}/hostname`);
        await askUntil(200, request);
        const seen: Record<string, number> = {};
        for (let count = 0; count < 60; count++) {
          const name = (await askUntil(200, request)).split('-')[0] ?? '';
          seen[name] = (seen[name] ?? 0) + 1;
        }
        expect(Object.keys(seen).toSorted()).toEqual(['next', 'web']);
        // 15 of 60 are expected; chance alone leads outside of these bounds once in ten thousand runs
        expect(seen['next']).toBeGreaterThanOrEqual(3);
        expect(seen['next']).toBeLessThanOrEqual(29);
        expect((await exposed(['list', '-n', namespace])).stdout).toMatch(/weights\.example\.com/);
        proves({ strategy: 'Gateway', what: 'weights of an HTTPRoute', by });
      }));

    it('a redis answers PING by a TCPRoute', () =>
      inNamespace(async (namespace) => {
        await create(namespace, [redis]);
        await exposed(['deploy/redis', '-n', namespace, '--strategy', 'Gateway', '--gateway', `${edge}/redis`]);
        await sayUntil('+PONG', 'PING', 'tcp', await gatewayAddress(implementation), 6379);
        proves({ strategy: 'Gateway', what: 'TCP (redis)', by });
        await exposed(['remove', 'deploy/redis', '-n', namespace]);
        expect(await made(namespace)).toEqual([]);
      }));
  });

  describe('by a Gateway for chosen namespaces', () => {
    const label = 'gateway-access=members';
    const flags = ['--strategy', 'Gateway', '--gateway', `${infra}/members`, '--host', 'web.members.example.com'];

    beforeAll(async () => {
      const [key, value] = label.split('=') as [string, string];
      const allowedRoutes = { namespaces: { from: 'Selector', selector: { matchLabels: { [key]: value } } } };
      const gateway = {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: { name: 'members', namespace: infra },
        spec: {
          gatewayClassName: className,
          listeners: [{ name: 'http', protocol: 'HTTP', port: 80, hostname: '*.members.example.com', allowedRoutes }],
        },
      };
      await checkKubectl(cluster(), ['apply', '-f', '-'], JSON.stringify(gateway));
      await waitFor('the Gateway to have an address', async () => (await gatewayAddress(implementation, 'members')) !== '', {
        seconds: 90,
      });
    });
    afterAll(() => checkKubectl(cluster(), ['delete', '-n', infra, 'gateway', 'members']));

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
          const request = at(await gatewayAddress(implementation, 'members'), 'http://web.members.example.com/hostname');
          expect(await askUntil(200, request)).toMatch(/^web-/);
          proves({ strategy: 'Gateway', what: 'of another namespace, with and without permission', by });
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
              parentRefs: [{ namespace: infra, name: 'edge', sectionName: 'http' }],
              hostnames: [host],
              rules: [{ backendRefs: [{ name: 'web', namespace: back, port: 8080 }] }],
            },
          };
          await create(front, [route]);
          const address = await gatewayAddress(implementation);
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
          proves({ strategy: 'Gateway', what: 'a Service of another namespace, with a ReferenceGrant and not without', by });
        }),
      ));
  });
}

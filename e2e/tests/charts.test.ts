import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layout } from '../cluster/cluster.ts';
import { balancer, clusterScoped, helm, leftIn, released, set, tested, testImage } from './helm.ts';
import { ask, askUntil, exposePlus, fieldOf, imageReference, inNamespace, proves, sayUntil } from './support.ts';

const repository = join(import.meta.dirname, '..', '..');
const [node1 = '', node2 = ''] = layout.nodes.map(({ address }) => address.ipv4);

describe('charts/web-demo with the controller on board answers at http://mywebsite.com/demo/', () => {
  const image = set({
    'components.web-demo.image.repository': imageReference('web').replace(/:1$/, ''),
    'components.web-demo.image.tag': '1',
    'components.web-demo.replicas': '1',
    'ingress-nginx.controller.image.repository': imageReference('ingress-nginx').replace(/:1$/, ''),
    'ingress-nginx.controller.image.tag': '1',
    'ingress-nginx.controller.replicaCount': '1',
  }).concat(testImage);
  const chart = join(repository, 'charts/web-demo');

  const controller = 'shop-ingress-nginx-controller';
  const ENTRIES: Record<string, (namespace: string) => Promise<string>> = {
    LoadBalancer: async (namespace) => `${await balancer(namespace, controller)} 80`,
    NodePort: async (namespace) => `${node2} ${await fieldOf(namespace, `service/${controller}`, '{.spec.ports[0].nodePort}')}`,
    hostPort: async () => Promise.resolve(`${node1} 18980`),
    hostNetwork: async () => Promise.resolve(`${node1} 80`),
  };

  it.each(Object.entries(ENTRIES))('entered by %s', (entry, where) =>
    inNamespace(async (namespace) => {
      const ports =
        entry === 'hostPort'
          ? { 'ingress-nginx.controller.hostPort.ports.http': '18980', 'ingress-nginx.controller.hostPort.ports.https': '18943' }
          : {};
      await released('helm4', namespace, 'shop', async () => {
        const values = [...image, ...set({ 'ingress-nginx.entry': entry, ...ports })];
        await helm('helm4', namespace, ['install', 'shop', chart, ...values, '--wait', '--timeout', '120s']);
        const [address = '', port = ''] = (await where(namespace)).split(' ');
        const pin = ['--resolve', `mywebsite.com:${port}:${address}`];
        await askUntil(200, [...pin, `http://mywebsite.com:${port}/demo/hostname`]);
        expect((await ask([...pin, `http://mywebsite.com:${port}/hostname`])).status).toBe(404);
        await tested('helm4', namespace, 'shop');
        // The plugin finds the same entry.
        const listed = await exposePlus(['list', '-n', namespace]);
        expect(listed.stdout).toMatch(/Ingress\s.*mywebsite\.com/);
      });
      proves({ strategy: 'Ingress', what: `chart with its own controller, entered by ${entry}`, by: 'ingress-nginx' });
    }),
  );

  it('three times at once, two of them in one namespace, each with its own controller and the same host', () =>
    inNamespace((first) =>
      inNamespace(async (second) => {
        const releases = [
          ['red', first],
          ['green', first],
          ['blue', second],
        ] as const;
        const install = async ([release, namespace]: readonly [string, string]): Promise<string> =>
          helm('helm4', namespace, [
            'install',
            release,
            chart,
            ...image,
            ...set({ 'ingress-nginx.entry': 'NodePort' }),
            '--wait',
            '--timeout',
            '150s',
          ]);
        try {
          await Promise.all(releases.map(install));
          for (const [release, namespace] of releases) {
            const port = await fieldOf(namespace, `service/${release}-ingress-nginx-controller`, '{.spec.ports[0].nodePort}');
            const answer = await askUntil(200, [
              '--resolve',
              `mywebsite.com:${port}:${node1}`,
              `http://mywebsite.com:${port}/demo/hostname`,
            ]);
            expect(answer).toMatch(new RegExp(`^${release}-web-demo-`));
          }
        } finally {
          await Promise.all(
            releases.map(([release, namespace]) => helm('helm4', namespace, ['uninstall', release, '--ignore-not-found', '--wait'])),
          );
        }
        for (const [release, namespace] of releases) {
          expect(await clusterScoped(release)).toEqual([]);
          expect((await leftIn(namespace)).filter((name) => !name.startsWith('lease'))).toEqual([]);
        }
      }),
    ));
});

describe('charts/redis-demo answers PING', () => {
  const chart = join(repository, 'charts/redis-demo');
  const image = set({
    'components.redis-demo.image.repository': imageReference('redis').replace(/:1$/, ''),
    'components.redis-demo.image.tag': '1',
  }).concat(testImage);
  const WAYS: Record<string, (namespace: string) => Promise<string>> = {
    NodePort: async () => Promise.resolve(`${node2} 30086`),
    LoadBalancer: async (namespace) => `${await balancer(namespace, 'redis-redis-demo-load-balancer')} 6379`,
    hostPort: async (namespace) => `${await nodeOfRelease(namespace)} 6379`,
    hostNetwork: async (namespace) => `${await nodeOfRelease(namespace)} 6379`,
  };
  const nodeOfRelease = (namespace: string): Promise<string> => fieldOf(namespace, 'pods', '{.items[0].status.hostIP}');

  it.each(Object.entries(WAYS))('by %s', (strategy, where) =>
    inNamespace(async (namespace) => {
      await released('helm3', namespace, 'redis', async () => {
        const values = [...image, ...set({ 'exposure.strategy': strategy })];
        await helm('helm3', namespace, ['install', 'redis', chart, ...values, '--wait', '--timeout', '120s']);
        const [address = '', port = ''] = (await where(namespace)).split(' ');
        await sayUntil('+PONG', 'PING', 'tcp', address, port);
        await tested('helm3', namespace, 'redis');
      });
      proves({ strategy, what: 'chart: TCP (redis)', ...(strategy === 'LoadBalancer' ? { by: 'MetalLB' } : {}) });
    }),
  );

  it('as TCP through the controller on board', () =>
    inNamespace(async (namespace) => {
      const values = {
        'exposure.strategy': 'Ingress',
        'ingress-nginx.entry': 'NodePort',
        'ingress-nginx.tcp.6379': 'redis-redis-demo:6379',
        'ingress-nginx.controller.image.repository': imageReference('ingress-nginx').replace(/:1$/, ''),
        'ingress-nginx.controller.image.tag': '1',
        'ingress-nginx.controller.replicaCount': '1',
      };
      await released('helm4', namespace, 'redis', async () => {
        await helm('helm4', namespace, ['install', 'redis', chart, ...image, ...set(values), '--wait', '--timeout', '120s']);
        const path = '{.spec.ports[?(@.port==6379)].nodePort}';
        await sayUntil('+PONG', 'PING', 'tcp', node1, await fieldOf(namespace, 'service/redis-ingress-nginx-controller', path));
      });
      proves({ strategy: 'Ingress', what: 'chart: TCP (redis) through its own controller', by: 'ingress-nginx' });
    }));
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tool } from '../../internal/tools/src/tool.js';
import { execIn, layout } from '../cluster/cluster.ts';
import {
  ask,
  askUntil,
  checkKubectl,
  cluster,
  echo,
  exposePlus,
  fieldOf,
  imageReference,
  inNamespace,
  nodeOfPod,
  proves,
  sayUntil,
  waitFor,
} from './support.ts';

const repository = join(import.meta.dirname, '..', '..');
const [node1 = '', node2 = ''] = layout.nodes.map(({ address }) => address.ipv4);
const HELMS = ['helm4', 'helm3'] as const;
type Helm = (typeof HELMS)[number];

/** Runs helm as an administrator; it must succeed. */
async function helm(which: Helm, namespace: string, argv: readonly string[]): Promise<string> {
  const found = await tool(which);
  if ('missing' in found) throw new Error(found.missing);
  const { code, stdout, stderr } = await execIn(cluster(), 'cp', [found.path, ...argv, '--namespace', namespace], { seconds: 200 });
  if (code !== 0) throw new Error(`helm ${argv.join(' ')}: exit code ${code}\n${stdout}${stderr}`);
  return stdout;
}

/** A tag is a text, whatever it looks like. */
const set = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).flatMap(([key, value]) => [key.endsWith('.tag') ? '--set-string' : '--set', `${key}=${value}`]);

/** An image with a shell and curl, for `helm test`. */
const testImage = set({ 'tests.image.repository': imageReference('busybox').replace(/:1$/, ''), 'tests.image.tag': '1' });

/** Runs `helm test`, which must find the way in. */
async function tested(which: Helm, namespace: string, release: string): Promise<void> {
  // Helm 3 looks for the logs when the pod is gone already.
  const logs = which === 'helm4' ? ['--logs'] : [];
  const text = await helm(which, namespace, ['test', release, ...logs, '--timeout', '150s']);
  expect(text).toMatch(which === 'helm4' ? /Phase:\s+Succeeded[^]*answered at / : /TEST SUITE:\s+\S+-test\n[^]*Phase:\s+Succeeded/);
}

/** Cluster-scoped objects of a release. */
async function clusterScoped(release: string): Promise<string[]> {
  const kinds = 'ingressclasses,clusterroles,clusterrolebindings,validatingwebhookconfigurations';
  const text = await checkKubectl(cluster(), ['get', kinds, '-l', `app.kubernetes.io/instance=${release}`, '-o', 'name']);
  return text.split('\n').filter((line) => line !== '');
}

/** Everything in a namespace that is not Kubernetes' own. */
async function leftIn(namespace: string): Promise<string[]> {
  const kinds =
    'deployments,daemonsets,statefulsets,services,ingresses,httproutes,gateways,configmaps,secrets,serviceaccounts,roles,rolebindings,leases';
  const text = await checkKubectl(cluster(), ['get', kinds, '-n', namespace, '-o', 'name']);
  return text.split('\n').filter((line) => line !== '' && !/kube-root-ca\.crt|serviceaccount\/default$/.test(line));
}

/** Runs work on a release; whatever becomes of it, no release stays. */
async function released(which: Helm, namespace: string, release: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await helm(which, namespace, ['uninstall', release, '--ignore-not-found']).catch(() => '');
    throw error;
  }
  await uninstalled(which, namespace, release);
}

async function uninstalled(which: Helm, namespace: string, release: string): Promise<void> {
  await helm(which, namespace, ['uninstall', release, '--wait', '--timeout', '90s']);
  // A Lease is made by the controller itself.
  const kept = (await leftIn(namespace)).filter((name) => !name.startsWith('lease'));
  expect(kept).toEqual([]);
  expect(await clusterScoped(release)).toEqual([]);
}

const balancer = (namespace: string, service: string): Promise<string> =>
  waitFor(
    `an address of ${service}`,
    async () => (await fieldOf(namespace, `service/${service}`, '{.status.loadBalancer.ingress[0].ip}')) || undefined,
  );

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

/** A walk that takes every way from each to each other once, and ends where it begins. */
function everyStep<T>(places: readonly T[]): T[] {
  const open = new Map(places.map((place) => [place, places.filter((other) => other !== place)]));
  const [first] = places;
  const path = first === undefined ? [] : [first];
  const walk: T[] = [];
  for (let here = path.at(-1); here !== undefined; here = path.at(-1)) {
    const next = open.get(here)?.pop();
    if (next === undefined) walk.unshift(...path.splice(-1));
    else path.push(next);
  }
  return walk;
}

describe('one release walks from each of the seven ways to each other by one value', () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'expose-plus-e2e-'));
    for (const naming of ['release', 'original']) {
      const { code, stderr } = await exposePlus(
        ['chart', '-f', '-', '--name', 'web', '--naming', naming, '--out', join(folder, naming)],
        JSON.stringify(echo('Deployment', { replicas: 1 })),
      );
      if (code !== 0) throw new Error(stderr);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const host = 'walk.example.com';
  /** All blocks are filled all the time: one switch is all that changes. */
  const values = set({
    'exposure.hosts': `{${host}}`,
    'exposure.ingress.className': 'nginx',
    'exposure.gateway.parentRef.namespace': 'infra',
    'exposure.gateway.parentRef.name': 'edge',
    'exposure.gateway.parentRef.sectionName': 'http',
    'exposure.hostPort.ports.http': '18981',
  });
  const WALK = ['ClusterIP', 'NodePort', 'LoadBalancer', 'Ingress', 'Gateway', 'hostPort', 'hostNetwork'] as const;
  const at = (address: string): string[] => ['--resolve', `${host}:80:${address}`, `http://${host}/hostname`];
  const REQUESTS: Record<(typeof WALK)[number], (namespace: string) => Promise<string[]>> = {
    ClusterIP: async (namespace) => [`http://${await fieldOf(namespace, 'service/web', '{.spec.clusterIP}')}:8080/hostname`],
    NodePort: async (namespace) => [
      `http://${node2}:${await fieldOf(namespace, 'service/web-node-port', '{.spec.ports[0].nodePort}')}/hostname`,
    ],
    LoadBalancer: async (namespace) => [`http://${await balancer(namespace, 'web-load-balancer')}:8080/hostname`],
    Ingress: async () => at(await fieldOf('ingress-nginx', 'service/ingress-nginx-controller', '{.status.loadBalancer.ingress[0].ip}')),
    Gateway: async () => at(await fieldOf('infra', 'gateway/edge', '{.status.addresses[0].value}')),
    hostPort: async (namespace) => [`http://${await nodeOfPod(namespace, 'web')}:18981/hostname`],
    hostNetwork: async (namespace) => [`http://${await nodeOfPod(namespace, 'web')}:8080/hostname`],
  };

  /** Whoever owns fields: the API server for Helm 4, Helm by its own comparison otherwise. */
  const WALKS: readonly (readonly [string, Helm, readonly string[], readonly (typeof WALK)[number][]])[] = [
    ['helm 4', 'helm4', [], everyStep(WALK)],
    ['helm 4 without server-side apply', 'helm4', ['--server-side=false'], [...WALK, ...WALK.toReversed()]],
    ['helm 3', 'helm3', [], everyStep(WALK)],
  ];

  it.each(WALKS)('with %s, and uninstall leaves nothing', { timeout: 1_500_000 }, (_, which, flags, walk) =>
    inNamespace(async (namespace) => {
      const chart = join(folder, 'release', 'web');
      const release = [...values, ...flags, '--set', 'fullnameOverride=web', '--wait', '--timeout', '120s'];
      await released(which, namespace, 'web', async () => {
        await helm(which, namespace, ['install', 'web', chart, ...release, ...set({ 'exposure.strategy': walk[0] ?? '' })]);
        for (const [index, strategy] of walk.slice(1).entries()) {
          const step = `${walk[index]} to ${strategy}`;
          await helm(which, namespace, ['upgrade', 'web', chart, ...release, ...set({ 'exposure.strategy': strategy })]).catch(
            (error: unknown) => {
              throw new Error(step, { cause: error });
            },
          );
          await answers(namespace, strategy, step);
        }
        await helm(which, namespace, ['rollback', 'web', '--wait', '--timeout', '120s']);
        await answers(namespace, walk.at(-2) ?? 'ClusterIP', 'rollback');
      });
      proves(
        ...WALK.map((strategy) => ({
          strategy,
          what: 'chart: a live release switched to it from each other way by one value',
          kind: 'Deployment',
        })),
      );
    }),
  );

  /** Traffic gets in by this way; where nobody may from outside, it does inside only. */
  async function answers(namespace: string, strategy: (typeof WALK)[number], step: string): Promise<void> {
    // Where one pod holds the port of its node, none has to be available during a rollout: then Helm 3 does not wait for one.
    await checkKubectl(cluster(), ['rollout', 'status', '-n', namespace, 'deployment/web', '--timeout=120s']);
    if (strategy !== 'ClusterIP') {
      await askUntil(200, await REQUESTS[strategy](namespace)).catch((error: unknown) => {
        throw new Error(step, { cause: error });
      });
      return;
    }
    const [url = ''] = await REQUESTS.ClusterIP(namespace);
    // A pod of the way before, on the network of its node, may answer once more while it ends.
    await waitFor(step, async () => {
      const { stdout } = await execIn(cluster(), 'node1', ['curl', '--silent', '--max-time', '5', url]);
      return stdout.startsWith('web-');
    });
    expect((await ask([url])).status).toBe(0);
  }

  it.each(HELMS)('helm test asks at each way in, by %s, and fails where nobody answers', { timeout: 600_000 }, (which) =>
    inNamespace(async (namespace) => {
      const chart = join(folder, 'release', 'web');
      const release = [
        ...values,
        ...testImage,
        '--set',
        'fullnameOverride=web',
        '--set',
        'tests.enabled=true',
        '--wait',
        '--timeout',
        '120s',
      ];
      await released(which, namespace, 'web', async () => {
        for (const strategy of WALK) {
          await helm(which, namespace, ['upgrade', '--install', 'web', chart, ...release, ...set({ 'exposure.strategy': strategy })]);
          await tested(which, namespace, 'web');
        }
        await helm(which, namespace, [
          'upgrade',
          'web',
          chart,
          ...release,
          ...set({ 'exposure.strategy': 'NodePort', 'components.web.replicas': '0' }),
        ]);
        await expect(helm(which, namespace, ['test', 'web', '--timeout', '20s'])).rejects.toThrow(/web-test|timed out|condition/);
        // Helm 3 keeps the rights of a test that failed until one succeeds.
        await helm(which, namespace, ['upgrade', 'web', chart, ...release, ...set({ 'exposure.strategy': 'NodePort' })]);
        await helm(which, namespace, ['test', 'web', '--timeout', '60s']);
      });
      proves(...WALK.map((strategy) => ({ strategy, what: 'chart: helm test sends a request', kind: 'Deployment' })));
    }),
  );

  it.each(HELMS)('a chart of live objects is taken over without a new pod, by %s', (which) =>
    inNamespace(async (namespace) => {
      await checkKubectl(cluster(), ['apply', '-n', namespace, '-f', '-'], JSON.stringify(echo('Deployment', { replicas: 1 })));
      await checkKubectl(cluster(), ['expose', '-n', namespace, 'deployment/web', '--type=NodePort', '--port=8080']);
      await waitFor('a pod', async () => (await fieldOf(namespace, 'deployment/web', '{.status.readyReplicas}')) === '1');
      const pod = await fieldOf(namespace, 'pods', '{.items[*].metadata.name}');
      const port = await fieldOf(namespace, 'service/web', '{.spec.ports[0].nodePort}');
      const out = join(folder, `live-${which}`);
      const flags = ['--name', 'web', '--naming', 'original', '--out', out];
      const made = await exposePlus(['chart', 'deployment/web', 'service/web', '-n', namespace, ...flags]);
      expect(made.code, made.stderr).toBe(0);
      await released(which, namespace, 'web', async () => {
        await helm(which, namespace, ['install', 'web', join(out, 'web'), '--take-ownership', '--wait', '--timeout', '120s']);
        expect(await fieldOf(namespace, 'pods', '{.items[*].metadata.name}')).toBe(pod);
        expect(await fieldOf(namespace, 'service/web', '{.spec.ports[0].nodePort}')).toBe(port);
        await askUntil(200, [`http://${node2}:${port}/hostname`]);
      });
    }),
  );

  it.each(HELMS)('adopts a live workload with --take-ownership, by %s', (which) =>
    inNamespace(async (namespace) => {
      await checkKubectl(cluster(), ['apply', '-n', namespace, '-f', '-'], JSON.stringify(echo('Deployment', { replicas: 1 })));
      const uid = await fieldOf(namespace, 'deployment/web', '{.metadata.uid}');
      await released(which, namespace, 'web', async () => {
        const adopt = ['--take-ownership', ...values, ...set({ 'exposure.strategy': 'NodePort' }), '--wait', '--timeout', '120s'];
        await helm(which, namespace, ['install', 'web', join(folder, 'original', 'web'), ...adopt]);
        expect(await fieldOf(namespace, 'deployment/web', '{.metadata.uid}')).toBe(uid);
        await askUntil(200, await REQUESTS.NodePort(namespace));
      });
    }),
  );
});

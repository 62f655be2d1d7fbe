import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execIn, layout } from '../cluster/cluster.ts';
import { balancer, helm, HELMS, released, set, tested, testImage, type Helm } from './helm.ts';
import { ask, askUntil, checkKubectl, cluster, echo, exposePlus, fieldOf, inNamespace, nodeOfPod, proves, waitFor } from './support.ts';

const [, node2 = ''] = layout.nodes.map(({ address }) => address.ipv4);

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
      const spec = await fieldOf(namespace, 'deployment/web', '{.spec}');
      const out = join(folder, `live-${which}`);
      const flags = ['--name', 'web', '--naming', 'original', '--out', out];
      const made = await exposePlus(['chart', 'deployment/web', 'service/web', '-n', namespace, ...flags]);
      expect(made.code, made.stderr).toBe(0);
      await released(which, namespace, 'web', async () => {
        await helm(which, namespace, ['install', 'web', join(out, 'web'), '--take-ownership', '--wait', '--timeout', '120s']);
        expect(await fieldOf(namespace, 'pods', '{.items[*].metadata.name}')).toBe(pod);
        expect(await fieldOf(namespace, 'service/web', '{.spec.ports[0].nodePort}')).toBe(port);
        // the generation is one higher all the same: Helm's annotations count as a change of a Deployment
        expect(await fieldOf(namespace, 'deployment/web', '{.spec}')).toBe(spec);
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

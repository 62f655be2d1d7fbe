import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { execIn, layout } from '../cluster/cluster.ts';
import { askUntil, checkKubectl, cluster, create, echo, exposed, fieldOf, inNamespace, proves, waitFor, type Kind } from './support.ts';

const [node1 = ''] = layout.nodes.map(({ address }) => address.ipv4);
const host = 'steady.example.com';

interface Asked {
  /** Answers by pod. */
  readonly pods: Record<string, number>;
  readonly failures: readonly string[];
}

/** A client outside keeps asking while something is done. */
async function whileAsking(address: string, port: string, work: () => Promise<void>): Promise<Asked> {
  const folder = mkdtempSync(join(tmpdir(), 'expose-plus-e2e-'));
  const file = join(folder, 'goes-on');
  writeFileSync(file, '');
  const client = join(import.meta.dirname, 'steady-client.mjs');
  const asking = execIn(cluster(), 'out', [process.execPath, client, file, address, port, host], { seconds: 200 });
  try {
    await work();
  } finally {
    rmSync(folder, { recursive: true });
  }
  const { code, stdout, stderr } = await asking;
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Asked;
}

/** An app that still answers for a while after it was told to stop, as one that drains does. */
function draining(kind: Kind): Record<string, unknown> {
  const text = JSON.stringify(echo(kind, { replicas: 1 }));
  return JSON.parse(
    text
      .replace('--delay-shutdown=2', '--delay-shutdown=6')
      .replace('"terminationGracePeriodSeconds":3', '"terminationGracePeriodSeconds":9'),
  ) as Record<string, unknown>;
}

const rollout = async (namespace: string, kind: Kind = 'Deployment'): Promise<void> => {
  await checkKubectl(cluster(), ['rollout', 'restart', '-n', namespace, `${kind}/web`]);
  await checkKubectl(cluster(), ['rollout', 'status', '-n', namespace, `${kind}/web`, '--timeout=90s']);
};

const pods = async (namespace: string): Promise<string[]> =>
  (await checkKubectl(cluster(), ['get', 'pods', '-n', namespace, '-l', 'app=web', '-o', 'jsonpath={.items[*].metadata.name}'])).split(' ');

async function scale(namespace: string, replicas: number): Promise<string[]> {
  await checkKubectl(cluster(), ['scale', '-n', namespace, 'deployment/web', `--replicas=${replicas}`]);
  await checkKubectl(cluster(), ['rollout', 'status', '-n', namespace, 'deployment/web', '--timeout=90s']);
  return waitFor(`${replicas} pods`, async () => {
    const names = await pods(namespace);
    return names.length === replicas ? names : undefined;
  });
}

const byName = ['--host', host];
const WAYS: Record<string, { by?: string; flags: readonly string[]; at: (namespace: string) => Promise<[address: string, port: string]> }> =
  {
    NodePort: {
      flags: ['--strategy', 'NodePort'],
      at: async (namespace) => [node1, await fieldOf(namespace, 'service/web-node-port', '{.spec.ports[0].nodePort}')],
    },
    LoadBalancer: {
      by: 'MetalLB',
      flags: ['--strategy', 'LoadBalancer'],
      at: async (namespace) => [await fieldOf(namespace, 'service/web-load-balancer', '{.status.loadBalancer.ingress[0].ip}'), '8080'],
    },
    'Ingress through ingress-nginx': {
      by: 'ingress-nginx',
      flags: ['--strategy', 'Ingress', '--class', 'nginx', ...byName],
      at: async () => [await fieldOf('ingress-nginx', 'service/ingress-nginx-controller', '{.status.loadBalancer.ingress[0].ip}'), '80'],
    },
    'Ingress through Traefik': {
      by: 'Traefik',
      flags: ['--strategy', 'Ingress', '--class', 'traefik', ...byName],
      at: async () => [await fieldOf('traefik', 'service/traefik', '{.status.loadBalancer.ingress[0].ip}'), '80'],
    },
    Gateway: {
      by: 'Traefik',
      flags: ['--strategy', 'Gateway', '--gateway', 'infra/edge/http', ...byName],
      at: async () => [await fieldOf('infra', 'gateway/edge', '{.status.addresses[0].value}'), '80'],
    },
  };

describe('while a client keeps asking, no request fails in a rollout and in scaling from 1 to 3 and back', () => {
  it.each(Object.entries(WAYS))('by %s', (title, { by, flags, at }) =>
    inNamespace(async (namespace) => {
      await create(namespace, [draining('Deployment')]);
      await exposed(['deploy/web', '-n', namespace, ...flags]);
      const [address, port] = await at(namespace);
      await askUntil(200, ['--header', `Host: ${host}`, `http://${address}:${port}/hostname`]);
      let three: string[] = [];
      const { pods: answers, failures } = await whileAsking(address, port, async () => {
        await rollout(namespace);
        three = await scale(namespace, 3);
        // time for each of them to be asked
        await new Promise((resolve) => setTimeout(resolve, 4000));
        await scale(namespace, 1);
      });
      expect(failures).toEqual([]);
      // the pod from before the rollout, and each of the three
      expect(Object.keys(answers)).toEqual(expect.arrayContaining(three));
      expect(Object.keys(answers).length).toBeGreaterThanOrEqual(4);
      proves({ strategy: title.split(' ')[0] ?? '', what: 'no request lost in a rollout and in scaling 1 → 3 → 1', by });
    }),
  );
});

describe('where one pod holds the port of a node, a rollout has a gap on that node', () => {
  it.each([
    ['hostPort', '18193', ['--host-port', '18193']],
    ['hostNetwork', '8080', ['--accept-risk', 'host-network']],
  ] as const)('by %s: the old pod answers until it ends, the new one from then on', (strategy, port, flags) =>
    inNamespace(async (namespace) => {
      await create(namespace, [draining('DaemonSet')]);
      await exposed(['ds/web', '-n', namespace, '--strategy', strategy, ...flags, '--force-conflicts']);
      const url = `http://${node1}:${port}/hostname`;
      await askUntil(200, [url]);
      const { pods: answers, failures } = await whileAsking(node1, port, async () => {
        await rollout(namespace, 'DaemonSet');
        await askUntil(200, [url]);
      });
      const count = Object.values(answers).reduce((sum, one) => sum + one, 0);
      console.log(`  ${strategy}: ${failures.length} of ${failures.length + count} requests failed in a rollout of one pod on each node`);
      expect(Object.keys(answers)).toHaveLength(strategy === 'hostPort' ? 2 : 1);
    }),
  );
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ask,
  askUntil,
  cluster,
  checkKubectl,
  create,
  echo,
  exposed,
  isLent,
  KINDS,
  markedObjects,
  newNamespace,
  nodeAddress,
  proves,
  readObject,
  removeNamespace,
} from './support.ts';

interface Case {
  strategy: string;
  /** Flags besides the strategy. */
  flags: string[];
  /** What carries the traffic besides Kubernetes itself; a cluster that is lent need not have it. */
  by?: string;
  /** How an outside client asks for the pod's name. */
  request: (namespace: string) => Promise<string[]> | string[];
}

async function jsonpath(namespace: string, object: string, path: string): Promise<string> {
  return checkKubectl(cluster(), ['get', '-n', namespace, object, '-o', `jsonpath=${path}`]);
}

/** The node on which a pod of the workload runs. */
async function nodeOfPod(namespace: string): Promise<string> {
  return checkKubectl(cluster(), [
    'get',
    'pods',
    '-n',
    namespace,
    '-l',
    'app=web',
    '--field-selector=status.phase=Running',
    '-o',
    'jsonpath={.items[0].status.hostIP}',
  ]);
}

const CASES: Case[] = [
  {
    strategy: 'NodePort',
    flags: [],
    request: async (namespace) => [
      `http://${await nodeAddress()}:${await jsonpath(namespace, 'service/web-node-port', '{.spec.ports[0].nodePort}')}/hostname`,
    ],
  },
  {
    strategy: 'LoadBalancer',
    by: 'MetalLB',
    flags: [],
    request: async (namespace) => [
      `http://${await jsonpath(namespace, 'service/web-load-balancer', '{.status.loadBalancer.ingress[0].ip}')}:8080/hostname`,
    ],
  },
  {
    strategy: 'Ingress',
    by: 'ingress-nginx',
    flags: ['--class', 'nginx', '--host', 'web.example.com'],
    request: async () => {
      const text = await checkKubectl(cluster(), [
        'get',
        'service',
        '-A',
        '-l',
        'app.kubernetes.io/name=ingress-nginx',
        '-o',
        'jsonpath={.items[0].spec.type} {.items[0].status.loadBalancer.ingress[0].ip} {.items[0].spec.ports[0].nodePort}',
      ]);
      const [type, ip, nodePort] = text.split(' ');
      const [address, port] = type === 'LoadBalancer' ? [ip, '80'] : [await nodeAddress(), nodePort];
      return ['--resolve', `web.example.com:${port}:${address}`, `http://web.example.com:${port}/hostname`];
    },
  },
  {
    strategy: 'Gateway',
    by: 'Traefik',
    flags: ['--gateway', 'infra/edge/http', '--host', 'kinds.example.com'],
    request: async () => {
      const address = await jsonpath('infra', 'gateway/edge', '{.status.addresses[0].value}');
      return ['--resolve', `kinds.example.com:80:${address}`, 'http://kinds.example.com/hostname'];
    },
  },
  {
    strategy: 'hostPort',
    flags: ['--host-port', '18080', '--force-conflicts'],
    request: async (namespace) => [`http://${await nodeOfPod(namespace)}:18080/hostname`],
  },
  {
    strategy: 'hostNetwork',
    flags: ['--accept-risk', 'host-network', '--force-conflicts'],
    request: async (namespace) => [`http://${await nodeOfPod(namespace)}:8080/hostname`],
  },
];

describe.each(KINDS)('a %s', (kind) => {
  describe.each(CASES)('by $strategy', ({ strategy, by, flags, request }) => {
    const isLeftOut = isLent && by !== undefined;
    let namespace: string;
    beforeAll(async () => {
      namespace = await newNamespace();
      await create(namespace, [echo(kind)]);
    });
    afterAll(() => removeNamespace(namespace));

    it.skipIf(isLeftOut)('is applied, answers an outside client, says unchanged, is listed, and is undone field by field', async () => {
      const target = `${kind.toLowerCase()}/web`;
      const before = await readObject(namespace, kind, 'web');

      const applied = await exposed([target, '-n', namespace, '--strategy', strategy, ...flags]);
      expect(applied.stdout).toMatch(/curl .*http/);
      expect(await askUntil(200, await request(namespace))).toMatch(/^web-|^node/);

      const again = await exposed([target, '-n', namespace, '--strategy', strategy, ...flags]);
      expect(`${again.stdout}${again.stderr}`).toContain('unchanged');

      const listed = await exposed(['list', '-n', namespace]);
      expect(listed.stdout).toMatch(new RegExp(`${strategy}\\b`));

      await exposed(['remove', target, '-n', namespace]);
      expect(await readObject(namespace, kind, 'web')).toEqual(before);
      expect(await markedObjects(namespace)).toEqual([]);
      proves({ strategy, what: 'HTTP', by, kind });
    });
  });

  it('by ClusterIP is proved through the API server and stays inside', async () => {
    const namespace = await newNamespace();
    try {
      await create(namespace, [echo(kind)]);
      const target = `${kind.toLowerCase()}/web`;
      await exposed([target, '-n', namespace, '--strategy', 'ClusterIP']);
      const address = await jsonpath(namespace, 'service/web', '{.spec.clusterIP}');
      // Nobody knows where the client of a lent cluster is: on a node it may come in.
      if (!isLent) expect((await ask([`http://${address}:8080/hostname`])).status).toBe(0);
      await exposed(['remove', target, '-n', namespace]);
      expect(await markedObjects(namespace)).toEqual([]);
      proves({ strategy: 'ClusterIP', what: 'HTTP', kind });
    } finally {
      await removeNamespace(namespace);
    }
  });
});

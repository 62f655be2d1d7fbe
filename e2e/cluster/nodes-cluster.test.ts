import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  addComponents,
  addIngressNginx,
  checkKubectl,
  down,
  execIn,
  externalCluster,
  kubectl,
  layout,
  leftovers,
  missing,
  requirementsOf,
  up,
  waitFor,
  type Cluster,
} from './cluster.ts';
import { harnessDirectory } from './directories.ts';
import { computer } from './test-computer.ts';

const lacking = missing(requirementsOf.nodes);
const [node1, node2] = layout.nodes.map(({ address }) => address.ipv4);
const [out] = layout.clients.map(({ address }) => address.ipv4);

describe.skipIf(lacking.length > 0)(`a cluster with nodes ${lacking.join('; ')}`, () => {
  const name = 'harness';
  let before: Readonly<Record<string, string>> = {};
  let cluster: Cluster;

  const get = async (url: string, ...options: string[]): Promise<string> => {
    const { code, stdout, stderr } = await execIn(cluster, 'out', ['curl', '-sS', '-g', '--max-time', '5', ...options, url]);
    if (code !== 0) throw new Error(stderr.trim());
    return stdout;
  };

  beforeAll(async () => {
    await down(name);
    before = await computer();
    cluster = await up({ name, with: ['coredns', 'metallb', 'ingress-nginx', 'redis'] });
    await checkKubectl(cluster, ['apply', '-f', join(harnessDirectory, 'nodes-cluster.test.yaml')]);
    await checkKubectl(cluster, ['wait', '--for=condition=Ready', 'pod', '--all', '--timeout=90s']);
  });
  afterAll(async () => {
    await down(name);
    expect(leftovers(name)).toEqual([]);
    expect(await computer()).toEqual(before);
  });

  test('nothing of the computer changes while it runs', async () => {
    expect(await computer()).toEqual(before);
  });

  test('a second up finds it running', async () => {
    const started = Date.now();
    expect((await up({ name, with: ['coredns'] })).components).toEqual(cluster.components);
    expect(Date.now() - started).toBeLessThan(5000);
  });

  test('NodePort answers on both nodes', async () => {
    for (const node of [node1, node2]) expect(await waitFor('an answer', () => get(`http://${node}:30086/hostname`))).toMatch(/^web-/);
  });

  test('LoadBalancer keeps the client address with externalTrafficPolicy Local, on IPv4 and IPv6', async () => {
    const addresses = await waitFor('two addresses', async () => {
      const { stdout } = await kubectl(cluster, [
        'get',
        'service',
        'web-load-balancer',
        '-o=jsonpath={.status.loadBalancer.ingress[*].ip}',
      ]);
      return stdout.split(' ').length === 2 && stdout.split(' ');
    });
    expect(await waitFor('an answer', () => get(`http://${addresses[0]}/clientip`))).toMatch(`${out}:`);
    expect(await waitFor('an answer', () => get(`http://[${addresses[1]}]/clientip`))).toMatch(`[${layout.clients[0]?.address.ipv6}]:`);
  });

  test('hostPort and hostNetwork answer on the node itself and see the client', async () => {
    expect(await get(`http://${node1}:8088/clientip`)).toMatch(`${out}:`);
    expect(await get(`http://${node2}:9090/clientip`)).toMatch(`${out}:`);
  });

  test('Ingress routes by host', async () => {
    const address = await waitFor('the address of the Ingress', async () => {
      const { stdout } = await kubectl(cluster, ['get', 'ingress', 'web', '-o=jsonpath={.status.loadBalancer.ingress[0].ip}']);
      return stdout !== '' && stdout;
    });
    const url = 'http://web.example.com/hostname';
    expect(
      await waitFor('a pod to answer', async () => (await get(url, '--resolve', `web.example.com:80:${address}`)).startsWith('web-')),
    ).toBe(true);
    expect(await get(url, '--resolve', `web.example.com:80:${address}`, '-o', '/dev/null', '-w', '%{http_code}')).toBe('200');
    expect(await get(`http://${address}/`, '-o', '/dev/null', '-w', '%{http_code}')).toBe('404');
  });

  test('a second controller on one labelled node, hostNetwork and no Service, answers on that node', async () => {
    await checkKubectl(cluster, ['label', 'node', 'node2', 'edge=yes', '--overwrite']);
    await addIngressNginx(cluster, { entry: 'hostNetwork', namespace: 'edge', className: 'edge', nodeSelector: { edge: 'yes' } });
    const ingress = { class: 'edge', rule: 'edge.example.com/*=web-node-port:80' };
    await checkKubectl(cluster, ['create', 'ingress', 'edge', `--class=${ingress.class}`, `--rule=${ingress.rule}`]);
    const resolve = ['--resolve', `edge.example.com:80:${node2}`];
    await waitFor('a pod to answer', async () => (await get('http://edge.example.com/hostname', ...resolve)).startsWith('web-'));
    await expect(get(`http://${node1}/`)).rejects.toThrow(/refused|Failed to connect/);
    await checkKubectl(cluster, [
      'delete',
      '--wait=false',
      'ingress/edge',
      'namespace/edge',
      'ingressclass/edge',
      'clusterrole/edge-controller',
    ]);
  });

  test('a cluster that is lent must have a kubeconfig of its own', () => {
    vi.stubEnv('EXPOSE_PLUS_E2E_KUBECONFIG', cluster.kubeconfig);
    expect(externalCluster()).toMatchObject({ kind: 'external', kubeconfig: cluster.kubeconfig });
    vi.stubEnv('KUBECONFIG', `/nowhere:${cluster.kubeconfig}`);
    expect(() => externalCluster()).toThrow('which kubectl uses every day');
    vi.stubEnv('EXPOSE_PLUS_E2E_KUBECONFIG', '/nowhere');
    expect(() => externalCluster()).toThrow('which does not exist');
    vi.unstubAllEnvs();
  });

  test('TCP: redis answers PING through a node port', async () => {
    const script = `exec 3<>/dev/tcp/${node1}/30379; printf 'PING\\r\\n' >&3; head -1 <&3`;
    expect((await execIn(cluster, 'out', ['bash', '-c', script])).stdout.trim()).toBe('+PONG');
  });

  test('a pod finds a Service by name, also when both are on one node', async () => {
    for (let time = 0; time < 4; time++) {
      const answer = await checkKubectl(cluster, [
        'exec',
        'shell',
        '--',
        'curl',
        '-sS',
        '--max-time',
        '5',
        'http://web-node-port.default/hostname',
      ]);
      expect(answer).toMatch(/^web-/);
    }
  });

  test('no way leads out of the machine', async () => {
    for (const machine of ['out', 'node1', 'cp'] as const) {
      const { code } = await execIn(cluster, machine, ['curl', '-sS', '--max-time', '3', 'http://192.0.2.1/']);
      expect(code).not.toBe(0);
      const links = (await execIn(cluster, machine, ['ip', '-o', 'link', 'show', 'type', 'veth'])).stdout;
      expect(links).toMatch(/eth0/);
    }
  });

  test('another cluster stands beside it and goes alone', async () => {
    const other = await up({ name: 'harness-2' });
    try {
      expect((await checkKubectl(other, ['get', 'deployment', '-o=name'])).trim()).toBe('');
      expect((await execIn(other, 'out', ['curl', '-sS', '--max-time', '3', `http://${node1}:30086/`])).code).not.toBe(0);
    } finally {
      await down('harness-2');
    }
    expect(leftovers('harness-2')).toEqual([]);
    expect(await get(`http://${node1}:30086/hostname`)).toMatch(/^web-/);
  });

  test('adding an unknown component is refused', async () => {
    await expect(addComponents(cluster, ['nothing'])).rejects.toThrow('no component "nothing"');
  });
});

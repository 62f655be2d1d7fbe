import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  // prettier-ignore
  addComponents, apiOnly, checkKubectl, createUser, down, execIn, kubectl, layout, leftovers, missing, requirementsOf, runningCluster, up, waitFor, type Cluster,
} from './cluster.ts'; // prettier-ignore
import { clusterDirectory, harnessDirectory } from './directories.ts';
import { check } from './run.ts';

const cli = [process.execPath, join(harnessDirectory, 'cli.ts')];
const lacking = missing(requirementsOf.nodes);
const [node1, node2] = layout.nodes.map(({ address }) => address.ipv4);
const [out] = layout.clients.map(({ address }) => address.ipv4);

/** What belongs to the whole computer and must be the same before and after. */
async function computer(): Promise<Readonly<Record<string, string>>> {
  const settings = [
    'vm/overcommit_memory',
    'vm/panic_on_oom',
    'kernel/panic',
    'kernel/panic_on_oops',
    'net/ipv4/ip_forward',
    'net/ipv6/conf/all/forwarding',
  ];
  return {
    links: await check(['ip', '-o', 'link', 'show']),
    addresses: (await check(['ip', '-o', 'address', 'show'])).replaceAll(/valid_lft.*/g, ''),
    routes: await check(['ip', 'route', 'show', 'table', 'all']),
    rules: await check(['nft', 'list', 'ruleset']),
    mounts: readFileSync('/proc/self/mounts', 'utf8'),
    hostname: await check(['uname', '-n']),
    settings: settings.map((name) => `${name}=${readFileSync(`/proc/sys/${name}`, 'utf8')}`).join(''),
  };
}

const application = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      topologySpreadConstraints:
        - { maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: web } } }
      containers:
        - name: web
          image: e2e.invalid/agnhost:1
          args: [netexec, --http-port=8080, --udp-port=8081]
          ports: [{ name: http, containerPort: 8080, hostPort: 8088 }]
          readinessProbe: { httpGet: { path: /, port: http }, periodSeconds: 1 }
---
apiVersion: v1
kind: Service
metadata: { name: web-node-port }
spec: { type: NodePort, selector: { app: web }, ports: [{ port: 80, targetPort: http, nodePort: 30086 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web-load-balancer }
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  ipFamilyPolicy: PreferDualStack
  selector: { app: web }
  ports: [{ port: 80, targetPort: http }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  ingressClassName: nginx
  rules: [{ host: web.example.com, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web-node-port, port: { number: 80 } } } }] } }]
---
apiVersion: v1
kind: Pod
metadata: { name: on-the-node }
spec:
  nodeName: node2
  hostNetwork: true
  containers: [{ name: web, image: e2e.invalid/agnhost:1, args: [netexec, --http-port=9090, --udp-port=-1] }]
---
apiVersion: v1
kind: Pod
metadata: { name: shell }
spec:
  containers: [{ name: shell, image: e2e.invalid/busybox:1, command: [sleep, "100000"] }]
---
apiVersion: v1
kind: Pod
metadata: { name: redis, labels: { app: redis } }
spec: { containers: [{ name: redis, image: e2e.invalid/redis:1, ports: [{ containerPort: 6379 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: redis }
spec: { type: NodePort, selector: { app: redis }, ports: [{ port: 6379, nodePort: 30379 }] }
`;

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
    await checkKubectl(cluster, ['apply', '-f', '-'], application);
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

describe.skipIf(lacking.length > 0)(`down after a crash ${lacking.join('; ')}`, () => {
  for (const seconds of [0.1, 0.3, 0.6, 1, 2, 4, 6]) {
    test(`leaves nothing when up is killed after ${seconds} s`, async () => {
      const before = await computer();
      const [command = '', ...args] = [...cli, 'up', '--name', 'crash'];
      const runner = spawn(command, args, { stdio: 'ignore' });
      await sleep(seconds * 1000);
      runner.kill('SIGKILL');
      await down('crash');
      expect(leftovers('crash')).toEqual([]);
      expect(await computer()).toEqual(before);
    });
  }

  test('up after a killed up starts afresh', async () => {
    const [command = '', ...args] = [...cli, 'up', '--name', 'crash'];
    const runner = spawn(command, args, { stdio: 'ignore' });
    await waitFor('the cluster to begin', () => leftovers('crash').length > 3, { everyMs: 20 });
    runner.kill('SIGKILL');
    try {
      const cluster = await up({ name: 'crash' });
      expect((await checkKubectl(cluster, ['get', 'nodes', '-o=name'])).trim().split('\n')).toEqual(['node/node1', 'node/node2']);
      // a client whose starter is killed stays behind in the cluster's network: it must go too
      const [exec = '', ...words] = [...cli, '--name', 'crash', 'exec', 'out', '--', 'sleep', '1000'];
      const client = spawn(exec, words, { stdio: 'ignore' });
      await waitFor('the client', async () => (await check(['ps', '-eo', 'args'])).split('\n').includes('sleep 1000'));
      client.kill('SIGKILL');
    } finally {
      await down('crash');
    }
    expect((await check(['ps', '-eo', 'args'])).split('\n')).not.toContain('sleep 1000');
    expect(leftovers('crash')).toEqual([]);
  });
});

const apiLacking = missing(requirementsOf['api-only']);
describe.skipIf(apiLacking.length > 0)(`an API server alone ${apiLacking.join('; ')}`, () => {
  const name = 'harness-api';
  let cluster: Cluster;
  beforeAll(async () => {
    await down(name);
    cluster = await apiOnly({ name });
  });
  afterAll(async () => {
    await down(name);
    expect(leftovers(name)).toEqual([]);
  });

  test('serves this process on a loopback address', async () => {
    expect(await checkKubectl(cluster, ['config', 'view', '-o=jsonpath={.clusters[0].cluster.server}'])).toMatch(
      /^https:\/\/127\.0\.0\.1:\d+$/,
    );
    expect(JSON.parse(await checkKubectl(cluster, ['version', '-o=json']))).toMatchObject({ serverVersion: { gitVersion: 'v1.37.2' } });
  });

  test('a user may do what RBAC lets him, and nothing else', async () => {
    const kubeconfig = await createUser(cluster, 'anna', ['team']);
    const asAnna = ['--kubeconfig', kubeconfig, 'get', 'services', '-n', 'default'];
    expect((await kubectl(cluster, asAnna)).stderr).toContain('services is forbidden: User "anna" cannot list resource "services"');
    await checkKubectl(cluster, ['create', 'rolebinding', 'team', '--clusterrole=view', '--group=team', '-n', 'default']);
    await waitFor('the binding to act', async () => (await kubectl(cluster, asAnna)).code === 0);
  });

  test('controllers work: a Deployment gets its pods, which stay without a node', async () => {
    await checkKubectl(cluster, ['create', 'deployment', 'web', '--image=e2e.invalid/agnhost:1', '--replicas=3']);
    await waitFor(
      'three pods',
      async () => (await checkKubectl(cluster, ['get', 'pods', '-l=app=web', '-o=name'])).trim().split('\n').length === 3,
    );
  });

  test('it has no machines to run clients on', async () => {
    await expect(execIn(cluster, 'out', ['true'])).rejects.toThrow('it has no machine out');
    expect(runningCluster(name)?.directory).toBe(clusterDirectory(name));
  });
});

import { describe, expect, it } from 'vitest';
import { layout } from '../cluster/cluster.ts';
import {
  ask,
  askUntil,
  create,
  echo,
  exposed,
  exposePlus,
  fieldOf,
  imageReference,
  inNamespace,
  markedObjects,
  nodeOfPod,
  readObject,
  proves,
  redis,
  sayUntil,
  udpEcho,
  waitFor,
  workload,
  type Result,
} from './support.ts';

const [node1, node2] = layout.nodes.map(({ address }) => address.ipv4) as [string, string];
const [client, secondClient] = layout.clients.map(({ address }) => address.ipv4) as [string, string];

const nodePort = (namespace: string, service: string, index = 0): Promise<string> =>
  fieldOf(namespace, `service/${service}`, `{.spec.ports[${index}].nodePort}`);
const balancer = (namespace: string, service: string): Promise<string> =>
  fieldOf(namespace, `service/${service}`, '{.status.loadBalancer.ingress[0].ip}');
/** All that the plugin printed. */
const text = ({ stdout, stderr }: Result): string => `${stdout}${stderr}`;

/** The plugin must refuse, say why by code, and change nothing. */
async function refused(namespace: string, target: string, code: string, flags: readonly string[]): Promise<string> {
  const name = target.replace(/.*\//, '');
  const before = await readObject(namespace, 'deployment', name);
  const marked = await markedObjects(namespace);
  const said = text(await exposed([target, '-n', namespace, ...flags], 1));
  expect(said).toContain(code);
  expect(await readObject(namespace, 'deployment', name)).toEqual(before);
  expect(await markedObjects(namespace)).toEqual(marked);
  return said;
}

describe('a redis answers PING from outside', () => {
  it('by NodePort, on both nodes', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [redis]);
      await exposed(['deploy/redis', '-n', namespace, '--strategy', 'NodePort']);
      const port = await nodePort(namespace, 'redis-node-port');
      for (const address of [node1, node2]) await sayUntil('+PONG', 'PING', 'tcp', address, port);
      proves({ strategy: 'NodePort', what: 'TCP (redis)' });
    }));

  it('by LoadBalancer', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [redis]);
      await exposed(['deploy/redis', '-n', namespace, '--strategy', 'LoadBalancer']);
      await sayUntil('+PONG', 'PING', 'tcp', await balancer(namespace, 'redis-load-balancer'), 6379);
      proves({ strategy: 'LoadBalancer', what: 'TCP (redis)', by: 'MetalLB' });
    }));

  it('by hostPort, on the node of its pod', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [redis]);
      await exposed(['deploy/redis', '-n', namespace, '--strategy', 'hostPort', '--host-port', '16379', '--force-conflicts']);
      await sayUntil('+PONG', 'PING', 'tcp', await nodeOfPod(namespace, 'redis'), 16379);
      proves({ strategy: 'hostPort', what: 'TCP (redis)' });
    }));

  it('by hostNetwork, on the node of its pod', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [redis]);
      const risk = ['--accept-risk', 'host-network', '--force-conflicts'];
      await exposed(['deploy/redis', '-n', namespace, '--strategy', 'hostNetwork', ...risk]);
      await sayUntil('+PONG', 'PING', 'tcp', await nodeOfPod(namespace, 'redis'), 6379);
      proves({ strategy: 'hostNetwork', what: 'TCP (redis)' });
    }));

  it('never by Ingress: the plan says so before anything is applied, with ways that can', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [redis]);
      const flags = ['--strategy', 'Ingress', '--class', 'nginx', '--host', 'redis.example.com', '--dry-run=client'];
      const said = text(await exposed(['deploy/redis', '-n', namespace, ...flags]));
      expect(said).toContain('EP305');
      expect(said).toMatch(/Use LoadBalancer, NodePort/);
      expect(await markedObjects(namespace)).toEqual([]);
    }));
});

describe('a UDP server answers from outside', () => {
  it('by NodePort; a server that ignores a stranger cannot be proved', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [udpEcho]);
      await exposed(['deploy/echo', '-n', namespace, '--strategy', 'NodePort'], 4);
      const port = await nodePort(namespace, 'echo-node-port');
      for (const address of [node1, node2]) await sayUntil('hello', 'echo hello', 'udp', address, port);
      proves({ strategy: 'NodePort', what: 'UDP' });
    }));

  it('by LoadBalancer', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [udpEcho]);
      await exposed(['deploy/echo', '-n', namespace, '--strategy', 'LoadBalancer', '--verify=false']);
      await sayUntil('hello', 'echo hello', 'udp', await balancer(namespace, 'echo-load-balancer'), 7000);
      proves({ strategy: 'LoadBalancer', what: 'UDP', by: 'MetalLB' });
    }));

  it.each([
    ['hostPort', '17000', ['--host-port', '17000']],
    ['hostNetwork', '7000', ['--accept-risk', 'host-network']],
  ] as const)('by %s, on the node of its pod', (strategy, port, flags) =>
    inNamespace(async (namespace) => {
      await create(namespace, [udpEcho]);
      await exposed(['deploy/echo', '-n', namespace, '--strategy', strategy, ...flags, '--force-conflicts', '--verify=false']);
      await sayUntil('hello', 'echo hello', 'udp', await nodeOfPod(namespace, 'echo'), port);
      proves({ strategy, what: 'UDP' });
    }),
  );
});

describe('ports', () => {
  it('all that the container declares are exposed, TCP and UDP, under their names', () =>
    inNamespace(async (namespace) => {
      const container = {
        image: imageReference('agnhost'),
        args: ['netexec', '--http-port=8080', '--udp-port=7000'],
        ports: [
          { name: 'http', containerPort: 8080 },
          { name: 'echo', containerPort: 7000, protocol: 'UDP' },
        ],
      };
      await create(namespace, [workload('web', container)]);
      await exposed(['deploy/web', '-n', namespace, '--strategy', 'NodePort', '--verify=false']);
      expect(await fieldOf(namespace, 'service/web-node-port', '{.spec.ports[*].name}')).toBe('http echo');
      await askUntil(200, [`http://${node1}:${await nodePort(namespace, 'web-node-port', 0)}/hostname`]);
      await sayUntil('hello', 'echo hello', 'udp', node1, await nodePort(namespace, 'web-node-port', 1));
      proves({ strategy: 'NodePort', what: 'several ports, TCP and UDP' });
    }));

  it('a target port is kept by name, and reached under another number', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      await exposed(['deploy/web', '-n', namespace, '--strategy', 'LoadBalancer', '--port', '80:http']);
      expect(await fieldOf(namespace, 'service/web-load-balancer', '{.spec.ports[0].targetPort}')).toBe('http');
      await askUntil(200, [`http://${await balancer(namespace, 'web-load-balancer')}/hostname`]);
      proves({ strategy: 'LoadBalancer', what: 'named target port', by: 'MetalLB' });
    }));

  it('a fixed node port is had; when it is taken, the plan says so and nothing is applied', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 }), echo('Deployment', { name: 'other', replicas: 1 })]);
      const flags = ['--strategy', 'NodePort', '--node-port', '30186'];
      await exposed(['deploy/web', '-n', namespace, ...flags]);
      await askUntil(200, [`http://${node1}:30186/hostname`]);
      expect(await refused(namespace, 'deploy/other', 'EP202', flags)).toMatch(/30187|30\d{3}/);
      proves({ strategy: 'NodePort', what: 'fixed port; a taken one is refused before anything is applied' });
    }));

  it('a host port that another workload holds on every node is found in the plan', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('DaemonSet', { name: 'first' }), echo('Deployment', { replicas: 1 })]);
      const flags = ['--strategy', 'hostPort', '--host-port', '18190', '--force-conflicts'];
      await exposed(['ds/first', '-n', namespace, ...flags]);
      expect(await refused(namespace, 'deploy/web', 'EP217', flags)).toContain('first');
      proves({ strategy: 'hostPort', what: 'a taken port is refused before anything is applied' });
    }));
});

it('a bare Pod without labels gets one, answers, and loses it again', () =>
  inNamespace(async (namespace) => {
    const container = { name: 'app', image: imageReference('agnhost'), args: ['netexec'], ports: [{ containerPort: 8080 }] };
    await create(namespace, [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [container] } }]);
    // Kubernetes itself labels pods with their zone
    const labels = (): Promise<string> => fieldOf(namespace, 'pod/web', '{.metadata.labels}');
    await waitFor('the pod to be placed', async () => (await fieldOf(namespace, 'pod/web', '{.spec.nodeName}')) !== '');
    const before = await labels();
    await exposed(['pod/web', '-n', namespace, '--strategy', 'NodePort']);
    expect(await labels()).not.toBe(before);
    await askUntil(200, [`http://${node2}:${await nodePort(namespace, 'web-node-port')}/hostname`]);
    await exposed(['remove', 'pod/web', '-n', namespace]);
    expect(await labels()).toBe(before);
    expect(await markedObjects(namespace)).toEqual([]);
    proves({ strategy: 'NodePort', what: 'bare Pod' });
  }));

describe("the client's address", () => {
  it('is lost on the way, and kept with --keep-client-ip, when only the node of the pod answers', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const target = ['deploy/web', '-n', namespace, '--strategy', 'NodePort'];
      await exposed(target);
      const port = await nodePort(namespace, 'web-node-port');
      const here = await nodeOfPod(namespace, 'web');
      const elsewhere = here === node1 ? node2 : node1;
      expect(await askUntil(200, [`http://${here}:${port}/clientip`])).not.toContain(client);

      await exposed([...target, '--keep-client-ip']);
      expect(await nodePort(namespace, 'web-node-port')).toBe(port);
      expect(await askUntil(200, [`http://${here}:${port}/clientip`])).toContain(client);
      expect((await ask([`http://${elsewhere}:${port}/clientip`])).status).toBe(0);
      proves({ strategy: 'NodePort', what: "the client's address is kept" });
    }));

  it('is kept behind a load balancer with --keep-client-ip', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      await exposed(['deploy/web', '-n', namespace, '--strategy', 'LoadBalancer', '--keep-client-ip']);
      expect(await askUntil(200, [`http://${await balancer(namespace, 'web-load-balancer')}:8080/clientip`])).toContain(client);
      proves({ strategy: 'LoadBalancer', what: "the client's address is kept", by: 'MetalLB' });
    }));

  it('decides who gets in with --allow-from: the other client is kept out', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const target = ['deploy/web', '-n', namespace, '--strategy', 'LoadBalancer'];
      await exposed(target);
      const url = `http://${await balancer(namespace, 'web-load-balancer')}:8080/hostname`;
      await askUntil(200, [url], 30, 'out2');

      const administrator = `${layout.controlPlane.address.ipv4}/32`;
      await exposed([...target, '--allow-from', `${client}/32`, '--allow-from', administrator]);
      await askUntil(200, [url], 30, 'out');
      expect((await ask([url], 'out2')).status).toBe(0);

      await exposed([...target, '--allow-from', `${secondClient}/32`, '--allow-from', administrator]);
      await askUntil(200, [url], 30, 'out2');
      expect((await ask([url], 'out')).status).toBe(0);
      proves({ strategy: 'LoadBalancer', what: 'allow-list of clients', by: 'MetalLB' });
    }));

  it('leads to the same pod each time with --session-affinity ClientIP', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 3 })]);
      const target = ['deploy/web', '-n', namespace, '--strategy', 'NodePort'];
      const podsSeen = async (): Promise<number> => {
        const url = `http://${node1}:${await nodePort(namespace, 'web-node-port')}/hostname`;
        const seen = new Set<string>();
        for (let request = 0; request < 15; request++) seen.add(await askUntil(200, [url]));
        return seen.size;
      };
      await exposed(target);
      expect(await podsSeen()).toBeGreaterThan(1);
      await exposed([...target, '--session-affinity', 'ClientIP']);
      expect(await podsSeen()).toBe(1);
      proves({ strategy: 'NodePort', what: 'session affinity' });
    }));
});

describe('IPv6, for a Service with ipFamilyPolicy RequireDualStack', () => {
  const exposure = (namespace: string, strategy: string): string =>
    JSON.stringify({
      apiVersion: 'expose-plus.dev/v1alpha1',
      kind: 'Exposure',
      metadata: { namespace },
      spec: { target: { kind: 'Deployment', name: 'web' }, strategy, service: { ipFamilyPolicy: 'RequireDualStack' } },
    });
  const [six] = layout.nodes.map(({ address }) => address.ipv6);

  it('the node port answers under both addresses of a node', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const result = await exposePlus(['apply', '-f', '-'], exposure(namespace, 'NodePort'));
      expect(result.code, text(result)).toBe(0);
      const port = await nodePort(namespace, 'web-node-port');
      for (const address of [node1, `[${six}]`]) expect(await askUntil(200, [`http://${address}:${port}/hostname`])).toMatch(/^web-/);
      proves({ strategy: 'NodePort', what: 'IPv4 and IPv6' });
    }));

  it('the load balancer has an address of each family, and both answer', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const result = await exposePlus(['apply', '-f', '-'], exposure(namespace, 'LoadBalancer'));
      expect(result.code, text(result)).toBe(0);
      const ips = (await fieldOf(namespace, 'service/web-load-balancer', '{.status.loadBalancer.ingress[*].ip}')).split(' ');
      expect(ips).toHaveLength(2);
      for (const ip of ips) expect(await askUntil(200, [`http://${ip.includes(':') ? `[${ip}]` : ip}:8080/hostname`])).toMatch(/^web-/);
      proves({ strategy: 'LoadBalancer', what: 'IPv4 and IPv6', by: 'MetalLB' });
    }));
});

describe.each(['baseline', 'restricted'])('a namespace that enforces pod security %s', (level) => {
  it('refuses hostPort and hostNetwork in the plan, and nothing is changed', () =>
    inNamespace(
      async (namespace) => {
        // a restricted namespace would not take this image's pods either way
        await create(namespace, [echo('Deployment', { replicas: level === 'restricted' ? 0 : 1 })]);
        const said = await refused(namespace, 'deploy/web', 'EP216', ['--strategy', 'hostPort', '--host-port', '18191']);
        expect(said).toContain(level);
        await refused(namespace, 'deploy/web', 'EP216', ['--strategy', 'hostNetwork', '--accept-risk', 'host-network']);
        const what = `refused where pod security is ${level}`;
        proves({ strategy: 'hostPort', what }, { strategy: 'hostNetwork', what });
      },
      [`pod-security.kubernetes.io/enforce=${level}`],
    ));
});

it('a NetworkPolicy is said not to hold for a pod in the network of its node', () =>
  inNamespace(async (namespace) => {
    const policy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'nobody' },
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    };
    await create(namespace, [echo('Deployment', { replicas: 1 }), policy]);
    const flags = ['--strategy', 'hostNetwork', '--accept-risk', 'host-network', '--dry-run=client'];
    expect(text(await exposed(['deploy/web', '-n', namespace, ...flags]))).toContain('EP309');
  }));

it('a pod in the network of its node still resolves names of the cluster', () =>
  inNamespace(async (namespace) => {
    await create(namespace, [echo('Deployment', { replicas: 1, port: 18192 }), echo('Deployment', { name: 'inner', replicas: 1 })]);
    await exposed(['deploy/inner', '-n', namespace, '--strategy', 'ClusterIP']);
    await exposed(['deploy/web', '-n', namespace, '--strategy', 'hostNetwork', '--accept-risk', 'host-network', '--force-conflicts']);
    const dial = `dial?protocol=http&request=hostname&port=8080&host=inner.${namespace}.svc.cluster.local`;
    expect(await askUntil(200, [`http://${await nodeOfPod(namespace, 'web')}:18192/${dial}`])).toContain('inner-');
    proves({ strategy: 'hostNetwork', what: 'names of the cluster resolve' });
  }));

import { describe, expect, it } from 'vitest';
import { node, object, podOf, service, snapshot, workload } from '../../test/fixtures/cluster.js';
import { checkNodePort, hostPortConflicts, hostPortsInUse, nextFreeNodePort, nodePortRange, staticBandSize } from './ports-in-use.js';

const taken = [
  service('web', {
    type: 'NodePort',
    ports: [
      { port: 80, nodePort: 30000 },
      { port: 443, nodePort: 30086 },
    ],
  }),
  service('lb', { type: 'LoadBalancer', healthCheckNodePort: 30001, ports: [{ port: 80, nodePort: 31000 }] }, 'other'),
];

describe('node ports', () => {
  it('have the default range, or that of the API server', () => {
    expect(nodePortRange(snapshot())).toMatchObject({ from: 30000, to: 32767 });
    const apiServer = object(
      'v1',
      'Pod',
      'kube-apiserver-control',
      { spec: { containers: [{ command: ['kube-apiserver', '--service-node-port-range=20000-20999'] }] } },
      { namespace: 'kube-system' },
    );
    expect(nodePortRange(snapshot({ objects: [apiServer] }))).toMatchObject({ from: 20000, to: 20999 });
  });

  // https://kubernetes.io/docs/concepts/services-networking/service/#avoid-nodeport-collisions gives 86 for the default range.
  it.each([
    [30000, 32767, 86],
    [30000, 30015, 0],
    [30000, 30127, 16],
    [1, 65535, 128],
  ])('%d-%d keeps %d for fixed ones', (from, to, size) => {
    expect(staticBandSize({ from, to, evidence: '' })).toBe(size);
  });

  it('next free one is the lowest that nobody holds, health checks included', () => {
    expect(nextFreeNodePort(snapshot({ objects: taken }))).toBe(30002);
    expect(nextFreeNodePort(snapshot({ objects: taken }), [30002])).toBe(30003);
  });

  it.each([
    [30005, 'yes', true],
    [30086, 'no', false],
    [30001, 'no', true],
    [29999, 'no', false],
    [32768, 'no', false],
    [32767, 'yes', false],
  ])('%d is free: %s', (port, free, inLowerBand) => {
    expect(checkNodePort(snapshot({ objects: taken }), port)).toMatchObject({ free, next: 30002, inLowerBand });
  });

  it('its own holder may keep it', () => {
    const owner = { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' };
    expect(checkNodePort(snapshot({ objects: taken }), 30086, owner).free).toBe('yes');
  });

  it('cannot be called free while Services of other namespaces were not read', () => {
    const shot = snapshot({ objects: taken, coverage: [{ resource: 'services', namespace: 'shop', state: 'complete' }] });
    expect(checkNodePort(shot, 30005).free).toBe('unknown');
    expect(checkNodePort(shot, 30086)).toMatchObject({ free: 'no', why: '30086 is held by Service shop/web' });
  });
});

describe('host ports', () => {
  const agent = workload('agent', {
    kind: 'DaemonSet',
    ports: [
      { containerPort: 8125, hostPort: 8125, protocol: 'UDP' },
      { containerPort: 9000, hostPort: 9000, hostIP: '127.0.0.1' },
    ],
  });
  const proxy = workload('proxy', { podSpec: { hostNetwork: true }, ports: [{ containerPort: 80 }] });
  const cluster = snapshot({ objects: [node('a'), node('b'), agent, proxy, podOf(agent, 'a'), podOf(proxy, 'b'), ...taken] });
  const want = (port: number, protocol: 'TCP' | 'UDP' = 'TCP', hostIP = '') =>
    hostPortConflicts(cluster, [{ port, protocol, hostIP }]).map((entry) => entry.why);

  it('are those of pods, and with hostNetwork every declared one', () => {
    expect(hostPortsInUse(cluster).uses.map(({ port, protocol, node: on }) => [port, protocol, on])).toEqual([
      [8125, 'UDP', 'a'],
      [9000, 'TCP', 'a'],
      [80, 'TCP', 'b'],
    ]);
  });

  it('conflict by port, protocol and address', () => {
    expect(want(8125, 'UDP')).toEqual(['Pod shop/agent-a uses 8125/UDP of node a']);
    expect(want(8125, 'TCP')).toEqual([]);
    expect(want(9000)).toEqual(['Pod shop/agent-a uses 9000/TCP of node a']);
    expect(want(9000, 'TCP', '10.0.0.1')).toEqual([]);
    expect(want(30086)).toEqual(['30086 is a node port of Service shop/web']);
    expect(want(10250)).toEqual(['10250 is used by the kubelet on the nodes that run it']);
  });

  // https://kubernetes.io/docs/reference/networking/ports-and-protocols/
  it.each([2379, 2380, 6443, 10250, 10257, 10259])('%i is one of Kubernetes itself', (port) => {
    expect(want(port)).toHaveLength(1);
    expect(want(port, 'UDP')).toEqual([]);
  });

  it('matter only on the nodes in question and never with oneself', () => {
    expect(hostPortConflicts(cluster, [{ port: 80, protocol: 'TCP' }], ['a'])).toEqual([]);
    expect(hostPortConflicts(cluster, [{ port: 80, protocol: 'TCP' }], ['b'], (ref) => ref.name === 'proxy-b')).toEqual([]);
  });

  it('of workloads count as likely where pods were not read', () => {
    const shot = snapshot({ objects: [agent], coverage: [{ resource: 'pods', state: 'forbidden' }] });
    expect(hostPortConflicts(shot, [{ port: 8125, protocol: 'UDP' }])).toMatchObject([
      { free: 'unknown', by: { kind: 'DaemonSet', name: 'agent' } },
    ]);
  });

  it('finished pods hold nothing', () => {
    const done = { ...podOf(agent, 'a'), status: { phase: 'Succeeded' } };
    expect(hostPortsInUse(snapshot({ objects: [done] })).uses).toEqual([]);
  });
});

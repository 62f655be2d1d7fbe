import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/kube.js';
import { plan } from '../verbs/plan.js';
import { namespace, node, podOf, workload } from '../../test/fixtures/cluster.js';
import { clusterOf, planOf, refusals, request } from '../../test/fixtures/plan.js';

const places = [namespace('shop'), node('node-1', { internal: '10.0.0.1' }), node('node-2', { internal: '10.0.0.2' })];
const ports = [
  { name: 'http', containerPort: 8080, protocol: 'TCP' },
  { name: 'dns', containerPort: 53, protocol: 'UDP' },
];

function hostPort(target: KubeObject, settings: Record<string, number> = {}): ReturnType<typeof plan> {
  return plan(clusterOf([...places, target]), request({ strategy: 'hostPort', hostPort: { ports: settings } }));
}

describe('hostPort', () => {
  it('refuses one host port for two ports of a pod, unless their protocols differ', () => {
    const target = workload('web', { ports: [...ports, { name: 'admin', containerPort: 9000, protocol: 'TCP' }], metadata: { uid: 'u' } });
    expect(refusals(hostPort(target, { http: 9000 }))).toEqual(['EP163']);
    expect(refusals(hostPort(target, { http: 5353, dns: 5353 }))).toEqual([]);
  });

  it('patches the list in which the container stands', () => {
    const proxy = { name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'edge', containerPort: 8443, protocol: 'TCP' }] };
    const target = workload('web', { ports, podSpec: { initContainers: [proxy] }, metadata: { uid: 'u' } });
    const exposure = request({ strategy: 'hostPort', ports: [{ port: 443, targetPort: 'edge' }] });
    const [step] = planOf(plan(clusterOf([...places, target]), exposure)).steps;
    expect(step?.kind === 'patch' && step.set['spec']).toEqual({
      template: { spec: { initContainers: [{ name: 'proxy', ports: [{ containerPort: 8443, hostPort: 8443, protocol: 'TCP' }] }] } },
    });
  });

  it('patches each container once, with all of its ports', () => {
    const sidecar = { name: 'sidecar', ports: [{ name: 'edge', containerPort: 8443, protocol: 'TCP' }] };
    const app = { name: 'app', image: 'x', ports };
    const target = workload('web', { podSpec: { containers: [app, sidecar] }, metadata: { uid: 'u' } });
    const exposure = request({ strategy: 'hostPort', ports: [{ targetPort: 'http' }, { targetPort: 'edge' }, { targetPort: 'dns' }] });
    const [step] = planOf(plan(clusterOf([...places, target]), exposure)).steps;
    const containers = (step?.kind === 'patch' && (step.set['spec'] as { template: { spec: { containers: object[] } } })).valueOf();
    expect(containers).toMatchObject({
      template: {
        spec: {
          containers: [
            { name: 'app', ports: [{ hostPort: 8080 }, { hostPort: 53, protocol: 'UDP' }] },
            { name: 'sidecar', ports: [{ hostPort: 8443 }] },
          ],
        },
      },
    });
  });

  it('needs nodes whose pod network is there, unlike hostNetwork', () => {
    const taints = [{ key: 'node.kubernetes.io/network-unavailable', effect: 'NoSchedule' }];
    const target = workload('web', { kind: 'DaemonSet', ports, metadata: { uid: 'u' } });
    const objects = [namespace('shop'), node('edge', { internal: '10.0.0.3', taints }), node('node-1', { internal: '10.0.0.1' }), target];
    const result = plan(clusterOf(objects), request({ strategy: 'hostPort', target: { kind: 'DaemonSet', name: 'web' } }));
    expect(planOf(result).entryPoints[0]?.addresses).toEqual(['10.0.0.1']);
  });

  it('on the network of the host can only be the container port', () => {
    const target = workload('web', { ports, podSpec: { hostNetwork: true }, metadata: { uid: 'u' } });
    expect(refusals(hostPort(target, { http: 80 }))).toEqual(['EP163']);
    expect(refusals(hostPort(target))).toEqual([]);
  });

  it('names the nodes of the pods once they have the port, and none while nobody knows where they will be', () => {
    const target = workload('web', { ports, metadata: { uid: 'u' } });
    const first = planOf(hostPort(target));
    expect(first.entryPoints.map(({ addresses }) => addresses)).toEqual([[], []]);
    const [step] = first.steps;
    const patched = step?.kind === 'patch' ? step.merged : target;
    const old = podOf(patched, 'node-1');
    const going = { ...old, metadata: { ...old.metadata, name: 'web-old', deletionTimestamp: '2026-11-28T12:00:00Z' } };
    for (const others of [[], [going]]) {
      const later = plan(clusterOf([...places, patched, podOf(patched, 'node-2'), ...others]), request({ strategy: 'hostPort' }));
      expect(planOf(later).entryPoints[0]).toMatchObject({ addresses: ['10.0.0.2'], port: 8080 });
    }
  });
});

describe('hostNetwork', () => {
  const tainted = node('edge', { internal: '10.0.0.3', taints: [{ key: 'node.kubernetes.io/network-unavailable', effect: 'NoSchedule' }] });

  it('of a DaemonSet runs on nodes that have no pod network yet', () => {
    const target = workload('web', { kind: 'DaemonSet', ports, metadata: { uid: 'u' } });
    const result = plan(
      clusterOf([namespace('shop'), tainted, target]),
      request({ strategy: 'hostNetwork', target: { kind: 'DaemonSet', name: 'web' } }),
    );
    expect(planOf(result).entryPoints[0]?.addresses).toEqual(['10.0.0.3']);
  });
});

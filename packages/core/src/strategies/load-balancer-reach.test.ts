import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/kube.js';
import { plan } from '../verbs/plan.js';
import { METALLB_APIS, metallb, node, object, workload } from '../../test/fixtures/cluster.js';
import { clusterOf, planOf, refusals, request } from '../../test/fixtures/plan.js';

const web = workload('web', { namespace: 'shop', labels: { app: 'web' }, ports: [{ name: 'http', containerPort: 8080 }] });
const inside = request({ strategy: 'LoadBalancer', access: { scope: 'internal' } });
const open = request({ strategy: 'LoadBalancer' });

// Source: https://docs.k3s.io/networking/networking-services#how-the-servicelb-works: ExternalIP of the nodes, else InternalIP.
describe('addresses of ServiceLB', () => {
  const home = clusterOf([web, node('pi', { providerID: 'k3s://pi', internal: '192.168.1.10' })]);
  const hosted = clusterOf([web, node('vps', { providerID: 'k3s://vps', internal: '10.0.0.1', external: '203.0.113.7' })]);
  const bare = clusterOf([web, node('vps', { providerID: 'k3s://vps', internal: '203.0.113.7' })]);

  it('reach as far as those of the nodes', () => {
    expect(planOf(plan(home, open)).reach).toBe('node-network');
    expect(planOf(plan(hosted, open)).reach).toBe('public');
    // An internal address may be a public one.
    expect(planOf(plan(bare, open)).reach).toBe('public');
  });

  it('are internal where the nodes are, and refused where they are not', () => {
    expect(planOf(plan(home, inside)).reach).toBe('node-network');
    expect(refusals(plan(hosted, inside))).toEqual(['EP205']);
    expect(refusals(plan(bare, inside))).toEqual(['EP205']);
  });
});

describe('addresses of MetalLB', () => {
  const nodes = [node('n1', { internal: '10.0.0.1' })];
  const parts = metallb();
  const others = [
    ...parts.filter(({ kind }) => kind !== 'IPAddressPool' && kind !== 'L2Advertisement'),
    object('metallb.io/v1beta1', 'L2Advertisement', 'all', { spec: {} }, { namespace: 'metallb-system' }),
  ];
  const pool = (name: string, addresses: string[], spec: object = {}): KubeObject =>
    object('metallb.io/v1beta1', 'IPAddressPool', name, { spec: { addresses, ...spec } }, { namespace: 'metallb-system' });
  const cluster = (...pools: KubeObject[]) => clusterOf([web, ...nodes, ...others, ...pools], METALLB_APIS);

  it('reach as far as those of the pools that may be taken', () => {
    expect(planOf(plan(cluster(pool('a', ['192.168.1.200-192.168.1.220'])), open)).reach).toBe('node-network');
    expect(planOf(plan(cluster(pool('a', ['10.0.0.0/24']), pool('b', ['203.0.113.0/28'])), open)).reach).toBe('public');
    expect(planOf(plan(cluster(pool('a', ['10.0.0.0/24']), pool('b', ['203.0.113.0/28'], { autoAssign: false })), open)).reach).toBe(
      'node-network',
    );
  });

  it('are internal by a pool of private ones only', () => {
    const both = cluster(pool('a', ['203.0.113.0/28']), pool('office', ['10.0.0.0/24']));
    expect(refusals(plan(both, inside))).toEqual(['EP205']);
    const named = request({ strategy: 'LoadBalancer', access: { scope: 'internal' }, loadBalancer: { pool: 'office' } });
    expect(planOf(plan(both, named)).reach).toBe('node-network');
  });
});

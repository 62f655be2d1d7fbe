import { describe, expect, it } from 'vitest';
import { allComplete, files, metallb, METALLB_APIS, node, object, service, snapshot, workload } from '../../test/fixtures/cluster.js';
import { LOAD_BALANCER_ROWS } from '../load-balancers/rows.js';
import type { KubeObject } from '../model/kube.js';
import { detectLoadBalancers } from './load-balancer.js';

const apis = { 'apps/v1': ['Deployment'], ...METALLB_APIS };
const answered = (name: string, ip = '192.0.2.1', fields = {}): KubeObject =>
  service(
    name,
    { type: 'LoadBalancer', ...fields },
    'shop',
    { status: { loadBalancer: { ingress: [{ ip }] } } },
    { creationTimestamp: '2026-11-22T11:00:00Z' },
  );
const pending = (name: string, created: string): KubeObject =>
  service(name, { type: 'LoadBalancer' }, 'shop', {}, { creationTimestamp: created });
const bare = [node('control'), node('worker-1')];

describe('detectLoadBalancers', () => {
  it('is no when everything was read and nothing was found', () => {
    const fact = detectLoadBalancers(snapshot({ objects: bare }));
    expect(fact.present).toBe('no');
    expect(fact.evidence).toContain('no node names a cloud provider and no load-balancer controller is installed');
  });

  it('is unknown for files, and while nodes, APIs or workloads were not read', () => {
    expect(detectLoadBalancers(files([])).present).toBe('unknown');
    for (const missing of ['nodes', 'deployments.apps', 'daemonsets.apps']) {
      const coverage = allComplete().filter((row) => row.resource !== missing);
      expect(detectLoadBalancers(snapshot({ objects: bare, coverage })).present, missing).toBe('unknown');
    }
    expect(detectLoadBalancers(snapshot({ objects: bare, apis: 'unknown' })).present).toBe('unknown');
  });

  it('takes a cloud from the providerID', () => {
    const fact = detectLoadBalancers(snapshot({ objects: [node('a', { providerID: 'gce://p/z/a' })] }));
    expect(fact).toMatchObject({
      present: 'yes',
      implementations: [{ id: 'gcp', works: 'yes', evidence: expect.stringContaining('providerID gce://p/z/a of node a') }],
    });
  });

  it('takes a cloud from labels where the providerID is bare', () => {
    const fact = detectLoadBalancers(
      snapshot({ objects: [node('a', { providerID: '4b1f', labels: { 'cce.cloud.com/cce-nodepool': 'p' } })] }),
    );
    expect(fact.implementations[0]?.id).toBe('huawei');
  });

  it('finds the AWS Load Balancer Controller beside the cloud controller', () => {
    const controller = workload('aws-load-balancer-controller', {
      namespace: 'kube-system',
      labels: { 'app.kubernetes.io/name': 'aws-load-balancer-controller' },
      status: { readyReplicas: 2 },
    });
    const fact = detectLoadBalancers(
      snapshot({
        objects: [node('a', { providerID: 'aws:///a/i-1' }), controller],
        coverage: allComplete().filter((row) => row.resource !== 'pods'),
      }),
    );
    expect(fact.implementations.map((entry) => entry.id).toSorted()).toEqual(['aws', 'aws-load-balancer-controller']);
  });

  describe('MetalLB', () => {
    it('with a pool and an advertisement works', () => {
      const fact = detectLoadBalancers(snapshot({ objects: [...bare, ...metallb()], apis }));
      expect(fact).toMatchObject({
        present: 'yes',
        implementations: [{ id: 'metallb', works: 'yes', evidence: expect.stringContaining('Deployment metallb-system/controller') }],
      });
    });

    it('without a pool does not', () => {
      const fact = detectLoadBalancers(snapshot({ objects: [...bare, ...metallb({ pool: false })], apis }));
      expect(fact).toMatchObject({
        present: 'no',
        implementations: [{ works: 'no', problem: 'it has no IPAddressPool: Services stay pending' }],
      });
    });

    it('with a pool that nothing advertises does not', () => {
      const fact = detectLoadBalancers(snapshot({ objects: [...bare, ...metallb({ advertised: false })], apis }));
      expect(fact).toMatchObject({
        present: 'no',
        implementations: [{ works: 'no', problem: expect.stringContaining('covers IPAddressPool default') }],
      });
    });

    it('an advertisement of other pools does not count, one of all pools and one by label do', () => {
      const other = object('metallb.io/v1beta1', 'L2Advertisement', 'x', { spec: { ipAddressPools: ['other'] } });
      const all = object('metallb.io/v1beta1', 'BGPAdvertisement', 'y', {});
      const label = object('metallb.io/v1beta1', 'L2Advertisement', 'z', {
        spec: { ipAddressPoolSelectors: [{ matchLabels: { zone: 'a' } }] },
      });
      const works = (extra: KubeObject) =>
        detectLoadBalancers(snapshot({ objects: [...bare, ...metallb({ advertised: false }), extra], apis })).implementations[0]?.works;
      expect(works(other)).toBe('no');
      expect(works(all)).toBe('yes');
      expect(works(label)).toBe('no');
    });

    it('whose pools must all be named does not serve ordinary Services', () => {
      const named = metallb().map((item) => (item.kind === 'IPAddressPool' ? { ...item, spec: { autoAssign: false } } : item));
      expect(detectLoadBalancers(snapshot({ objects: [...bare, ...named], apis })).implementations[0]).toMatchObject({
        works: 'no',
        problem: expect.stringContaining('autoAssign: false'),
      });
    });

    it('whose pools were read in part is unknown, and says of those what they are', () => {
      const named = metallb().map((item) => (item.kind === 'IPAddressPool' ? { ...item, spec: { autoAssign: false } } : item));
      const coverage = allComplete().filter((row) => row.resource !== 'ipaddresspools.metallb.io');
      expect(detectLoadBalancers(snapshot({ objects: [...bare, ...named], apis, coverage })).implementations[0]).toMatchObject({
        works: 'unknown',
        problem: 'the IPAddressPools that were read have autoAssign: false',
      });
    });

    it('with pools that may not be read is unknown', () => {
      const coverage = allComplete().map((row) => (row.resource.endsWith('metallb.io') ? { ...row, state: 'forbidden' as const } : row));
      expect(
        detectLoadBalancers(snapshot({ objects: [...bare, ...metallb({ pool: false, advertised: false })], apis, coverage })).present,
      ).toBe('unknown');
    });

    it.each(['l2advertisements', 'bgpadvertisements'])('with %s that may not be read is unknown', (resource) => {
      const hidden = allComplete().map((row) =>
        row.resource === `${resource}.metallb.io` ? { ...row, state: 'forbidden' as const } : row,
      );
      const objects = [...bare, ...metallb({ advertised: false })];
      expect(detectLoadBalancers(snapshot({ objects, apis, coverage: hidden })).present).toBe('unknown');
    });

    it('whose controller is not ready does not work', () => {
      expect(detectLoadBalancers(snapshot({ objects: [...bare, ...metallb({ ready: false })], apis })).implementations[0]).toMatchObject({
        works: 'no',
        problem: 'none of its pods is ready',
      });
    });

    it('CRDs that were left behind are no MetalLB', () => {
      expect(detectLoadBalancers(snapshot({ objects: bare, apis })).present).toBe('no');
    });
  });

  describe('what no API shows', () => {
    const kind = [node('kind-worker', { providerID: 'kind://docker/kind/kind-worker' })];

    it('is unknown by itself', () => {
      expect(detectLoadBalancers(snapshot({ objects: kind }))).toMatchObject({
        present: 'unknown',
        implementations: [{ id: 'cloud-provider-kind', works: 'unknown' }],
      });
    });

    it('is there when a Service has an address', () => {
      expect(detectLoadBalancers(snapshot({ objects: [...kind, answered('web')] })).present).toBe('yes');
    });

    it('is not there when a Service has waited long', () => {
      const fact = detectLoadBalancers(snapshot({ objects: [...kind, pending('web', '2026-11-22T11:30:00Z')] }));
      expect(fact.present).toBe('no');
      expect(fact.evidence).toContain('Service shop/web has waited 30 minutes for an address');
    });

    it('is still unknown when it has waited a moment, and not there after five minutes', () => {
      const waited = (since: string): string => detectLoadBalancers(snapshot({ objects: [...kind, pending('web', since)] })).present;
      expect(waited('2026-11-22T11:58:00Z')).toBe('unknown');
      expect(waited('2026-11-22T11:55:10Z')).toBe('unknown');
      expect(waited('2026-11-22T11:54:50Z')).toBe('no');
    });

    it('is not there for the reason that its row tells', () => {
      const fact = detectLoadBalancers(snapshot({ objects: [...kind, pending('web', '2026-11-22T11:30:00Z')] }));
      const note = LOAD_BALANCER_ROWS.find(({ id }) => id === 'cloud-provider-kind')?.note ?? 'none';
      expect(fact.implementations[0]?.problem).toBe(`Service shop/web has waited 30 minutes for an address; ${note}`);
    });

    it('ServiceLB of k3s is known by a Service with an address', () => {
      const k3s = node('pi', { providerID: 'k3s://pi' });
      expect(detectLoadBalancers(snapshot({ objects: [k3s, answered('traefik')] }))).toMatchObject({
        present: 'yes',
        implementations: [{ id: 'servicelb', works: 'yes' }],
      });
      expect(detectLoadBalancers(snapshot({ objects: [k3s] })).present).toBe('unknown');
    });

    it('Docker Desktop is known by its node', () => {
      expect(detectLoadBalancers(snapshot({ objects: [node('docker-desktop')] })).implementations[0]?.id).toBe('docker-desktop');
    });
  });

  it('calls something generic that gives addresses and is not recognised', () => {
    expect(detectLoadBalancers(snapshot({ objects: [...bare, answered('web')] }))).toMatchObject({
      present: 'yes',
      implementations: [{ id: 'generic', works: 'yes' }],
    });
  });

  it('an opt-in implementation does not answer for ordinary Services', () => {
    const fact = detectLoadBalancers(snapshot({ objects: bare, apis: { ...apis, 'network.kubesphere.io/v1alpha2': ['Eip'] } }));
    expect(fact).toMatchObject({
      present: 'unknown',
      implementations: [{ id: 'openelb', works: 'unknown', problem: expect.stringContaining('lb.kubesphere.io/v1alpha1') }],
    });
  });

  describe('Cilium', () => {
    const cilium = { ...apis, 'cilium.io/v2': ['CiliumLoadBalancerIPPool'] };
    const pool = object('cilium.io/v2', 'CiliumLoadBalancerIPPool', 'p', { spec: { blocks: [{ cidr: '192.0.2.0/28' }] } });

    it('without a pool is a CNI and nothing more', () => {
      expect(detectLoadBalancers(snapshot({ objects: bare, apis: cilium }))).toMatchObject({ present: 'no', implementations: [] });
    });

    it('with a pool needs an announcement', () => {
      expect(detectLoadBalancers(snapshot({ objects: [...bare, pool], apis: cilium })).present).toBe('unknown');
      const policy = object('cilium.io/v2alpha1', 'CiliumL2AnnouncementPolicy', 'l2');
      expect(detectLoadBalancers(snapshot({ objects: [...bare, pool, policy], apis: cilium })).present).toBe('yes');
    });
  });
});

describe('rows', () => {
  it('are sorted, unique, and carry source and date', () => {
    const ids = LOAD_BALANCER_ROWS.map((row) => row.id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    for (const row of LOAD_BALANCER_ROWS) {
      expect(row.source.length, row.id).toBeGreaterThan(8);
      expect(row.verified, row.id).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      const detectable =
        [row.providerIds, row.nodeLabels, row.apiGroups, row.workloads, row.classes].some((list) => (list?.length ?? 0) > 0) ||
        row.platform !== undefined ||
        row.byName === true;
      expect(detectable, row.id).toBe(true);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { files, node, snapshot, type NodeParts } from '../../test/fixtures/cluster.js';
import { detectPlatform, localHints, PLATFORM_ROWS } from './platform.js';

const on = (name: string, parts: NodeParts = {}) => detectPlatform(snapshot({ objects: [node('plain'), node(name, parts)] }));

describe('detectPlatform', () => {
  it.each<[string, string, NodeParts, boolean]>([
    ['kind', 'kind-worker', { providerID: 'kind://docker/kind/kind-worker' }, true],
    ['docker-desktop', 'desktop-control-plane', { providerID: 'kind://docker/desktop/desktop-control-plane' }, true],
    ['docker-desktop', 'docker-desktop', {}, true],
    ['minikube', 'minikube', { labels: { 'minikube.k8s.io/name': 'minikube' } }, true],
    ['k3d', 'k3d-dev-server-0', { providerID: 'k3s://k3d-dev-server-0' }, true],
    ['k3s', 'pi', { providerID: 'k3s://pi' }, false],
    ['eks', 'ip-10-0-0-1', { providerID: 'aws:///eu-west-1a/i-0abc', labels: { 'eks.amazonaws.com/nodegroup': 'blue' } }, false],
    ['aws', 'ip-10-0-0-1', { providerID: 'aws:///eu-west-1a/i-0abc' }, false],
    ['gke', 'gke-1', { providerID: 'gce://p/z/gke-1', labels: { 'cloud.google.com/gke-nodepool': 'a' } }, false],
    ['aks', 'aks-1', { providerID: 'azure:///subscriptions/1', labels: { 'kubernetes.azure.com/cluster': 'rg' } }, false],
    ['hetzner', 'h', { providerID: 'hcloud://123' }, false],
    ['huawei', 'h', { providerID: '4b1f', labels: { 'cce.cloud.com/cce-nodepool': 'a' } }, false],
  ])('%s', (id, name, parts, local) => {
    expect(on(name, parts)).toMatchObject({ id, local, evidence: expect.stringContaining(`of node ${name}`) });
  });

  it('tells a platform it does not know from nodes it has not seen', () => {
    expect(on('bare')).toMatchObject({ id: 'other', evidence: 'the nodes name no provider' });
    expect(on('x', { providerID: 'proxmox://1' })).toMatchObject({ id: 'other' });
    expect(detectPlatform(files([]))).toMatchObject({ id: 'unknown', local: false });
  });

  it('only those that run on a computer of one person are local', () => {
    const local = PLATFORM_ROWS.filter((row) => row.local).map(({ id }) => id);
    expect([...new Set(local)].toSorted()).toEqual(['docker-desktop', 'k3d', 'kind', 'minikube']);
  });

  it('rows carry source and date', () => {
    for (const row of PLATFORM_ROWS) {
      expect(row.source, row.id).not.toBe('');
      expect(row.verified, row.id).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});

describe('localHints', () => {
  const hints = (id: string, strategy: Parameters<typeof localHints>[1]['strategy']) =>
    localHints(
      { id, local: ['kind', 'minikube', 'k3d', 'docker-desktop'].includes(id), evidence: '' },
      { strategy, namespace: 'shop', service: 'web-node-port', port: 80, nodePort: 30086 },
    );

  it('say what works there', () => {
    expect(hints('minikube', 'NodePort')[0]).toBe('minikube service -n shop web-node-port --url');
    expect(hints('minikube', 'LoadBalancer')[0]).toContain('minikube tunnel');
    expect(hints('kind', 'NodePort')[0]).toContain('containerPort 30086');
    expect(hints('kind', 'LoadBalancer')[0]).toContain('cloud-provider-kind');
    expect(hints('k3d', 'NodePort')[0]).toContain('--port-add 8080:30086@loadbalancer');
    expect(hints('docker-desktop', 'LoadBalancer')[0]).toContain('http://localhost:80/');
    for (const id of ['kind', 'minikube', 'k3d', 'docker-desktop'])
      expect(hints(id, 'NodePort').at(-1)).toContain('kubectl port-forward -n shop service/web-node-port 8080:80');
  });

  it('name port 80 and a Service to be named where none is known', () => {
    const [mapped] = localHints({ id: 'kind', local: true, evidence: '' }, { strategy: 'Ingress', namespace: 'shop' });
    expect(mapped).toContain('extraPortMappings with containerPort 80 ');
    const forward = localHints({ id: 'k3d', local: true, evidence: '' }, { strategy: 'NodePort', namespace: 'shop' }).at(-1);
    expect(forward).toBe('Works everywhere: kubectl port-forward -n shop service/NAME 8080:80');
  });

  it('are none on other clusters, and none for ClusterIP', () => {
    expect(hints('eks', 'LoadBalancer')).toEqual([]);
    expect(hints('kind', 'ClusterIP')).toEqual([]);
  });
});

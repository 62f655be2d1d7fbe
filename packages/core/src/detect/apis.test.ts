import { describe, expect, it } from 'vitest';
import { object, snapshot } from '../../test/fixtures/cluster.js';
import { compareVersions, servedVersions, servesGroup } from './apis.js';

describe('served APIs', () => {
  it('come from discovery, the best version first', () => {
    const shot = snapshot({
      apis: { 'gateway.networking.k8s.io/v1alpha2': ['TCPRoute'], 'gateway.networking.k8s.io/v1': ['HTTPRoute', 'TCPRoute'] },
    });
    expect(servedVersions(shot, 'gateway.networking.k8s.io', 'TCPRoute')).toEqual(['v1', 'v1alpha2']);
    expect(servedVersions(shot, 'gateway.networking.k8s.io', 'UDPRoute')).toEqual([]);
    expect(servesGroup(shot, 'gateway.networking.k8s.io')).toBe('yes');
    expect(servesGroup(shot, 'metallb.io')).toBe('no');
  });

  it('come from CRDs where discovery is missing, else they are unknown', () => {
    const crd = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'httproutes.gateway.networking.k8s.io', {
      spec: {
        group: 'gateway.networking.k8s.io',
        names: { kind: 'HTTPRoute' },
        versions: [
          { name: 'v1beta1', served: true },
          { name: 'v1', served: true },
          { name: 'v1alpha2', served: false },
        ],
      },
    });
    const shot = snapshot({ apis: 'unknown', coverage: [], objects: [crd] });
    expect(servedVersions(shot, 'gateway.networking.k8s.io', 'HTTPRoute')).toEqual(['v1', 'v1beta1']);
    expect(servedVersions(shot, 'metallb.io', 'IPAddressPool')).toBe('unknown');
    expect(servesGroup(shot, 'metallb.io')).toBe('unknown');
  });

  it('orders versions as Kubernetes does', () => {
    expect(['v1beta1', 'v1', 'foo', 'v2alpha1', 'v10', 'v1beta2'].toSorted(compareVersions)).toEqual([
      'v10',
      'v1',
      'v1beta2',
      'v1beta1',
      'v2alpha1',
      'foo',
    ]);
  });
});

import type { KubeObject } from '@expose-plus/core';
import { describe, expect, it } from 'vitest';
import { isLive, withoutAssigned } from './live.js';

const live = (kind: string, spec: object, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'a', uid: '0', resourceVersion: '7', ...metadata },
  spec,
  status: {},
});
const service = {
  type: 'NodePort',
  clusterIP: '10.96.0.7',
  clusterIPs: ['10.96.0.7'],
  ipFamilies: ['IPv4'],
  ipFamilyPolicy: 'SingleStack',
  ports: [{ port: 80, nodePort: 30080 }],
};

// https://kubernetes.io/docs/concepts/services-networking/service/: clusterIP and nodePort are assigned when they are not given.
describe('objects of a cluster', () => {
  it('are told by their uid', () => {
    expect(isLive(live('Service', {}))).toBe(true);
    expect(isLive({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } })).toBe(false);
  });

  it('lose the addresses and ports that were assigned to a Service', () => {
    expect(withoutAssigned(live('Service', service))).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'a' },
      spec: { type: 'NodePort', ports: [{ port: 80 }] },
    });
  });

  it('stay headless, and keep two families', () => {
    const headless = { clusterIP: 'None', clusterIPs: ['None'], ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack' };
    expect(withoutAssigned(live('Service', headless))['spec']).toEqual(headless);
  });

  it.each([
    [
      'managed fields',
      { managedFields: [{ fieldsV1: { 'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { 'f:nodePort': {} } } } } }] },
    ],
    [
      'last applied text',
      { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"spec":{"ports":[{"nodePort":30080}]}}' } },
    ],
  ])('keep a node port that somebody asked for, as the %s say', (_, metadata) => {
    expect(withoutAssigned(live('Service', service, metadata))['spec']).toMatchObject({ ports: [{ port: 80, nodePort: 30080 }] });
  });

  it('lose the volume that a claim was bound to', () => {
    const claim = live(
      'PersistentVolumeClaim',
      { volumeName: 'pv-1', storageClassName: 'fast' },
      { annotations: { 'pv.kubernetes.io/bind-completed': 'yes', mine: 'b' } },
    );
    expect(withoutAssigned(claim)).toMatchObject({ metadata: { annotations: { mine: 'b' } }, spec: { storageClassName: 'fast' } });
    expect(withoutAssigned(claim)['spec']).not.toHaveProperty('volumeName');
  });
});

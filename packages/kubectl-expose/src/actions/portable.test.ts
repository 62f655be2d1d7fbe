import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@expose-plus/core';
import { companions, portable } from './portable.js';

const assigned = { uid: 'u', resourceVersion: '7', creationTimestamp: '2026-11-28T15:56:01Z' };
const service = (spec: Record<string, unknown>, metadata: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop', ...metadata },
  spec,
});
const ports = [{ port: 80, targetPort: 8080, nodePort: 30080 }];

describe('portable', () => {
  it('takes away what the server gave a Service, and keeps what a person may have asked for', () => {
    const live = service(
      {
        type: 'NodePort',
        clusterIP: '10.96.97.13',
        clusterIPs: ['10.96.97.13'],
        internalTrafficPolicy: 'Cluster',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        sessionAffinity: 'None',
        selector: { app: 'web' },
        ports,
      },
      assigned,
    );
    expect(portable({ ...live, status: { loadBalancer: {} } })).toEqual(service({ type: 'NodePort', selector: { app: 'web' }, ports }));
    expect(portable(service({ clusterIP: 'None', clusterIPs: ['None'] }, assigned))['spec']).toEqual({ clusterIP: 'None' });
    expect(portable(service({ ipFamilyPolicy: 'PreferDualStack' }, assigned))['spec']).toEqual({ ipFamilyPolicy: 'PreferDualStack' });
  });

  it('leaves a claim without its volume', () => {
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', ...assigned },
      spec: { volumeName: 'pv-1' },
    };
    expect(portable(claim)).toEqual({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data' }, spec: {} });
  });

  it('does not touch what a person wrote', () => {
    const written = service({ clusterIP: '10.96.0.9', ports });
    expect(portable(written)).toBe(written);
  });
});

describe('companions', () => {
  const web: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web', tier: 'front' } }, spec: { containers: [] } },
    },
  };
  const ingress = (backend: string): KubeObject => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: backend, namespace: 'shop' },
    spec: {
      rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: backend, port: { number: 80 } } } }] } }],
    },
  });
  const ours = { labels: { 'app.kubernetes.io/managed-by': 'expose-plus', 'expose-plus.dev/exposure': 'web' } };

  it('are the Services of its pods and the Ingresses that lead there, made by others', () => {
    const mine = service({ selector: { app: 'web' } });
    const objects = [
      mine,
      service({ selector: { app: 'web', tier: 'back' } }, { name: 'other' }),
      service({}, { name: 'none' }),
      service({ selector: { app: 'web' } }, { name: 'far', namespace: 'blog' }),
      service({ selector: { app: 'web' } }, { name: 'web-node-port', ...ours }),
      ingress('web'),
      ingress('webshop'),
    ];
    expect(companions(web, objects, 'shop').map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([
      'Service/web',
      'Ingress/web',
    ]);
  });
});

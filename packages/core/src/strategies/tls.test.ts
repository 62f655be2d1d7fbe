import { describe, expect, it } from 'vitest';
import type { TargetedSpec } from '../model/exposure.js';
import type { KubeObject } from '../model/kube.js';
import type { Coverage } from '../model/snapshot.js';
import { plan } from '../verbs/plan.js';
import { ingressNginx, object, workload } from '../../test/fixtures/cluster.js';
import { clusterOf, made, planOf, refusals, request, warnings } from '../../test/fixtures/plan.js';

const web = workload('web', { ports: [{ name: 'http', containerPort: 8080 }], metadata: { uid: 'u' } });
const certManager = {
  v1: ['Service'],
  'networking.k8s.io/v1': ['Ingress', 'IngressClass'],
  'cert-manager.io/v1': ['Issuer', 'ClusterIssuer'],
};
const secret = object('v1', 'Secret', 'shop-tls', {}, { namespace: 'shop' });
const issuer = object('cert-manager.io/v1', 'Issuer', 'le', {}, { namespace: 'shop' });

function ingress(
  tls: NonNullable<TargetedSpec['tls']>,
  objects: KubeObject[] = [],
  coverage: Coverage[] = [],
  apis = certManager,
): ReturnType<typeof plan> {
  const snapshot = clusterOf([web, ...ingressNginx({}), ...objects], apis);
  const all = snapshot.coverage.filter(({ resource }) => resource !== 'secrets');
  return plan({ ...snapshot, coverage: [...all, ...coverage] }, request({ strategy: 'Ingress', hosts: ['shop.example.com'], tls }));
}

const noneOfName: Coverage = { resource: 'secrets', namespace: 'shop', name: 'shop-tls', state: 'complete' };

describe('the certificate', () => {
  it('of a Secret that is there is taken', () => {
    const spec = made(ingress({ secretName: 'shop-tls' }, [secret]), 'Ingress')?.['spec'];
    expect(spec).toMatchObject({ tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }] });
  });

  it('of a Secret that is not there is refused, also where only that one was looked for', () => {
    expect(refusals(ingress({ secretName: 'shop-tls' }, [], [noneOfName]))).toEqual(['EP222']);
    expect(warnings(ingress({ secretName: 'shop-tls' }, []))).toContain('EP222');
  });

  it('of an issuer gets the annotation of its kind and a Secret named after the Exposure', () => {
    const ingressOf = made(ingress({ issuer: { kind: 'Issuer', name: 'le' } }, [issuer]), 'Ingress');
    expect(ingressOf?.metadata.annotations).toMatchObject({ 'cert-manager.io/issuer': 'le' });
    expect(ingressOf?.['spec']).toMatchObject({ tls: [{ secretName: 'web-tls' }] });
  });

  it('of an issuer that is missing, or without cert-manager, is refused', () => {
    const missing: Coverage = { resource: 'clusterissuers.cert-manager.io', name: 'le', state: 'complete' };
    expect(refusals(ingress({ issuer: { name: 'le' } }, [], [missing]))).toEqual(['EP223']);
    expect(refusals(ingress({ issuer: { name: 'le' } }, [], [], { ...certManager, 'cert-manager.io/v1': [] }))).toEqual([]);
    const { 'cert-manager.io/v1': _, ...without } = certManager;
    expect(refusals(ingress({ issuer: { name: 'le' } }, [], [], without as typeof certManager))).toEqual(['EP223']);
  });

  it('of an Issuer must be of the same namespace; a ClusterIssuer has none', () => {
    const elsewhere = object('cert-manager.io/v1', 'Issuer', 'le', {}, { namespace: 'other' });
    const missing: Coverage = { resource: 'issuers.cert-manager.io', namespace: 'shop', name: 'le', state: 'complete' };
    expect(refusals(ingress({ issuer: { kind: 'Issuer', name: 'le' } }, [elsewhere], [missing]))).toEqual(['EP223']);
    const everywhere = object('cert-manager.io/v1', 'ClusterIssuer', 'le');
    const { preconditions } = planOf(ingress({ issuer: { name: 'le' } }, [everywhere]));
    expect(preconditions).toContainEqual({ code: 'EP223', verdict: 'ok', evidence: 'ClusterIssuer le exists' });
  });

  it('that signs itself is a step of its own: after the Service, which tells whose it is, and before what serves it', () => {
    const { steps } = planOf(ingress({ selfSigned: true }));
    expect(steps.map((step) => (step.kind === 'apply' ? step.object.kind : step.kind))).toEqual(['Service', 'generate-tls', 'Ingress']);
    expect(steps[1]).toMatchObject({
      secret: { name: 'web-tls', namespace: 'shop' },
      hosts: ['shop.example.com'],
      labels: { 'expose-plus.dev/exposure': 'web' },
    });
  });

  it('that signs itself never overwrites a Secret of others', () => {
    expect(refusals(ingress({ selfSigned: true, secretName: 'shop-tls' }, [secret]))).toEqual(['EP201']);
  });

  it('cannot come from two places', () => {
    expect(refusals(ingress({ selfSigned: true, issuer: { kind: 'Issuer', name: 'le' } }, [issuer]))).toContain('EP163');
  });
});

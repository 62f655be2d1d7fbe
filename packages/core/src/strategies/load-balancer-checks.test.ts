import { describe, expect, it } from 'vitest';
import type { ExposureSpec } from '../model/exposure.js';
import type { KubeObject } from '../model/kube.js';
import { plan } from '../verbs/plan.js';
import { node, podOf, snapshot, workload } from '../../test/fixtures/cluster.js';
import { planObjects } from './output.js';

const aws = node('n1', { providerID: 'aws:///eu-central-1a/i-1', internal: '10.0.0.1' });
const web = workload('web', { namespace: 'shop', labels: { app: 'web' }, image: 'web:1', ports: [{ name: 'http', containerPort: 8080 }] });
const deployment = workload('aws-load-balancer-controller', {
  namespace: 'kube-system',
  labels: { 'app.kubernetes.io/name': 'aws-load-balancer-controller' },
  image: 'public.ecr.aws/eks/aws-load-balancer-controller:v3.5.0',
});
const controller = [deployment, podOf(deployment, 'n1')];
const APIS = { v1: ['Service', 'Pod', 'Node'], 'apps/v1': ['Deployment'], 'elbv2.k8s.aws/v1beta1': ['TargetGroupBinding'] };

/** The Service that an earlier plan made, as the cluster has it now. */
function live(annotations: Record<string, string>, spec: object = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'web-load-balancer',
      namespace: 'shop',
      labels: { 'app.kubernetes.io/managed-by': 'expose-plus', 'expose-plus.dev/exposure': 'web' },
      annotations,
    },
    spec: {
      type: 'LoadBalancer',
      selector: { app: 'web' },
      ports: [{ name: 'http', port: 8080, targetPort: 8080, protocol: 'TCP' }],
      ...spec,
    },
  };
}

function planned(objects: KubeObject[], spec: Partial<ExposureSpec> = {}) {
  const cluster = snapshot({ objects: [aws, web, ...objects], apis: APIS });
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  return plan(cluster, {
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'Exposure',
    metadata: { namespace: 'shop' },
    spec: { strategy: 'LoadBalancer', ...spec, target },
  });
}

function serviceOf(result: ReturnType<typeof planned>): KubeObject | undefined {
  if ('refused' in result) throw new Error(result.refused.map(({ message }) => message).join('; '));
  return planObjects(result.ok).find(({ kind }) => kind === 'Service');
}

const TYPE = 'service.beta.kubernetes.io/aws-load-balancer-type';
const NAME = 'service.beta.kubernetes.io/aws-load-balancer-name';

describe('ports of the nodes that an implementation takes', () => {
  const k3s = node('pi', { providerID: 'k3s://pi', internal: '10.0.0.1' });
  const other = (spec: object): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'traefik', namespace: 'kube-system' },
    spec: { type: 'LoadBalancer', ports: [{ port: 8080, protocol: 'TCP' }], ...spec },
    status: { loadBalancer: { ingress: [{ ip: '10.0.0.1' }] } },
  });
  const refusalsBeside = (service: KubeObject): string[] => {
    const cluster = snapshot({ objects: [k3s, web, service], apis: APIS });
    const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    const result = plan(cluster, {
      apiVersion: 'expose-plus.dev/v1alpha1',
      kind: 'Exposure',
      metadata: { namespace: 'shop' },
      spec: { strategy: 'LoadBalancer', loadBalancer: { implementation: 'servicelb' }, target },
    });
    return 'refused' in result ? result.refused.map(({ code }) => code) : [];
  };

  it('are taken by Services without a class, of the same port and protocol', () => {
    expect(refusalsBeside(other({}))).toEqual(['EP276']);
    expect(refusalsBeside(other({ loadBalancerClass: 'example.com/own' }))).toEqual([]);
    expect(refusalsBeside(other({ ports: [{ port: 8080, protocol: 'UDP' }] }))).toEqual([]);
    expect(refusalsBeside(other({ ports: [{ port: 8081 }] }))).toEqual([]);
  });
});

describe('a live load balancer', () => {
  it('keeps what counts only when it is made', () => {
    expect(serviceOf(planned([live({ [TYPE]: 'nlb' })]))?.metadata.annotations).toEqual({ [TYPE]: 'nlb' });
    const result = planned([live({})]);
    expect('refused' in result ? result.refused : []).toMatchObject([
      { code: 'EP275', message: `Service web-load-balancer has no ${TYPE}, and nlb was asked for` },
    ]);
    const named = planned([live({ [TYPE]: 'nlb' })], { loadBalancer: { implementation: 'aws-classic' } });
    expect('refused' in named ? named.refused : []).toMatchObject([
      { code: 'EP275', message: `Service web-load-balancer has ${TYPE}: nlb, and none was asked for` },
    ]);
    expect(serviceOf(planned([live({})], { loadBalancer: { implementation: 'aws-classic' } }))?.metadata.annotations).toBeUndefined();
  });

  it('keeps its name at the provider', () => {
    const nlb = live({ [NAME]: 'shop' }, { loadBalancerClass: 'service.k8s.aws/nlb' });
    const result = planned([...controller, nlb], { loadBalancer: { name: 'store' } });
    expect('refused' in result ? result.refused.map(({ code }) => code) : []).toEqual(['EP275']);
    expect(serviceOf(planned([...controller, nlb], { loadBalancer: { name: 'shop' } }))?.metadata.annotations?.[NAME]).toBe('shop');
  });

  it('gets a class when it is made, and never afterwards', () => {
    expect(serviceOf(planned(controller))?.['spec']).toMatchObject({ loadBalancerClass: 'service.k8s.aws/nlb' });
    expect(serviceOf(planned([...controller, live({})]))?.['spec']).not.toHaveProperty('loadBalancerClass');
    const classed = live({}, { loadBalancerClass: 'service.k8s.aws/nlb' });
    expect(serviceOf(planned([...controller, classed]))?.['spec']).toMatchObject({ loadBalancerClass: 'service.k8s.aws/nlb' });
  });
});

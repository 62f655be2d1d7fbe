import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/kube.js';
import { plan } from '../verbs/plan.js';
import { node, object, podOf, workload } from '../../test/fixtures/cluster.js';
import { clusterOf, planOf, refusals, request } from '../../test/fixtures/plan.js';

const web = workload('web', { namespace: 'shop', labels: { app: 'web' }, ports: [{ name: 'http', containerPort: 8080 }] });
const istiod = workload('istiod', {
  namespace: 'istio-system',
  labels: { app: 'istiod' },
  image: 'registry.istio.io/release/pilot:1.30.3',
});
const nodes = [node('worker-1', { internal: '10.0.0.1' })];
const APIS = {
  'networking.istio.io/v1': ['VirtualService', 'Gateway', 'DestinationRule'],
  'security.istio.io/v1': ['AuthorizationPolicy'],
};

function gatewayIn(namespace: string, labels: Record<string, string> = { istio: 'ingressgateway' }): KubeObject[] {
  const pods = workload('edge', { namespace, labels, image: 'registry.istio.io/release/proxyv2:1.30.3' });
  return [pods, podOf(pods, 'worker-1')];
}

const cluster = (...objects: KubeObject[]) => clusterOf([web, istiod, podOf(istiod, 'worker-1'), ...nodes, ...objects], APIS);
const asked = (spec: Parameters<typeof request>[0] = {}) =>
  request({
    strategy: 'Ingress',
    hosts: ['a.example'],
    ingress: { controller: 'istio' },
    access: { allowFrom: ['10.0.0.0/8'] },
    ...spec,
  });

function policies(result: ReturnType<typeof plan>): Record<string, unknown>[] {
  return planOf(result).steps.flatMap((step) =>
    step.kind === 'apply' && step.object.kind === 'AuthorizationPolicy'
      ? [{ name: step.object.metadata.name, namespace: step.object.metadata.namespace, spec: step.object['spec'] }]
      : [],
  );
}

// Source: istio/api v1.30.3, security/v1beta1/authorization_policy.proto; istio.io, Ingress Access Control and Security Best Practices
// (a Host header may have a port).
describe('lists of addresses at the gateway of Istio', () => {
  it('are policies that deny, where the pods of the gateway stand in the namespace of the route', () => {
    const result = plan(cluster(...gatewayIn('shop')), asked({ options: { denyFrom: ['10.9.0.0/16'] } }));
    const selector = { matchLabels: { istio: 'ingressgateway' } };
    const to = [{ operation: { hosts: ['a.example', 'a.example:*'] } }];
    expect(policies(result)).toEqual([
      {
        name: 'web-allow',
        namespace: 'shop',
        spec: { selector, action: 'DENY', rules: [{ from: [{ source: { notRemoteIpBlocks: ['10.0.0.0/8'] } }], to }] },
      },
      {
        name: 'web-deny',
        namespace: 'shop',
        spec: { selector, action: 'DENY', rules: [{ from: [{ source: { remoteIpBlocks: ['10.9.0.0/16'] } }], to }] },
      },
    ]);
    expect(
      planOf(result)
        .warnings.filter(({ code }) => code === 'EP353')
        .map(({ field }) => field),
    ).toEqual(['spec.access.allowFrom', 'spec.options.denyFrom']);
  });

  it('count for the paths of the route only', () => {
    const [policy] = policies(plan(cluster(...gatewayIn('shop')), asked({ paths: [{ path: '/a' }, { path: '/b', type: 'Exact' }] })));
    expect(policy).toMatchObject({ spec: { rules: [{ to: [{ operation: { paths: ['/a', '/a/*', '/b'] } }] }] } });
  });

  it('go by the labels of the Gateway that was asked for', () => {
    const labels = { istio: 'edge' };
    const shared = object('networking.istio.io/v1', 'Gateway', 'edge', { spec: { selector: labels, servers: [] } }, { namespace: 'shop' });
    const ingress = { controller: 'istio', entryPoint: 'edge' };
    const [policy] = policies(plan(cluster(...gatewayIn('shop', labels), shared), asked({ ingress })));
    expect(policy).toMatchObject({ spec: { selector: { matchLabels: labels } } });
    expect(refusals(plan(cluster(...gatewayIn('shop', labels)), asked({ ingress })))).toEqual(['EP280']);
  });

  it('are refused by name, with the reason, where they would stand elsewhere or nobody knows where', () => {
    const messages = (result: ReturnType<typeof plan>): string[] =>
      'refused' in result ? result.refused.map(({ code, message }) => `${code} ${message}`) : [];
    expect(messages(plan(cluster(...gatewayIn('istio-system')), asked()))).toEqual([
      "EP280 Istio (VirtualService) cannot express an allow-list (allowFrom): it is an AuthorizationPolicy in the namespace of the gateway's pods, istio-system, and what this makes stands in shop",
    ]);
    expect(messages(plan(cluster(), asked()))[0]).toContain('where they run is not known: none was found');
    expect(messages(plan(cluster(...gatewayIn('shop')), asked({ hosts: [] })))[0]).toContain('without a host');
    const paths = [{ path: '/v[0-9]+', type: 'RegularExpression' as const }];
    expect(messages(plan(cluster(...gatewayIn('shop')), asked({ paths })))[0]).toContain('no expressions for paths');
  });
});

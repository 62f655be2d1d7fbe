import { describe, expect, it } from 'vitest';
import type { TargetedSpec } from '../model/exposure.js';
import type { KubeObject } from '../model/kube.js';
import { plan } from '../verbs/plan.js';
import { object, workload } from '../../test/fixtures/cluster.js';
import { clusterOf, made, planOf, refusals, request, warnings } from '../../test/fixtures/plan.js';

const GROUP = 'gateway.networking.k8s.io';
const apis = {
  v1: ['Service'],
  [`${GROUP}/v1`]: ['Gateway', 'GatewayClass', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'],
};
const all = { allowedRoutes: { namespaces: { from: 'All' } } };
const http = { name: 'http', protocol: 'HTTP', port: 80, ...all };
const https = { name: 'https', protocol: 'HTTPS', port: 443, tls: { mode: 'Terminate' }, ...all };
const tcp = (port: number): Record<string, unknown> => ({ name: `tcp-${port}`, protocol: 'TCP', port, ...all });

function gateway(name: string, listeners: unknown[], namespace = 'infra', status: Record<string, unknown> = {}): KubeObject {
  return object(`${GROUP}/v1`, 'Gateway', name, { spec: { gatewayClassName: 'eg', listeners }, status }, { namespace });
}

function gatewayPlan(
  gateways: KubeObject[],
  spec: Partial<TargetedSpec> = {},
  ports: unknown[] = [{ name: 'http', containerPort: 8080 }],
): ReturnType<typeof plan> {
  const target = workload('web', { ports: ports as Record<string, unknown>[], metadata: { uid: 'u' } });
  return plan(clusterOf([target, ...gateways], apis), request({ strategy: 'Gateway', ...spec }));
}

function parents(result: ReturnType<typeof plan>, kind: string): unknown {
  return (made(result, kind)?.['spec'] as Record<string, unknown> | undefined)?.['parentRefs'];
}

describe('the Gateway', () => {
  it('is the first that takes the route', () => {
    const own = gateway('closed', [{ name: 'http', protocol: 'HTTP', port: 80 }]);
    expect(parents(gatewayPlan([own, gateway('edge', [http])]), 'HTTPRoute')).toEqual([{ name: 'edge', namespace: 'infra' }]);
  });

  it('leaves its mark on the request: the path and its port are filled in', () => {
    const { exposure } = planOf(gatewayPlan([gateway('edge', [http])], { paths: [{ path: '/demo' }] }));
    expect(exposure.spec.paths).toEqual([{ path: '/demo', type: 'Prefix', port: 'http' }]);
  });

  it('says which listener it does not have', () => {
    const asked = { gateway: { parentRef: { namespace: 'infra', name: 'edge', sectionName: 'web' } } };
    const result = gatewayPlan([gateway('edge', [http])], asked);
    expect('refused' in result && result.refused[0]?.message).toContain('it has no listener web');
  });

  it('of the same namespace needs no namespace in the reference', () => {
    expect(parents(gatewayPlan([gateway('edge', [http], 'shop')]), 'HTTPRoute')).toEqual([{ name: 'edge' }]);
  });

  it('must have a listener that ends TLS where TLS is asked for', () => {
    const tls = { mode: 'terminate' } as const;
    expect(parents(gatewayPlan([gateway('edge', [http, https])], { tls }), 'HTTPRoute')).toEqual([
      { name: 'edge', namespace: 'infra', sectionName: 'https' },
    ]);
    const asked = { tls, gateway: { parentRef: { namespace: 'infra', name: 'edge' } } };
    expect(refusals(gatewayPlan([gateway('edge', [http])], asked))).toEqual(['EP213']);
    expect(refusals(gatewayPlan([gateway('edge', [http])], { tls }))).toEqual(['EP214']);
  });

  it('is entered by the listener of the same port for TCP', () => {
    const result = gatewayPlan([gateway('edge', [http, tcp(7000), tcp(6379)])], {}, [{ name: 'redis', containerPort: 6379 }]);
    expect(parents(result, 'TCPRoute')).toEqual([{ name: 'edge', namespace: 'infra', sectionName: 'tcp-6379' }]);
    expect(planOf(result).entryPoints.map(({ port }) => port)).toEqual([6379]);
  });

  it('that is not programmed is warned about', () => {
    const status = { conditions: [{ type: 'Programmed', status: 'False', reason: 'AddressNotAssigned' }] };
    expect(warnings(gatewayPlan([gateway('edge', [http], 'infra', status)]))).toContain('EP328');
  });

  it('is created where a class is asked for and none takes the route', () => {
    const asked = { gateway: { className: 'eg' } };
    const gatewayClass = object(`${GROUP}/v1`, 'GatewayClass', 'eg', {
      spec: { controllerName: 'x' },
      status: { conditions: [{ type: 'Accepted', status: 'True' }] },
    });
    expect(made(gatewayPlan([gatewayClass], asked), 'Gateway')?.metadata.name).toBe('web');
    expect(made(gatewayPlan([gatewayClass, gateway('edge', [http])], asked), 'Gateway')).toBeUndefined();
    const refused = { ...gatewayClass, status: { conditions: [{ type: 'Accepted', status: 'False' }] } };
    expect(refusals(gatewayPlan([refused], asked))).toEqual(['EP215']);
  });

  it('takes a ListenerSet where it lets others add listeners, and only then', () => {
    const withSets = { ...apis, [`${GROUP}/v1`]: [...(apis[`${GROUP}/v1`] ?? []), 'ListenerSet'] };
    const closed = { name: 'http', protocol: 'HTTP', port: 80, hostname: 'other.example.com', ...all };
    const target = workload('web', { ports: [{ name: 'http', containerPort: 8080 }], metadata: { uid: 'u' } });
    const spec = {
      strategy: 'Gateway',
      hosts: ['shop.example.com'],
      gateway: { parentRef: { namespace: 'infra', name: 'edge' } },
      tls: { selfSigned: true, redirect: true },
    } as const;
    const planned = (allowed: unknown, served = withSets): ReturnType<typeof plan> => {
      const edge = gateway('edge', [closed]);
      const open = { ...edge, spec: { ...(edge['spec'] as object), allowedListeners: allowed } };
      return plan(clusterOf([target, open], served), request({ ...spec, hosts: [...spec.hosts] }));
    };
    const result = planned({ namespaces: { from: 'All' } });
    expect(made(result, 'ListenerSet')?.['spec']).toEqual({
      parentRef: { group: GROUP, kind: 'Gateway', name: 'edge', namespace: 'infra' },
      listeners: [
        { name: 'http', protocol: 'HTTP', port: 80, hostname: 'shop.example.com' },
        {
          name: 'https',
          protocol: 'HTTPS',
          port: 443,
          hostname: 'shop.example.com',
          tls: { mode: 'Terminate', certificateRefs: [{ name: 'web-tls' }] },
        },
      ],
    });
    expect(parents(result, 'HTTPRoute')).toEqual([{ group: GROUP, kind: 'ListenerSet', name: 'web', sectionName: 'https' }]);
    expect(planOf(result).steps.map((step) => (step.kind === 'apply' ? step.object.kind : step.kind))).toEqual([
      'Service',
      'generate-tls',
      'ListenerSet',
      'HTTPRoute',
      'HTTPRoute',
    ]);
    expect(refusals(planned(undefined))).toEqual(['EP213']);
    expect(refusals(planned({ namespaces: { from: 'Same' } }))).toEqual(['EP213']);
    expect(refusals(planned({ namespaces: { from: 'All' } }, apis))).toEqual(['EP213']);
  });

  it('has no redirect without a plain listener', () => {
    const tls = { mode: 'terminate', redirect: true } as const;
    expect(refusals(gatewayPlan([gateway('edge', [https])], { tls }))).toEqual(['EP213']);
  });
});

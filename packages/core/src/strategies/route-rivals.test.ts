import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/kube.js';
import { plan } from '../verbs/plan.js';
import { gateway, GATEWAY_APIS, node, object, podOf, workload } from '../../test/fixtures/cluster.js';
import { clusterOf, refusals, request } from '../../test/fixtures/plan.js';

const web = workload('web', { namespace: 'shop', labels: { app: 'web' }, ports: [{ name: 'http', containerPort: 8080 }] });
const nodes = [node('worker-1', { internal: '10.0.0.1' })];

function controller(name: string, string: string, image: string, labels: Record<string, string>): KubeObject[] {
  const deployment = workload(name, { namespace: name, labels, image });
  return [
    deployment,
    podOf(deployment, 'worker-1'),
    object('networking.k8s.io/v1', 'IngressClass', name, { spec: { controller: string } }),
  ];
}

const traefik = controller('traefik', 'traefik.io/ingress-controller', 'traefik:v3.7.9', { 'app.kubernetes.io/name': 'traefik' });
const istio = controller('istio', 'istio.io/ingress-controller', 'registry.istio.io/release/pilot:1.30.3', { app: 'istiod' });
const contour = controller('contour', 'projectcontour.io/contour/contour', 'ghcr.io/projectcontour/contour:v1.33.6', { app: 'contour' });

const APIS = {
  'traefik.io/v1alpha1': ['IngressRoute', 'Middleware'],
  'networking.istio.io/v1': ['VirtualService', 'Gateway'],
  'projectcontour.io/v1': ['HTTPProxy'],
  ...GATEWAY_APIS,
};

const blog = { namespace: 'blog' };
const ingressRoute = (match: string): KubeObject =>
  object('traefik.io/v1alpha1', 'IngressRoute', 'blog', { spec: { routes: [{ match, services: [{ name: 'blog', port: 80 }] }] } }, blog);
const virtualService = (match: object): KubeObject =>
  object(
    'networking.istio.io/v1',
    'VirtualService',
    'blog',
    {
      spec: {
        hosts: ['a.example'],
        gateways: ['blog'],
        http: [{ match: [match], route: [{ destination: { host: 'blog', port: { number: 80 } } }] }],
      },
    },
    blog,
  );
const httpProxy = object(
  'projectcontour.io/v1',
  'HTTPProxy',
  'blog',
  { spec: { virtualhost: { fqdn: 'a.example' }, routes: [{ conditions: [{ prefix: '/blog' }], services: [{ name: 'blog', port: 80 }] }] } },
  blog,
);
const ingress = (className: string): KubeObject =>
  object(
    'networking.k8s.io/v1',
    'Ingress',
    'blog',
    {
      spec: {
        ingressClassName: className,
        rules: [
          {
            host: 'a.example',
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'blog', port: { number: 80 } } } }] },
          },
        ],
      },
    },
    blog,
  );

function refusedBy(objects: KubeObject[], spec: Parameters<typeof request>[0]): string[] {
  const result = plan(clusterOf([web, ...nodes, ...objects], APIS), request({ hosts: ['a.example'], ...spec }));
  return 'refused' in result ? result.refused.map(({ code, message }) => `${code} ${message}`) : [];
}

const byIngress = { strategy: 'Ingress' } as const;

describe('routes of other kinds with the same host and path', () => {
  it('of Traefik: an IngressRoute against an Ingress, and the other way round', () => {
    expect(refusedBy([...traefik, ingressRoute('Host(`a.example`) && PathPrefix(`/`)')], byIngress)).toEqual([
      'EP210 blog/IngressRoute/blog already routes a.example/',
    ]);
    const own = { ...byIngress, ingress: { controller: 'traefik-crd' } };
    expect(refusedBy([...traefik, ingress('traefik')], own)).toEqual(['EP210 blog/Ingress/blog already routes a.example/']);
    expect(refusedBy([...traefik, ingressRoute('Host(`a.example`) && PathPrefix(`/`)')], own)).toEqual([
      'EP210 blog/IngressRoute/blog already routes a.example/',
    ]);
  });

  it('are none with another host, another path or a header of their own', () => {
    for (const match of [
      'Host(`b.example`) && PathPrefix(`/`)',
      'Host(`a.example`) && PathPrefix(`/blog`)',
      'Host(`a.example`) && PathPrefix(`/`) && Header(`X-A`, `b`)',
    ])
      expect(refusedBy([...traefik, ingressRoute(match)], byIngress), match).toEqual([]);
  });

  it('are none once they are going', () => {
    const going = (route: KubeObject): KubeObject => ({
      ...route,
      metadata: { ...route.metadata, deletionTimestamp: '2026-11-28T08:00:00Z' },
    });
    expect(refusedBy([...traefik, going(ingressRoute('Host(`a.example`) && PathPrefix(`/`)'))], byIngress)).toEqual([]);
    expect(refusedBy([...traefik, ingress('traefik')], byIngress)).toEqual(['EP210 blog/Ingress/blog already routes a.example/']);
    expect(refusedBy([...traefik, going(ingress('traefik'))], byIngress)).toEqual([]);
  });

  it('are none of another controller', () => {
    expect(refusedBy([...traefik, virtualService({ uri: { prefix: '/' } }), httpProxy], byIngress)).toEqual([]);
    expect(refusedBy([...traefik, ingress('nginx')], { ...byIngress, ingress: { controller: 'traefik-crd' } })).toEqual([]);
  });

  it('of Istio: a VirtualService', () => {
    const own = { ...byIngress, ingress: { controller: 'istio' } };
    expect(refusedBy([...istio, virtualService({ uri: { prefix: '/' } })], own)).toEqual([
      'EP210 blog/VirtualService/blog already routes a.example/',
    ]);
    expect(refusedBy([...istio, virtualService({ uri: { prefix: '/' }, headers: { 'x-a': { exact: 'b' } } })], own)).toEqual([]);
  });

  // Source: projectcontour/contour v1.33.6, site/content/docs/main/config/virtual-hosts.md: of two with one host neither is valid.
  it('of Contour: an HTTPProxy has its host alone', () => {
    const own = { ...byIngress, ingress: { controller: 'contour-httpproxy' } };
    expect(refusedBy([...contour, httpProxy], own)).toEqual(['EP210 blog/HTTPProxy/blog already routes a.example']);
  });

  it('of the Gateway API: an HTTPRoute of the same Gateway', () => {
    const [...edge] = gateway();
    const parent = edge.find(({ kind }) => kind === 'Gateway')?.metadata;
    const route = (name: string | undefined): KubeObject =>
      object(
        'gateway.networking.k8s.io/v1',
        'HTTPRoute',
        'blog',
        {
          spec: {
            parentRefs: [{ name, namespace: parent?.namespace }],
            hostnames: ['a.example'],
            rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'blog', port: 80 }] }],
          },
        },
        blog,
      );
    const spec = { strategy: 'Gateway' } as const;
    expect(refusedBy([...edge, route(parent?.name)], spec)).toEqual(['EP210 blog/HTTPRoute/blog already routes a.example/']);
    expect(refusedBy([...edge, route('other')], spec)).toEqual([]);
  });

  it('leaves it open where they were not read', () => {
    const cluster = clusterOf([web, ...nodes, ...traefik], APIS);
    const coverage = cluster.coverage.map((row) =>
      row.resource === 'ingressroutes.traefik.io' ? { ...row, state: 'forbidden' as const } : row,
    );
    const result = plan({ ...cluster, coverage }, request({ hosts: ['a.example'], ...byIngress }));
    expect(refusals(result)).toEqual([]);
    const open = 'ok' in result ? result.ok.preconditions.filter(({ code, verdict }) => code === 'EP210' && verdict === 'unknown') : [];
    expect(open.map(({ evidence }) => evidence)).toEqual([
      'whether another IngressRoute routes the same host and path: ingressroutes.traefik.io of the whole cluster may not be listed',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { dig } from '../../detect/read.js';
import type { ExposureSpec } from '../../model/exposure.js';
import type { KubeObject } from '../../model/kube.js';
import { encodeRoute } from '../encode.js';
import type { RoutePath, RouteRequest } from '../dialect.js';
import type { CarrierParts } from './carrier.js';
import { ingressRouteCarrier } from './ingress-route.js';
import { readTraefikRule, traefikRule } from './traefik-rule.js';

const prefix = (path: string): RoutePath => ({ path, type: 'Prefix' });

function build(more: Partial<RouteRequest> = {}, parts: Partial<CarrierParts> = {}): KubeObject[] {
  const request: RouteRequest = {
    className: 'public',
    name: 'web',
    namespace: 'shop',
    service: { name: 'web', port: 80 },
    hosts: ['example.com'],
    paths: [prefix('/')],
    ...more,
  };
  const encoded = encodeRoute('traefik-crd', request);
  const backends = request.paths.map(() => ({ name: 'web', port: 80 }));
  return ingressRouteCarrier.build({ metadata: { name: 'web', namespace: 'shop' }, request, encoded, backends, ...parts });
}

const options = (value: NonNullable<ExposureSpec['options']>): Partial<RouteRequest> => ({ options: value });

describe('IngressRoute', () => {
  it('leads a host to its Service', () => {
    expect(build()).toEqual([
      {
        apiVersion: 'traefik.io/v1alpha1',
        kind: 'IngressRoute',
        metadata: { name: 'web', namespace: 'shop' },
        spec: {
          ingressClassName: 'public',
          routes: [{ match: 'Host(`example.com`) && PathPrefix(`/`)', kind: 'Rule', services: [{ name: 'web', port: 80 }] }],
        },
      },
    ]);
  });

  // pkg/server/router/tcp: a router with TLS takes no plain requests
  it('has a second one for plain HTTP beside one that ends TLS, with the same rules', () => {
    const [main, plain, ...others] = build({ tls: { mode: 'terminate' } }, { secretName: 'web-tls' });
    expect(others).toEqual([]);
    expect(main?.['spec']).toMatchObject({ tls: { secretName: 'web-tls' } });
    expect(plain?.metadata.name).toBe('web-http');
    expect(plain?.['spec']).not.toHaveProperty('tls');
    expect(dig(plain, 'spec', 'routes')).toEqual(dig(main, 'spec', 'routes'));
  });

  // pkg/middlewares/redirect/redirect_scheme.go: the port of the request counts, so that https://host:8443 would be redirected to 443
  it('redirects plain HTTP only', () => {
    const [main, plain] = build({ tls: { mode: 'terminate', redirect: true }, allowFrom: ['10.0.0.0/8'] });
    expect(main?.['spec']).toMatchObject({ routes: [{ middlewares: [{ name: 'web-allow' }] }] });
    expect(plain?.['spec']).toMatchObject({ routes: [{ middlewares: [{ name: 'web-https' }, { name: 'web-allow' }] }] });
  });

  it('is an IngressRouteTCP by server name for TLS that passes through', () => {
    expect(build({ tls: { mode: 'passthrough' } })).toEqual([
      {
        apiVersion: 'traefik.io/v1alpha1',
        kind: 'IngressRouteTCP',
        metadata: { name: 'web', namespace: 'shop' },
        spec: {
          ingressClassName: 'public',
          routes: [{ match: 'HostSNI(`example.com`)', services: [{ name: 'web', port: 80 }] }],
          tls: { passthrough: true },
        },
      },
    ]);
  });

  it('is an IngressRouteTCP or IngressRouteUDP of an entry point for what is no HTTP', () => {
    expect(build({ hosts: [] }, { transport: 'TCP', entryPoint: 'redis' })).toMatchObject([
      {
        kind: 'IngressRouteTCP',
        spec: { entryPoints: ['redis'], routes: [{ match: 'HostSNI(`*`)', services: [{ name: 'web', port: 80 }] }] },
      },
    ]);
    expect(build({ hosts: [] }, { transport: 'UDP', entryPoint: 'dns' })).toMatchObject([
      { kind: 'IngressRouteUDP', spec: { entryPoints: ['dns'], routes: [{ services: [{ name: 'web', port: 80 }] }] } },
    ]);
  });

  it('says at each Service how Traefik speaks to it, also at that of a canary and of a copy', () => {
    const canary = build(options({ backendProtocol: 'h2c', canary: { service: 'web-next', weight: 10 } }));
    expect(canary[0]?.['spec']).toMatchObject({
      routes: [
        {
          services: [
            { name: 'web', port: 80, weight: 90, scheme: 'h2c' },
            { name: 'web-next', port: 80, weight: 10, scheme: 'h2c' },
          ],
        },
      ],
    });
    const { objects } = encodeRoute('traefik-crd', {
      name: 'web',
      service: { name: 'web', port: 80 },
      hosts: [],
      paths: [prefix('/')],
      options: { backendProtocol: 'h2c', mirror: { service: 'web-log' } },
    });
    expect(objects[0]).toMatchObject({ kind: 'TraefikService', spec: { mirroring: { name: 'web', port: 80, scheme: 'h2c' } } });
  });

  it('lets a path win over the prefix that has it, whose rule is longer', () => {
    const [route] = build({ paths: [prefix('/shop'), { path: '/shop', type: 'Exact' }, { path: '/other', type: 'Exact' }] });
    const [first, second, third] = dig(route, 'spec', 'routes') as { match: string; priority?: number }[];
    expect(second?.priority).toBeGreaterThan(first?.match.length ?? 0);
    expect([first?.priority, third?.priority]).toEqual([undefined, undefined]);
  });
});

describe('a rule of Traefik', () => {
  it.each([
    [['example.com'], '/', 'Prefix', 'Host(`example.com`) && PathPrefix(`/`)'],
    [[], '/shop/', 'Prefix', '(Path(`/shop`) || PathPrefix(`/shop/`))'],
    [['a.example', 'b.example'], '/shop', 'Exact', '(Host(`a.example`) || Host(`b.example`)) && Path(`/shop`)'],
    [['*.example.com'], '^/v[0-9]+', 'RegularExpression', 'HostRegexp(`^[^.]+\\.example\\.com$`) && PathRegexp(`^/v[0-9]+`)'],
  ] as const)('for %j and %s as %s is %s, and is read back', (hosts, path, pathType, rule) => {
    expect(traefikRule(hosts, { path, pathType })).toBe(rule);
    expect(readTraefikRule(rule)).toEqual({
      hosts,
      path: pathType === 'Prefix' && path !== '/' ? path.replace(/\/$/, '') : path,
      pathType,
      byLetters: false,
    });
  });

  it('that others wrote is read as far as it says hosts, a path and headers', () => {
    expect(readTraefikRule('Host("a.example") && PathPrefix("/shop")')).toEqual({
      hosts: ['a.example'],
      path: '/shop',
      pathType: 'Prefix',
      byLetters: true,
    });
    expect(readTraefikRule('Host(`a.example`) && Header(`X-A`, `b`)')).toMatchObject({ path: '/', further: 'Header(`X-A`, `b`)' });
    for (const rule of ['Host(`a`) && Method(`GET`)', '!Host(`a`)', 'Host(`a`) || PathPrefix(`/b`)', 'Host(`a`) && Query(`a`, `b`)', ''])
      expect(readTraefikRule(rule)).toBeUndefined();
  });
});

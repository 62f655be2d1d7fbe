import { describe, expect, it } from 'vitest';
import { dig, records } from '../../detect/read.js';
import type { KubeObject } from '../../model/kube.js';
import { decodeRoute } from '../decode.js';
import type { RoutePath, RouteRequest } from '../dialect.js';
import { encodeRoute } from '../encode.js';
import { ingressCarrier } from './ingress.js';

type Written = [path: string, pathType: string, port?: number];

function build(dialect: string, paths: RoutePath[]): KubeObject {
  const request: RouteRequest = { className: 'public', name: 'web', namespace: 'shop', hosts: ['example.com'], paths };
  const backends = paths.map(({ port = 80 }) => ({ name: 'web', port }));
  const [route] = ingressCarrier.build({
    metadata: { name: 'web', namespace: 'shop' },
    request,
    encoded: encodeRoute(dialect, request),
    backends,
  });
  return route as KubeObject;
}

function ingressOf(paths: Written[]): KubeObject {
  const entries = paths.map(([path, pathType, number = 80]) => ({
    path,
    pathType,
    backend: { service: { name: 'web', port: { number } } },
  }));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { rules: [{ host: 'example.com', http: { paths: entries } }] },
  };
}

const pathsOf = (ingress: KubeObject): unknown[] => records(dig(ingress, 'spec', 'rules')).map((rule) => dig(rule, 'http', 'paths'));
const read = (paths: Written[]) => {
  const { spec, findings } = decodeRoute('traefik', { route: ingressOf(paths) });
  return { paths: spec.paths, said: findings.map(({ code, message }) => `${code} ${message}`) };
};

// What Traefik makes of a path: traefik/traefik v3.7.13, pkg/provider/kubernetes/ingress/kubernetes.go, buildRule: PathPrefix, by letters.
describe('prefixes of an Ingress for Traefik', () => {
  it.each<[string, RoutePath[], Written[]]>([
    [
      'are the path itself and what is below it',
      [{ path: '/shop', type: 'Prefix' }],
      [
        ['/shop', 'Exact'],
        ['/shop/', 'Prefix'],
      ],
    ],
    [
      'are the same with a slash at their end',
      [{ path: '/shop/', type: 'Prefix' }],
      [
        ['/shop', 'Exact'],
        ['/shop/', 'Prefix'],
      ],
    ],
    ['need no more for the root', [{ path: '/', type: 'Prefix' }], [['/', 'Prefix']]],
    [
      'leave an exact path of their own alone',
      [
        { path: '/shop', type: 'Exact', port: 81 },
        { path: '/shop', type: 'Prefix' },
      ],
      [
        ['/shop', 'Exact', 81],
        ['/shop/', 'Prefix'],
      ],
    ],
  ])('%s', (_, paths, written) => {
    expect(pathsOf(build('traefik', paths))).toEqual(pathsOf(ingressOf(written)));
  });

  it('are read as one path again', () => {
    const { paths, said } = read([
      ['/shop', 'Exact'],
      ['/shop/', 'Prefix'],
      ['/', 'Prefix'],
    ]);
    expect(paths).toEqual([
      { path: '/shop', type: 'Prefix' },
      { path: '/', type: 'Prefix' },
    ]);
    expect(said).toEqual([]);
  });

  it('that stand alone are said to compare letters', () => {
    expect(read([['/shop', 'Prefix']])).toEqual({
      paths: [{ path: '/shop', type: 'Prefix' }],
      said: ['EP384 letters of prefixes are compared, so that /shop also matches /shopx'],
    });
    expect(read([['/shop/', 'Prefix']]).said).toEqual([
      'EP384 letters of prefixes are compared, so that /shop/ is not matched by a request for /shop',
    ]);
  });

  it('do not take an exact path that leads elsewhere', () => {
    const { paths } = read([
      ['/shop', 'Exact', 81],
      ['/shop/', 'Prefix'],
    ]);
    expect(paths).toEqual([
      { path: '/shop', type: 'Exact', port: 81 },
      { path: '/shop/', type: 'Prefix', port: 80 },
    ]);
  });
});

it('a prefix of an Ingress for ingress-nginx has no slash at its end, where /shop would be redirected', () => {
  expect(pathsOf(build('ingress-nginx', [{ path: '/shop/', type: 'Prefix' }]))).toEqual(pathsOf(ingressOf([['/shop', 'Prefix']])));
});

it('paths for other controllers stay as they are', () => {
  const paths: RoutePath[] = [
    { path: '/shop/', type: 'Prefix' },
    { path: '/docs', type: 'Prefix' },
  ];
  expect(pathsOf(build('kong', paths))).toEqual(pathsOf(ingressOf(paths.map(({ path, type }): Written => [path, type]))));
});

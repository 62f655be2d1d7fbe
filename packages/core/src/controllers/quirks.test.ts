import { describe, expect, it } from 'vitest';
import type { RouteRequest } from './dialect.js';
import { encodeRoute } from './encode.js';

const said = (dialect: string, parts: Partial<RouteRequest>): string[] =>
  encodeRoute(dialect, { hosts: ['shop.example.com'], paths: [{ path: '/shop', type: 'Prefix' }], ...parts })
    .notes.filter(({ code }) => code === 'EP353')
    .map(({ field, message }) => `${field} ${message}`);

// kubernetes/ingress-nginx controller-v1.15.1, internal/ingress/controller/controller.go, createServers: the location / of each host.
describe('what no path of a host matches, by ingress-nginx', () => {
  const allowFrom = ['192.0.2.0/24'];

  it('is treated like the route, which is said by the option', () => {
    const [one, ...rest] = said('ingress-nginx', { allowFrom });
    expect(rest).toEqual([]);
    expect(one).toMatch(/^spec\.access\.allowFrom an allow-list \(allowFrom\): requests that no path of the host takes meet it as well/);
  });

  it.each<[string, RouteRequest['paths']]>([
    ['/', [{ path: '/', type: 'Prefix' }]],
    [
      '/ beside others',
      [
        { path: '/shop', type: 'Prefix' },
        { path: '/', type: 'Prefix' },
      ],
    ],
  ])('is nothing for a route with %s', (_, paths) => {
    expect(said('ingress-nginx', { allowFrom, paths })).toEqual([]);
  });

  it('remains where / is an exact path only', () => {
    expect(said('ingress-nginx', { allowFrom, paths: [{ path: '/', type: 'Exact' }] })).toHaveLength(1);
  });

  it('is none of the others’ habits', () => {
    expect(said('traefik', { allowFrom })).toEqual([]);
    expect(said('traefik-nginx', { allowFrom })).toEqual([]);
  });
});

// traefik/traefik v3.7.13, docs/content/reference/routing-configuration/http/routing/rules-and-priority.md: the longest rule first.
describe('an exact path below a prefix, by an Ingress of Traefik', () => {
  const exactBelow = (path: string, prefix: string) =>
    said('traefik', {
      paths: [
        { path, type: 'Exact' },
        { path: prefix, type: 'Prefix' },
      ],
    });

  it.each([
    ['/shop/a', '/shop'],
    ['/shop/a', '/shop/'],
    ['/shop/123456', '/shop'],
    ['/login', '/'],
  ])('%s never gets its requests before %s', (path, prefix) => {
    expect(exactBelow(path, prefix)).toEqual([expect.stringMatching(/^spec\.paths\[\]\.type the type of path: the longest rule wins/)]);
  });

  it.each([
    ['/shop/1234567', '/shop'],
    ['/shop', '/shop'],
    ['/shopping', '/shop'],
    ['/welcome', '/'],
  ])('%s is not lost to %s', (path, prefix) => {
    expect(exactBelow(path, prefix)).toEqual([]);
  });
});

it('what ingress-nginx allows across origins without being asked is said where it is left open', () => {
  const cors = { origins: ['https://app.example.com'], methods: ['GET'], headers: ['X-A'], maxAge: '10m' };
  const of = (value: object): string[] => said('ingress-nginx', { paths: [{ path: '/', type: 'Prefix' }], options: { cors: value } });
  const workload = 'spec.options.cors.origins cors.origins: preflights of origins that may not ask are left to the workload';
  expect(of(cors)).toEqual([workload]);
  expect(of({ ...cors, origins: ['*'] })).toEqual([]);
  const { methods: _, ...open } = cors;
  expect(of(open)).toEqual([workload, expect.stringContaining('while cors.methods is left open, GET, PUT, POST')]);
});

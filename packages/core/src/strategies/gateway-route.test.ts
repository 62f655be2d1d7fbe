import { expect, it } from 'vitest';
import type { ExposureSpec } from '../model/exposure.js';
import type { PlanContext } from './context.js';
import { unusedByKind } from './gateway-route.js';

const unused = (spec: ExposureSpec, kind: Parameters<typeof unusedByKind>[1]): string[] => unusedByKind({ spec } as PlanContext, kind);
const hosts = ['a.example'];
const paths = [{ path: '/a' }];

it('names what a kind of route has no place for', () => {
  expect(unused({ hosts, paths, tls: { redirect: true } }, 'HTTPRoute')).toEqual([]);
  expect(unused({ hosts, paths }, 'TLSRoute')).toEqual(['paths']);
  expect(unused({ hosts, paths, tls: { redirect: true } }, 'TCPRoute')).toEqual(['hosts', 'paths', 'tls.redirect']);
});

it.each<ExposureSpec['tls']>([{ issuer: { name: 'le' } }, { selfSigned: true }])(
  'needs hosts for a certificate, whoever makes it: %j',
  (tls) => {
    expect(unused({ hosts, tls: tls ?? {} }, 'TCPRoute')).not.toContain('hosts');
  },
);

import { expect, it } from 'vitest';
import { entryText, foldGaps } from './list.js';

it('folds gaps that differ by their resource alone', () => {
  expect(
    foldGaps([
      'services in namespace shop were not read',
      'ingresses.networking.k8s.io in namespace shop were not read',
      'pods in namespace shop may not be listed (missing: list pods in namespace shop)',
      'pods in namespace blog were not read',
    ]),
  ).toEqual([
    'services, ingresses.networking.k8s.io in namespace shop were not read',
    'pods in namespace shop may not be listed (missing: list pods in namespace shop)',
    'pods in namespace blog were not read',
  ]);
  expect(foldGaps([])).toEqual([]);
});

it.each([
  [{ addresses: ['203.0.113.1'], port: 80, scheme: 'http' }, 'http://203.0.113.1/'],
  [{ addresses: ['fd00::1'], port: 8443, scheme: 'https' }, 'https://[fd00::1]:8443/'],
  [{ addresses: ['203.0.113.1'], host: 'a.example', port: 443, scheme: 'https', path: '/x' }, 'https://a.example/x'],
  [{ addresses: ['203.0.113.1'], port: 53, scheme: 'udp', protocol: 'UDP' }, '203.0.113.1:53/udp'],
  [{ addresses: ['203.0.113.1'], scheme: 'tcp' }, '203.0.113.1:<pending>/tcp'],
  [{ addresses: [], port: 80, scheme: 'tcp' }, '<unknown>:80/tcp'],
  [{ addresses: [], scheme: 'tcp' }, '<pending>'],
] as const)('%j is shown as %s', (parts, shown) => {
  const via = { apiVersion: 'v1', kind: 'Service', name: 'web' };
  const entry = {
    strategy: 'NodePort',
    reach: 'public',
    protocol: 'TCP',
    addressSource: '',
    via,
    ...parts,
    addresses: [...parts.addresses],
  };
  expect(entryText(entry as Parameters<typeof entryText>[0])).toBe(shown);
});

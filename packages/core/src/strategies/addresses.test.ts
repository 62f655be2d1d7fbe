import { expect, it } from 'vitest';
import { reachOf } from './addresses.js';

it.each([
  [['203.0.113.1'], 'public'],
  [['10.0.0.1', '192.168.1.1', '172.16.0.1', '172.31.255.1', '100.64.0.1', '169.254.1.1', '127.0.0.1'], 'node-network'],
  [['10.0.0.1', '203.0.113.1'], 'public'],
  [['172.32.0.1'], 'public'],
  [['100.128.0.1'], 'public'],
  [['fd00::1', 'fe80::1', '::1'], 'node-network'],
  [['2001:db8::1'], 'public'],
  [['lb.example.net'], 'public'],
  [[], 'public'],
])('%j reaches %s', (addresses, reach) => {
  expect(reachOf(addresses)).toBe(reach);
});

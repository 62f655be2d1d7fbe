import { expect, it } from 'vitest';
import { isPrivateAddress, reachOfAddresses } from './row.js';

// RFC 1918, RFC 3927, RFC 4193, RFC 4291, RFC 6598; the addresses beside each range are public.
it.each([
  ['10.0.0.1', '11.0.0.1'],
  ['127.0.0.1', '128.0.0.1'],
  ['169.254.1.1', '169.253.1.1'],
  ['172.16.0.1', '172.15.0.1'],
  ['172.31.255.1', '172.32.0.1'],
  ['192.168.0.1', '192.167.0.1'],
  ['100.64.0.1', '100.63.0.1'],
  ['100.127.0.1', '100.128.0.1'],
  ['::1', '::2'],
  ['fd00::1', 'fe00::1'],
  ['fe80::1', 'fec0::1'],
])('%s is private, %s is not', (inside, outside) => {
  expect(isPrivateAddress(inside)).toBe(true);
  expect(isPrivateAddress(outside)).toBe(false);
});

it('one public address among private ones is public, and so is none at all', () => {
  expect(reachOfAddresses(['10.0.0.1', '203.0.113.1'])).toBe('public');
  expect(reachOfAddresses(['10.0.0.1', 'fd00::1'])).toBe('node-network');
  expect(reachOfAddresses([])).toBe('public');
});

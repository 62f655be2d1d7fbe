import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markName, objectName, serviceName, type NameSuffix } from './names.js';

const suffixes: NameSuffix[] = ['', '-cluster-ip', '-node-port', '-load-balancer', '-redirect'];
const dnsLabel = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$/);
const dnsName = fc.array(dnsLabel, { minLength: 1, maxLength: 7 }).map((labels) => labels.join('.'));

describe('serviceName', () => {
  it.each([
    ['redis-demo', '', 'redis-demo'],
    ['redis-demo', '-node-port', 'redis-demo-node-port'],
    ['web.v2', '-load-balancer', 'web-v2-load-balancer'],
    ['2048', '', 'svc-2048'],
  ] as const)('%s with %s is %s', (base, suffix, expected) => {
    expect(serviceName(base, suffix)).toBe(expected);
  });

  it('keeps the suffix and cuts the base with a hash', () => {
    const name = serviceName('a'.repeat(70), '-node-port');
    expect(name).toMatch(/^a{44}-[0-9a-f]{8}-node-port$/);
    expect(name).toHaveLength(63);
  });

  it('does not run two long names together', () => {
    expect(serviceName(`${'a'.repeat(70)}x`)).not.toBe(serviceName(`${'a'.repeat(70)}y`));
  });

  it('is a DNS-1035 label for every name and suffix', () => {
    fc.assert(
      fc.property(dnsName, fc.constantFrom(...suffixes), (base, suffix) => {
        const name = serviceName(base, suffix);
        expect(name).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
        expect(name.endsWith(suffix)).toBe(true);
      }),
    );
  });
});

it('objectName is a DNS-1123 label', () => {
  fc.assert(
    fc.property(dnsName, (base) => {
      expect(objectName(base, '-tls')).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
    }),
  );
  expect(objectName('2048')).toBe('2048');
});

it('markName is a label value, and the name itself where it can be', () => {
  fc.assert(
    fc.property(dnsName, (name) => {
      expect(markName(name)).toMatch(/^[a-z0-9]([-._a-z0-9]{0,61}[a-z0-9])?$/);
      if (name.length <= 63) expect(markName(name)).toBe(name);
    }),
  );
});

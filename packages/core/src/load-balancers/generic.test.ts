import { describe, expect, it } from 'vitest';
import { encodeLoadBalancer } from './generic.js';
import { loadBalancerById } from './registry.js';

const codes = (list: { code: string }[]) => list.map((entry) => entry.code);

describe('encodeLoadBalancer', () => {
  it('writes core fields only', () => {
    expect(encodeLoadBalancer({ implementation: 'azure', allowFrom: ['10.0.0.0/8'], keepClientIP: true, class: 'example.com/lb' })).toEqual(
      {
        spec: { loadBalancerSourceRanges: ['10.0.0.0/8'], loadBalancerClass: 'example.com/lb', externalTrafficPolicy: 'Local' },
        annotations: {},
        notes: [],
        unsupported: [],
      },
    );
    expect(encodeLoadBalancer({})).toEqual({ spec: {}, annotations: {}, notes: [], unsupported: [] });
    expect(encodeLoadBalancer({ scope: 'public', class: '', address: '', allowFrom: [] })).toEqual({
      spec: {},
      annotations: {},
      notes: [],
      unsupported: [],
    });
  });

  it('refuses internal, naming the annotation where it is known', () => {
    expect(encodeLoadBalancer({ scope: 'internal' }).unsupported).toMatchObject([{ code: 'EP285', field: 'spec.access.scope' }]);
    expect(encodeLoadBalancer({ scope: 'internal', implementation: 'azure' }).unsupported[0]?.message).toContain(
      'service.beta.kubernetes.io/azure-load-balancer-internal: "true"',
    );
    expect(encodeLoadBalancer({ scope: 'internal', implementation: 'azure' }).unsupported[0]?.remedy).toContain(
      'azure-load-balancer-internal',
    );
  });

  it('refuses an allow-list that is ignored, and warns where that is not known', () => {
    const hetzner = encodeLoadBalancer({ implementation: 'hetzner', allowFrom: ['10.0.0.0/8'] });
    expect(codes(hetzner.unsupported)).toEqual(['EP286']);
    expect(hetzner.spec).toEqual({});
    expect(codes(encodeLoadBalancer({ allowFrom: ['10.0.0.0/8'] }).notes)).toEqual(['EP355']);
    expect(codes(encodeLoadBalancer({ implementation: 'metallb', allowFrom: ['10.0.0.0/8'] }).notes)).toEqual(['EP355']);
  });

  it('asks for an address by the deprecated field, and for a name not at all', () => {
    expect(encodeLoadBalancer({ address: '192.0.2.1' })).toMatchObject({
      spec: { loadBalancerIP: '192.0.2.1' },
      notes: [{ code: 'EP356' }],
    });
    expect(encodeLoadBalancer({ address: '2001:db8::1' }).spec).toEqual({ loadBalancerIP: '2001:db8::1' });
    expect(encodeLoadBalancer({ address: 'my-address' })).toMatchObject({ spec: {}, unsupported: [{ code: 'EP287' }] });
  });

  it('refuses a class where none is served', () => {
    expect(codes(encodeLoadBalancer({ implementation: 'scaleway', class: 'x.example/y' }).unsupported)).toEqual(['EP288']);
  });

  it('finds rows by id', () => {
    expect(loadBalancerById('metallb')?.title).toBe('MetalLB');
    expect(loadBalancerById('none')).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { encodeLoadBalancer, type LoadBalancerSettings } from './encode.js';
import { loadBalancerById } from './registry.js';

const codes = (list: { code: string }[]) => list.map((entry) => entry.code);
const plain = (spec: LoadBalancerSettings, implementation = 'generic') => encodeLoadBalancer({ implementation, spec });

describe('encodeLoadBalancer without a codec', () => {
  it('writes fields of the Service only', () => {
    const spec = { access: { allowFrom: ['10.0.0.0/8'], keepClientIP: true }, loadBalancer: { class: 'example.com/lb' } };
    expect(plain(spec)).toMatchObject({
      spec: { loadBalancerSourceRanges: ['10.0.0.0/8'], loadBalancerClass: 'example.com/lb', externalTrafficPolicy: 'Local' },
      annotations: {},
      unsupported: [],
    });
    expect(plain({})).toEqual({ spec: {}, annotations: {}, notes: [], unsupported: [] });
    expect(plain({ access: { scope: 'public', allowFrom: [] }, loadBalancer: { class: '', address: '' } })).toEqual(plain({}));
  });

  it('refuses what has no field', () => {
    expect(plain({ access: { scope: 'internal' } }).unsupported).toMatchObject([{ code: 'EP285', field: 'spec.access.scope' }]);
    expect(plain({ options: { targets: 'pod' } }).unsupported).toMatchObject([{ code: 'EP205', field: 'spec.options.targets' }]);
    expect(plain({ loadBalancer: { healthCheck: { path: '/healthz' } } }).unsupported).toMatchObject([
      { code: 'EP205', field: 'spec.loadBalancer.healthCheck.path' },
    ]);
  });

  it('warns where it is not known whether an allow-list is enforced', () => {
    expect(codes(plain({ access: { allowFrom: ['10.0.0.0/8'] } }).notes)).toEqual(['EP355']);
  });

  it('asks for an address by the deprecated field, and for a name not at all', () => {
    expect(plain({ loadBalancer: { address: '192.0.2.1' } })).toMatchObject({
      spec: { loadBalancerIP: '192.0.2.1' },
      notes: [{ code: 'EP356' }],
    });
    expect(plain({ loadBalancer: { address: '2001:db8::1' } }).spec).toEqual({ loadBalancerIP: '2001:db8::1' });
    expect(plain({ loadBalancer: { address: 'my-address' } })).toMatchObject({ spec: {}, unsupported: [{ code: 'EP287' }] });
  });

  it('refuses an implementation that nobody knows, naming those that are known', () => {
    const [first] = plain({}, 'awss').unsupported;
    expect(first).toMatchObject({ code: 'EP270', field: 'spec.loadBalancer.implementation' });
    expect(first?.message).toContain('aws-load-balancer-controller, azure');
    expect(plain({}, '').unsupported).toEqual([]);
  });

  it('finds rows by id', () => {
    expect(loadBalancerById('metallb')?.title).toBe('MetalLB');
    expect(loadBalancerById('none')).toBeUndefined();
  });
});

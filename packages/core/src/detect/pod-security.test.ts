import { describe, expect, it } from 'vitest';
import { namespace, snapshot } from '../../test/fixtures/cluster.js';
import { detectPodSecurity, hostAccessOf, podSecurityAllows } from './pod-security.js';

const level = (labels: Record<string, string>) => detectPodSecurity(snapshot({ objects: [namespace('shop', labels)] }), 'shop');

describe('detectPodSecurity', () => {
  it.each(['privileged', 'baseline', 'restricted'])('reads %s', (name) => {
    expect(level({ 'pod-security.kubernetes.io/enforce': name }).enforce).toBe(name);
  });

  it('takes a level that is none for restricted, as the API server does', () => {
    expect(level({ 'pod-security.kubernetes.io/enforce': 'strict' }).enforce).toBe('restricted');
  });

  it('audit and warn enforce nothing', () => {
    expect(level({ 'pod-security.kubernetes.io/warn': 'restricted' })).toMatchObject({
      enforce: 'privileged',
      evidence: expect.stringContaining('unless the API server'),
    });
  });

  it('is unknown when the namespace was not read', () => {
    const fact = detectPodSecurity(
      snapshot({ coverage: [{ resource: 'namespaces', state: 'forbidden', reason: 'get namespaces' }] }),
      'shop',
    );
    expect(fact).toEqual({ enforce: 'unknown', evidence: 'namespaces of the whole cluster may not be listed (get namespaces)' });
    expect(podSecurityAllows(fact, 'hostPort')).toBe('unknown');
  });

  it('allows host access in privileged namespaces only', () => {
    expect(podSecurityAllows(level({}), 'hostNetwork')).toBe('yes');
    expect(podSecurityAllows(level({ 'pod-security.kubernetes.io/enforce': 'baseline' }), 'hostPort')).toBe('no');
    expect(podSecurityAllows(level({ 'pod-security.kubernetes.io/enforce': 'restricted' }), 'hostNetwork')).toBe('no');
  });
});

describe('hostAccessOf', () => {
  it('finds host ports of init containers, and takes hostPort 0 for none', () => {
    expect(hostAccessOf({ containers: [{ ports: [{ containerPort: 80, hostPort: 0 }] }] })).toEqual([]);
    expect(hostAccessOf({ containers: [], initContainers: [{ ports: [{ containerPort: 80, hostPort: 80 }] }] })).toEqual(['hostPort']);
    expect(hostAccessOf({ hostNetwork: true, containers: [] })).toEqual(['hostNetwork']);
  });
});

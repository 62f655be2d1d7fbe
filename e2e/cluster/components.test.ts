import { expect, test } from 'vitest';
import { chooseComponents, components, selectable } from './components.ts';
import { ingressNginxObjects } from './components/ingress-nginx/deploy.ts';
import { withOwnImages, withQuickProbes } from './components/metallb/component.ts';

test('every component has a name of its own', () => {
  expect(new Set(components.map(({ name }) => name)).size).toBe(components.length);
});

test('an unknown component is refused with the names that there are', () => {
  expect(() => chooseComponents(['trafik'])).toThrow(/no component "trafik"; there are: agnhost, busybox/);
  expect(selectable().map(({ name }) => name)).not.toContain('kubernetes');
});

test('a component named twice is taken once', () => {
  expect(chooseComponents(['redis', 'coredns', 'redis']).map(({ name }) => name)).toEqual(['redis', 'coredns']);
});

test('an ingress-nginx that listens on the node has no Service', () => {
  const kinds = (entry: 'LoadBalancer' | 'NodePort' | 'hostPort' | 'hostNetwork'): readonly unknown[] =>
    ingressNginxObjects({ entry }).map((object) => (object as { kind: unknown }).kind);
  expect(kinds('hostNetwork')).toContain('DaemonSet');
  expect(kinds('hostNetwork')).not.toContain('Service');
  expect(kinds('hostPort')).not.toContain('Service');
  expect(kinds('LoadBalancer')).toContain('Service');
});

test('a MetalLB manifest with other images is refused', () => {
  expect(() => withOwnImages('image: example.com/controller:1')).toThrow('its controller 0 times, not once');
});

test('MetalLB is asked soon whether it is ready, and patiently whether it is alive', () => {
  const probe = (kind: string): string =>
    `        ${kind}:\n          initialDelaySeconds: 10\n          periodSeconds: 10\n          timeoutSeconds: 1\n`;
  const [ready, alive] = withQuickProbes(`${probe('readinessProbe')}${probe('livenessProbe')}`).split(/(?= {8}livenessProbe)/);
  expect(ready).toMatch(/initialDelaySeconds: 1\n.*periodSeconds: 1\n.*timeoutSeconds: 1\n/);
  expect(alive).toMatch(/initialDelaySeconds: 10\n.*periodSeconds: 10\n.*timeoutSeconds: 10\n/);
});

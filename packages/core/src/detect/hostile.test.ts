import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  gateway,
  GATEWAY_APIS,
  ingressNginx,
  metallb,
  METALLB_APIS,
  namespace,
  node,
  service,
  snapshot,
  workload,
} from '../../test/fixtures/cluster.js';
import type { KubeObject } from '../model/kube.js';
import { recommend } from '../verbs/recommend.js';
import { detectIngressClasses } from './controllers.js';
import { detectGateways } from './gateways.js';
import { detectLoadBalancers } from './load-balancer.js';
import { eligibleNodes } from './nodes.js';
import { detectOwnership } from './ownership.js';
import { detectPlatform } from './platform.js';
import { detectPodSecurity } from './pod-security.js';
import { hostPortConflicts, nextFreeNodePort } from './ports-in-use.js';

const target = workload('web', {
  kind: 'DaemonSet',
  ports: [{ name: 'http', containerPort: 80, hostPort: 80 }],
  podSpec: { tolerations: [{ operator: 'Exists' }] },
});
const sound: KubeObject[] = [
  node('a', { providerID: 'kind://x', taints: [{ key: 'k', effect: 'NoSchedule' }] }),
  namespace('shop'),
  ...metallb(),
  ...ingressNginx({ type: 'LoadBalancer', status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } }),
  ...gateway(),
  service('web', { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }),
  target,
];

/** Paths to every value of an object but its identity. */
function paths(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  const below =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => paths(inner, [...at, Array.isArray(value) ? Number(key) : key]))
      : [];
  const isIdentity =
    at.length < 1 ||
    ['apiVersion', 'kind', 'metadata'].includes(String(at.at(-1))) ||
    (at[0] === 'metadata' && ['name', 'namespace'].includes(String(at[1])));
  return isIdentity ? below : [at, ...below];
}

function damage(object: KubeObject, path: readonly (string | number)[], value: unknown): KubeObject {
  const copy = structuredClone(object);
  let at = copy as unknown as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  at[path.at(-1) ?? ''] = value;
  return copy;
}

const places = sound.flatMap((object, index) => paths(object).map((path) => ({ index, path })));

it('every reader of facts takes values of any type for absent, and never throws', () => {
  expect(places.length).toBeGreaterThan(150);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...places), fc.jsonValue()), { minLength: 1, maxLength: 3 }), (harm) => {
      const objects = [...sound];
      for (const [{ index, path }, value] of harm) {
        const object = objects[index];
        // An earlier harm may have taken the place away.
        try {
          if (object) objects[index] = damage(object, path, value);
        } catch {
          continue;
        }
      }
      const shot = snapshot({ objects, apis: { ...GATEWAY_APIS, ...METALLB_APIS } });
      detectPlatform(shot);
      detectLoadBalancers(shot);
      detectIngressClasses(shot);
      detectGateways(shot);
      detectPodSecurity(shot, 'shop');
      nextFreeNodePort(shot);
      hostPortConflicts(shot, [{ port: 80, protocol: 'TCP' }]);
      for (const object of objects) {
        detectOwnership(shot, object);
        eligibleNodes(shot, object['spec']);
      }
      const exposure = {
        apiVersion: 'expose-plus.dev/v1alpha1',
        kind: 'Exposure',
        metadata: { namespace: 'shop' },
        spec: { target: { kind: 'DaemonSet', name: 'web' } },
      } as const;
      expect(recommend(shot, exposure).ratings).toHaveLength(7);
    }),
    { numRuns: 60 },
  );
}, 120_000);

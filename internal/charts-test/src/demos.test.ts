import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { helms, run, tryTemplate } from './helm.js';

const STRATEGIES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'Ingress', 'Gateway', 'hostPort', 'hostNetwork'];

/** Every block of a request filled in, as it may stay whatever the strategy is. */
const ALL_BLOCKS = (port: string, number: number): object => ({
  exposure: {
    ports: [{ name: port, port: number, targetPort: number, protocol: 'TCP' }],
    hosts: ['demo.example.com'],
    paths: [{ path: '/', type: 'Prefix', port }],
    tls: { secretName: 'demo-tls', redirect: false },
    access: { keepClientIP: true },
    service: { sessionAffinity: 'ClientIP', ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv4', 'IPv6'] },
    nodePort: { ports: { [port]: 30099 } },
    hostPort: { ports: { [port]: 18080 }, hostIP: '192.0.2.1' },
    loadBalancer: { implementation: 'metallb', class: 'example.com/lb', address: '192.0.2.9', pool: 'blue', sharedKey: 'demo' },
    ingress: { className: 'nginx', controller: 'ingress-nginx' },
    gateway: { className: 'edge', parentRef: { namespace: 'infra', name: 'edge', sectionName: 'https' } },
    annotations: { 'example.com/a': '{{ b }}' },
    labels: { team: 'blue' },
  },
  tests: { enabled: true },
});

/** Values that are wrong in any chart, and the key that the message names. */
const WRONG: readonly (readonly [string, object, string])[] = [
  ['a typo at the root', { exposre: {} }, 'exposre'],
  ['a typo in the block', { exposure: { strategi: 'NodePort' } }, 'strategi'],
  ['an unknown strategy', { exposure: { strategy: 'nodeport' } }, 'strategy'],
  ['auto', { exposure: { strategy: 'auto' } }, 'strategy'],
  ['a key in the wrong block', { exposure: { gateway: { ports: {} } } }, 'gateway'],
  ['a text for a node port', { exposure: { nodePort: { ports: { http: '30080' } } } }, 'nodePort'],
  ['a port out of range', { exposure: { hostPort: { ports: { http: 70_000 } } } }, 'hostPort'],
  ['a map for hosts', { exposure: { hosts: { a: 'b' } } }, 'hosts'],
  ['an unknown entry', { 'ingress-nginx': { entry: 'nodeport' } }, 'entry'],
  ['a typo of the controller', { 'ingress-nginx': { controler: {} } }, 'controler'],
  ['an unknown profile', { securityProfile: 'strict' }, 'securityProfile'],
  ['a typo of the test', { tests: { enable: true } }, 'enable'],
  ['a port of the test that is none', { tests: { port: 'http' } }, 'port'],
  ['a component that is not there', { components: { other: {} } }, 'other'],
  ['Gateway without one', { exposure: { strategy: 'Gateway' } }, 'gateway'],
];

const DEMOS = [
  { name: 'web-demo', port: 'http', number: 80 },
  { name: 'redis-demo', port: 'redis', number: 6379 },
].map((demo) => ({ ...demo, chart: fileURLToPath(new URL(`../../../charts/${demo.name}`, import.meta.url)) }));

for (const helm of helms) {
  describe.skipIf(helm.missing !== undefined).each(DEMOS)(`charts/$name, ${helm.id}${helm.note}`, ({ chart, port, number }) => {
    it('lints', async () => {
      const { code, stdout, stderr } = await run(helm, ['lint', '--strict', chart]);
      expect(code, stdout + stderr).toBe(0);
    });

    it.each(STRATEGIES)('is switched to %s by a single --set, with every block filled in', async (strategy) => {
      const args = ['template', 'demo', chart, '--values', '-', '--set', `exposure.strategy=${strategy}`];
      const { code, stderr } = await run(helm, args, JSON.stringify(ALL_BLOCKS(port, number)));
      // A Redis is no web page: a route and an Ingress need a port that speaks HTTP, and say so.
      expect(code, stderr).toBe(0);
    });

    it.each(WRONG)('refuses %s, and names it', async (_, values, key) => {
      const { code, stderr } = await tryTemplate(helm, { chart, values });
      expect(code).toBe(1);
      expect(stderr).toContain(key);
      expect(stderr).not.toMatch(/error calling|nil pointer|wrong type|can't evaluate/);
    });
  });
}

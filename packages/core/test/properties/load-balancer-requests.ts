import fc from 'fast-check';
import { encodeLoadBalancer, type LoadBalancerOption, type LoadBalancerSettings } from '@expose-plus/core';

const port = fc.record({ port: fc.integer({ min: 1, max: 65_535 }), protocol: fc.constant('TCP') });
/** Ports of a Service, all of TCP. */
export const ports = fc.uniqueArray(port, { minLength: 1, maxLength: 3, selector: (entry) => entry.port });
const name = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });
/** In the unit in which it will be read back: seconds, or minutes where these are counted. */
const duration = fc.oneof(
  fc.integer({ min: 1, max: 100 }).map((count) => `${count}s`),
  fc.integer({ min: 1, max: 40 }).map((count) => `${count}m`),
  fc.integer({ min: 1, max: 90_000 }).map((count) => `${count}ms`),
);
const octet = fc.integer({ min: 0, max: 255 });
const ipv4 = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'));
const address = fc.oneof(
  ipv4,
  fc.constantFrom('fd00::1', '2001:db8::7'),
  name,
  name.map((id) => `eipalloc-${id}`),
  fc.tuple(ipv4, ipv4).map(String),
);
const count = fc.integer({ min: 1, max: 12 });

const VALUES: Readonly<Record<LoadBalancerOption, fc.Arbitrary<unknown>>> = {
  'access.scope': fc.constantFrom('public', 'internal'),
  'options.targets': fc.constantFrom('pod', 'node'),
  'access.keepClientIP': fc.constant(true),
  'access.allowFrom': fc.constantFrom(['10.0.0.0/8'], ['10.0.0.0/8', '192.0.2.0/24']),
  'loadBalancer.class': fc.constantFrom(
    'example.com/lb',
    'networking.gke.io/l4-regional-external',
    'networking.gke.io/l4-regional-internal',
  ),
  'loadBalancer.address': address,
  'loadBalancer.pool': name,
  'loadBalancer.sharedKey': name,
  'loadBalancer.subnets': names,
  'loadBalancer.securityGroups': names,
  'loadBalancer.name': name,
  'loadBalancer.tags': fc.dictionary(name, name, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  'loadBalancer.crossZone': fc.constant(true),
  'loadBalancer.bandwidth': fc.integer({ min: 1, max: 5000 }),
  'loadBalancer.idleTimeout': duration,
  'loadBalancer.proxyProtocol': fc.constantFrom('v1', 'v2'),
  'loadBalancer.certificates': names,
  'loadBalancer.tlsPorts': fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max: 65_535 }), name), { minLength: 1, maxLength: 2 }),
  'loadBalancer.healthCheck.protocol': fc.constantFrom('tcp', 'http', 'https'),
  'loadBalancer.healthCheck.path': fc.constantFrom('/', '/healthz', '/a?b=c,d'),
  'loadBalancer.healthCheck.port': fc.integer({ min: 1, max: 65_535 }),
  'loadBalancer.healthCheck.interval': duration,
  'loadBalancer.healthCheck.timeout': duration,
  'loadBalancer.healthCheck.healthyThreshold': count,
  'loadBalancer.healthCheck.unhealthyThreshold': count,
};

/** Options by their paths. */
export type Values = Partial<Record<LoadBalancerOption, unknown>>;
/** Requests of any options at all. */
export const requests = fc.record(VALUES, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Values>;

/** Options by their paths, as the blocks of a request. */
export function settingsOf(values: Values): LoadBalancerSettings {
  const out: Record<string, unknown> = {};
  for (const [option, value] of Object.entries(values)) {
    const parts = option.split('.');
    const last = parts.pop() ?? '';
    const block = parts.reduce((at, part) => (at[part] ??= {}) as Record<string, unknown>, out);
    block[last] = value;
  }
  return out as LoadBalancerSettings;
}

/** What is asked for as far as it is supported: each option that alone or with the others is refused is left out. */
export function supported(implementation: string, asked: Values, on: { port: number; protocol: string }[]): Values {
  const refused = encodeLoadBalancer({ implementation, spec: settingsOf(asked), ports: on }).unsupported;
  const fields = new Set(refused.map(({ field }) => field));
  const rest = Object.fromEntries(Object.entries(asked).filter(([option]) => !fields.has(`spec.${option}`)));
  return refused.length === 0 ? rest : supported(implementation, rest, on);
}

import { keepsClientIP, lacks, only, PATTERN, sourceRanges, type LoadBalancerOptionRow } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = {
  source: 'digitalocean/digitalocean-cloud-controller-manager v0.1.68, docs/controllers/services/annotations.md',
  verified: '2026-11-28',
} as const;
const P = 'service.beta.kubernetes.io/do-loadbalancer-';
/** Words about HTTP and TLS count on this type only; on the network type they do nothing. */
const regional = { [`${P}type`]: 'REGIONAL' };
const ownCheck = { [`${P}override-health-check`]: 'true' };

function check(
  key: string,
  option: LoadBalancerOptionRow['option'],
  more: Partial<LoadBalancerOptionRow> & { range: readonly [number, number] },
): LoadBalancerOptionRow {
  return { option, verdict: 'exact', annotation: `${P}healthcheck-${key}`, ...E, ...more };
}

/** DigitalOcean load balancers. */
export const DIGITALOCEAN: LoadBalancerRow = {
  id: 'digitalocean',
  title: 'DigitalOcean load balancers',
  providerIds: ['digitalocean://'],
  runs: 'cloud',
  address: 'ip-or-hostname',
  sourceRanges: 'yes',
  note: 'a network load balancer, unless what is asked for needs a regional one',
  ...E,
  codec: {
    prefixes: [P],
    always: { [`${P}type`]: 'REGIONAL_NETWORK' },
    defaults: { 'access.scope': 'public', 'options.targets': 'node', 'loadBalancer.healthCheck.protocol': 'tcp' },
    createOnly: [`${P}type`, `${P}ip`],
    protocols: ['TCP', 'UDP'],
    mixed: 'yes',
    options: [
      {
        option: 'access.scope',
        verdict: 'exact',
        annotation: `${P}network`,
        transform: 'map',
        values: { public: 'EXTERNAL', internal: 'INTERNAL' },
        default: 'public',
        ...E,
      },
      only('options.targets', 'node', 'it sends to nodes', E),
      keepsClientIP(E),
      sourceRanges(E),
      {
        option: 'loadBalancer.address',
        verdict: 'approximate',
        annotation: `${P}ip`,
        pattern: `^${PATTERN.ipv4}$`,
        expects: 'an IPv4 address',
        note: 'only an address of a range that was brought along, and only when the load balancer is made',
        ...E,
      },
      {
        option: 'loadBalancer.subnets',
        verdict: 'approximate',
        annotation: `${P}subnet-uuid`,
        transform: 'joinComma',
        pattern: '^[^,]+$',
        expects: 'one subnet, by id',
        note: 'the provider calls it a preview',
        ...E,
      },
      { option: 'loadBalancer.name', verdict: 'exact', annotation: `${P}name`, ...E },
      {
        option: 'loadBalancer.idleTimeout',
        verdict: 'approximate',
        annotation: `${P}http-idle-timeout-seconds`,
        transform: 'seconds',
        also: regional,
        note: 'it counts for HTTP only, on a regional load balancer',
        ...E,
      },
      {
        option: 'loadBalancer.proxyProtocol',
        verdict: 'approximate',
        annotation: `${P}enable-proxy-protocol`,
        transform: 'map',
        values: { v1: 'true' },
        also: regional,
        note: 'the version is not documented: the workload should read both',
        ...E,
      },
      {
        option: 'loadBalancer.certificates',
        verdict: 'exact',
        annotation: `${P}certificate-id`,
        transform: 'joinComma',
        pattern: '^[^,]+$',
        expects: 'one certificate, by id',
        needs: ['loadBalancer.tlsPorts'],
        also: regional,
        note: 'without them TLS ends at port 443 only',
        ...E,
      },
      {
        option: 'loadBalancer.tlsPorts',
        verdict: 'exact',
        annotation: `${P}tls-ports`,
        transform: 'joinComma',
        pattern: '^[0-9]+(,[0-9]+)*$',
        expects: 'numbers of ports',
        needs: ['loadBalancer.certificates'],
        also: regional,
        ...E,
      },
      {
        option: 'loadBalancer.healthCheck.protocol',
        verdict: 'exact',
        annotation: `${P}healthcheck-protocol`,
        transform: 'map',
        values: { tcp: 'tcp', http: 'http' },
        also: ownCheck,
        ...E,
      },
      {
        option: 'loadBalancer.healthCheck.path',
        verdict: 'exact',
        annotation: `${P}healthcheck-path`,
        when: { 'loadBalancer.healthCheck.protocol': ['http'] },
        also: ownCheck,
        ...E,
      },
      { option: 'loadBalancer.healthCheck.port', verdict: 'exact', annotation: `${P}healthcheck-port`, also: ownCheck, ...E },
      check('check-interval-seconds', 'loadBalancer.healthCheck.interval', { transform: 'seconds', range: [3, 300] }),
      check('response-timeout-seconds', 'loadBalancer.healthCheck.timeout', { transform: 'seconds', range: [3, 300] }),
      check('healthy-threshold', 'loadBalancer.healthCheck.healthyThreshold', { range: [2, 10] }),
      check('unhealthy-threshold', 'loadBalancer.healthCheck.unhealthyThreshold', { range: [2, 10] }),
      ...lacks(E, {
        'loadBalancer.class': 'no class is documented',
        'loadBalancer.pool': 'there is no pool of addresses to choose',
        'loadBalancer.sharedKey': 'each Service gets a load balancer of its own',
        'loadBalancer.securityGroups': 'there are no security groups; access.allowFrom is enforced by the load balancer',
        'loadBalancer.tags': 'there is no annotation for tags',
        'loadBalancer.crossZone': 'there are no zones',
        'loadBalancer.bandwidth': `the size is a number of units (${P}size-unit)`,
      }),
    ],
  },
};

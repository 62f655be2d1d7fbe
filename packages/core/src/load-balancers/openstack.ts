import { keepsClientIP, lacks, only, PATTERN, sourceRanges } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = {
  source:
    'kubernetes/cloud-provider-openstack v1.36, docs/openstack-cloud-controller-manager/expose-applications-using-loadbalancer-type-service.md',
  verified: '2026-11-22',
} as const;
const P = 'loadbalancer.openstack.org/';
const INTERNAL = 'service.beta.kubernetes.io/openstack-internal-load-balancer';
const monitor = { [`${P}enable-health-monitor`]: 'true' };

/** Octavia, asked by the cloud controller manager of OpenStack. */
export const OPENSTACK: LoadBalancerRow = {
  id: 'openstack',
  title: 'OpenStack Octavia',
  providerIds: ['openstack://'],
  runs: 'cloud',
  address: 'ip-or-hostname',
  sourceRanges: 'depends',
  ...E,
  codec: {
    prefixes: [P, INTERNAL],
    defaults: { 'access.scope': 'public', 'options.targets': 'node' },
    protocols: ['TCP', 'UDP', 'SCTP'],
    mixed: 'yes',
    options: [
      {
        option: 'access.scope',
        verdict: 'exact',
        annotation: INTERNAL,
        transform: 'map',
        values: { internal: 'true', public: '' },
        reads: [{ annotation: INTERNAL, values: { public: 'false' }, note: 'says what leaving it out says' }],
        ...E,
      },
      only('options.targets', 'node', 'it sends to node ports', E),
      {
        ...keepsClientIP(E),
        verdict: 'approximate',
        also: monitor,
        note: 'the OVN provider keeps the address; Amphora opens connections of its own, and loadBalancer.proxyProtocol passes it on',
      },
      {
        ...sourceRanges(E),
        verdict: 'approximate',
        note: 'Octavia enforces it from API version 2.12 on; older ones ignore it',
      },
      {
        option: 'loadBalancer.address',
        verdict: 'exact',
        field: 'loadBalancerIP',
        pattern: `^(${PATTERN.ipv4}|${PATTERN.ipv6})$`,
        expects: 'a floating IP, or an address of the subnet for an internal one',
        note: 'there is no annotation for it',
        ...E,
      },
      {
        option: 'loadBalancer.pool',
        verdict: 'exact',
        annotation: `${P}floating-network-id`,
        when: { 'access.scope': ['public'] },
        note: 'the network from which the floating IP comes, by id',
        ...E,
      },
      {
        option: 'loadBalancer.subnets',
        verdict: 'exact',
        annotation: `${P}subnet-id`,
        transform: 'joinComma',
        pattern: '^[^,]+$',
        expects: 'one subnet, by id',
        ...E,
      },
      {
        option: 'loadBalancer.idleTimeout',
        verdict: 'exact',
        annotation: `${P}timeout-client-data`,
        alike: [`${P}timeout-member-data`],
        transform: 'milliseconds',
        ...E,
      },
      {
        option: 'loadBalancer.proxyProtocol',
        verdict: 'exact',
        annotation: `${P}proxy-protocol`,
        transform: 'map',
        values: { v1: 'v1', v2: 'v2' },
        reads: [{ annotation: `${P}proxy-protocol`, values: { v1: 'true' }, note: 'means v1' }],
        ...E,
      },
      {
        option: 'loadBalancer.certificates',
        verdict: 'exact',
        annotation: `${P}default-tls-container-ref`,
        transform: 'joinComma',
        pattern: '^[^,]+$',
        expects: 'the URL of one Barbican container or secret',
        ...E,
      },
      {
        option: 'loadBalancer.healthCheck.interval',
        verdict: 'exact',
        annotation: `${P}health-monitor-delay`,
        transform: 'seconds',
        also: monitor,
        ...E,
      },
      {
        option: 'loadBalancer.healthCheck.timeout',
        verdict: 'exact',
        annotation: `${P}health-monitor-timeout`,
        transform: 'seconds',
        also: monitor,
        note: 'must be shorter than the interval',
        ...E,
      },
      {
        option: 'loadBalancer.healthCheck.healthyThreshold',
        verdict: 'exact',
        annotation: `${P}health-monitor-max-retries`,
        also: monitor,
        ...E,
      },
      {
        option: 'loadBalancer.healthCheck.unhealthyThreshold',
        verdict: 'exact',
        annotation: `${P}health-monitor-max-retries-down`,
        also: monitor,
        ...E,
      },
      ...lacks(E, {
        'loadBalancer.class': 'it leaves Services with a class to others',
        'loadBalancer.sharedKey': 'a load balancer is shared by naming its id (loadbalancer.openstack.org/load-balancer-id), not by a key',
        'loadBalancer.securityGroups': 'it manages the security groups of the nodes by itself',
        'loadBalancer.name': 'it derives the name from the Service',
        'loadBalancer.tags': 'there is no annotation for tags',
        'loadBalancer.crossZone': 'the availability zone is one setting for the whole load balancer',
        'loadBalancer.bandwidth': 'the size is a flavor (loadbalancer.openstack.org/flavor-id)',
        'loadBalancer.tlsPorts': 'the certificate counts for every port',
        'loadBalancer.healthCheck.protocol': 'the monitor connects by TCP, or asks kube-proxy with externalTrafficPolicy Local',
        'loadBalancer.healthCheck.path': 'the monitor connects by TCP',
        'loadBalancer.healthCheck.port': 'the monitor connects to the node port',
      }),
    ],
  },
};

import { keepsClientIP, lacks, only, PATTERN, sourceRanges } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = {
  source: 'oracle/oci-cloud-controller-manager v1.35, pkg/cloudprovider/providers/oci/load_balancer_spec.go',
  verified: '2026-11-22',
} as const;
const P = 'oci-network-load-balancer.oraclecloud.com/';
const TYPE = 'oci.oraclecloud.com/load-balancer-type';
const layer4 = 'a network load balancer passes bytes on';

/** Network load balancers of Oracle Cloud: the same controller with words of their own. */
export const OCI_NLB: LoadBalancerRow = {
  id: 'oci-nlb',
  title: 'Oracle Cloud network load balancers',
  byName: true,
  runs: 'cloud',
  address: 'ip',
  sourceRanges: 'yes',
  note: 'only by name (loadBalancer.implementation): a Service that says nothing gets a load balancer',
  ...E,
  codec: {
    prefixes: [P, TYPE],
    always: { [TYPE]: 'nlb' },
    defaults: { 'access.scope': 'public', 'options.targets': 'node' },
    createOnly: [TYPE, `${P}internal`],
    protocols: ['TCP', 'UDP'],
    mixed: 'yes',
    options: [
      {
        option: 'access.scope',
        verdict: 'exact',
        annotation: `${P}internal`,
        transform: 'map',
        values: { public: '', internal: 'true' },
        reads: [{ annotation: `${P}internal`, values: { public: 'false' }, note: 'says what leaving it out says' }],
        ...E,
      },
      only('options.targets', 'node', 'it sends to node ports', E),
      { ...keepsClientIP(E), also: { [`${P}is-preserve-source`]: 'true' } },
      sourceRanges(E),
      {
        option: 'loadBalancer.address',
        verdict: 'exact',
        field: 'loadBalancerIP',
        when: { 'access.scope': ['public'] },
        pattern: `^${PATTERN.ipv4}$`,
        expects: 'a reserved public IPv4 address',
        ...E,
      },
      {
        option: 'loadBalancer.address',
        verdict: 'exact',
        annotation: `${P}assigned-private-ipv4`,
        when: { 'access.scope': ['internal'] },
        pattern: `^${PATTERN.ipv4}$`,
        expects: 'a private IPv4 address of the subnet',
        ...E,
      },
      {
        option: 'loadBalancer.subnets',
        verdict: 'exact',
        annotation: `${P}subnet`,
        transform: 'joinComma',
        pattern: '^[^,]+$',
        expects: 'one subnet, by its OCID',
        ...E,
      },
      {
        option: 'loadBalancer.securityGroups',
        verdict: 'exact',
        annotation: `${P}oci-network-security-groups`,
        transform: 'joinComma',
        ...E,
      },
      {
        option: 'loadBalancer.proxyProtocol',
        verdict: 'exact',
        annotation: `${P}is-ppv2-enabled`,
        transform: 'map',
        values: { v2: 'true' },
        note: 'it speaks version 2 only',
        ...E,
      },
      {
        option: 'loadBalancer.healthCheck.interval',
        verdict: 'exact',
        annotation: `${P}health-check-interval`,
        transform: 'milliseconds',
        range: [10_000, 1_800_000],
        ...E,
      },
      {
        option: 'loadBalancer.healthCheck.timeout',
        verdict: 'exact',
        annotation: `${P}health-check-timeout`,
        transform: 'milliseconds',
        ...E,
      },
      { option: 'loadBalancer.healthCheck.unhealthyThreshold', verdict: 'exact', annotation: `${P}health-check-retries`, ...E },
      ...lacks(E, {
        'loadBalancer.class': 'no class is documented',
        'loadBalancer.pool': 'there is no pool of addresses to choose',
        'loadBalancer.sharedKey': 'each Service gets a load balancer of its own',
        'loadBalancer.name': 'it derives the name from the Service',
        'loadBalancer.tags': `tags stand in a JSON text (${P}initial-freeform-tags-override)`,
        'loadBalancer.crossZone': 'there is no annotation for zones',
        'loadBalancer.bandwidth': 'it grows with its traffic',
        'loadBalancer.idleTimeout': 'there is no annotation for it',
        'loadBalancer.certificates': layer4,
        'loadBalancer.tlsPorts': layer4,
        'loadBalancer.healthCheck.protocol': 'it asks kube-proxy on each node',
        'loadBalancer.healthCheck.path': 'it asks kube-proxy on each node',
        'loadBalancer.healthCheck.port': 'it asks kube-proxy on each node',
        'loadBalancer.healthCheck.healthyThreshold': 'there is no annotation for it',
      }),
    ],
  },
};

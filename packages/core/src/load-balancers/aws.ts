import { keepsClientIP, lacks, sourceRanges, type LoadBalancerOptionRow } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = { source: 'kubernetes/cloud-provider-aws v1.36.1, docs/service_controller.md', verified: '2026-11-23' } as const;
const CODE = { source: 'kubernetes/cloud-provider-aws v1.36.1, pkg/providers/v1/aws.go', verified: '2026-11-22' } as const;
const P = 'service.beta.kubernetes.io/aws-load-balancer-';

/** What the cloud controller manager writes alike for both kinds of load balancer. */
export const CCM_OPTIONS: readonly LoadBalancerOptionRow[] = [
  {
    option: 'access.scope',
    verdict: 'exact',
    annotation: `${P}internal`,
    transform: 'map',
    values: { internal: 'true', public: '' },
    reads: [{ annotation: `${P}internal`, values: { public: 'false' }, note: 'says what leaving it out says' }],
    ...E,
  },
  {
    option: 'options.targets',
    verdict: 'exact',
    transform: 'map',
    values: { node: '' },
    note: 'it sends to node ports; the AWS Load Balancer Controller can send to pods',
    ...E,
  },
  sourceRanges(E),
  { option: 'loadBalancer.tags', verdict: 'exact', annotation: `${P}additional-resource-tags`, transform: 'keyValues', ...E },
  {
    option: 'loadBalancer.certificates',
    verdict: 'exact',
    annotation: `${P}ssl-cert`,
    transform: 'joinComma',
    pattern: '^[^,]+$',
    expects: 'one ARN',
    ...E,
  },
  {
    option: 'loadBalancer.tlsPorts',
    verdict: 'exact',
    annotation: `${P}ssl-ports`,
    transform: 'joinComma',
    needs: ['loadBalancer.certificates'],
    ...E,
  },
  { option: 'loadBalancer.healthCheck.protocol', verdict: 'exact', annotation: `${P}healthcheck-protocol`, ...CODE },
  { option: 'loadBalancer.healthCheck.path', verdict: 'exact', annotation: `${P}healthcheck-path`, ...CODE },
  { option: 'loadBalancer.healthCheck.port', verdict: 'exact', annotation: `${P}healthcheck-port`, ...CODE },
  {
    option: 'loadBalancer.healthCheck.interval',
    verdict: 'exact',
    annotation: `${P}healthcheck-interval`,
    transform: 'seconds',
    range: [5, 300],
    ...E,
  },
  {
    option: 'loadBalancer.healthCheck.timeout',
    verdict: 'exact',
    annotation: `${P}healthcheck-timeout`,
    transform: 'seconds',
    range: [2, 60],
    ...E,
  },
  {
    option: 'loadBalancer.healthCheck.healthyThreshold',
    verdict: 'exact',
    annotation: `${P}healthcheck-healthy-threshold`,
    range: [2, 10],
    ...E,
  },
  {
    option: 'loadBalancer.healthCheck.unhealthyThreshold',
    verdict: 'exact',
    annotation: `${P}healthcheck-unhealthy-threshold`,
    range: [2, 10],
    ...E,
  },
];

/** Why neither kind has them. */
export const CCM_LACKS = {
  'loadBalancer.class': 'it leaves Services with a class to others',
  'loadBalancer.pool': 'addresses come from subnets',
  'loadBalancer.sharedKey': 'every Service gets a load balancer of its own',
  'loadBalancer.name': 'it derives the name from the UID of the Service',
  'loadBalancer.bandwidth': 'the load balancer scales with its traffic',
} as const;

/** The cloud controller manager of AWS, with a Network Load Balancer. */
export const AWS: LoadBalancerRow = {
  id: 'aws',
  title: 'AWS cloud controller manager (NLB)',
  providerIds: ['aws://'],
  runs: 'cloud',
  address: 'hostname',
  sourceRanges: 'yes',
  note: 'it makes a Classic Load Balancer unless the Service asks for a Network Load Balancer',
  ...E,
  codec: {
    prefixes: [P],
    always: { [`${P}type`]: 'nlb' },
    defaults: {
      'access.scope': 'public',
      'options.targets': 'node',
      'loadBalancer.healthCheck.interval': '30s',
    },
    createOnly: [`${P}type`],
    protocols: ['TCP', 'UDP'],
    mixed: 'no',
    options: [
      ...CCM_OPTIONS,
      keepsClientIP(CODE),
      {
        option: 'loadBalancer.address',
        verdict: 'exact',
        annotation: `${P}eip-allocations`,
        when: { 'access.scope': ['public'] },
        pattern: '^eipalloc-[0-9a-z]+(,eipalloc-[0-9a-z]+)*$',
        expects: 'allocation ids of Elastic IPs (eipalloc-…), one for each subnet, with commas',
        ...CODE,
      },
      { option: 'loadBalancer.subnets', verdict: 'exact', annotation: `${P}subnets`, transform: 'joinComma', ...CODE },
      {
        option: 'loadBalancer.crossZone',
        verdict: 'exact',
        annotation: `${P}cross-zone-load-balancing-enabled`,
        transform: 'bool',
        ...CODE,
      },
      {
        option: 'loadBalancer.proxyProtocol',
        verdict: 'exact',
        annotation: `${P}target-group-attributes`,
        attribute: 'proxy_protocol_v2.enabled',
        transform: 'map',
        values: { v2: 'true' },
        excludes: ['access.keepClientIP'],
        note: 'a Network Load Balancer speaks version 2 only, and the health check of externalTrafficPolicy Local does not speak it',
        ...CODE,
      },
      ...lacks(E, {
        ...CCM_LACKS,
        'loadBalancer.securityGroups': 'the annotation is read for Classic Load Balancers',
        'loadBalancer.idleTimeout': 'the annotation is read for Classic Load Balancers',
      }),
    ],
  },
};

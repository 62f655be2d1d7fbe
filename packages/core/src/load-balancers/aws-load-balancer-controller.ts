import { keepsClientIP, lacks, listOf, PATTERN, sourceRanges, type LoadBalancerOptionRow } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = {
  source: 'kubernetes-sigs/aws-load-balancer-controller v3.5.0, docs/guide/service/annotations.md',
  verified: '2026-11-23',
} as const;
const P = 'service.beta.kubernetes.io/aws-load-balancer-';
const pods = { 'options.targets': ['pod'] } as const;
const nodes = { 'options.targets': ['node'] } as const;

/** What the controller and its build in EKS Auto Mode write alike. */
export const NLB_OPTIONS: readonly LoadBalancerOptionRow[] = [
  {
    option: 'access.scope',
    verdict: 'exact',
    annotation: `${P}scheme`,
    transform: 'map',
    values: { internal: 'internal', public: 'internet-facing' },
    default: 'public',
    note: 'without the annotation the load balancer is internal',
    ...E,
  },
  {
    option: 'options.targets',
    verdict: 'exact',
    annotation: `${P}nlb-target-type`,
    transform: 'map',
    values: { pod: 'ip', node: 'instance' },
    note: 'pod needs pods with addresses of the VPC (Amazon VPC CNI)',
    ...E,
  },
  {
    option: 'access.keepClientIP',
    verdict: 'exact',
    annotation: `${P}target-group-attributes`,
    attribute: 'preserve_client_ip.enabled',
    transform: 'bool',
    when: pods,
    ...E,
  },
  { ...keepsClientIP(E), when: nodes },
  {
    ...sourceRanges(E),
    when: pods,
    needs: ['access.keepClientIP'],
    excludes: ['loadBalancer.securityGroups'],
    note: 'the ranges are ignored with security groups of your own, and where the client address is not kept',
  },
  {
    ...sourceRanges(E),
    when: nodes,
    excludes: ['loadBalancer.securityGroups'],
    note: 'the ranges are ignored with security groups of your own',
  },
  {
    option: 'loadBalancer.address',
    verdict: 'exact',
    annotation: `${P}eip-allocations`,
    when: { 'access.scope': ['public'] },
    pattern: listOf('eipalloc-[0-9a-z]+'),
    expects: 'allocation ids of Elastic IPs (eipalloc-…), one for each subnet, with commas',
    ...E,
  },
  {
    option: 'loadBalancer.address',
    verdict: 'exact',
    annotation: `${P}private-ipv4-addresses`,
    when: { 'access.scope': ['internal'] },
    pattern: listOf(PATTERN.ipv4),
    expects: 'private IPv4 addresses, one for each subnet, with commas',
    ...E,
  },
  {
    option: 'loadBalancer.subnets',
    verdict: 'exact',
    annotation: `${P}subnets`,
    transform: 'joinComma',
    note: 'one for each availability zone, by id or Name tag',
    ...E,
  },
  { option: 'loadBalancer.tags', verdict: 'exact', annotation: `${P}additional-resource-tags`, transform: 'keyValues', ...E },
  { option: 'loadBalancer.certificates', verdict: 'exact', annotation: `${P}ssl-cert`, transform: 'joinComma', ...E },
  {
    option: 'loadBalancer.tlsPorts',
    verdict: 'exact',
    annotation: `${P}ssl-ports`,
    transform: 'joinComma',
    needs: ['loadBalancer.certificates'],
    ...E,
  },
  { option: 'loadBalancer.healthCheck.protocol', verdict: 'exact', annotation: `${P}healthcheck-protocol`, ...E },
  { option: 'loadBalancer.healthCheck.path', verdict: 'exact', annotation: `${P}healthcheck-path`, ...E },
  { option: 'loadBalancer.healthCheck.port', verdict: 'exact', annotation: `${P}healthcheck-port`, ...E },
];

/** Health-check numbers, which AWS documents for the controller. */
export const NLB_CHECK_NUMBERS: readonly LoadBalancerOptionRow[] = [
  {
    option: 'loadBalancer.healthCheck.interval',
    verdict: 'exact',
    annotation: `${P}healthcheck-interval`,
    transform: 'seconds',
    ...E,
  },
  { option: 'loadBalancer.healthCheck.timeout', verdict: 'exact', annotation: `${P}healthcheck-timeout`, transform: 'seconds', ...E },
  { option: 'loadBalancer.healthCheck.healthyThreshold', verdict: 'exact', annotation: `${P}healthcheck-healthy-threshold`, ...E },
  { option: 'loadBalancer.healthCheck.unhealthyThreshold', verdict: 'exact', annotation: `${P}healthcheck-unhealthy-threshold`, ...E },
];

/** The AWS Load Balancer Controller, which makes Network Load Balancers of Services. */
export const AWS_LOAD_BALANCER_CONTROLLER: LoadBalancerRow = {
  id: 'aws-load-balancer-controller',
  title: 'AWS Load Balancer Controller (NLB)',
  apiGroups: ['elbv2.k8s.aws'],
  workloads: [{ labels: { 'app.kubernetes.io/name': 'aws-load-balancer-controller' } }, { image: 'eks/aws-load-balancer-controller' }],
  classes: ['service.k8s.aws/nlb'],
  finalizers: ['service.k8s.aws/resources'],
  runs: 'inside',
  address: 'hostname',
  sourceRanges: 'depends',
  before: ['aws', 'eks-auto'],
  source: E.source,
  verified: E.verified,
  codec: {
    prefixes: [P],
    defaults: {
      'access.scope': 'internal',
      'options.targets': 'node',
      'loadBalancer.healthCheck.protocol': 'tcp',
      'loadBalancer.healthCheck.interval': '10s',
      'loadBalancer.healthCheck.timeout': '10s',
      'loadBalancer.healthCheck.healthyThreshold': '3',
      'loadBalancer.healthCheck.unhealthyThreshold': '3',
    },
    createOnly: [`${P}name`, `${P}type`],
    protocols: ['TCP', 'UDP'],
    mixed: 'yes',
    options: [
      ...NLB_OPTIONS.map(withOldWords),
      ...NLB_CHECK_NUMBERS,
      {
        option: 'loadBalancer.class',
        verdict: 'exact',
        field: 'loadBalancerClass',
        default: 'service.k8s.aws/nlb',
        note: 'without a class the cloud controller manager may take the Service as well',
        ...E,
      },
      {
        option: 'loadBalancer.securityGroups',
        verdict: 'exact',
        annotation: `${P}security-groups`,
        transform: 'joinComma',
        ...E,
      },
      {
        option: 'loadBalancer.name',
        verdict: 'exact',
        annotation: `${P}name`,
        pattern: '^.{1,32}$',
        expects: 'at most 32 characters long',
        ...E,
      },
      {
        option: 'loadBalancer.crossZone',
        verdict: 'exact',
        annotation: `${P}attributes`,
        attribute: 'load_balancing.cross_zone.enabled',
        transform: 'bool',
        reads: [{ annotation: `${P}cross-zone-load-balancing-enabled`, note: 'deprecated; the attribute of aws-load-balancer-attributes' }],
        ...E,
      },
      {
        option: 'loadBalancer.proxyProtocol',
        verdict: 'exact',
        annotation: `${P}proxy-protocol`,
        transform: 'map',
        values: { v2: '*' },
        when: pods,
        note: 'a Network Load Balancer speaks version 2 only',
        ...E,
      },
      {
        option: 'loadBalancer.proxyProtocol',
        verdict: 'exact',
        annotation: `${P}proxy-protocol`,
        transform: 'map',
        values: { v2: '*' },
        when: nodes,
        excludes: ['access.keepClientIP'],
        note: 'a Network Load Balancer speaks version 2 only, and the health check of externalTrafficPolicy Local does not speak it',
        ...E,
      },
      {
        option: 'loadBalancer.idleTimeout',
        verdict: 'exact',
        annotation: `${P}listener-attributes.TCP-{port}`,
        attribute: 'tcp.idle_timeout.seconds',
        transform: 'seconds',
        transport: 'TCP',
        range: [60, 6000],
        excludes: ['loadBalancer.certificates'],
        note: 'only TCP listeners have one',
        source: `${E.source}; https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html`,
        verified: E.verified,
      },
      ...lacks(E, {
        'loadBalancer.pool': 'addresses come from subnets or Elastic IPs',
        'loadBalancer.sharedKey': 'every Service gets a load balancer of its own',
        'loadBalancer.bandwidth': 'a Network Load Balancer scales with its traffic',
      }),
    ],
  },
};

function withOldWords(row: LoadBalancerOptionRow): LoadBalancerOptionRow {
  if (row.option === 'access.scope')
    return {
      ...row,
      reads: [{ annotation: `${P}internal`, values: { internal: 'true', public: 'false' }, note: 'deprecated; aws-load-balancer-scheme' }],
    };
  if (row.option !== 'access.allowFrom') return row;
  const annotation = 'service.beta.kubernetes.io/load-balancer-source-ranges';
  return { ...row, reads: [{ annotation, transform: 'joinComma', note: 'spec.loadBalancerSourceRanges wins where both are there' }] };
}

import { lacks } from './codec.js';
import { NLB_OPTIONS } from './aws-load-balancer-controller.js';
import type { LoadBalancerRow } from './row.js';

const E = { source: 'awsdocs/amazon-eks-user-guide, latest/ug/automode/auto-configure-nlb.adoc', verified: '2026-11-23' } as const;
const P = 'service.beta.kubernetes.io/aws-load-balancer-';
const undocumented = 'AWS does not document it for Auto Mode';

/** The load-balancing part of EKS Auto Mode: the controller's words as far as AWS documents them. */
export const EKS_AUTO: LoadBalancerRow = {
  id: 'eks-auto',
  title: 'EKS Auto Mode (NLB)',
  nodeLabels: ['eks.amazonaws.com/compute-type=auto'],
  classes: ['eks.amazonaws.com/nlb'],
  runs: 'cloud',
  address: 'hostname',
  sourceRanges: 'yes',
  before: ['aws'],
  ...E,
  codec: {
    prefixes: [P],
    defaults: { 'access.scope': 'internal', 'options.targets': 'node', 'loadBalancer.healthCheck.protocol': 'tcp' },
    protocols: ['TCP', 'UDP'],
    mixed: 'depends',
    options: [
      ...NLB_OPTIONS.filter(({ option }) => option !== 'loadBalancer.address').map((row) => ({ ...row, ...E })),
      { option: 'loadBalancer.class', verdict: 'exact', field: 'loadBalancerClass', default: 'eks.amazonaws.com/nlb', ...E },
      {
        option: 'loadBalancer.crossZone',
        verdict: 'exact',
        annotation: `${P}attributes`,
        attribute: 'load_balancing.cross_zone.enabled',
        transform: 'bool',
        ...E,
      },
      {
        option: 'loadBalancer.proxyProtocol',
        verdict: 'exact',
        annotation: `${P}target-group-attributes`,
        attribute: 'proxy_protocol_v2.enabled',
        transform: 'map',
        values: { v2: 'true' },
        note: 'a Network Load Balancer speaks version 2 only',
        ...E,
      },
      ...lacks(E, {
        'loadBalancer.address': undocumented,
        'loadBalancer.pool': 'addresses come from subnets',
        'loadBalancer.sharedKey': 'every Service gets a load balancer of its own',
        'loadBalancer.securityGroups': undocumented,
        'loadBalancer.name': undocumented,
        'loadBalancer.bandwidth': 'a Network Load Balancer scales with its traffic',
        'loadBalancer.idleTimeout': 'listener attributes cannot be set in Auto Mode',
        'loadBalancer.healthCheck.interval': undocumented,
        'loadBalancer.healthCheck.timeout': undocumented,
        'loadBalancer.healthCheck.healthyThreshold': undocumented,
        'loadBalancer.healthCheck.unhealthyThreshold': undocumented,
      }),
    ],
  },
};

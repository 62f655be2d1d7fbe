import { CCM_LACKS, CCM_OPTIONS } from './aws.js';
import { lacks } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = { source: 'kubernetes/cloud-provider-aws v1.36.1, docs/service_controller.md', verified: '2026-11-23' } as const;
const P = 'service.beta.kubernetes.io/aws-load-balancer-';

/** The cloud controller manager of AWS, with a Classic Load Balancer: what it makes of a Service that says nothing. */
export const AWS_CLASSIC: LoadBalancerRow = {
  id: 'aws-classic',
  title: 'AWS cloud controller manager (Classic ELB)',
  byName: true,
  runs: 'cloud',
  address: 'hostname',
  sourceRanges: 'yes',
  note: 'only by name (loadBalancer.implementation): detection takes the Network Load Balancer',
  ...E,
  codec: {
    prefixes: [P],
    defaults: {
      'access.scope': 'public',
      'options.targets': 'node',
      'loadBalancer.idleTimeout': '60s',
      'loadBalancer.healthCheck.interval': '30s',
      'loadBalancer.healthCheck.timeout': '5s',
      'loadBalancer.healthCheck.unhealthyThreshold': '2',
    },
    createOnly: [`${P}type`],
    protocols: ['TCP'],
    mixed: 'no',
    options: [
      ...CCM_OPTIONS,
      {
        option: 'loadBalancer.securityGroups',
        verdict: 'exact',
        annotation: `${P}security-groups`,
        transform: 'joinComma',
        source: 'kubernetes/cloud-provider-aws v1.36.1, pkg/providers/v1/aws.go',
        verified: '2026-11-22',
      },
      { option: 'loadBalancer.crossZone', verdict: 'exact', annotation: `${P}cross-zone-load-balancing-enabled`, transform: 'bool', ...E },
      {
        option: 'loadBalancer.subnets',
        verdict: 'exact',
        annotation: `${P}subnets`,
        transform: 'joinComma',
        source: 'kubernetes/cloud-provider-aws v1.36.1, pkg/providers/v1/aws.go',
        verified: '2026-11-22',
      },
      {
        option: 'loadBalancer.idleTimeout',
        verdict: 'exact',
        annotation: `${P}connection-idle-timeout`,
        transform: 'seconds',
        range: [1, 4000],
        ...E,
      },
      {
        option: 'loadBalancer.proxyProtocol',
        verdict: 'exact',
        annotation: `${P}proxy-protocol`,
        transform: 'map',
        values: { v1: '*' },
        note: 'a Classic Load Balancer speaks version 1 only',
        ...E,
      },
      ...lacks(E, {
        ...CCM_LACKS,
        'access.keepClientIP': 'it opens connections of its own; loadBalancer.proxyProtocol v1 passes the address on',
        'loadBalancer.address': 'its addresses cannot be chosen',
      }),
    ],
  },
};

import { keepsClientIP, lacks, listOf, noHealthCheck, only, PATTERN, sourceRanges } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = { source: 'purelb/purelb v0.99.0, pkg/apis/purelb/v2', verified: '2026-11-22' } as const;
const P = 'purelb.io/';
const layer4 = 'it gives addresses and passes packets on, nothing more';

/** PureLB. */
export const PURELB: LoadBalancerRow = {
  id: 'purelb',
  title: 'PureLB',
  apiGroups: ['purelb.io'],
  classes: ['purelb.io/purelbv2'],
  runs: 'inside',
  address: 'ip',
  sourceRanges: 'depends',
  ...E,
  codec: {
    prefixes: [P],
    defaults: { 'access.scope': 'public', 'options.targets': 'node' },
    protocols: ['TCP', 'UDP', 'SCTP'],
    mixed: 'depends',
    options: [
      only('access.scope', 'public', 'how far the address reaches depends on its ServiceGroup', E),
      only('options.targets', 'node', 'it brings packets to a node, where kube-proxy takes over', E),
      {
        ...keepsClientIP(E),
        verdict: 'approximate',
        note: 'with a pool of local addresses it needs the annotation purelb.io/allow-local as well',
      },
      {
        ...sourceRanges(E),
        verdict: 'approximate',
        note: 'kube-proxy enforces it on the node, where the address of the client must still be there',
      },
      {
        option: 'loadBalancer.class',
        verdict: 'exact',
        field: 'loadBalancerClass',
        pattern: '^purelb\\.io/purelbv2$',
        expects: 'purelb.io/purelbv2',
        ...E,
      },
      {
        option: 'loadBalancer.address',
        verdict: 'exact',
        annotation: `${P}addresses`,
        pattern: listOf(`(${PATTERN.ipv4}|${PATTERN.ipv6})`),
        expects: 'IP addresses of its ServiceGroups, one for each family, with commas',
        ...E,
      },
      { option: 'loadBalancer.pool', verdict: 'exact', annotation: `${P}service-group`, ...E },
      { option: 'loadBalancer.sharedKey', verdict: 'exact', annotation: `${P}allow-shared-ip`, ...E },
      ...lacks(E, {
        'loadBalancer.subnets': 'addresses come from a ServiceGroup: loadBalancer.pool',
        'loadBalancer.securityGroups': layer4,
        'loadBalancer.name': 'there is no load balancer that could have a name',
        'loadBalancer.tags': 'there is no load balancer that could have tags',
        'loadBalancer.crossZone': layer4,
        'loadBalancer.bandwidth': layer4,
        'loadBalancer.idleTimeout': layer4,
        'loadBalancer.proxyProtocol': `${layer4}; access.keepClientIP keeps the address of the client`,
        'loadBalancer.certificates': layer4,
        'loadBalancer.tlsPorts': layer4,
        ...noHealthCheck('it goes by the readiness of pods and nodes'),
      }),
    ],
  },
};

import { keepsClientIP, lacks, listOf, noHealthCheck, only, PATTERN, sourceRanges } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = { source: 'kube-vip/kube-vip v1.2.3 and kube-vip/kube-vip-cloud-provider v0.0.12, README.md', verified: '2026-11-28' } as const;
const P = 'kube-vip.io/';
const layer4 = 'it gives addresses and passes packets on, nothing more';

/** kube-vip with its cloud provider. */
export const KUBE_VIP: LoadBalancerRow = {
  id: 'kube-vip',
  title: 'kube-vip with its cloud provider',
  workloads: [{ name: 'kube-vip-cloud-provider' }],
  classes: ['kube-vip.io/kube-vip-class'],
  runs: 'inside',
  address: 'ip-or-hostname',
  sourceRanges: 'depends',
  note: 'allocates from the ConfigMap kube-system/kubevip; without an entry for the namespace or a global one nothing is given',
  ...E,
  codec: {
    prefixes: [P],
    defaults: { 'access.scope': 'public', 'options.targets': 'node' },
    protocols: ['TCP', 'UDP', 'SCTP'],
    mixed: 'yes',
    options: [
      only('access.scope', 'public', 'how far the address reaches depends on the ranges in the ConfigMap kubevip', E),
      only('options.targets', 'node', 'it brings packets to a node, where kube-proxy takes over', E),
      {
        ...keepsClientIP(E),
        verdict: 'approximate',
        note: 'the node that holds the address must run a pod, unless kube-vip elects a leader for each Service',
      },
      {
        ...sourceRanges(E),
        verdict: 'approximate',
        note: 'kube-proxy enforces it on the node, where the address of the client must still be there',
      },
      {
        option: 'loadBalancer.class',
        verdict: 'approximate',
        field: 'loadBalancerClass',
        note: 'kube-vip and its cloud provider take it only when both were started for this class',
        ...E,
      },
      {
        option: 'loadBalancer.address',
        verdict: 'exact',
        annotation: `${P}loadbalancerIPs`,
        pattern: listOf(`(${PATTERN.ipv4}|${PATTERN.ipv6})`),
        expects: 'IP addresses, one for each family, with commas',
        reads: [{ field: 'loadBalancerIP', note: 'deprecated since Kubernetes 1.24' }],
        ...E,
      },
      ...lacks(E, {
        'loadBalancer.pool': 'a range belongs to a namespace, in the ConfigMap kubevip',
        'loadBalancer.sharedKey': 'sharing is switched on for a namespace, in the ConfigMap kubevip (allow-share-…)',
        'loadBalancer.subnets': 'addresses come from the ConfigMap kubevip',
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

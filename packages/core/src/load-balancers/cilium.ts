import { keepsClientIP, lacks, listOf, noHealthCheck, only, PATTERN, sourceRanges } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = { source: 'cilium/cilium v1.20.0, Documentation/network/lb-ipam.rst', verified: '2026-11-22' } as const;
const P = 'lbipam.cilium.io/';
const OLD = 'io.cilium/lb-ipam-';
const old = 'the name of Cilium 1.13 and 1.14';
const layer4 = 'it gives addresses and passes packets on, nothing more';

/** Cilium LB-IPAM. */
export const CILIUM: LoadBalancerRow = {
  id: 'cilium',
  title: 'Cilium LB-IPAM',
  apiGroups: ['cilium.io'],
  classes: ['io.cilium/bgp-control-plane', 'io.cilium/l2-announcer', 'io.cilium/node'],
  runs: 'inside',
  address: 'ip',
  sourceRanges: 'yes',
  note: 'dormant until a CiliumLoadBalancerIPPool exists; the address answers when an L2 announcement or BGP policy announces it',
  ...E,
  codec: {
    prefixes: [P, OLD],
    defaults: { 'access.scope': 'public', 'options.targets': 'node' },
    protocols: ['TCP', 'UDP', 'SCTP'],
    mixed: 'yes',
    options: [
      only('access.scope', 'public', 'how far the address reaches depends on its pool', E),
      only('options.targets', 'node', 'the address is announced by nodes', E),
      keepsClientIP(E),
      sourceRanges(E),
      {
        option: 'loadBalancer.class',
        verdict: 'exact',
        field: 'loadBalancerClass',
        pattern: '^io\\.cilium/(bgp-control-plane|l2-announcer|node)$',
        expects: 'io.cilium/bgp-control-plane, io.cilium/l2-announcer or io.cilium/node',
        ...E,
      },
      {
        option: 'loadBalancer.address',
        verdict: 'exact',
        annotation: `${P}ips`,
        pattern: listOf(`(${PATTERN.ipv4}|${PATTERN.ipv6})`),
        expects: 'IP addresses of its pools, with commas',
        reads: [
          { annotation: `${OLD}ips`, note: old },
          { field: 'loadBalancerIP', note: 'deprecated since Kubernetes 1.24' },
        ],
        ...E,
      },
      {
        option: 'loadBalancer.sharedKey',
        verdict: 'exact',
        annotation: `${P}sharing-key`,
        reads: [{ annotation: `${OLD}sharing-key`, note: old }],
        ...E,
      },
      ...lacks(E, {
        'loadBalancer.pool': 'a pool chooses its Services by their labels (spec.serviceSelector of the CiliumLoadBalancerIPPool): labels',
        'loadBalancer.subnets': 'addresses come from a CiliumLoadBalancerIPPool',
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

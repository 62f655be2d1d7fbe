import type { LoadBalancerRow } from './row.js';

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
  source: 'cilium/cilium 1.20, Documentation/network/lb-ipam.rst',
  verified: '2026-11-22',
};

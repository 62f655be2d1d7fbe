import type { LoadBalancerRow } from './row.js';

/** ServiceLB of k3s. */
export const SERVICELB: LoadBalancerRow = {
  id: 'servicelb',
  title: 'ServiceLB of k3s',
  providerIds: ['k3s://'],
  finalizers: ['svccontroller.k3s.cattle.io/daemonset'],
  runs: 'outside',
  address: 'ip',
  sourceRanges: 'yes',
  note: 'a part of k3s, on unless it was disabled; one Service per port and node, since it takes the port on the node',
  source: 'k3s-io/k3s, pkg/cloudprovider/servicelb.go; k3s-io/klipper-lb v0.4.17, entry',
  verified: '2026-11-22',
};

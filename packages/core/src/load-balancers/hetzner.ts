import type { LoadBalancerRow } from './row.js';

/** Hetzner Cloud load balancers. */
export const HETZNER: LoadBalancerRow = {
  id: 'hetzner',
  title: 'Hetzner Cloud load balancers',
  providerIds: ['hcloud://', 'hrobot://'],
  nodeLabels: ['instance.hetzner.cloud/provided-by'],
  runs: 'cloud',
  address: 'ip-or-hostname',
  sourceRanges: 'no',
  internal: 'annotation load-balancer.hetzner.cloud/disable-public-network: "true"',
  note: 'TCP only; a location must be given by an annotation unless the controller has a default',
  source: 'hetznercloud/hcloud-cloud-controller-manager v1.35, docs/reference/load_balancer_annotations.md',
  verified: '2026-11-22',
};

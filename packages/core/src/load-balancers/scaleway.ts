import type { LoadBalancerRow } from './row.js';

/** Scaleway load balancers. */
export const SCALEWAY: LoadBalancerRow = {
  id: 'scaleway',
  title: 'Scaleway load balancers',
  providerIds: ['scaleway://'],
  runs: 'cloud',
  address: 'ip-or-hostname',
  sourceRanges: 'yes',
  internal: 'annotation service.beta.kubernetes.io/scw-loadbalancer-private: "true"',
  note: 'refuses spec.loadBalancerClass',
  source: 'scaleway/scaleway-cloud-controller-manager v0.36.2, docs/loadbalancer-annotations.md',
  verified: '2026-11-22',
};

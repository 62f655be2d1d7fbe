import type { LoadBalancerRow } from './row.js';

/** Linode NodeBalancers. */
export const LINODE: LoadBalancerRow = {
  id: 'linode',
  title: 'Linode NodeBalancers',
  providerIds: ['linode://'],
  runs: 'cloud',
  address: 'ip-or-hostname',
  sourceRanges: 'no',
  source: 'linode/linode-cloud-controller-manager v0.9.8, docs/configuration/annotations.md',
  verified: '2026-11-22',
};

import type { LoadBalancerRow } from './row.js';

/** cloud-provider-kind. */
export const CLOUD_PROVIDER_KIND: LoadBalancerRow = {
  id: 'cloud-provider-kind',
  title: 'cloud-provider-kind',
  providerIds: ['kind://'],
  runs: 'outside',
  address: 'ip',
  sourceRanges: 'depends',
  note: 'a process beside the cluster; while it does not run, Services of type LoadBalancer stay pending',
  source: 'kubernetes-sigs/cloud-provider-kind, README.md',
  verified: '2026-11-22',
};

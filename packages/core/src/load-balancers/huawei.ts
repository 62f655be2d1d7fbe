import type { LoadBalancerRow } from './row.js';

/** Huawei Cloud ELB. */
export const HUAWEI: LoadBalancerRow = {
  id: 'huawei',
  title: 'Huawei Cloud ELB',
  providerIds: ['huaweicloud://'],
  nodeLabels: ['cce.cloud.com/cce-nodepool'],
  runs: 'cloud',
  address: 'ip',
  sourceRanges: 'no',
  source: 'opentelekomcloud-docs/cloud-container-engine, networking/services/loadbalancer',
  verified: '2026-11-22',
};

import type { LoadBalancerRow } from './row.js';

/** Tencent Cloud CLB. */
export const TENCENT: LoadBalancerRow = {
  id: 'tencent',
  title: 'Tencent Cloud CLB',
  providerIds: ['qcloud://'],
  runs: 'cloud',
  address: 'ip',
  sourceRanges: 'no',
  source: 'tencentyun/qcloud-documents, TKE Service Annotation',
  verified: '2026-11-22',
};

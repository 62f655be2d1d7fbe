import type { LoadBalancerRow } from './row.js';

/** Alibaba Cloud (CLB, NLB). */
export const ALIBABA: LoadBalancerRow = {
  id: 'alibaba',
  title: 'Alibaba Cloud (CLB, NLB)',
  providerIds: ['alicloud://'],
  nodeLabels: ['alibabacloud.com/nodepool-id', 'ack.aliyun.com'],
  runs: 'cloud',
  address: 'ip-or-hostname',
  sourceRanges: 'depends',
  internal: 'annotation service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type: intranet',
  source: 'kubernetes/cloud-provider-alibaba-cloud v2.14, pkg/controller/service/reconcile/annotation/annotations.go',
  verified: '2026-11-22',
};

import type { LoadBalancerRow } from './row.js';

/** kube-vip with its cloud provider. */
export const KUBE_VIP: LoadBalancerRow = {
  id: 'kube-vip',
  title: 'kube-vip with its cloud provider',
  workloads: [{ name: 'kube-vip-cloud-provider' }],
  classes: ['kube-vip.io/kube-vip-class'],
  runs: 'inside',
  address: 'ip-or-hostname',
  sourceRanges: 'depends',
  note: 'allocates from the ConfigMap kube-system/kubevip; without an entry for the namespace or a global one nothing is given',
  source: 'kube-vip/kube-vip v1.2.3 and kube-vip/kube-vip-cloud-provider v0.0.12',
  verified: '2026-11-22',
};

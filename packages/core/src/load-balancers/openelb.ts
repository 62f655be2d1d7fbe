import type { LoadBalancerRow } from './row.js';

/** OpenELB. */
export const OPENELB: LoadBalancerRow = {
  id: 'openelb',
  title: 'OpenELB',
  apiGroups: ['network.kubesphere.io'],
  optIn: true,
  runs: 'inside',
  address: 'ip',
  sourceRanges: 'depends',
  note: 'takes only Services with the annotation lb.kubesphere.io/v1alpha1: openelb',
  source: 'openelb/openelb v0.6.0, pkg/constant/constant.go',
  verified: '2026-11-22',
};

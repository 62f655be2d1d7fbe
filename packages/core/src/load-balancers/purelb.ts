import type { LoadBalancerRow } from './row.js';

/** PureLB. */
export const PURELB: LoadBalancerRow = {
  id: 'purelb',
  title: 'PureLB',
  apiGroups: ['purelb.io'],
  classes: ['purelb.io/purelbv2'],
  runs: 'inside',
  address: 'ip',
  sourceRanges: 'depends',
  source: 'purelb/purelb v0.99.0, pkg/apis/purelb/v2',
  verified: '2026-11-22',
};

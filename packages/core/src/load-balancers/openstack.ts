import type { LoadBalancerRow } from './row.js';

/** OpenStack Octavia. */
export const OPENSTACK: LoadBalancerRow = {
  id: 'openstack',
  title: 'OpenStack Octavia',
  providerIds: ['openstack://'],
  runs: 'cloud',
  address: 'ip-or-hostname',
  sourceRanges: 'depends',
  internal: 'annotation service.beta.kubernetes.io/openstack-internal-load-balancer: "true"',
  source:
    'kubernetes/cloud-provider-openstack v1.36, docs/openstack-cloud-controller-manager/expose-applications-using-loadbalancer-type-service.md',
  verified: '2026-11-22',
};

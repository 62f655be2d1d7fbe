import type { LoadBalancerRow } from './row.js';

/** DigitalOcean load balancers. */
export const DIGITALOCEAN: LoadBalancerRow = {
  id: 'digitalocean',
  title: 'DigitalOcean load balancers',
  providerIds: ['digitalocean://'],
  runs: 'cloud',
  address: 'ip-or-hostname',
  sourceRanges: 'yes',
  internal: 'annotation service.beta.kubernetes.io/do-loadbalancer-network: INTERNAL',
  source: 'digitalocean/digitalocean-cloud-controller-manager v0.1.68, docs/controllers/services/annotations.md',
  verified: '2026-11-22',
};

import { OPENSTACK } from './openstack.js';
import type { LoadBalancerOptionRow } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = { source: 'ovh/docs, Managed Kubernetes, load balancer guides (KB0066721)', verified: '2026-11-22' } as const;
const P = 'loadbalancer.ovhcloud.com/';

/** The size has a word of its own here; everything else is asked of Octavia as on any OpenStack. */
const options: readonly LoadBalancerOptionRow[] = (OPENSTACK.codec?.options ?? []).map((row) =>
  row.option === 'loadBalancer.bandwidth' ? { ...row, note: `the size is a flavor (${P}flavor)`, ...E } : row,
);

/** OVHcloud Managed Kubernetes: Octavia. Its nodes look like those of any OpenStack, so that it must be named. */
export const OVH: LoadBalancerRow = {
  id: 'ovh',
  title: 'OVHcloud (Octavia)',
  byName: true,
  runs: 'cloud',
  address: 'ip',
  sourceRanges: 'depends',
  note: `clusters older than 1.31 need the annotation ${P}class: octavia`,
  ...E,
  codec: {
    prefixes: [...(OPENSTACK.codec?.prefixes ?? []), P],
    ...(OPENSTACK.codec?.defaults ? { defaults: OPENSTACK.codec.defaults } : {}),
    createOnly: [`${P}class`, `${P}flavor`],
    protocols: ['TCP', 'UDP', 'SCTP'],
    mixed: 'yes',
    options,
  },
};

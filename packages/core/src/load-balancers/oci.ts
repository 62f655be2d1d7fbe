import type { LoadBalancerRow } from './row.js';

/** Oracle Cloud load balancers. */
export const OCI: LoadBalancerRow = {
  id: 'oci',
  title: 'Oracle Cloud load balancers',
  providerIds: ['oci://', 'ocid1.instance'],
  nodeLabels: ['oci.oraclecloud.com/fault-domain'],
  runs: 'cloud',
  address: 'ip',
  sourceRanges: 'yes',
  internal: 'annotation service.beta.kubernetes.io/oci-load-balancer-internal: "true"',
  source: 'oracle/oci-cloud-controller-manager v1.35, docs/load-balancer-annotations.md',
  verified: '2026-11-22',
};

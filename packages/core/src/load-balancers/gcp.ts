import { keepsClientIP, lacks, listOf, noHealthCheck, PATTERN, sourceRanges } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = { source: 'kubernetes/ingress-gce, pkg/l4/annotations', verified: '2026-11-22' } as const;
const DOC = {
  source: 'https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters',
  verified: '2026-11-22',
} as const;
const external = ['networking.gke.io/l4-regional-external', 'networking.gke.io/l4-regional-external-legacy'];
const internal = ['networking.gke.io/l4-regional-internal', 'networking.gke.io/l4-regional-internal-legacy'];

/** Passthrough Network Load Balancers of Google Cloud, external and internal. */
export const GCP: LoadBalancerRow = {
  id: 'gcp',
  title: 'Google Cloud (passthrough Network Load Balancer)',
  providerIds: ['gce://'],
  classes: [...external, ...internal],
  runs: 'cloud',
  address: 'ip',
  sourceRanges: 'yes',
  ...E,
  codec: {
    prefixes: ['networking.gke.io/', 'cloud.google.com/'],
    defaults: { 'access.scope': 'public', 'options.targets': 'node' },
    protocols: ['TCP', 'UDP'],
    mixed: 'depends',
    options: [
      {
        option: 'access.scope',
        verdict: 'exact',
        annotation: 'networking.gke.io/load-balancer-type',
        transform: 'map',
        values: { internal: 'Internal', public: '' },
        reads: [
          { annotation: 'cloud.google.com/load-balancer-type', note: 'deprecated; networking.gke.io/load-balancer-type' },
          {
            annotation: 'networking.gke.io/load-balancer-type',
            values: { public: 'External' },
            note: 'says what leaving it out says',
          },
        ],
        ...DOC,
      },
      {
        option: 'options.targets',
        verdict: 'exact',
        transform: 'map',
        values: { node: '' },
        note: 'a passthrough load balancer sends to nodes; Gateway and Ingress of GKE send to pods',
        ...E,
      },
      keepsClientIP(DOC),
      sourceRanges(DOC),
      {
        option: 'loadBalancer.class',
        verdict: 'exact',
        field: 'loadBalancerClass',
        when: { 'access.scope': ['public'] },
        pattern: `^(${external.join('|')})$`,
        expects: external.join(' or '),
        note: 'from GKE 1.33.1-gke.1779000',
        ...E,
      },
      {
        option: 'loadBalancer.class',
        verdict: 'exact',
        field: 'loadBalancerClass',
        when: { 'access.scope': ['internal'] },
        pattern: `^(${internal.join('|')})$`,
        expects: internal.join(' or '),
        note: 'from GKE 1.33.1-gke.1779000',
        ...E,
      },
      {
        option: 'loadBalancer.address',
        verdict: 'exact',
        field: 'loadBalancerIP',
        pattern: `^(${PATTERN.ipv4}|${PATTERN.ipv6})$`,
        expects: 'one IP address',
        note: 'the address must be reserved; its name stands in an annotation that replaces the deprecated field',
        ...DOC,
      },
      {
        option: 'loadBalancer.address',
        verdict: 'exact',
        annotation: 'networking.gke.io/load-balancer-ip-addresses',
        pattern: listOf('[a-z]([-a-z0-9]*[a-z0-9])?'),
        expects: 'names of reserved addresses, with commas',
        ...DOC,
      },
      {
        option: 'loadBalancer.subnets',
        verdict: 'exact',
        annotation: 'networking.gke.io/load-balancer-subnet',
        transform: 'joinComma',
        when: { 'access.scope': ['internal'] },
        pattern: '^[^,]+$',
        expects: 'one subnet',
        reads: [{ annotation: 'networking.gke.io/internal-load-balancer-subnet', note: 'old; networking.gke.io/load-balancer-subnet' }],
        ...DOC,
      },
      ...lacks(DOC, {
        'loadBalancer.pool': 'addresses are reserved one by one',
        'loadBalancer.sharedKey': 'there is no key to share an address by',
        'loadBalancer.securityGroups': 'it makes VPC firewall rules by itself',
        'loadBalancer.name': 'it derives the names from the UID of the Service',
        'loadBalancer.tags': 'there is no annotation for labels of the load balancer',
        'loadBalancer.crossZone': 'the load balancer is regional and uses every zone',
        'loadBalancer.bandwidth': 'a passthrough load balancer has no bandwidth of its own',
        'loadBalancer.idleTimeout': 'a passthrough load balancer does not hold connections',
        'loadBalancer.proxyProtocol': 'it passes packets on unchanged, with the address of the client: access.keepClientIP',
        'loadBalancer.certificates': 'TLS ends at a Gateway or Ingress of GKE, not at layer 4',
        'loadBalancer.tlsPorts': 'TLS ends at a Gateway or Ingress of GKE, not at layer 4',
        ...noHealthCheck('GKE sets the health check itself: kube-proxy at port 10256, or healthCheckNodePort with keepClientIP'),
      }),
    ],
  },
};

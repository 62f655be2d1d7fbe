import { keepsClientIP, lacks, listOf, noHealthCheck, PATTERN, sourceRanges } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = { source: 'metallb/metallb v0.16.1, website/content/usage/_index.md', verified: '2026-11-22' } as const;
const P = 'metallb.io/';
const OLD = 'metallb.universe.tf/';
const old = 'deprecated prefix; metallb.io/';
const layer4 = 'MetalLB only announces addresses; the data goes through kube-proxy';

/** MetalLB, which gives addresses of its pools and announces them. */
export const METALLB: LoadBalancerRow = {
  id: 'metallb',
  title: 'MetalLB',
  apiGroups: ['metallb.io'],
  workloads: [
    { labels: { app: 'metallb', component: 'controller' } },
    { labels: { 'app.kubernetes.io/name': 'metallb', 'app.kubernetes.io/component': 'controller' } },
  ],
  runs: 'inside',
  address: 'ip',
  sourceRanges: 'depends',
  note: 'kube-proxy enforces source ranges on the node, which sees the client only while its address is kept',
  source: 'metallb/metallb v0.16.1, website/content/usage/_index.md, charts/metallb',
  verified: '2026-11-22',
  codec: {
    prefixes: [P, OLD],
    defaults: { 'options.targets': 'node' },
    protocols: ['TCP', 'UDP', 'SCTP'],
    mixed: 'yes',
    options: [
      {
        option: 'access.scope',
        verdict: 'exact',
        transform: 'map',
        values: { public: '' },
        note: 'how far an address reaches is up to its pool: choose one by loadBalancer.pool',
        ...E,
      },
      {
        option: 'options.targets',
        verdict: 'exact',
        transform: 'map',
        values: { node: '' },
        note: 'traffic enters a node and goes on through kube-proxy',
        ...E,
      },
      keepsClientIP(E),
      {
        ...sourceRanges(E),
        verdict: 'approximate',
        note: 'kube-proxy enforces source ranges on the node, which sees the client only while its address is kept',
      },
      {
        option: 'loadBalancer.class',
        verdict: 'approximate',
        field: 'loadBalancerClass',
        note: 'MetalLB takes it only when it was started with this class (--lb-class)',
        ...E,
      },
      {
        option: 'loadBalancer.address',
        verdict: 'exact',
        annotation: `${P}loadBalancerIPs`,
        pattern: listOf(`(${PATTERN.ipv4}|${PATTERN.ipv6})`),
        expects: 'IP addresses of its pools, one for each family, with commas',
        reads: [
          { annotation: `${OLD}loadBalancerIPs`, note: old },
          { field: 'loadBalancerIP', note: 'deprecated since Kubernetes 1.24' },
        ],
        ...E,
      },
      {
        option: 'loadBalancer.pool',
        verdict: 'exact',
        annotation: `${P}address-pool`,
        reads: [{ annotation: `${OLD}address-pool`, note: old }],
        ...E,
      },
      {
        option: 'loadBalancer.sharedKey',
        verdict: 'exact',
        annotation: `${P}allow-shared-ip`,
        reads: [{ annotation: `${OLD}allow-shared-ip`, note: old }],
        note: 'with keepClientIP only Services that lead to the same pods can share',
        ...E,
      },
      ...lacks(E, {
        'loadBalancer.subnets': 'addresses come from an IPAddressPool: loadBalancer.pool',
        'loadBalancer.securityGroups': layer4,
        'loadBalancer.name': 'there is no load balancer that could have a name',
        'loadBalancer.tags': 'there is no load balancer that could have tags',
        'loadBalancer.crossZone': layer4,
        'loadBalancer.bandwidth': layer4,
        'loadBalancer.idleTimeout': layer4,
        'loadBalancer.proxyProtocol': `${layer4}; access.keepClientIP keeps the address of the client`,
        'loadBalancer.certificates': layer4,
        'loadBalancer.tlsPorts': layer4,
        ...noHealthCheck('MetalLB goes by the readiness of pods and nodes'),
      }),
    ],
  },
};

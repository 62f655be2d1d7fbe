import { keepsClientIP, lacks, only, PATTERN, sourceRanges, type LoadBalancerOptionRow } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = {
  source: 'kubernetes/cloud-provider-alibaba-cloud v2.14, docs/usage.md and pkg/controller/service/reconcile/annotation/annotations.go',
  verified: '2026-11-28',
} as const;
const P = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';
const OLD = 'service.beta.kubernetes.io/alicloud-loadbalancer-';
const BACKEND = 'service.beta.kubernetes.io/backend-type';
const NLB = 'alibabacloud.com/nlb';

/** A word under the prefix, which is read under the older one as well. */
function word(key: string, row: Pick<LoadBalancerOptionRow, 'option'> & Partial<LoadBalancerOptionRow>): LoadBalancerOptionRow {
  return {
    verdict: 'exact',
    annotation: `${P}${key}`,
    reads: [{ annotation: `${OLD}${key}`, note: 'the older beginning of the same word' }],
    ...E,
    ...row,
  };
}
const onClb = { 'loadBalancer.class': [''] } as const;
const onNlb = { 'loadBalancer.class': [NLB] } as const;
const one = '^[^,]+$';

/** Alibaba Cloud (CLB, NLB). */
export const ALIBABA: LoadBalancerRow = {
  id: 'alibaba',
  title: 'Alibaba Cloud (CLB, NLB)',
  providerIds: ['alicloud://'],
  nodeLabels: ['alibabacloud.com/nodepool-id', 'ack.aliyun.com'],
  classes: [NLB],
  runs: 'cloud',
  address: 'ip-or-hostname',
  sourceRanges: 'depends',
  note: 'a CLB unless the class alibabacloud.com/nlb asks for an NLB; only an NLB enforces loadBalancerSourceRanges',
  ...E,
  codec: {
    prefixes: [P, OLD, BACKEND],
    defaults: {
      'access.scope': 'public',
      'options.targets': 'node',
      'loadBalancer.class': '',
      'loadBalancer.healthCheck.protocol': 'tcp',
    },
    createOnly: [`${P}zone-maps`],
    protocols: ['TCP', 'UDP'],
    mixed: 'depends',
    options: [
      word('address-type', { option: 'access.scope', transform: 'map', values: { public: '', internal: 'intranet' } }),
      {
        option: 'options.targets',
        verdict: 'approximate',
        annotation: BACKEND,
        transform: 'map',
        values: { pod: 'eni' },
        pattern: '^pod$',
        expects: 'pod',
        note: 'pods can be reached only where each has a network interface of its own (Terway)',
        ...E,
      },
      {
        ...only('options.targets', 'node', 'it sends to nodes', E),
        reads: [{ annotation: BACKEND, values: { node: 'ecs' }, note: 'says what leaving it out says' }],
      },
      keepsClientIP(E),
      { ...sourceRanges(E), when: onNlb },
      {
        option: 'loadBalancer.class',
        verdict: 'exact',
        field: 'loadBalancerClass',
        pattern: '^alibabacloud\\.com/nlb$',
        expects: `${NLB}, or left out for a CLB`,
        needs: ['loadBalancer.subnets'],
        note: 'an NLB stands in at least two zones',
        ...E,
      },
      word('ip', {
        option: 'loadBalancer.address',
        when: { 'access.scope': ['internal'], ...onClb },
        pattern: `^${PATTERN.ipv4}$`,
        expects: 'an IPv4 address of the vSwitch',
      }),
      word('vswitch-id', {
        option: 'loadBalancer.subnets',
        when: { 'access.scope': ['internal'], ...onClb },
        transform: 'joinComma',
        pattern: one,
        expects: 'one vSwitch, by id',
      }),
      word('zone-maps', {
        option: 'loadBalancer.subnets',
        when: onNlb,
        transform: 'joinComma',
        pattern: '^[^,:]+:[^,:]+(,[^,:]+:[^,:]+)+$',
        expects: 'at least two of zone:vSwitch',
      }),
      word('security-group-ids', { option: 'loadBalancer.securityGroups', when: onNlb, transform: 'joinComma' }),
      word('name', { option: 'loadBalancer.name' }),
      word('additional-resource-tags', { option: 'loadBalancer.tags', transform: 'keyValues' }),
      word('cross-zone-enabled', { option: 'loadBalancer.crossZone', when: onNlb, transform: 'map', values: { true: 'on' } }),
      word('bandwidth', {
        option: 'loadBalancer.bandwidth',
        when: { 'access.scope': ['public'], ...onClb },
        also: { [`${P}charge-type`]: 'paybybandwidth' },
      }),
      word('established-timeout', { option: 'loadBalancer.idleTimeout', when: onClb, transform: 'seconds' }),
      word('idle-timeout', { option: 'loadBalancer.idleTimeout', when: onNlb, transform: 'seconds' }),
      word('proxy-protocol', { option: 'loadBalancer.proxyProtocol', transform: 'map', values: { v2: 'on' } }),
      word('cert-id', {
        option: 'loadBalancer.certificates',
        verdict: 'approximate',
        when: onClb,
        transform: 'joinComma',
        pattern: one,
        expects: 'one certificate, by id',
        also: { [`${P}protocol-port`]: 'https:443' },
        note: 'TLS ends at port 443 only, in a listener for HTTPS',
      }),
      word('cert-id', {
        option: 'loadBalancer.certificates',
        verdict: 'approximate',
        when: onNlb,
        transform: 'joinComma',
        also: { [`${P}protocol-port`]: 'tcpssl:443' },
        note: 'TLS ends at port 443 only',
      }),
      word('health-check-type', {
        option: 'loadBalancer.healthCheck.protocol',
        transform: 'map',
        values: { tcp: 'tcp', http: 'http' },
      }),
      word('health-check-uri', { option: 'loadBalancer.healthCheck.path', when: { 'loadBalancer.healthCheck.protocol': ['http'] } }),
      word('health-check-connect-port', { option: 'loadBalancer.healthCheck.port' }),
      word('health-check-interval', { option: 'loadBalancer.healthCheck.interval', transform: 'seconds' }),
      word('health-check-connect-timeout', { option: 'loadBalancer.healthCheck.timeout', transform: 'seconds' }),
      word('healthy-threshold', { option: 'loadBalancer.healthCheck.healthyThreshold' }),
      word('unhealthy-threshold', { option: 'loadBalancer.healthCheck.unhealthyThreshold' }),
      ...lacks(E, {
        'loadBalancer.pool': 'there is no pool of addresses to choose',
        'loadBalancer.sharedKey': `a load balancer is shared by naming its id (${P}id), not by a key`,
        'loadBalancer.tlsPorts': `the protocol of each port stands in one text (${P}protocol-port)`,
      }),
    ],
  },
};

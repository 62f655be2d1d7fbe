import { keepsClientIP, lacks, noHealthCheck, only } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = {
  source:
    'opentelekomcloud-docs/cloud-container-engine, networking/services/loadbalancer/configuring_advanced_load_balancing_functions_using_annotations.rst',
  verified: '2026-11-28',
} as const;
const P = 'kubernetes.io/elb.';
const autocreate = `it stands in the JSON text of ${P}autocreate, beside ${P}class, both of which must be given under annotations`;

/** Huawei Cloud ELB, asked by the controller of the Cloud Container Engine. */
export const HUAWEI: LoadBalancerRow = {
  id: 'huawei',
  title: 'Huawei Cloud ELB',
  providerIds: ['huaweicloud://'],
  nodeLabels: ['cce.cloud.com/cce-nodepool'],
  runs: 'cloud',
  address: 'ip',
  sourceRanges: 'no',
  note: `needs ${P}class and either ${P}id or ${P}autocreate under annotations; the words are those of the Cloud Container Engine, not of the open-source controller`,
  ...E,
  codec: {
    prefixes: [P],
    defaults: { 'access.scope': 'public', 'options.targets': 'node' },
    createOnly: [`${P}class`, `${P}tags`],
    protocols: ['TCP', 'UDP'],
    mixed: 'depends',
    options: [
      only('access.scope', 'public', autocreate, E),
      only('options.targets', 'node', 'what it sends to follows from the network of the cluster', E),
      keepsClientIP(E),
      {
        option: 'loadBalancer.subnets',
        verdict: 'exact',
        annotation: `${P}subnet-id`,
        transform: 'joinComma',
        pattern: '^[^,]+$',
        expects: 'one subnet, by id',
        ...E,
      },
      { option: 'loadBalancer.tags', verdict: 'exact', annotation: `${P}tags`, transform: 'keyValues', ...E },
      { option: 'loadBalancer.idleTimeout', verdict: 'exact', annotation: `${P}keepalive_timeout`, transform: 'seconds', ...E },
      {
        option: 'loadBalancer.certificates',
        verdict: 'approximate',
        annotation: `${P}cert-id`,
        transform: 'joinComma',
        pattern: '^[^,]+$',
        expects: 'one certificate, by id',
        also: { [`${P}protocol-port`]: 'https:443' },
        note: 'TLS ends at port 443 only, in a listener for HTTPS',
        ...E,
      },
      ...lacks(E, {
        'access.allowFrom': `it knows access-control lists by id only (${P}acl-id)`,
        'loadBalancer.class': 'no class of Services is documented',
        'loadBalancer.address': `a load balancer or an address that is there is named by its id (${P}id, ${P}custom-eip-id)`,
        'loadBalancer.pool': 'there is no pool of addresses to choose',
        'loadBalancer.sharedKey': `a load balancer is shared by naming its id (${P}id), not by a key`,
        'loadBalancer.securityGroups': 'there is no annotation for security groups',
        'loadBalancer.name': autocreate,
        'loadBalancer.crossZone': autocreate,
        'loadBalancer.bandwidth': autocreate,
        'loadBalancer.proxyProtocol': 'there is no annotation for it',
        'loadBalancer.tlsPorts': `the protocol of each port stands in one text (${P}protocol-port)`,
        ...noHealthCheck(`the check stands in the JSON text of ${P}health-check-option`),
      }),
    ],
  },
};

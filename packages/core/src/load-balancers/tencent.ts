import { keepsClientIP, lacks, noHealthCheck } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = { source: 'tencentyun/qcloud-documents, TKE Service Annotation', verified: '2026-11-22' } as const;
const Q = 'service.kubernetes.io/qcloud-loadbalancer-';
const C = 'service.cloud.tencent.com/';
const json = 'it stands in a JSON text (service.kubernetes.io/service.extensiveParameters), which counts only when it is made';
const perPort = `protocol and certificate of each port stand in a JSON text (${C}specify-protocol)`;

/** Tencent Cloud CLB. */
export const TENCENT: LoadBalancerRow = {
  id: 'tencent',
  title: 'Tencent Cloud CLB',
  providerIds: ['qcloud://'],
  runs: 'cloud',
  address: 'ip',
  sourceRanges: 'no',
  ...E,
  codec: {
    prefixes: [Q, C, 'service.kubernetes.io/tke-existed-lbid', 'service.kubernetes.io/service.extensiveParameters'],
    defaults: { 'access.scope': 'public', 'options.targets': 'node' },
    createOnly: [`${Q}internet-max-bandwidth-out`, `${Q}internet-charge-type`],
    protocols: ['TCP', 'UDP'],
    mixed: 'depends',
    options: [
      {
        option: 'access.scope',
        verdict: 'exact',
        transform: 'map',
        values: { public: '' },
        pattern: '^public$',
        expects: 'public',
        excludes: ['loadBalancer.subnets'],
        note: 'a subnet makes it internal',
        ...E,
      },
      {
        option: 'access.scope',
        verdict: 'exact',
        transform: 'map',
        values: { internal: '' },
        pattern: '^internal$',
        expects: 'internal',
        needs: ['loadBalancer.subnets'],
        note: 'its subnet makes it internal',
        ...E,
      },
      {
        option: 'options.targets',
        verdict: 'exact',
        annotation: `${C}direct-access`,
        transform: 'map',
        values: { pod: 'true', node: '' },
        reads: [{ annotation: `${C}direct-access`, values: { node: 'false' }, note: 'says what leaving it out says' }],
        ...E,
      },
      keepsClientIP(E),
      {
        option: 'loadBalancer.subnets',
        verdict: 'approximate',
        annotation: `${Q}internal-subnetid`,
        transform: 'joinComma',
        pattern: '^[^,]+$',
        expects: 'one subnet, by id',
        note: 'the subnet makes the load balancer internal',
        ...E,
      },
      { option: 'loadBalancer.securityGroups', verdict: 'exact', annotation: `${C}security-groups`, transform: 'joinComma', ...E },
      {
        option: 'loadBalancer.bandwidth',
        verdict: 'exact',
        annotation: `${Q}internet-max-bandwidth-out`,
        range: [1, 2048],
        also: { [`${Q}internet-charge-type`]: 'BANDWIDTH_POSTPAID_BY_HOUR' },
        excludes: ['loadBalancer.subnets'],
        note: 'only a public one has a bandwidth that is paid for',
        ...E,
      },
      ...lacks(E, {
        'access.allowFrom': 'security groups decide who gets in: loadBalancer.securityGroups',
        'loadBalancer.class': 'no class is documented',
        'loadBalancer.address': 'an address is kept by naming a load balancer that is there (service.kubernetes.io/tke-existed-lbid)',
        'loadBalancer.pool': 'there is no pool of addresses to choose',
        'loadBalancer.sharedKey': 'a load balancer is shared by naming its id (service.kubernetes.io/tke-existed-lbid), not by a key',
        'loadBalancer.name': json,
        'loadBalancer.tags': json,
        'loadBalancer.crossZone': 'there is no annotation for zones',
        'loadBalancer.idleTimeout': 'there is no annotation for it',
        'loadBalancer.proxyProtocol': 'there is no annotation for it',
        'loadBalancer.certificates': perPort,
        'loadBalancer.tlsPorts': perPort,
        ...noHealthCheck(`health checks stand in an object of kind TkeServiceConfig (${C}tke-service-config)`),
      }),
    ],
  },
};

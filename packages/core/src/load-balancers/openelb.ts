import { keepsClientIP, lacks, noHealthCheck, only, PATTERN, sourceRanges } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = { source: 'openelb/openelb v0.6.0, pkg/constant/constant.go', verified: '2026-11-22' } as const;
const OPT_IN = 'lb.kubesphere.io/v1alpha1';
const EIP = 'eip.openelb.kubesphere.io/';
const layer4 = 'it gives addresses and passes packets on, nothing more';

/** OpenELB. */
export const OPENELB: LoadBalancerRow = {
  id: 'openelb',
  title: 'OpenELB',
  apiGroups: ['network.kubesphere.io'],
  optIn: true,
  runs: 'inside',
  address: 'ip',
  sourceRanges: 'depends',
  note: 'takes only Services with the annotation lb.kubesphere.io/v1alpha1: openelb',
  ...E,
  codec: {
    prefixes: [OPT_IN, EIP, 'protocol.openelb.kubesphere.io/'],
    always: { [OPT_IN]: 'openelb' },
    defaults: { 'access.scope': 'public', 'options.targets': 'node' },
    protocols: ['TCP', 'UDP'],
    mixed: 'depends',
    options: [
      only('access.scope', 'public', 'how far the address reaches depends on its Eip', E),
      only('options.targets', 'node', 'it brings packets to a node, where kube-proxy takes over', E),
      keepsClientIP(E),
      {
        ...sourceRanges(E),
        verdict: 'approximate',
        note: 'kube-proxy enforces it on the node, where the address of the client must still be there',
      },
      {
        option: 'loadBalancer.address',
        verdict: 'exact',
        annotation: `${EIP}v1alpha1`,
        pattern: `^(${PATTERN.ipv4}|${PATTERN.ipv6})$`,
        expects: 'one IP address of its Eips',
        reads: [{ field: 'loadBalancerIP', note: 'deprecated since Kubernetes 1.24' }],
        ...E,
      },
      { option: 'loadBalancer.pool', verdict: 'exact', annotation: `${EIP}v1alpha2`, ...E },
      ...lacks(E, {
        'loadBalancer.class': `Services are chosen by the annotation ${OPT_IN}`,
        'loadBalancer.sharedKey': 'no annotation for shared addresses is known',
        'loadBalancer.subnets': 'addresses come from an Eip: loadBalancer.pool',
        'loadBalancer.securityGroups': layer4,
        'loadBalancer.name': 'there is no load balancer that could have a name',
        'loadBalancer.tags': 'there is no load balancer that could have tags',
        'loadBalancer.crossZone': layer4,
        'loadBalancer.bandwidth': layer4,
        'loadBalancer.idleTimeout': layer4,
        'loadBalancer.proxyProtocol': `${layer4}; access.keepClientIP keeps the address of the client`,
        'loadBalancer.certificates': layer4,
        'loadBalancer.tlsPorts': layer4,
        ...noHealthCheck('it goes by the readiness of pods and nodes'),
      }),
    ],
  },
};

import { keepsClientIP, lacks, PATTERN, sourceRanges } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = { source: 'kubernetes-sigs/cloud-provider-azure v1.36.5, pkg/consts/consts.go', verified: '2026-11-22' } as const;
const DOC = {
  source: 'MicrosoftDocs/azure-aks-docs, articles/aks/configure-load-balancer-standard.md',
  verified: '2026-11-22',
} as const;
const PROBE = {
  source: 'kubernetes-sigs/cloud-provider-azure v1.36.5, pkg/provider/azure_loadbalancer_healthprobe.go',
  verified: '2026-11-22',
} as const;
const Z = 'service.beta.kubernetes.io/azure-';
const PORT = 'service.beta.kubernetes.io/port_{port}_health-probe_';

/** The Standard Load Balancer of Azure. */
export const AZURE: LoadBalancerRow = {
  id: 'azure',
  title: 'Azure Load Balancer',
  providerIds: ['azure://'],
  runs: 'cloud',
  address: 'ip',
  sourceRanges: 'yes',
  ...E,
  codec: {
    prefixes: [Z, 'service.beta.kubernetes.io/port_'],
    defaults: {
      'access.scope': 'public',
      'options.targets': 'node',
      'loadBalancer.idleTimeout': '4m',
      'loadBalancer.healthCheck.path': '/',
      'loadBalancer.healthCheck.interval': '5s',
      'loadBalancer.healthCheck.unhealthyThreshold': '2',
    },
    protocols: ['TCP', 'UDP', 'SCTP'],
    mixed: 'yes',
    options: [
      {
        option: 'access.scope',
        verdict: 'exact',
        annotation: `${Z}load-balancer-internal`,
        transform: 'map',
        values: { internal: 'true', public: '' },
        reads: [{ annotation: `${Z}load-balancer-internal`, values: { public: 'false' }, note: 'says what leaving it out says' }],
        ...DOC,
      },
      {
        option: 'options.targets',
        verdict: 'exact',
        transform: 'map',
        values: { node: '' },
        note: 'whether it sends to pods is a setting of the cluster',
        ...E,
      },
      keepsClientIP(DOC),
      {
        ...sourceRanges(DOC),
        reads: [
          {
            annotation: `${Z}allowed-ip-ranges`,
            transform: 'joinComma',
            note: 'spec.loadBalancerSourceRanges says it on every cloud; the two must not be combined',
          },
        ],
      },
      {
        option: 'loadBalancer.address',
        verdict: 'exact',
        annotation: `${Z}load-balancer-ipv4`,
        pattern: `^${PATTERN.ipv4}$`,
        expects: 'an IPv4 address',
        reads: [{ field: 'loadBalancerIP', note: 'deprecated since Kubernetes 1.24' }],
        ...E,
      },
      {
        option: 'loadBalancer.address',
        verdict: 'exact',
        annotation: `${Z}load-balancer-ipv6`,
        pattern: `^${PATTERN.ipv6}$`,
        expects: 'an IPv6 address',
        ...E,
      },
      {
        option: 'loadBalancer.address',
        verdict: 'exact',
        annotation: `${Z}pip-name`,
        when: { 'access.scope': ['public'] },
        pattern: '^[A-Za-z0-9_][-A-Za-z0-9_.]*$',
        expects: 'the name of a public IP resource',
        ...E,
      },
      {
        option: 'loadBalancer.subnets',
        verdict: 'exact',
        annotation: `${Z}load-balancer-internal-subnet`,
        transform: 'joinComma',
        when: { 'access.scope': ['internal'] },
        pattern: '^[^,]+$',
        expects: 'one subnet of the same virtual network, by name',
        ...DOC,
      },
      {
        option: 'loadBalancer.tags',
        verdict: 'approximate',
        annotation: `${Z}pip-tags`,
        transform: 'keyValues',
        when: { 'access.scope': ['public'] },
        note: 'the public IP gets the tags, not the load balancer, which all Services share',
        ...E,
      },
      {
        option: 'loadBalancer.idleTimeout',
        verdict: 'exact',
        annotation: `${Z}load-balancer-tcp-idle-timeout`,
        transform: 'minutes',
        range: [4, 30],
        ...DOC,
      },
      {
        option: 'loadBalancer.healthCheck.protocol',
        verdict: 'exact',
        annotation: `${PORT}protocol`,
        transport: 'TCP',
        note: 'for each port, since the protocol for the whole Service does not beat appProtocol of a port',
        ...PROBE,
      },
      {
        option: 'loadBalancer.healthCheck.path',
        verdict: 'exact',
        annotation: `${Z}load-balancer-health-probe-request-path`,
        ...PROBE,
      },
      {
        option: 'loadBalancer.healthCheck.port',
        verdict: 'approximate',
        annotation: `${PORT}port`,
        transport: 'TCP',
        note: 'the number of a port of the Service means its node port; any other is taken as it is',
        ...PROBE,
      },
      {
        option: 'loadBalancer.healthCheck.interval',
        verdict: 'exact',
        annotation: `${Z}load-balancer-health-probe-interval`,
        transform: 'seconds',
        range: [5, 60],
        note: 'interval times unhealthyThreshold must stay below 120 seconds',
        ...PROBE,
      },
      {
        option: 'loadBalancer.healthCheck.unhealthyThreshold',
        verdict: 'exact',
        annotation: `${Z}load-balancer-health-probe-num-of-probe`,
        range: [2, 23],
        note: 'interval times unhealthyThreshold must stay below 120 seconds',
        ...PROBE,
      },
      ...lacks(E, {
        'loadBalancer.class': 'it leaves Services with a class to others',
        'loadBalancer.pool': 'a prefix of addresses has an annotation of its own (azure-pip-prefix-id)',
        'loadBalancer.sharedKey': 'Services share an address by naming the same one (loadBalancer.address)',
        'loadBalancer.securityGroups': 'it writes into the network security group of the cluster',
        'loadBalancer.name': 'all Services of the cluster share one load balancer',
        'loadBalancer.crossZone': 'the Standard Load Balancer is regional and uses every zone',
        'loadBalancer.bandwidth': 'the Standard Load Balancer scales with its traffic',
        'loadBalancer.proxyProtocol': 'it passes packets on unchanged, with the address of the client: access.keepClientIP',
        'loadBalancer.certificates': 'it works at layer 4; TLS ends at an Ingress, a Gateway or the workload',
        'loadBalancer.tlsPorts': 'it works at layer 4; TLS ends at an Ingress, a Gateway or the workload',
        'loadBalancer.healthCheck.timeout': 'a probe has no time limit of its own',
        'loadBalancer.healthCheck.healthyThreshold': 'only the failed probes are counted',
      }),
    ],
  },
};

import { keepsClientIP, lacks, noHealthCheck, only, sourceRanges } from './codec.js';
import type { LoadBalancerRow } from './row.js';

const E = { source: 'k3s-io/k3s, pkg/cloudprovider/servicelb.go; k3s-io/klipper-lb v0.4.17, entry', verified: '2026-11-22' } as const;
const plain = 'ServiceLB forwards the port of the node by iptables rules and has no settings of its own';

/** ServiceLB of k3s: pods that take the ports of the Service on the nodes. */
export const SERVICELB: LoadBalancerRow = {
  id: 'servicelb',
  title: 'ServiceLB of k3s',
  providerIds: ['k3s://'],
  finalizers: ['svccontroller.k3s.cattle.io/daemonset'],
  runs: 'outside',
  address: 'ip',
  sourceRanges: 'yes',
  takesNodePorts: true,
  note: 'a part of k3s, on unless it was disabled; one Service per port and node, since it takes the port on the node',
  ...E,
  codec: {
    prefixes: [],
    defaults: { 'options.targets': 'node' },
    protocols: ['TCP', 'UDP'],
    mixed: 'yes',
    options: [
      only('access.scope', 'public', 'its addresses are those of the nodes', E),
      only('options.targets', 'node', 'traffic enters a node and goes on through kube-proxy', E),
      keepsClientIP(E),
      sourceRanges(E),
      ...lacks(E, {
        'loadBalancer.class': 'it takes Services without a class only',
        'loadBalancer.address': 'its addresses are those of the nodes',
        'loadBalancer.pool': 'nodes are chosen by the label svccontroller.k3s.cattle.io/lbpool on Service and nodes (labels)',
        'loadBalancer.sharedKey': 'every Service has the addresses of the nodes anyway',
        'loadBalancer.subnets': 'its addresses are those of the nodes',
        'loadBalancer.securityGroups': plain,
        'loadBalancer.name': plain,
        'loadBalancer.tags': plain,
        'loadBalancer.crossZone': plain,
        'loadBalancer.bandwidth': plain,
        'loadBalancer.idleTimeout': plain,
        'loadBalancer.proxyProtocol': plain,
        'loadBalancer.certificates': plain,
        'loadBalancer.tlsPorts': plain,
        ...noHealthCheck('a node has the address while its forwarding pod is ready'),
      }),
    ],
  },
};

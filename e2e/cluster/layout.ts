/**
 * The names and addresses of a test cluster. Clusters of different names have the same addresses: each is a set of
 * network namespaces joined only with each other, so nothing can meet.
 */

/** An IPv4 and an IPv6 value of the same meaning: the clusters are dual stack, IPv4 first. */
export interface Pair {
  readonly ipv4: string;
  readonly ipv6: string;
}

/** A node of the cluster. */
export interface NodeLayout {
  readonly name: 'node1' | 'node2';
  readonly address: Pair;
  /** The range that the node's pods have their addresses from. */
  readonly pods: Pair;
  /** Value of the label `topology.kubernetes.io/zone`. */
  readonly zone: string;
}

/** A client outside the cluster, in a subnet of its own behind the router. */
export interface ClientLayout {
  readonly name: 'out' | 'out2';
  readonly address: Pair;
  readonly gateway: Pair;
}

/** Where the control plane runs; also stands for an administrator's computer. */
export const controlPlane = {
  name: 'cp',
  address: { ipv4: '172.30.2.10', ipv6: 'fd00:172:30:2::10' },
} as const;

/** The router: one bridge for the nodes' subnet, one interface for each client. */
export const router = {
  name: 'net',
  address: { ipv4: '172.30.2.1', ipv6: 'fd00:172:30:2::1' },
} as const;

export const nodes: readonly NodeLayout[] = [
  {
    name: 'node1',
    address: { ipv4: '172.30.2.2', ipv6: 'fd00:172:30:2::2' },
    pods: { ipv4: '10.244.1.0/24', ipv6: 'fd00:10:244:1::/64' },
    zone: 'z1',
  },
  {
    name: 'node2',
    address: { ipv4: '172.30.2.3', ipv6: 'fd00:172:30:2::3' },
    pods: { ipv4: '10.244.2.0/24', ipv6: 'fd00:10:244:2::/64' },
    zone: 'z2',
  },
];

/** Clients have documentation addresses (RFC 5737, RFC 3849), as strangers on the internet. */
export const clients: readonly ClientLayout[] = [
  {
    name: 'out',
    address: { ipv4: '203.0.113.10', ipv6: '2001:db8:203::10' },
    gateway: { ipv4: '203.0.113.1', ipv6: '2001:db8:203::1' },
  },
  {
    name: 'out2',
    address: { ipv4: '198.51.100.10', ipv6: '2001:db8:198::10' },
    gateway: { ipv4: '198.51.100.1', ipv6: '2001:db8:198::1' },
  },
];

/** All pods, all Services, and what lies in those ranges. */
export const ranges = {
  pods: { ipv4: '10.244.0.0/16', ipv6: 'fd00:10:244::/48' },
  services: { ipv4: '10.96.0.0/16', ipv6: 'fd00:10:96::/112' },
  /** Address of the Service `kubernetes`: the first of its range. */
  kubernetesService: '10.96.0.1',
  /** Address of cluster DNS, when the component coredns is deployed. */
  clusterDNS: '10.96.0.10',
  /** What MetalLB gives away; in the nodes' subnet, announced by ARP and NDP. */
  loadBalancers: { ipv4: '172.30.2.200-172.30.2.220', ipv6: 'fd00:172:30:2::200-fd00:172:30:2::220' },
} as const;

export const apiServerPort = 6443;

/** The machines a command can be run in. */
export const machineNames = ['net', 'cp', 'node1', 'node2', 'out', 'out2'] as const;
export type MachineName = (typeof machineNames)[number];

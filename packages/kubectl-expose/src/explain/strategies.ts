import type { Strategy } from '@expose-plus/core';

/** What explain says of a strategy. */
export interface StrategyText {
  creates: string;
  layer: string;
  reach: string;
  fits: string;
  address: string;
  beware: readonly string[];
  proof: string;
  example: string;
}

/** The seven, in the order of every table. */
export const STRATEGY_TEXTS: Readonly<Record<Strategy, StrategyText>> = {
  ClusterIP: {
    creates: 'a Service with a stable address inside the cluster',
    layer: '4 (TCP, UDP, SCTP)',
    reach: 'inside the cluster',
    fits: 'what only other workloads need, and as the backend of Ingress and Gateway',
    address: 'none outside; NAME.NAMESPACE.svc inside',
    beware: ['Not reachable from outside, which is its point.'],
    proof: "ready endpoints, and for HTTP a request through the API server's Service proxy; else unknown",
    example: 'kubectl expose-plus deploy/web --strategy ClusterIP',
  },
  NodePort: {
    creates: 'a Service of its own, NAME-node-port, next to the stable one',
    layer: '4 (TCP, UDP, SCTP)',
    reach: 'whoever reaches a node',
    fits: 'labs, bare metal, databases without a cloud, a load balancer of your own in front',
    address: 'any node, at the node port (30000–32767 unless the API server says otherwise)',
    beware: [
      'A firewall in front of the nodes decides who gets in; from here that is often unknown.',
      'A fixed port (--node-port) is best taken from the lower band, from which Kubernetes does not pick by itself.',
    ],
    proof: 'connecting to a node',
    example: 'kubectl expose-plus deploy/web --strategy NodePort --node-port 30086',
  },
  LoadBalancer: {
    creates: 'a Service of its own, NAME-load-balancer, next to the stable one',
    layer: '4 (TCP, UDP, SCTP where the implementation can)',
    reach: 'the Internet, unless --access internal or --allow-from says less',
    fits: 'production in a cloud, databases and other protocols than HTTP',
    address: 'status.loadBalancer.ingress of the Service',
    beware: [
      'Something must implement it: a cloud, MetalLB, kube-vip, ServiceLB of k3s … Without one the Service would stay pending, so none is made.',
      'In a cloud each one costs money.',
    ],
    proof: 'connecting to its address; pending is explained by events',
    example: 'kubectl expose-plus sts/db --strategy LoadBalancer --allow-from 203.0.113.0/24',
  },
  Ingress: {
    creates: 'an Ingress and the stable Service behind it',
    layer: '7 (HTTP; TLS ends there)',
    reach: "whoever reaches the controller's address",
    fits: 'web pages and HTTP APIs, many hosts behind one address',
    address: "the controller's own: its load balancer, node port, host port or host network",
    beware: [
      'A controller must run in the cluster; none is installed.',
      'What the controller cannot express is an error with the option named, never dropped.',
      'Redis, PostgreSQL and other protocols than HTTP cannot work through it.',
    ],
    proof: 'a request with the address pinned and the host name set, as curl --resolve does',
    example: 'kubectl expose-plus deploy/web --strategy Ingress --host shop.example.com --tls issuer=letsencrypt',
  },
  Gateway: {
    creates: 'a route (HTTPRoute, GRPCRoute, TLSRoute, TCPRoute or UDPRoute), the stable Service, and a Gateway only when asked to',
    layer: '7, and 4 where the implementation serves it',
    reach: "whoever reaches the Gateway's address",
    fits: 'what Ingress fits, on clusters with Gateway API; gRPC, TLS passthrough, TCP',
    address: 'status.addresses of the Gateway',
    beware: [
      'The listener decides which hosts and namespaces may attach, and where TLS ends.',
      'A Secret or backend in another namespace needs a ReferenceGrant there.',
    ],
    proof: 'Accepted, ResolvedRefs and Programmed, then a request as for Ingress',
    example: 'kubectl expose-plus deploy/web --strategy Gateway --gateway infra/edge --host shop.example.com',
  },
  hostPort: {
    creates: 'nothing: the pod template gets hostPort, and a rollout that fits the nodes',
    layer: '4 (TCP, UDP, SCTP)',
    reach: "whoever reaches the pod's node",
    fits: 'ingress controllers and agents with a fixed port on each node',
    address: "the pod's node, at the host port",
    beware: [
      'One pod per node and port: replicas plus surge must fit the nodes.',
      "The namespace's pod-security level must be privileged.",
      'Changing the pod template replaces the pods.',
    ],
    proof: 'connecting to the node of a ready pod',
    example: 'kubectl expose-plus ds/agent --strategy hostPort --host-port 8081',
  },
  hostNetwork: {
    creates: 'nothing: the pod template gets hostNetwork and dnsPolicy ClusterFirstWithHostNet',
    layer: 'all',
    reach: "whoever reaches the pod's node",
    fits: 'CNI and node agents, an ingress controller on nodes of its own, extreme network performance',
    address: "the pod's node, at the container port",
    beware: [
      "A compromised pod sees the node's network and what listens on its loopback.",
      'NetworkPolicy is undefined for such pods, and most plugins ignore it.',
      'Every declared port becomes a port of the node.',
      'It asks for --accept-risk host-network, or a yes on a terminal.',
    ],
    proof: 'connecting to the node of a ready pod',
    example: 'kubectl expose-plus ds/agent --strategy hostNetwork --accept-risk host-network',
  },
};

import { imageReference } from '../../images.ts';

export const namespace = 'envoy-gateway-system';
/** Name of the GatewayClass. */
export const className = 'envoy';

/** The Gateway that serves all namespaces, as a platform team would provide it: one listener for each kind of route. */
export const gateway = {
  namespace: 'infra-envoy',
  name: 'edge',
  /** Secret with the certificate of the listener `https`, for *.example.com. */
  secret: 'edge-tls',
  listeners: [
    { name: 'http', protocol: 'HTTP', port: 80 },
    { name: 'https', protocol: 'HTTPS', port: 443 },
    { name: 'passthrough', protocol: 'TLS', port: 8443 },
    { name: 'redis', protocol: 'TCP', port: 6379 },
    { name: 'echo', protocol: 'UDP', port: 7000 },
  ],
} as const;

/** Values for upstream's chart: our images, and nothing that asks for more than two small nodes have. */
export const chartValues = {
  global: { images: { envoyGateway: { image: imageReference('envoy-gateway'), pullPolicy: 'IfNotPresent' } } },
  // the kinds are served already, in the channel that has all of them
  crds: { enabled: false },
  topologyInjector: { enabled: false },
  deployment: { envoyGateway: { readinessProbe: { periodSeconds: 1 } } },
  config: {
    envoyGateway: {
      provider: { type: 'Kubernetes', kubernetes: { shutdownManager: { image: imageReference('envoy-gateway') } } },
    },
  },
};

/** The class, what its proxies look like, and the Gateway. */
export function envoyGatewayObjects(): readonly object[] {
  const apiVersion = 'gateway.networking.k8s.io/v1';
  const proxy = { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: className, namespace };
  const tls = { HTTPS: { certificateRefs: [{ name: gateway.secret }] }, TLS: { mode: 'Passthrough' } };
  const listeners = gateway.listeners.map((listener) => ({
    ...listener,
    allowedRoutes: { namespaces: { from: 'All' } },
    ...(listener.protocol === 'HTTPS' || listener.protocol === 'TLS' ? { tls: tls[listener.protocol] } : {}),
  }));
  const container = { image: imageReference('envoy'), resources: { requests: { cpu: '50m', memory: '128Mi' } } };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: gateway.namespace } },
    {
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'EnvoyProxy',
      metadata: { name: className, namespace },
      spec: { provider: { type: 'Kubernetes', kubernetes: { envoyDeployment: { container } } } },
    },
    {
      apiVersion,
      kind: 'GatewayClass',
      metadata: { name: className },
      spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller', parametersRef: proxy },
    },
    {
      apiVersion,
      kind: 'Gateway',
      metadata: { name: gateway.name, namespace: gateway.namespace },
      spec: { gatewayClassName: className, listeners },
    },
  ];
}

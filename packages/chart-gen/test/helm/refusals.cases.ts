/** Values that a chart must refuse, and what the message must name. `values` go over the defaults of the golden chart `web`. */
export interface Refusal {
  title: string;
  values: Record<string, unknown>;
  /** Every one must occur in the message. */
  names: string[];
}

const exposure = (settings: Record<string, unknown>): Record<string, unknown> => ({ exposure: settings });
const component = (settings: Record<string, unknown>): Record<string, unknown> => ({ components: { web: settings } });

export const REFUSALS: readonly Refusal[] = [
  { title: 'a typo at the root', values: { exposures: {} }, names: ['exposures'] },
  { title: 'a typo in the block', values: exposure({ stratgy: 'NodePort' }), names: ['stratgy'] },
  { title: 'a strategy that does not exist', values: exposure({ strategy: 'Loadbalancer' }), names: ['strategy', 'LoadBalancer'] },
  { title: 'auto', values: exposure({ strategy: 'auto' }), names: ['strategy'] },
  { title: 'a component that does not exist', values: exposure({ component: 'wob' }), names: ['component', 'web'] },
  { title: 'a text for hosts', values: exposure({ hosts: 'web.example.com' }), names: ['hosts'] },
  { title: 'an invalid host', values: exposure({ hosts: ['Web Example'] }), names: ['hosts'] },
  { title: 'a path without a slash', values: exposure({ paths: [{ path: 'demo' }] }), names: ['paths', 'path'] },
  { title: 'an unknown path type', values: exposure({ paths: [{ path: '/', type: 'prefix' }] }), names: ['paths', 'type'] },
  { title: 'a typo in a path', values: exposure({ paths: [{ path: '/', rewrit: '/' }] }), names: ['rewrit'] },
  { title: 'a text for a port', values: exposure({ ports: [{ port: '80' }] }), names: ['ports', 'port'] },
  { title: 'a port that is too large', values: exposure({ ports: [{ port: 65536 }] }), names: ['ports', 'port'] },
  { title: 'an unknown protocol', values: exposure({ ports: [{ port: 80, protocol: 'HTTP' }] }), names: ['protocol'] },
  { title: 'a class in the wrong block', values: exposure({ nodePort: { className: 'nginx' } }), names: ['nodePort', 'className'] },
  { title: 'a node port in the wrong block', values: exposure({ hostPort: { nodePort: 30080 } }), names: ['hostPort', 'nodePort'] },
  { title: 'a list for node ports', values: exposure({ nodePort: { ports: [30080] } }), names: ['nodePort', 'ports'] },
  { title: 'an option that does not exist', values: exposure({ options: { bodysize: '20Mi' } }), names: ['bodysize'] },
  { title: 'a size of no unit that is known', values: exposure({ options: { bodySize: '20MB' } }), names: ['bodySize'] },
  { title: 'a duration without a unit', values: exposure({ options: { readTimeout: 60 } }), names: ['readTimeout'] },
  { title: 'a range that is none', values: exposure({ access: { allowFrom: ['203.0.113.7'] } }), names: ['allowFrom'] },
  { title: 'a scope that is none', values: exposure({ access: { scope: 'private' } }), names: ['scope'] },
  { title: 'TLS as a switch', values: exposure({ tls: true }), names: ['tls'] },
  { title: 'an issuer without a name', values: exposure({ tls: { issuer: { kind: 'ClusterIssuer' } } }), names: ['issuer', 'name'] },
  { title: 'Ingress without a class', values: exposure({ strategy: 'Ingress' }), names: ['ingress'] },
  { title: 'Ingress with an empty class', values: exposure({ strategy: 'Ingress', ingress: { className: '' } }), names: ['className'] },
  { title: 'Gateway without a Gateway', values: exposure({ strategy: 'Gateway' }), names: ['gateway'] },
  {
    title: 'an issuer without hosts',
    values: exposure({ strategy: 'Ingress', ingress: { className: 'nginx' }, tls: { issuer: { name: 'le' } } }),
    names: ['hosts'],
  },
  {
    title: 'an option without a dialect',
    values: exposure({ strategy: 'Ingress', ingress: { className: 'nginx' }, options: { bodySize: '20Mi' } }),
    names: ['options.bodySize', 'ingress.controller', 'nginx'],
  },
  {
    title: 'a dialect that is not known',
    values: exposure({ strategy: 'Ingress', ingress: { className: 'nginx', controller: 'nginx' } }),
    names: ['ingress.controller', 'ingress-nginx'],
  },
  {
    title: 'a dialect that the chart has no words for',
    values: exposure({ strategy: 'Ingress', ingress: { className: 'kong', controller: 'kong' } }),
    names: ['ingress.controller', 'Kong', 'traefik-crd'],
  },
  {
    title: 'an implementation of the Gateway API that is not known',
    values: exposure({ strategy: 'Gateway', gateway: { className: 'edge', controller: 'envoy' } }),
    names: ['gateway.controller', 'envoy', 'envoy-gateway'],
  },
  {
    title: 'an option that another dialect has',
    values: exposure({
      strategy: 'Ingress',
      ingress: { className: 'istio', controller: 'istio-ingress' },
      options: { requestTimeout: '60s' },
    }),
    names: ['options.requestTimeout', 'Istio (Ingress)', 'these can', 'gateway-api'],
  },
  {
    title: 'a certificate of cert-manager for a route that it does not read',
    values: exposure({
      strategy: 'Ingress',
      hosts: ['web.example.com'],
      ingress: { className: 'traefik', controller: 'traefik-crd' },
      tls: { issuer: { name: 'le' } },
    }),
    names: ['tls.issuer', 'IngressRoute', 'tls.secretName'],
  },
  {
    title: 'what a dialect cannot express',
    values: exposure({
      strategy: 'Ingress',
      ingress: { className: 'nginx', controller: 'ingress-nginx' },
      options: { backendProtocol: 'h2c' },
    }),
    names: ['options.backendProtocol', 'h2c', 'ingress-nginx'],
  },
  {
    title: 'two rewrites in one Ingress',
    values: exposure({
      strategy: 'Ingress',
      ingress: { className: 'nginx', controller: 'ingress-nginx' },
      paths: [
        { path: '/a', rewrite: '/' },
        { path: '/b', rewrite: '/c' },
      ],
    }),
    names: ['rewrite', '/c/$2'],
  },
  {
    title: 'an option that the Gateway API does not have',
    values: exposure({ strategy: 'Gateway', gateway: { className: 'edge' }, options: { readTimeout: '60s' } }),
    names: ['options.readTimeout', 'Gateway API'],
  },
  {
    title: 'an allow-list that cannot be enforced',
    values: exposure({ strategy: 'NodePort', access: { allowFrom: ['203.0.113.0/24'] } }),
    names: ['access.allowFrom', 'NodePort', 'LoadBalancer'],
  },
  {
    title: 'an allow-list that the implementation ignores',
    values: exposure({ strategy: 'LoadBalancer', loadBalancer: { implementation: 'hetzner' }, access: { allowFrom: ['203.0.113.0/24'] } }),
    names: ['access.allowFrom', 'Hetzner'],
  },
  {
    title: 'an internal load balancer, which has no field',
    values: exposure({ strategy: 'LoadBalancer', loadBalancer: { implementation: 'docker-desktop' }, access: { scope: 'internal' } }),
    names: ['access.scope', 'annotation'],
  },
  {
    title: 'an option that the implementation has no word for',
    values: exposure({ strategy: 'LoadBalancer', loadBalancer: { implementation: 'gcp', idleTimeout: '60s' } }),
    names: ['loadBalancer.idleTimeout', 'Google Cloud', 'aws-load-balancer-controller'],
  },
  {
    title: 'an implementation that is not known',
    values: exposure({ strategy: 'LoadBalancer', loadBalancer: { implementation: 'awss' } }),
    names: ['loadBalancer.implementation', 'awss', 'aws-classic'],
  },
  {
    title: 'an option without saying what implements it',
    values: exposure({ strategy: 'LoadBalancer', loadBalancer: { pool: 'blue' } }),
    names: ['loadBalancer.pool', 'loadBalancer.implementation', 'metallb'],
  },
  {
    title: 'a node port of no port',
    values: exposure({ strategy: 'NodePort', nodePort: { ports: { https: 30443 } } }),
    names: ['nodePort.ports', 'https', 'http (80)'],
  },
  {
    title: 'a port that nothing listens on',
    values: exposure({ strategy: 'NodePort', ports: [{ port: 80, targetPort: 'https' }] }),
    names: ['targetPort', 'https', 'http (8080)'],
  },
  {
    title: 'the same port twice',
    values: exposure({
      strategy: 'NodePort',
      ports: [
        { port: 80, targetPort: 'http' },
        { port: 80, targetPort: 8080 },
      ],
    }),
    names: ['ports', '80'],
  },
  {
    title: 'a host port twice',
    values: exposure({
      strategy: 'hostPort',
      ports: [
        { name: 'a', port: 80, targetPort: 8080 },
        { name: 'b', port: 81, targetPort: 8081 },
      ],
      hostPort: { ports: { a: 8080, b: 8080 } },
    }),
    names: ['hostPort', '8080'],
  },
  {
    title: 'a path that leads to no port',
    values: exposure({ strategy: 'Ingress', ingress: { className: 'n' }, paths: [{ path: '/', port: 'grpc' }] }),
    names: ['paths', 'grpc', 'http'],
  },
  { title: 'a number for a tag', values: component({ image: { tag: 1.4 } }), names: ['image', 'tag'] },
  { title: 'a typo in an image', values: component({ image: { registry: 'x' } }), names: ['registry'] },
  { title: 'a text for replicas', values: component({ replicas: 'two' }), names: ['replicas'] },
  { title: 'a list for variables', values: component({ env: [{ name: 'A', value: 'b' }] }), names: ['env'] },
  { title: 'a typo in a component', values: component({ replica: 2 }), names: ['replica'] },
  { title: 'a typo in a Service', values: { services: { web: { port: 80 } } }, names: ['services', 'port'] },
  {
    title: 'an entry that does not exist',
    values: { exposure: { strategy: 'Ingress' }, 'ingress-nginx': { enabled: true, entry: 'Loadbalancer' } },
    names: ['entry'],
  },
];

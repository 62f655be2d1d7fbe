import { imageReference } from '../../images.ts';

export const namespace = 'traefik';
/** Name of the objects, of the IngressClass and of the GatewayClass. */
export const name = 'traefik';

/** Where Traefik listens. A listener of a Gateway must have the port of one of these. */
const entryPoints = [
  { name: 'web', port: 80 },
  { name: 'websecure', port: 443 },
  { name: 'passthrough', port: 8443 },
  { name: 'redis', port: 6379 },
] as const;

/** The Gateway that serves all namespaces, as a platform team would provide it. */
export const gateway = {
  namespace: 'infra',
  name: 'edge',
  /** Secret with the certificate of the listener `https`, for *.example.com. */
  secret: 'edge-tls',
  listeners: [
    { name: 'http', protocol: 'HTTP', port: 80 },
    { name: 'https', protocol: 'HTTPS', port: 443 },
    { name: 'passthrough', protocol: 'TLS', port: 8443 },
    { name: 'redis', protocol: 'TCP', port: 6379 },
  ],
} as const;

const labels = { 'app.kubernetes.io/name': 'traefik', 'app.kubernetes.io/instance': namespace };
const metadata = { name, namespace, labels };
const read = ['get', 'list', 'watch'];

/** The controller. Names, labels and rights are those of upstream's chart and of docs/content/reference of the module. */
export function traefikObjects(): readonly object[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    ...rights(),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name, labels },
      spec: { controller: 'traefik.io/ingress-controller' },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { serviceAccountName: name, containers: [container()] } },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        type: 'LoadBalancer',
        ipFamilyPolicy: 'PreferDualStack',
        selector: labels,
        ports: entryPoints.map((entry) => ({ name: entry.name, port: entry.port, targetPort: entry.name, protocol: 'TCP' })),
      },
    },
  ];
}

/** The class, the Gateway and the Secret of its certificate. */
export function gatewayObjects(certificate: object): readonly object[] {
  const apiVersion = 'gateway.networking.k8s.io/v1';
  const tls = { HTTPS: { certificateRefs: [{ name: gateway.secret }] }, TLS: { mode: 'Passthrough' } };
  const listeners = gateway.listeners.map((listener) => ({
    ...listener,
    allowedRoutes: { namespaces: { from: 'All' } },
    ...(listener.protocol === 'HTTPS' || listener.protocol === 'TLS' ? { tls: tls[listener.protocol] } : {}),
  }));
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: gateway.namespace } },
    certificate,
    { apiVersion, kind: 'GatewayClass', metadata: { name, labels }, spec: { controllerName: 'traefik.io/gateway-controller' } },
    {
      apiVersion,
      kind: 'Gateway',
      metadata: { name: gateway.name, namespace: gateway.namespace },
      spec: { gatewayClassName: name, listeners },
    },
  ];
}

function container(): object {
  const own = `${namespace}/${name}`;
  return {
    name: 'traefik',
    image: imageReference('traefik'),
    args: [
      ...entryPoints.map((entry) => `--entrypoints.${entry.name}.address=:${entry.port}`),
      // routes that name no entry point are for these
      '--entrypoints.web.asdefault=true',
      '--entrypoints.websecure.asdefault=true',
      '--entrypoints.websecure.http.tls=true',
      '--entrypoints.traefik.address=:8080',
      '--ping=true',
      '--global.checknewversion=false',
      '--providers.providersthrottleduration=500ms',
      '--providers.kubernetesingress=true',
      `--providers.kubernetesingress.ingressendpoint.publishedservice=${own}`,
      '--providers.kubernetescrd=true',
      '--providers.kubernetesgateway=true',
      '--providers.kubernetesgateway.experimentalchannel=true',
      `--providers.kubernetesgateway.statusaddress.service.namespace=${namespace}`,
      `--providers.kubernetesgateway.statusaddress.service.name=${name}`,
    ],
    ports: entryPoints.map((entry) => ({ name: entry.name, containerPort: entry.port, protocol: 'TCP' })),
    readinessProbe: { httpGet: { path: '/ping', port: 8080 }, periodSeconds: 1, failureThreshold: 3 },
    resources: { requests: { cpu: '50m', memory: '90Mi' } },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}

function rights(): readonly object[] {
  const group = 'rbac.authorization.k8s.io';
  const routing = ['gatewayclasses', 'gateways', 'httproutes', 'grpcroutes', 'tcproutes', 'tlsroutes', 'backendtlspolicies'];
  return [
    {
      apiVersion: `${group}/v1`,
      kind: 'ClusterRole',
      metadata: { name, labels },
      rules: [
        { apiGroups: [''], resources: ['services', 'secrets', 'nodes', 'configmaps', 'namespaces', 'pods'], verbs: read },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
        { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: read },
        { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
        { apiGroups: ['traefik.io'], resources: ['*'], verbs: read },
        { apiGroups: ['gateway.networking.k8s.io'], resources: [...routing, 'referencegrants'], verbs: read },
        { apiGroups: ['gateway.networking.k8s.io'], resources: routing.map((kind) => `${kind}/status`), verbs: ['update'] },
      ],
    },
    {
      apiVersion: `${group}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name, labels },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
}

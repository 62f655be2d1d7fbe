import type { DeployContext } from '../../component.ts';
import { imageReference } from '../../images.ts';

/** How outside traffic gets to the controller. */
type ControllerEntry = 'LoadBalancer' | 'NodePort' | 'hostPort' | 'hostNetwork';

export interface IngressNginxOptions {
  /** Default `LoadBalancer`. With `hostPort` and `hostNetwork` there is no Service at all. */
  readonly entry?: ControllerEntry;
  /** Namespace of the controller; default `ingress-nginx`. */
  readonly namespace?: string;
  /** Name of the IngressClass; default `nginx`. Two controllers need different ones. */
  readonly className?: string;
  /** Nodes that `hostPort` and `hostNetwork` run on; default all. */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** The controller's ConfigMap. */
  readonly config?: Readonly<Record<string, string>>;
  /** Further arguments of the controller. */
  readonly args?: readonly string[];
}

const name = 'ingress-nginx-controller';

/** The objects of a controller, as plain JSON. Names and arguments are those of upstream's deploy/static manifests. */
export function ingressNginxObjects(options: IngressNginxOptions = {}): readonly object[] {
  const { entry = 'LoadBalancer', namespace = 'ingress-nginx', className = 'nginx', config = {} } = options;
  const labels = {
    'app.kubernetes.io/name': 'ingress-nginx',
    'app.kubernetes.io/instance': namespace,
    'app.kubernetes.io/component': 'controller',
  };
  const controller = className === 'nginx' ? 'k8s.io/ingress-nginx' : `k8s.io/ingress-nginx-${className}`;
  const withService = entry === 'LoadBalancer' || entry === 'NodePort';
  const metadata = { name, namespace, labels };
  const template = {
    metadata: { labels },
    spec: {
      serviceAccountName: name,
      terminationGracePeriodSeconds: 60,
      ...(entry === 'hostNetwork' ? { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' } : {}),
      ...(options.nodeSelector === undefined ? {} : { nodeSelector: options.nodeSelector }),
      containers: [container(options, controller, withService)],
    },
  };
  const workload = { selector: { matchLabels: labels }, template };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: config },
    ...rights(namespace),
    { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: className, labels }, spec: { controller } },
    withService
      ? { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 1, ...workload } }
      : { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: workload },
    ...(withService ? [service(entry, metadata, labels)] : []),
  ];
}

/** Applies the objects and returns when the controller is ready. */
export async function deployIngressNginx(kubectl: DeployContext['kubectl'], options: IngressNginxOptions = {}): Promise<void> {
  const items = ingressNginxObjects(options);
  const { namespace = 'ingress-nginx', entry = 'LoadBalancer' } = options;
  await kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const kind = entry === 'LoadBalancer' || entry === 'NodePort' ? 'deployment' : 'daemonset';
  await kubectl(['rollout', 'status', `${kind}/${name}`, `--namespace=${namespace}`, '--timeout=90s']);
}

function container(options: IngressNginxOptions, controller: string, withService: boolean): object {
  const { className = 'nginx', entry } = options;
  const probe = { httpGet: { path: '/healthz', port: 10254 }, periodSeconds: 1, failureThreshold: 5 };
  const hostPorts = entry === 'hostPort';
  const port = (portName: string, containerPort: number): object => ({
    name: portName,
    containerPort,
    protocol: 'TCP',
    ...(hostPorts ? { hostPort: containerPort } : {}),
  });
  return {
    name: 'controller',
    image: imageReference('ingress-nginx'),
    args: [
      '/nginx-ingress-controller',
      `--election-id=${className}-leader`,
      `--controller-class=${controller}`,
      `--ingress-class=${className}`,
      `--configmap=$(POD_NAMESPACE)/${name}`,
      withService ? `--publish-service=$(POD_NAMESPACE)/${name}` : '--report-node-internal-ip-address',
      '--status-update-interval=5',
      ...(options.args ?? []),
    ],
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    ],
    ports: [port('http', 80), port('https', 443)],
    lifecycle: { preStop: { exec: { command: ['/wait-shutdown'] } } },
    livenessProbe: { ...probe, periodSeconds: 10, initialDelaySeconds: 10 },
    readinessProbe: probe,
    resources: { requests: { cpu: '50m', memory: '90Mi' } },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 101,
      runAsGroup: 101,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}

function servicePort(portName: string, number: number): object {
  return { name: portName, port: number, targetPort: portName, protocol: 'TCP', appProtocol: portName };
}

function service(type: ControllerEntry, metadata: object, selector: object): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { type, ipFamilyPolicy: 'PreferDualStack', selector, ports: [servicePort('http', 80), servicePort('https', 443)] },
  };
}

function rights(namespace: string): readonly object[] {
  const read = ['get', 'list', 'watch'];
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  const clusterRole = `${namespace}-controller`;
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: clusterRole },
      rules: [
        { apiGroups: [''], resources: ['configmaps', 'endpoints', 'nodes', 'pods', 'secrets', 'namespaces', 'services'], verbs: read },
        { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['list', 'watch'] },
        { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: read },
        { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
        { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: clusterRole },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: clusterRole },
      subjects,
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name, namespace },
      rules: [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects,
    },
  ];
}

/** A wrong values file: what is wrong, the values, and what the message must hold (the key in question first). */
export interface Refusal {
  what: string;
  values: object;
  /** Words that both helms print. */
  says: string[];
}

const controller = (values: object): object => ({ controller: values });
const service = (values: object): object => controller({ service: values });
const image = (values: object): object => controller({ image: values });

/** What the schema refuses. */
export const SCHEMA_REFUSALS: Refusal[] = [
  { what: 'an unknown entry', values: { entry: 'Nodeport' }, says: ['entry', 'NodePort', 'hostNetwork'] },
  { what: 'a typo at the top', values: { entyr: 'NodePort' }, says: ['entyr'] },
  { what: 'a typo below controller', values: controller({ replicacount: 2 }), says: ['replicacount'] },
  { what: 'a typo below controller.service', values: service({ externalTraficPolicy: 'Local' }), says: ['externalTraficPolicy'] },
  { what: 'a key of the upstream chart that entry replaces', values: controller({ hostNetwork: true }), says: ['hostNetwork'] },
  { what: 'the type of the Service, which entry replaces', values: service({ type: 'NodePort' }), says: ['service', 'type'] },
  { what: 'the admission webhook', values: controller({ admissionWebhooks: { enabled: true } }), says: ['admissionWebhooks'] },
  { what: 'a key in the wrong block', values: controller({ nodePorts: { http: 30080 } }), says: ['nodePorts'] },
  { what: 'replicas as text', values: controller({ replicaCount: '2' }), says: ['replicaCount', 'integer', 'string'] },
  { what: 'a negative number of replicas', values: controller({ replicaCount: -1 }), says: ['replicaCount', '0'] },
  { what: 'a switch as text', values: { rbac: { create: 'yes' } }, says: ['create', 'boolean', 'string'] },
  { what: 'a switch with one level too few', values: { rbac: true }, says: ['rbac', 'object', 'boolean'] },
  { what: 'a node port that is no port', values: service({ nodePorts: { http: 99999 } }), says: ['nodePorts', 'http', '65'] },
  { what: 'a port 0', values: controller({ containerPort: { http: 0 } }), says: ['containerPort', 'http', '1'] },
  { what: 'a host port as text', values: controller({ hostPort: { ports: { https: '443' } } }), says: ['hostPort', 'https', 'integer'] },
  { what: 'a TCP port by name', values: { tcp: { redis: 'redis:6379' } }, says: ['tcp', 'redis'] },
  { what: 'a TCP target that is a number', values: { tcp: { '6379': 6379 } }, says: ['tcp', '6379', 'string'] },
  { what: 'an unknown traffic policy', values: service({ externalTrafficPolicy: 'local' }), says: ['externalTrafficPolicy', 'Local'] },
  {
    what: 'an address for a source range',
    values: service({ loadBalancerSourceRanges: ['192.0.2.1'] }),
    says: ['loadBalancerSourceRanges', '0-9'],
  },
  {
    what: 'a source range that is no list',
    values: service({ loadBalancerSourceRanges: '192.0.2.0/24' }),
    says: ['loadBalancerSourceRanges', 'array'],
  },
  { what: 'an unknown kind', values: controller({ kind: 'deployment' }), says: ['kind', 'Deployment', 'DaemonSet'] },
  { what: 'a tag that became a number', values: image({ tag: 2026.7 }), says: ['tag', 'string', 'number'] },
  { what: 'a digest without algorithm', values: image({ digest: 'a'.repeat(64) }), says: ['digest', 'sha256:'] },
  { what: 'an unknown pull policy', values: image({ pullPolicy: 'Sometimes' }), says: ['pullPolicy', 'IfNotPresent'] },
  { what: 'a digest inside the repository', values: image({ repository: 'example.com/nginx@sha256:abc' }), says: ['repository', '@'] },
  { what: 'an argument with its dashes', values: controller({ extraArgs: { '--v': 2 } }), says: ['extraArgs', '--v'] },
  { what: 'arguments as a list', values: controller({ extraArgs: ['--v=2'] }), says: ['extraArgs', 'object', 'array'] },
  { what: 'a label that is no text', values: controller({ podLabels: { weight: 1 } }), says: ['podLabels', 'weight', 'string'] },
  {
    what: 'a node label that is no text',
    values: controller({ nodeSelector: { ingress: true } }),
    says: ['nodeSelector', 'ingress', 'string'],
  },
  {
    what: 'a class name that is no name',
    values: controller({ ingressClassResource: { name: 'My Class' } }),
    says: ['ingressClassResource', 'name', 'pattern'],
  },
  {
    what: 'a controller string without a domain',
    values: controller({ ingressClassResource: { controllerValue: 'nginx' } }),
    says: ['controllerValue', 'pattern'],
  },
  { what: 'a name that leaves no room', values: { fullnameOverride: 'x'.repeat(45) }, says: ['fullnameOverride', '44'] },
  { what: 'a name with a capital', values: { fullnameOverride: 'Edge' }, says: ['fullnameOverride', 'pattern'] },
  { what: 'a pull secret by name alone', values: { imagePullSecrets: ['pull'] }, says: ['imagePullSecrets', 'object', 'string'] },
  {
    what: 'an unknown seccomp profile',
    values: image({ seccompProfile: { type: 'Default' } }),
    says: ['seccompProfile', 'RuntimeDefault'],
  },
  { what: 'a typo in a probe', values: controller({ readinessProbe: { periodSecond: 3 } }), says: ['readinessProbe', 'periodSecond'] },
  { what: 'a budget that is neither number nor share', values: controller({ minAvailable: 'half' }), says: ['minAvailable', 'pattern'] },
  { what: 'a setting of nginx that is a list', values: controller({ config: { 'allow-list': ['a'] } }), says: ['config', 'allow-list'] },
  { what: 'an IP family that is none', values: service({ ipFamilies: ['ipv4'] }), says: ['ipFamilies', 'IPv4'] },
  { what: 'resources in the wrong place', values: controller({ resources: { cpu: '1' } }), says: ['resources', 'cpu'] },
];

/** What the templates refuse, since it takes more than one value to see. */
export const RENDER_REFUSALS: Refusal[] = [
  { what: 'a TCP port above all ports', values: { tcp: { '70000': 'redis:6379' } }, says: ['tcp.70000', '65535'] },
  { what: 'a TCP port that the controller needs', values: { tcp: { '10254': 'redis:6379' } }, says: ['tcp.10254', 'health'] },
  { what: 'a UDP port that the controller needs', values: { udp: { '8181': 'dns:53' } }, says: ['udp.8181', '--default-server-port'] },
  {
    what: 'a TCP port that was moved there',
    values: { tcp: { '9000': 'redis:6379' }, ...controller({ extraArgs: { 'status-port': 9000 } }) },
    says: ['tcp.9000', '--status-port'],
  },
  { what: 'a TCP port that HTTP has', values: { tcp: { '80': 'redis:6379' } }, says: ['http', 'tcp.80', '80/TCP'] },
  {
    what: 'a TCP port that HTTP has on the node',
    values: { entry: 'hostPort', tcp: { '80': 'redis:6379' }, ...controller({ containerPort: { http: 8080 } }) },
    says: ['http', 'tcp.80', 'host port 80/TCP'],
  },
  {
    what: 'HTTP and HTTPS on one container port',
    values: controller({ containerPort: { http: 443 } }),
    says: ['http', 'https', 'container port 443'],
  },
  {
    what: 'HTTP and HTTPS on one port of the Service',
    values: service({ ports: { http: 443 } }),
    says: ['http', 'https', 'service port 443'],
  },
  {
    what: 'one node port twice',
    values: service({ nodePorts: { http: 30080, https: 30080 } }),
    says: ['http', 'https', 'node port 30080'],
  },
  {
    what: 'a node port for a TCP port that is not there',
    values: service({ nodePorts: { tcp: { '6380': 30079 } } }),
    says: ['nodePorts.tcp', '6380'],
  },
  { what: 'a Service without ports', values: service({ enableHttp: false, enableHttps: false }), says: ['enableHttp', 'enableHttps'] },
  { what: 'a TCP target without a port', values: { tcp: { '6379': 'redis' } }, says: ['tcp.6379', 'redis', 'service:port'] },
  { what: 'the PROXY protocol for UDP', values: { udp: { '53': 'dns:53:PROXY' } }, says: ['udp.53', 'dns:53:PROXY'] },
  {
    what: 'a TCP target that is not watched',
    values: { tcp: { '6379': 'other/redis:6379' } },
    says: ['tcp.6379', 'other', 'controller.scope.enabled'],
  },
  {
    what: 'source ranges that would not hold',
    values: { entry: 'hostPort', ...service({ loadBalancerSourceRanges: ['192.0.2.0/24'] }) },
    says: ['loadBalancerSourceRanges', 'hostPort', 'whitelist-source-range'],
  },
  { what: 'no account and no name of one', values: { serviceAccount: { create: false } }, says: ['serviceAccount.name'] },
  {
    what: 'a class of others without its name',
    values: controller({ ingressClassResource: { enabled: false, name: 'nginx' } }),
    says: ['ingressClassResource', 'controllerValue'],
  },
  {
    what: 'fewer replicas at most than at least',
    values: controller({ autoscaling: { enabled: true, minReplicas: 5, maxReplicas: 4 } }),
    says: ['minReplicas 5', 'maxReplicas 4'],
  },
  {
    what: 'an argument that a value governs',
    values: controller({ extraArgs: { 'http-port': 8080 } }),
    says: ['extraArgs.http-port', 'controller.containerPort.http'],
  },
  {
    what: 'the class as an argument',
    values: controller({ extraArgs: { 'ingress-class': 'nginx' } }),
    says: ['extraArgs.ingress-class', 'controller.ingressClassResource.name'],
  },
  {
    what: 'the webhook as an argument',
    values: controller({ extraArgs: { 'validating-webhook': ':8443' } }),
    says: ['extraArgs.validating-webhook', 'no admission webhook'],
  },
  { what: 'neither tag nor digest', values: image({ tag: '', digest: '' }), says: ['controller.image.tag', 'controller.image.digest'] },
  {
    what: 'a tag inside the repository',
    values: image({ repository: 'example.com:5000/nginx:1.2' }),
    says: ['example.com:5000/nginx:1.2', 'controller.image.tag'],
  },
  {
    what: 'a release with holes',
    values: image({ tag: 'v1.15.0' }),
    says: ['controller.image.tag', 'v1.15.0', 'v1.15.1', 'CVE-2026-4342'],
  },
  {
    what: 'a release with holes, without v',
    values: image({ tag: '1.11.2' }),
    says: ['controller.image.tag', '1.11.2', 'controller.image.repository'],
  },
];

import type { ControllerRow } from './row.js';
import type { OptionRow } from './dialect.js';

const ANNOTATIONS = 'kubernetes/ingress-nginx controller-v1.15.1, docs/user-guide/nginx-configuration/annotations.md';
const VALIDATORS = 'kubernetes/ingress-nginx controller-v1.15.1, internal/ingress/annotations/parser/validators.go';
const PREFIX = 'nginx.ingress.kubernetes.io/';

const options: readonly OptionRow[] = [
  {
    option: 'allowFrom',
    annotation: `${PREFIX}whitelist-source-range`,
    transform: 'joinComma',
    verdict: 'exact',
    note: 'the controller must see the address of the client: behind a proxying load balancer it does not',
    source: 'kubernetes/ingress-nginx controller-v1.15.1, internal/ingress/annotations/ipallowlist',
    verified: '2026-11-22',
  },
  {
    option: 'backendProtocol',
    annotation: `${PREFIX}backend-protocol`,
    transform: 'map',
    values: { http: '', websocket: '', https: 'HTTPS', grpc: 'GRPC', grpcs: 'GRPCS' },
    verdict: 'exact',
    note: 'websocket needs no setting; connections without data end after readTimeout (60s by default)',
    source: ANNOTATIONS,
    verified: '2026-11-22',
  },
  {
    option: 'bodySize',
    annotation: `${PREFIX}proxy-body-size`,
    transform: 'nginxSize',
    verdict: 'exact',
    source: VALIDATORS,
    verified: '2026-11-22',
  },
  {
    option: 'connectTimeout',
    annotation: `${PREFIX}proxy-connect-timeout`,
    transform: 'seconds',
    verdict: 'exact',
    source: ANNOTATIONS,
    verified: '2026-11-22',
  },
  {
    option: 'passthrough',
    annotation: `${PREFIX}ssl-passthrough`,
    transform: 'bool',
    verdict: 'exact',
    note: 'works only when the controller runs with --enable-ssl-passthrough; every other annotation of the Ingress is ignored',
    source: ANNOTATIONS,
    verified: '2026-11-22',
  },
  {
    option: 'readTimeout',
    annotation: `${PREFIX}proxy-read-timeout`,
    transform: 'seconds',
    verdict: 'exact',
    source: ANNOTATIONS,
    verified: '2026-11-22',
  },
  {
    option: 'redirect',
    annotation: `${PREFIX}ssl-redirect`,
    transform: 'bool',
    verdict: 'exact',
    note: 'on by default for an Ingress with TLS; status 308',
    source: ANNOTATIONS,
    verified: '2026-11-22',
  },
  {
    option: 'redirectOnly',
    annotation: `${PREFIX}force-ssl-redirect`,
    transform: 'bool',
    verdict: 'exact',
    source: ANNOTATIONS,
    verified: '2026-11-22',
  },
  {
    option: 'rewrite',
    annotation: `${PREFIX}rewrite-target`,
    verdict: 'approximate',
    note: 'a regular expression with a capture in the path; all paths of the host become case-insensitive regular expressions',
    source: 'kubernetes/ingress-nginx controller-v1.15.1, docs/user-guide/ingress-path-matching.md',
    verified: '2026-11-22',
  },
  {
    option: 'rewriteFull',
    annotation: `${PREFIX}rewrite-target`,
    transform: 'string',
    verdict: 'approximate',
    note: 'all paths of the host become case-insensitive regular expressions',
    source: 'kubernetes/ingress-nginx controller-v1.15.1, docs/user-guide/ingress-path-matching.md',
    verified: '2026-11-22',
  },
  {
    option: 'sendTimeout',
    annotation: `${PREFIX}proxy-send-timeout`,
    transform: 'seconds',
    verdict: 'exact',
    source: ANNOTATIONS,
    verified: '2026-11-22',
  },
  {
    option: 'targets',
    annotation: `${PREFIX}service-upstream`,
    transform: 'map',
    values: { pod: '', node: 'true' },
    verdict: 'approximate',
    note: 'node means the address of the Service, not the nodes; the default is the pods',
    source: ANNOTATIONS,
    verified: '2026-11-22',
  },
];

/** ingress-nginx of the Kubernetes project, with the repackagings that keep its dialect. */
export const INGRESS_NGINX: ControllerRow = {
  id: 'ingress-nginx',
  title: 'ingress-nginx',
  ingressControllers: [
    'k8s.io/ingress-nginx',
    'k8s.io/ingress-nginx/',
    'webapprouting.kubernetes.azure.com/',
    'approuting.kubernetes.azure.com/',
  ],
  workloads: [
    { labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' } },
    { image: 'ingress-nginx/controller' },
    { image: 'nginx-ingress-controller' },
    { arg: '/nginx-ingress-controller' },
  ],
  controllerFlag: { flag: '--controller-class', default: 'k8s.io/ingress-nginx' },
  annotationClass: { flag: '--ingress-class', default: 'nginx' },
  portFlags: { http: '--http-port', https: '--https-port' },
  targets: 'pod',
  retired: 'ingress-nginx is retired since March 2026: no more fixes, not even for security',
  dialect: { prefix: PREFIX, options },
  source: 'kubernetes/ingress-nginx chart 4.15.1 and README.md; Azure/aks-app-routing-operator v0.2.25',
  verified: '2026-11-22',
};

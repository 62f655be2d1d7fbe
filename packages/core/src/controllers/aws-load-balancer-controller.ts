import { inOrder, type Dialect, type OptionRow } from './dialect.js';
import type { ControllerRow } from './row.js';

const E = {
  source: 'kubernetes-sigs/aws-load-balancer-controller v3.5.0, docs/guide/ingress/annotations.md',
  verified: '2026-11-22',
} as const;
const P = 'alb.ingress.kubernetes.io/';

const options: OptionRow[] = [
  {
    option: 'access.scope',
    verdict: 'exact',
    annotation: `${P}scheme`,
    transform: 'map',
    values: { public: 'internet-facing', internal: 'internal' },
    default: 'public',
    note: 'without the annotation the load balancer is internal; spec.scheme of the IngressClassParams counts more',
    ...E,
  },
  {
    option: 'tls.mode',
    verdict: 'approximate',
    annotation: `${P}listen-ports`,
    transform: 'map',
    values: { terminate: '[{"HTTP": 80}, {"HTTPS": 443}]' },
    note: 'the certificate is the one of AWS Certificate Manager for the hosts',
    ...E,
  },
  {
    option: 'tls.redirect',
    verdict: 'exact',
    when: { 'tls.mode': ['terminate'] },
    annotation: `${P}ssl-redirect`,
    transform: 'map',
    values: { true: '443', false: '' },
    ...E,
  },
  { option: 'access.allowFrom', verdict: 'exact', annotation: `${P}inbound-cidrs`, transform: 'joinComma', ...E },
  {
    option: 'options.backendProtocol',
    verdict: 'exact',
    annotation: `${P}backend-protocol`,
    transform: 'map',
    values: { http: '', websocket: '', https: 'HTTPS' },
    ...E,
  },
  {
    option: 'options.targets',
    verdict: 'exact',
    annotation: `${P}target-type`,
    transform: 'map',
    values: { pod: 'ip' },
    note: 'nodes need a Service with ports on them, and a route leads to one of type ClusterIP',
    ...E,
  },
];

const dialect: Dialect = {
  id: 'aws-load-balancer-controller',
  title: 'AWS Load Balancer Controller (ALB)',
  carrier: 'Ingress',
  prefixes: [P],
  rewrite: 'none',
  canary: 'none',
  options: inOrder(options),
  noSecrets:
    'certificates are those of AWS Certificate Manager, found by the hosts or named by the annotation alb.ingress.kubernetes.io/certificate-arn (annotations)',
  defaults: { 'tls.redirect': 'false', 'access.scope': 'internal', 'options.targets': 'node' },
};

/** Application Load Balancers of AWS, by annotations of an Ingress. */
export const AWS_LOAD_BALANCER_CONTROLLER_ALB: ControllerRow = {
  id: 'aws-load-balancer-controller',
  title: 'AWS Load Balancer Controller (ALB)',
  apiGroups: ['elbv2.k8s.aws'],
  ingressControllers: ['ingress.k8s.aws/alb', 'eks.amazonaws.com/alb'],
  gatewayControllers: ['gateway.k8s.aws/alb', 'gateway.k8s.aws/nlb'],
  workloads: [{ labels: { 'app.kubernetes.io/name': 'aws-load-balancer-controller' } }, { image: 'eks/aws-load-balancer-controller' }],
  managed: true,
  ownAddress: true,
  probes: { path: '/', annotation: `${P}healthcheck-path` },
  classParams: ['elbv2.k8s.aws', 'eks.amazonaws.com'],
  targets: 'either',
  dialects: [dialect],
  source: 'kubernetes-sigs/aws-load-balancer-controller v3.5.0, helm/aws-load-balancer-controller',
  verified: '2026-11-22',
};

import { inOrder, type Dialect, type DialectPart, type OptionRow, type RouteOption } from './dialect.js';
import type { ControllerRow } from './row.js';

const E = {
  source: 'kubernetes/ingress-gce, pkg/annotations/ingress.go, pkg/apis/backendconfig/v1 and pkg/apis/frontendconfig/v1beta1',
  verified: '2026-11-22',
} as const;

const PARTS: readonly DialectPart[] = [
  {
    id: 'frontend',
    object: { apiVersion: 'networking.gke.io/v1beta1', kind: 'FrontendConfig', suffix: '' },
    link: { annotation: 'networking.gke.io/v1beta1.FrontendConfig', text: '{name}' },
  },
  {
    id: 'backend',
    object: { apiVersion: 'cloud.google.com/v1', kind: 'BackendConfig', suffix: '' },
    link: { annotation: 'cloud.google.com/backend-config', on: 'service', text: '{"default":"{name}"}' },
  },
];

const B = { source: 'kubernetes/ingress-gce, pkg/apis/backendconfig/v1/types.go', verified: '2026-11-28' } as const;

function lacks(note: string, ...options: RouteOption[]): OptionRow[] {
  return options.map((option) => ({ option, verdict: 'none', note, ...E }));
}

const CLASS = 'kubernetes.io/ingress.class';

const options: OptionRow[] = [
  {
    option: 'access.scope',
    verdict: 'exact',
    annotation: CLASS,
    transform: 'map',
    values: { public: '', internal: 'gce-internal' },
    note: 'the class says it: gce and gce-regional-external are public',
    ...E,
  },
  {
    option: 'tls.redirect',
    verdict: 'exact',
    when: { 'tls.mode': ['terminate'] },
    on: 'frontend',
    field: 'spec.redirectToHttps.enabled',
    ...E,
  },
  {
    option: 'options.requestTimeout',
    verdict: 'approximate',
    on: 'backend',
    field: 'spec.timeoutSec',
    transform: 'seconds',
    note: 'the time begins when the whole request has come; 30s unless said',
    ...E,
  },
  ...lacks(
    'addresses are checked by Cloud Armor: securityPolicy of a BackendConfig names a policy',
    'access.allowFrom',
    'options.denyFrom',
  ),
  ...lacks(
    'it takes a Gateway: an Ingress sends requests on as they are',
    'paths.rewrite',
    'paths.rewrite.full',
    'options.redirect.url',
    'options.redirect.code',
    'options.appRoot',
    'options.hostHeader',
    'options.canary.service',
    'options.mirror.service',
  ),
  ...lacks('it asks by Identity-Aware Proxy (iap of a BackendConfig) only', 'options.basicAuth.secretName', 'options.externalAuth.url'),
  ...lacks('rates are limited by Cloud Armor', 'options.rateLimit.requestsPerSecond', 'options.rateLimit.requestsPerMinute'),
  ...lacks(
    'it goes by the names of ports of the Service: their appProtocol, or the annotation cloud.google.com/app-protocols',
    'options.backendProtocol',
  ),
  {
    option: 'options.requestHeaders.set',
    verdict: 'exact',
    on: 'backend',
    field: 'spec.customRequestHeaders.headers',
    transform: 'colonList',
    ...B,
  },
  {
    option: 'options.responseHeaders.set',
    verdict: 'exact',
    on: 'backend',
    field: 'spec.customResponseHeaders.headers',
    transform: 'colonList',
    ...B,
  },
  {
    option: 'options.affinity.cookie',
    verdict: 'approximate',
    on: 'backend',
    field: 'spec.sessionAffinity.affinityType',
    transform: 'map',
    values: { GCLB: 'GENERATED_COOKIE' },
    pattern: '^GCLB$',
    expects: 'GCLB, the name that the load balancer gives it',
    note: 'a pod whose load is high loses clients to others',
    ...B,
  },
  {
    option: 'options.affinity.maxAge',
    verdict: 'exact',
    on: 'backend',
    field: 'spec.sessionAffinity.affinityCookieTtlSec',
    transform: 'seconds',
    needs: ['options.affinity.cookie'],
    ...B,
  },
  {
    option: 'options.targets',
    verdict: 'exact',
    on: 'service',
    annotation: 'cloud.google.com/neg',
    transform: 'map',
    values: { pod: '{"ingress": true}' },
    note: 'nodes need a Service with ports on them, and a route leads to one of type ClusterIP; pods need a VPC-native cluster',
    source: 'kubernetes/ingress-gce, pkg/annotations/service.go, NEGAnnotationKey',
    verified: '2026-11-28',
  },
];

const dialect: Dialect = {
  id: 'gke',
  title: 'GKE Ingress',
  carrier: 'Ingress',
  prefixes: ['networking.gke.io/', 'ingress.gcp.kubernetes.io/', 'cloud.google.com/neg', 'cloud.google.com/backend-config', CLASS],
  rewrite: 'none',
  canary: 'none',
  parts: PARTS,
  options: inOrder(options),
  defaults: { 'tls.redirect': 'false', 'access.scope': 'public', 'options.requestTimeout': '30s', 'options.targets': 'node' },
};

/** Ingress of Google Kubernetes Engine, with its BackendConfig and FrontendConfig. */
export const GKE: ControllerRow = {
  id: 'gke',
  title: 'GKE Ingress',
  apiGroups: ['networking.gke.io'],
  fixedClasses: [
    { name: 'gce', scope: 'public' },
    { name: 'gce-internal', scope: 'internal' },
    { name: 'gce-regional-external', scope: 'public' },
  ],
  managed: true,
  ownAddress: true,
  targets: 'either',
  dialects: [dialect],
  source: 'kubernetes/ingress-gce, pkg/annotations/ingress.go',
  verified: '2026-11-22',
};

import { PROXY } from './contour-httpproxy.js';
import { inOrder, type Dialect, type OptionRow } from './dialect.js';
import type { ControllerRow } from './row.js';

const E = { source: 'projectcontour/contour v1.33.6, site/content/docs/main/config/annotations.md', verified: '2026-11-28' } as const;
const P = 'projectcontour.io/';

const options: OptionRow[] = [
  {
    option: 'tls.redirect',
    verdict: 'exact',
    when: { 'tls.mode': ['terminate'] },
    annotation: 'ingress.kubernetes.io/force-ssl-redirect',
    transform: 'map',
    values: { true: 'true', false: '' },
    ...E,
  },
  {
    option: 'options.requestTimeout',
    verdict: 'approximate',
    annotation: `${P}response-timeout`,
    transform: 'goDuration',
    note: 'the time begins when the whole request has come; 15s unless said',
    ...E,
  },
  { option: 'options.targets', verdict: 'exact', transform: 'map', values: { pod: '' }, note: 'it sends to pods', ...E },
];

const dialect: Dialect = {
  id: 'contour',
  title: 'Contour',
  carrier: 'Ingress',
  prefixes: [P, 'ingress.kubernetes.io/force-ssl-redirect'],
  rewrite: 'none',
  canary: 'none',
  options: inOrder(options),
  defaults: { 'tls.redirect': 'false', 'options.requestTimeout': '15s', 'options.targets': 'pod' },
};

/** Contour, by annotations of an Ingress. */
export const CONTOUR: ControllerRow = {
  id: 'contour',
  title: 'Contour',
  apiGroups: ['projectcontour.io'],
  ingressControllers: ['projectcontour.io/'],
  gatewayControllers: ['projectcontour.io/gateway-controller'],
  workloads: [{ image: 'projectcontour/contour' }],
  dataPlane: [
    { labels: { 'app.kubernetes.io/component': 'envoy' }, image: 'envoyproxy/envoy' },
    { name: 'envoy', image: 'envoyproxy/envoy' },
  ],
  annotationClass: { flag: '--ingress-class-name', default: 'contour' },
  targets: 'pod',
  dialects: [dialect, PROXY],
  source: 'projectcontour/helm-charts contour 0.7.0; projectcontour/contour v1.33.6, site/content/docs/main/config/ingress.md',
  verified: '2026-11-22',
};

import { inOrder, type Dialect, type OptionRow } from './dialect.js';
import type { ControllerRow } from './row.js';

const E = { source: 'cilium/cilium v1.20.0, Documentation/network/servicemesh/ingress.rst', verified: '2026-11-22' } as const;
const P = 'ingress.cilium.io/';

const options: OptionRow[] = [
  {
    option: 'tls.mode',
    verdict: 'exact',
    annotation: `${P}tls-passthrough`,
    transform: 'map',
    values: { terminate: '', passthrough: 'enabled' },
    note: 'takes the root path only',
    ...E,
  },
  {
    option: 'tls.redirect',
    verdict: 'exact',
    when: { 'tls.mode': ['terminate'] },
    annotation: `${P}force-https`,
    transform: 'map',
    values: { true: 'enabled', false: 'disabled' },
    ...E,
  },
  {
    option: 'options.requestTimeout',
    verdict: 'approximate',
    annotation: `${P}request-timeout`,
    transform: 'goDuration',
    note: 'the time begins when the whole request has come',
    ...E,
  },
  { option: 'options.targets', verdict: 'exact', transform: 'map', values: { pod: '' }, note: 'it sends to pods', ...E },
];

const dialect: Dialect = {
  id: 'cilium',
  title: 'Cilium',
  carrier: 'Ingress',
  prefixes: [P],
  rewrite: 'none',
  canary: 'none',
  options: inOrder(options),
  defaults: { 'options.targets': 'pod' },
};

/** Cilium, by annotations of an Ingress. */
export const CILIUM: ControllerRow = {
  id: 'cilium',
  title: 'Cilium',
  apiGroups: ['cilium.io'],
  ingressControllers: ['cilium.io/ingress-controller'],
  gatewayControllers: ['io.cilium/gateway-controller'],
  workloads: [{ labels: { 'k8s-app': 'cilium' } }, { image: 'cilium/cilium' }],
  services: ['cilium-ingress'],
  targets: 'pod',
  dialects: [dialect],
  source: 'cilium/cilium v1.20.0, Documentation/network/servicemesh/ingress.rst',
  verified: '2026-11-22',
};

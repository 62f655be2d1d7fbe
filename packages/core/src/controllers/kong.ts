import { inOrder, type Dialect, type OptionRow } from './dialect.js';
import type { ControllerRow } from './row.js';

const E = { source: 'Kong/kubernetes-ingress-controller v3.5.0, internal/annotations/annotations.go', verified: '2026-11-22' } as const;
const P = 'konghq.com/';
const tls = { when: { 'options.backendProtocol': ['https', 'grpcs'] } } as const;

/** Annotations of the Service, in milliseconds. */
function timeout(option: OptionRow['option'], key: string): OptionRow {
  return { option, on: 'service', annotation: `${P}${key}`, transform: 'milliseconds', verdict: 'exact', ...E };
}

const options: OptionRow[] = [
  {
    option: 'tls.redirect',
    verdict: 'exact',
    when: { 'tls.mode': ['terminate'] },
    annotation: `${P}protocols`,
    transform: 'map',
    values: { true: 'https', false: '' },
    also: { [`${P}https-redirect-status-code`]: '308' },
    ...E,
  },
  timeout('options.connectTimeout', 'connect-timeout'),
  timeout('options.readTimeout', 'read-timeout'),
  timeout('options.sendTimeout', 'write-timeout'),
  {
    option: 'options.backendProtocol',
    on: 'service',
    annotation: `${P}protocol`,
    transform: 'map',
    values: { http: '', websocket: '', https: 'https', grpc: 'grpc', grpcs: 'grpcs' },
    verdict: 'exact',
    ...E,
  },
  { option: 'options.backendTLS.verify', on: 'service', annotation: `${P}tls-verify`, transform: 'bool', verdict: 'exact', ...tls, ...E },
  { option: 'options.targets', verdict: 'exact', transform: 'map', values: { pod: '' }, note: 'it sends to pods', ...E },
];

const dialect: Dialect = {
  id: 'kong',
  title: 'Kong Ingress Controller',
  carrier: 'Ingress',
  prefixes: [P],
  rewrite: 'none',
  canary: 'none',
  options: inOrder(options),
  defaults: { 'options.targets': 'pod' },
};

/** Kong Ingress Controller, by annotations. */
export const KONG: ControllerRow = {
  id: 'kong',
  title: 'Kong Ingress Controller',
  apiGroups: ['configuration.konghq.com'],
  ingressControllers: ['ingress-controllers.konghq.com/kong'],
  gatewayControllers: ['konghq.com/kic-gateway-controller'],
  workloads: [{ labels: { 'app.kubernetes.io/name': 'kong' } }, { image: 'kong/kubernetes-ingress-controller' }],
  dialects: [dialect],
  source: 'Kong/kubernetes-ingress-controller v3.5.0, internal/annotations/annotations.go; Kong/charts kong 3.4.1',
  verified: '2026-11-22',
};

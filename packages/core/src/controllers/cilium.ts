import { inOrder, type Dialect, type ForeignWord, type OptionRow, type RouteOption } from './dialect.js';
import type { ControllerRow } from './row.js';

const E = { source: 'cilium/cilium v1.20.0, Documentation/network/servicemesh/ingress.rst', verified: '2026-11-22' } as const;
const P = 'ingress.cilium.io/';

function lacks(option: RouteOption, note: string): OptionRow[] {
  return [{ option, verdict: 'none', note, ...E }];
}

/** How the Service of an Ingress is made, which is no option of a route. */
const FOREIGN: readonly ForeignWord[] = [
  ['loadbalancer-mode', 'whether Ingresses share a load balancer is no neutral option'],
  ['loadbalancer-class', 'the class of its Service is no neutral option of a route'],
  ['service-type', 'the type of its Service is no neutral option of a route'],
  ['service-external-traffic-policy', 'the policy of its Service is no neutral option of a route'],
  ['insecure-node-port', 'node ports of its Service are no neutral option of a route'],
  ['secure-node-port', 'node ports of its Service are no neutral option of a route'],
  ['host-listener-port', 'the port on the host network is no neutral option of a route'],
].map(([key = '', why = '']) => ({ annotation: `${P}${key}`, why, ...E }));

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
    option: 'paths.type',
    verdict: 'approximate',
    transform: 'map',
    values: { RegularExpression: 'RegularExpression' },
    note: 'the expression must match the whole path, not only its beginning',
    ...E,
  },
  ...lacks('access.allowFrom', 'an Ingress has no list of its own: a CiliumNetworkPolicy on the identity ingress has'),
  ...lacks('paths.rewrite', 'an HTTPRoute of Cilium has it'),
  ...lacks('options.canary.service', 'an HTTPRoute of Cilium has it'),
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
  foreign: FOREIGN,
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

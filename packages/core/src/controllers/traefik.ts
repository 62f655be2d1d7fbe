import { inOrder, type Dialect, type OptionRow, type RouteOption } from './dialect.js';
import { gatewayDialect } from './gateway-api.js';
import type { ControllerRow } from './row.js';
import { traefikNginx } from './traefik-nginx.js';
import {
  CODE,
  DOCS,
  MIDDLEWARE_QUIRKS,
  MIDDLEWARE_ROWS,
  PREFIX,
  REDIRECT_ROWS,
  TRANSPORT,
  TRANSPORT_ROWS,
  middlewareParts,
  verified,
} from './traefik-rows.js';

const ingressDocs = { source: `${DOCS}/kubernetes/ingress.md`, verified } as const;
const SCHEMES = { http: '', websocket: '', https: 'https', h2c: 'h2c', grpc: 'h2c', grpcs: 'https' } as const;
const ONE_BACKEND = 'a path of an Ingress has one Service; an IngressRoute (traefik-crd) can have more';

/** Annotations of Ingress and Service; what needs more is a Middleware that they name. */
const INGRESS: Dialect = {
  id: 'traefik',
  title: 'Traefik',
  carrier: 'Ingress',
  prefixes: [PREFIX],
  rewrite: 'traefik-middleware',
  canary: 'none',
  parts: [
    ...middlewareParts({ annotation: `${PREFIX}router.middlewares`, text: '{namespace}-{name}@kubernetescrd' }),
    {
      id: 'transport',
      object: TRANSPORT,
      link: { annotation: `${PREFIX}service.serverstransport`, on: 'service', text: '{namespace}-{name}@kubernetescrd' },
    },
  ],
  options: inOrder([
    {
      option: 'tls.mode',
      transform: 'map',
      values: { terminate: '' },
      verdict: 'exact',
      note: 'TLS ends at entry points that have it switched on, as websecure of the chart has; passthrough needs an IngressRouteTCP (traefik-crd)',
      ...ingressDocs,
    },
    {
      option: 'paths.type',
      annotation: `${PREFIX}router.pathmatcher`,
      transform: 'map',
      values: { ImplementationSpecific: '', RegularExpression: 'PathRegexp' },
      verdict: 'exact',
      note: 'ImplementationSpecific compares letters, not path elements: /foo matches /foobar',
      source: `${CODE}/provider/kubernetes/ingress/kubernetes.go`,
      verified,
    },
    ...REDIRECT_ROWS,
    ...MIDDLEWARE_ROWS,
    ...TRANSPORT_ROWS,
    {
      option: 'options.backendProtocol',
      on: 'service',
      annotation: `${PREFIX}service.serversscheme`,
      transform: 'map',
      values: SCHEMES,
      verdict: 'exact',
      note: 'port 443 and ports named https… are https without being told',
      ...ingressDocs,
    },
    {
      option: 'options.targets',
      on: 'service',
      annotation: `${PREFIX}service.nativelb`,
      transform: 'map',
      values: { pod: '', node: 'true' },
      verdict: 'approximate',
      note: 'node means the address of the Service, not the nodes; the default is the pods',
      ...ingressDocs,
    },
    {
      option: 'options.affinity.cookie',
      on: 'service',
      annotation: `${PREFIX}service.sticky.cookie.name`,
      also: { [`${PREFIX}service.sticky.cookie`]: 'true' },
      verdict: 'exact',
      ...ingressDocs,
    },
    ...affinityRows(),
    ...lacks(['options.canary.service', 'options.canary.port', 'options.canary.weight', 'options.canary.header'], ONE_BACKEND),
    ...lacks(['options.canary.headerValue', 'options.canary.cookie'], ONE_BACKEND),
    ...lacks(['options.mirror.service', 'options.mirror.port', 'options.mirror.percent'], ONE_BACKEND),
  ]),
  // Letters are compared unless Traefik runs with providers.kubernetesIngress.strictPrefixMatching.
  prefixPaths: 'inTwo',
  quirks: [
    ...MIDDLEWARE_QUIRKS,
    {
      options: ['paths.type'],
      where: 'exactBelowPrefix',
      note: 'the longest rule wins, and the prefix makes a longer one than the exact path below it: its requests go where those of the prefix go',
      source: `${DOCS}/http/routing/rules-and-priority.md`,
      verified,
    },
  ],
  foreign: foreignWords(),
  defaults: { 'tls.redirect': 'false', 'options.cors.credentials': 'false', 'options.targets': 'pod' },
};

function mirrorRows(): OptionRow[] {
  const at = 'spec.mirroring.mirrors.0';
  const docs = { source: `${DOCS}/kubernetes/crd/http/traefikservice.md`, verified };
  const row = (word: string, alsoFields?: OptionRow['alsoFields']): OptionRow => ({
    option: `options.mirror.${word}` as RouteOption,
    on: 'mirror',
    field: `${at}.${word === 'service' ? 'name' : word}`,
    ...(alsoFields ? { alsoFields } : {}),
    excludes: ['options.canary.service'],
    verdict: 'exact',
    note: 'a TraefikService, which takes the place of the Services of a rule',
    ...docs,
  });
  // Without a percentage nothing is copied.
  return [row('service', { [`${at}.percent`]: 100 }), row('port'), row('percent')];
}

function affinityRows(): OptionRow[] {
  const at = (word: string): Pick<OptionRow, 'on' | 'annotation' | 'verdict' | 'source' | 'verified'> => ({
    on: 'service',
    annotation: `${PREFIX}service.sticky.cookie.${word}`,
    verdict: 'exact',
    ...ingressDocs,
  });
  return [
    { option: 'options.affinity.maxAge', transform: 'seconds', ...at('maxage') },
    { option: 'options.affinity.path', ...at('path'), source: `${CODE}/config/dynamic/http_config.go` },
    {
      option: 'options.affinity.sameSite',
      transform: 'map',
      values: { None: 'none', Lax: 'lax', Strict: 'strict' },
      ...at('samesite'),
    },
    { option: 'options.affinity.secure', transform: 'bool', ...at('secure') },
  ];
}

function lacks(options: readonly RouteOption[], note: string): OptionRow[] {
  return options.map((option) => ({ option, verdict: 'none', note, ...ingressDocs }));
}

function foreignWords(): NonNullable<Dialect['foreign']> {
  const words: Readonly<Record<string, string>> = {
    'router.entrypoints': 'at which entry points a route answers is the choice of who runs the controller',
    'router.middlewares': 'Middlewares that this route does not make say what they do, not the route',
    'router.priority': 'routes are ranked by their rules',
    'router.rulesyntax': 'a choice of the controller',
    'router.tls': 'a route with it answers TLS only; entry points have a setting of their own',
    'router.tls.certresolver': 'certificates come from a Secret or from cert-manager',
    'router.tls.options': 'TLS versions and ciphers have no neutral option',
    'router.observability.accesslogs': 'logging has no neutral option',
    'router.observability.metrics': 'metrics have no neutral option',
    'router.observability.tracing': 'tracing has no neutral option',
    'service.nodeportlb': 'for a Traefik outside of the cluster',
    'service.passhostheader': 'the client’s Host header is passed on unless hostHeader says otherwise',
    'service.sticky.cookie.httponly': 'there is no neutral option for it',
    'service.sticky.cookie.domain': 'there is no neutral option for it',
  };
  return Object.entries(words).map(([word, why]) => ({ annotation: `${PREFIX}${word}`, why, ...ingressDocs }));
}

const crdDocs = { source: `${DOCS}/kubernetes/crd/http/ingressroute.md`, verified } as const;

/** IngressRoute: Middlewares and transports are named in its rules, and a rule can have several Services. */
const INGRESS_ROUTE: Dialect = {
  id: 'traefik-crd',
  title: 'Traefik (IngressRoute)',
  carrier: 'IngressRoute',
  prefixes: [],
  rewrite: 'traefik-middleware',
  canary: 'weighted-backends',
  parts: [
    ...middlewareParts({ list: 'middlewares', item: { name: '{name}' } }),
    { id: 'transport', object: TRANSPORT, link: { field: 'backend.serversTransport', text: '{name}' } },
    {
      id: 'mirror',
      object: { apiVersion: 'traefik.io/v1alpha1', kind: 'TraefikService', suffix: '-mirror' },
      base: { spec: { mirroring: { name: '{service}', port: '{port}' } } },
      link: { list: 'services', item: { name: '{name}', kind: 'TraefikService' } },
    },
  ],
  options: inOrder([
    {
      option: 'tls.mode',
      transform: 'map',
      values: { terminate: '', passthrough: 'true' },
      verdict: 'exact',
      note: 'by an IngressRouteTCP, which goes by the server name that clients ask for',
      source: `${DOCS}/kubernetes/crd/tcp/ingressroutetcp.md`,
      verified,
    },
    {
      option: 'paths.type',
      transform: 'map',
      values: { RegularExpression: 'PathRegexp' },
      verdict: 'exact',
      source: `${DOCS}/http/routing/rules-and-priority.md`,
      verified,
    },
    ...REDIRECT_ROWS,
    ...MIDDLEWARE_ROWS,
    ...TRANSPORT_ROWS,
    {
      option: 'options.backendProtocol',
      on: 'rule',
      field: 'backend.scheme',
      transform: 'map',
      values: SCHEMES,
      verdict: 'exact',
      ...crdDocs,
    },
    {
      option: 'options.targets',
      on: 'rule',
      field: 'backend.nativeLB',
      transform: 'map',
      values: { pod: '', node: 'true' },
      verdict: 'approximate',
      note: 'node means the address of the Service, not the nodes; the default is the pods',
      ...crdDocs,
    },
    ...Object.entries({ cookie: 'name', path: 'path', sameSite: 'sameSite', secure: 'secure' }).map(([word, field]): OptionRow => ({
      option: `options.affinity.${word}` as RouteOption,
      on: 'rule',
      field: `backend.sticky.cookie.${field}`,
      ...(word === 'sameSite' ? { transform: 'map', values: { None: 'none', Lax: 'lax', Strict: 'strict' } } : {}),
      verdict: 'exact',
      ...crdDocs,
    })),
    {
      option: 'options.affinity.maxAge',
      on: 'rule',
      field: 'backend.sticky.cookie.maxAge',
      transform: 'seconds',
      verdict: 'exact',
      ...crdDocs,
    },
    ...(['service', 'port', 'weight', 'header', 'headerValue', 'cookie'] as const).map((word): OptionRow => ({
      option: `options.canary.${word}`,
      verdict: 'exact',
      note: 'weights of the Services of a rule, or a rule of its own for the header or cookie',
      ...crdDocs,
    })),
    ...mirrorRows(),
  ]),
  quirks: MIDDLEWARE_QUIRKS,
  defaults: { 'tls.redirect': 'false', 'options.cors.credentials': 'false', 'options.targets': 'pod' },
};

const CONFORMANCE = 'kubernetes-sigs/gateway-api, conformance/reports/v1.6/traefik-traefik';

/** HTTPRoutes served by Traefik: what its report lacks is a Middleware where there is one, which takes its provider kubernetescrd. */
const GATEWAY: Dialect = gatewayDialect({
  id: 'traefik-gateway',
  title: 'Traefik (Gateway API)',
  parts: middlewareParts({
    list: 'filters',
    item: { type: 'ExtensionRef', extensionRef: { group: 'traefik.io', kind: 'Middleware', name: '{name}' } },
  }).filter(({ id }) => !['https', 'redirect', 'app-root', 'headers'].includes(id)),
  options: MIDDLEWARE_ROWS.filter(({ on }) => on !== 'headers'),
  quirks: MIDDLEWARE_QUIRKS,
  without: {
    'options.requestTimeout': 'its conformance report lists no timeouts of routes',
    'options.mirror.service': 'its conformance report lists no RequestMirror',
    'options.mirror.port': 'its conformance report lists no RequestMirror',
    'options.mirror.percent': 'its conformance report lists no RequestMirror',
  },
  source: CONFORMANCE,
  verified: '2026-11-22',
});

/** Traefik, by each of the ways in which it takes a route. */
export const TRAEFIK: ControllerRow = {
  id: 'traefik',
  title: 'Traefik',
  apiGroups: ['traefik.io'],
  standsIn: {
    flag: '--providers.kubernetesingressnginx',
    dialect: 'traefik-nginx',
    controllerFlag: { flag: '--providers.kubernetesingressnginx.controllerclass', default: 'k8s.io/ingress-nginx' },
  },
  ingressControllers: ['traefik.io/ingress-controller'],
  gatewayControllers: ['traefik.io/gateway-controller'],
  workloads: [{ labels: { 'app.kubernetes.io/name': 'traefik' } }],
  targets: 'pod',
  dialects: [INGRESS, INGRESS_ROUTE, GATEWAY, ...traefikNginx()],
  source: 'traefik/traefik-helm-chart 41.3.0; traefik/traefik v3.7.9, pkg/provider/kubernetes/ingress/kubernetes.go',
  verified: '2026-11-22',
};

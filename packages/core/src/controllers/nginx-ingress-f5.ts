import { inOrder, type Dialect, type ForeignWord, type OptionRow, type RouteOption } from './dialect.js';
import type { ControllerRow } from './row.js';

const E = { source: 'nginx/kubernetes-ingress v5.5.4, internal/configs/annotations.go', verified: '2026-11-28' } as const;
const DOCS = {
  source: 'nginx/documentation, content/nic/configuration/ingress-resources/advanced-configuration-with-annotations.md',
  verified: '2026-11-28',
} as const;
const P = 'nginx.org/';

function word(option: RouteOption, key: string, more: Partial<OptionRow> = {}): OptionRow {
  return { option, verdict: 'exact', annotation: `${P}${key}`, ...E, ...more };
}

function lacks(note: string, ...options: RouteOption[]): OptionRow[] {
  return options.map((option) => ({ option, verdict: 'none', note, ...DOCS }));
}

/** nginx counts in words of its own: 120s. */
const time: Partial<OptionRow> = { transform: 'seconds', template: '{}s' };

/** One address one bucket, which is what rates count elsewhere. */
const perClient: Partial<OptionRow> = {
  transform: 'integer',
  also: { [`${P}limit-req-key`]: '${binary_remote_addr}', [`${P}limit-req-zone-size`]: '10m' },
  verdict: 'approximate',
  note: 'each copy of the controller counts by itself, and answers 429',
};

/** Names the Service whose pods speak something else. */
function service(protocol: string, key: string): OptionRow {
  return word('options.backendProtocol', key, {
    pattern: `^${protocol}$`,
    expects: protocol,
    transform: 'map',
    values: { [protocol]: '{service}' },
  });
}

const VIRTUAL_SERVER = 'an Ingress has no annotation for it; a VirtualServer has';

const options: OptionRow[] = [
  word('tls.redirect', 'ssl-redirect', {
    when: { 'tls.mode': ['terminate'] },
    transform: 'map',
    values: { true: 'true', false: 'false' },
    reads: [{ annotation: 'ingress.kubernetes.io/ssl-redirect', note: 'nginx.org/ssl-redirect says the same' }],
  }),
  word('tls.redirect', 'redirect-to-https', {
    when: { 'tls.mode': [''] },
    transform: 'map',
    values: { true: 'true', false: '' },
    note: 'by the header X-Forwarded-Proto of what ends TLS in front of it',
  }),
  ...lacks('nginx cuts a prefix by letters: /demo/x would become //x', 'paths.rewrite'),
  ...lacks('it takes nginx.org/rewrite-target and an expression as path', 'paths.rewrite.full'),
  ...lacks('nginx.org/path-regex makes expressions of all paths of an Ingress', 'paths.type'),
  ...lacks('it takes a snippet', 'options.redirect.url', 'options.redirect.code', 'options.hostHeader', 'options.responseHeaders.set'),
  ...lacks('it takes a snippet', 'options.requestHeaders.remove'),
  word('options.appRoot', 'app-root'),
  ...lacks('an allow-list is a Policy, to which a VirtualServer refers', 'access.allowFrom', 'options.denyFrom'),
  ...lacks(
    VIRTUAL_SERVER,
    'options.externalAuth.url',
    'options.externalAuth.method',
    'options.externalAuth.signInURL',
    'options.externalAuth.responseHeaders',
  ),
  word('options.basicAuth.secretName', 'basic-auth-secret', {
    verdict: 'approximate',
    note: 'the Secret must be of type nginx.org/htpasswd, with the key htpasswd',
  }),
  word('options.basicAuth.realm', 'basic-auth-realm', { needs: ['options.basicAuth.secretName'] }),
  word('options.rateLimit.requestsPerSecond', 'limit-req-rate', { ...perClient, template: '{}r/s' }),
  word('options.rateLimit.requestsPerMinute', 'limit-req-rate', {
    ...perClient,
    template: '{}r/m',
    excludes: ['options.rateLimit.requestsPerSecond'],
  }),
  word('options.rateLimit.burst', 'limit-req-burst', { transform: 'integer', also: { [`${P}limit-req-no-delay`]: 'true' } }),
  ...lacks('it limits requests only', 'options.rateLimit.connections'),
  ...lacks(
    'it takes a snippet',
    'options.cors.origins',
    'options.cors.methods',
    'options.cors.headers',
    'options.cors.exposeHeaders',
    'options.cors.credentials',
    'options.cors.maxAge',
  ),
  word('options.requestHeaders.set', 'proxy-set-headers', { transform: 'colonList' }),
  word('options.responseHeaders.remove', 'proxy-hide-headers', { transform: 'joinComma' }),
  word('options.bodySize', 'client-max-body-size', { transform: 'nginxSize' }),
  ...lacks('it limits connecting, reading and sending, not the whole', 'options.requestTimeout'),
  word('options.connectTimeout', 'proxy-connect-timeout', time),
  word('options.readTimeout', 'proxy-read-timeout', time),
  word('options.sendTimeout', 'proxy-send-timeout', time),
  {
    option: 'options.backendProtocol',
    verdict: 'exact',
    pattern: '^http$',
    expects: 'http',
    transform: 'map',
    values: { http: '' },
    ...E,
  },
  service('https', 'ssl-services'),
  service('grpc', 'grpc-services'),
  service('websocket', 'websocket-services'),
  ...lacks(
    'it trusts any certificate of the pods, unless a snippet says otherwise',
    'options.backendTLS.verify',
    'options.backendTLS.serverName',
    'options.backendTLS.caSecretName',
    'options.backendTLS.caConfigMapName',
  ),
  { option: 'options.targets', verdict: 'exact', transform: 'map', values: { pod: '' }, note: 'it sends to pods', ...E },
  ...lacks(
    'nginx.com/sticky-cookie-services is for NGINX Plus',
    'options.affinity.cookie',
    'options.affinity.maxAge',
    'options.affinity.path',
    'options.affinity.sameSite',
    'options.affinity.secure',
  ),
  ...lacks(
    VIRTUAL_SERVER,
    'options.canary.service',
    'options.canary.port',
    'options.canary.weight',
    'options.canary.header',
    'options.canary.headerValue',
    'options.canary.cookie',
  ),
  ...lacks('it takes a snippet', 'options.mirror.service', 'options.mirror.port', 'options.mirror.percent'),
];

const plus = 'it is for NGINX Plus';
const tuning = 'how nginx keeps bytes and connections is no neutral option';

const FOREIGN: readonly ForeignWord[] = Object.entries({
  'lb-method': 'how pods take turns is no neutral option',
  'server-tokens': 'what nginx says of itself is no neutral option',
  'server-snippets': 'a snippet may say anything',
  'location-snippets': 'a snippet may say anything',
  hsts: 'Strict-Transport-Security by switches is no neutral option',
  'hsts-max-age': 'Strict-Transport-Security by switches is no neutral option',
  'hsts-include-subdomains': 'Strict-Transport-Security by switches is no neutral option',
  'hsts-behind-proxy': 'Strict-Transport-Security by switches is no neutral option',
  'proxy-buffering': tuning,
  'proxy-buffers': tuning,
  'proxy-buffer-size': tuning,
  'proxy-busy-buffers-size': tuning,
  'proxy-max-temp-file-size': tuning,
  'client-body-buffer-size': tuning,
  'upstream-zone-size': tuning,
  keepalive: tuning,
  'max-fails': tuning,
  'max-conns': tuning,
  'fail-timeout': tuning,
  'proxy-next-upstream': 'what is tried again is no neutral option',
  'proxy-next-upstream-timeout': 'what is tried again is no neutral option',
  'proxy-next-upstream-tries': 'what is tried again is no neutral option',
  'proxy-pass-headers': 'headers that nginx hides by itself are no neutral option',
  'listen-ports': 'ports of the controller are those of its Service',
  'listen-ports-ssl': 'ports of the controller are those of its Service',
  'mergeable-ingress-type': 'an Ingress of several parts is no neutral option',
  'use-cluster-ip': 'sending to the address of the Service is no neutral option',
  'path-regex': 'it makes expressions of all paths of the Ingress',
  rewrites: 'nginx cuts a prefix by letters',
  'rewrite-target': 'it stands for parts of an expression',
  'http-redirect-code': 'the status of the redirect to HTTPS is no neutral option',
  'ssl-ciphers': 'ciphers are no neutral option',
  'ssl-prefer-server-ciphers': 'ciphers are no neutral option',
  'limit-req-delay': 'which requests wait is no neutral option',
  'limit-req-dry-run': 'a limit that is only logged is no neutral option',
  'limit-req-log-level': 'what is logged is no neutral option',
  'limit-req-reject-code': 'the status of a refusal is no neutral option',
  'limit-req-scale': 'sharing a rate among copies is no neutral option',
}).map(([key, why]) => ({ annotation: `${P}${key}`, why, ...E }));

const PLUS: readonly ForeignWord[] = [
  'sticky-cookie-services',
  'health-checks',
  'health-checks-mandatory',
  'health-checks-mandatory-queue',
  'slow-start',
  'jwt-key',
  'jwt-realm',
  'jwt-token',
  'jwt-login-url',
].map((key) => ({ annotation: `nginx.com/${key}`, why: plus, ...E }));

const dialect: Dialect = {
  id: 'nginx-ingress-f5',
  title: 'F5 NGINX Ingress Controller',
  carrier: 'Ingress',
  prefixes: [P, 'nginx.com/', 'ingress.kubernetes.io/ssl-redirect', 'appprotect.f5.com/', 'appprotectdos.f5.com/'],
  rewrite: 'none',
  canary: 'none',
  options: inOrder(options),
  foreign: [...FOREIGN, ...PLUS],
  defaults: {
    'tls.redirect': 'true',
    'options.bodySize': '1Mi',
    'options.connectTimeout': '60s',
    'options.readTimeout': '60s',
    'options.sendTimeout': '60s',
    'options.targets': 'pod',
  },
};

/** The controller that F5 makes, which is another one than ingress-nginx. */
export const NGINX_INGRESS_F5: ControllerRow = {
  id: 'nginx-ingress-f5',
  title: 'F5 NGINX Ingress Controller',
  apiGroups: ['k8s.nginx.org'],
  ingressControllers: ['nginx.org/ingress-controller'],
  workloads: [{ image: 'nginx/nginx-ingress' }],
  targets: 'pod',
  dialects: [dialect],
  source: 'nginx/kubernetes-ingress v5.5.4, charts/nginx-ingress',
  verified: '2026-11-22',
};

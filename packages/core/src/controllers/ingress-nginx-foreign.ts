import type { ForeignWord } from './dialect.js';

const SOURCE = 'kubernetes/ingress-nginx controller-v1.15.1, docs/user-guide/nginx-configuration/annotations.md and annotations-risk.md';
const PREFIX = 'nginx.ingress.kubernetes.io/';

/** Annotations without a neutral option, by the reason. */
const REASONS: readonly (readonly [why: string, names: readonly string[]])[] = [
  ['this Ingress is the canary of another one, and is read with that one', ['canary']],
  [
    'what one controller does with client certificates has no common form',
    [
      'auth-tls-secret',
      'auth-tls-verify-client',
      'auth-tls-verify-depth',
      'auth-tls-error-page',
      'auth-tls-pass-certificate-to-upstream',
      'auth-tls-match-cn',
    ],
  ],
  ['only a file of htpasswd under the key auth has a neutral option', ['auth-secret-type']],
  ['only basic has a neutral option', ['auth-type']],
  ["how answers of the external authentication are kept is the controller's own", ['auth-cache-key', 'auth-cache-duration']],
  [
    "how connections to the external authentication are kept is the controller's own",
    ['auth-keepalive', 'auth-keepalive-requests', 'auth-keepalive-share-vars', 'auth-keepalive-timeout'],
  ],
  [
    'a detail of the external authentication that only this controller has',
    ['auth-always-set-cookie', 'auth-proxy-set-headers', 'auth-request-redirect', 'auth-signin-redirect-param', 'enable-global-auth'],
  ],
  [
    'text of nginx.conf, which no other controller reads',
    ['auth-snippet', 'configuration-snippet', 'server-snippet', 'stream-snippet', 'modsecurity-snippet'],
  ],
  ['FastCGI is spoken by this controller only', ['fastcgi-index', 'fastcgi-params-configmap']],
  ['a total other than 100: the weight is no percentage', ['canary-weight-total']],
  ['a pattern of header values; only one value has a neutral option', ['canary-by-header-pattern']],
  ["how sessions and canaries go together is the controller's own", ['affinity-canary-behavior']],
  ["how sessions are moved when pods come and go is the controller's own", ['affinity-mode', 'session-cookie-change-on-failure']],
  [
    'a detail of the session cookie that has no neutral option',
    ['session-cookie-conditional-samesite-none', 'session-cookie-domain', 'session-cookie-partitioned'],
  ],
  [
    'buffers of nginx',
    [
      'client-body-buffer-size',
      'proxy-buffer-size',
      'proxy-buffering',
      'proxy-buffers-number',
      'proxy-busy-buffers-size',
      'proxy-max-temp-file-size',
      'proxy-request-buffering',
    ],
  ],
  ['what is shown instead of an error has no common form', ['custom-http-errors', 'default-backend', 'disable-proxy-intercept-errors']],
  ['headers of the answer from a ConfigMap; its entries can be written under options.responseHeaders.set', ['custom-headers']],
  ['to and from www is a route of its own elsewhere', ['from-to-www-redirect']],
  ['nginx has no push any more', ['http2-push-preload']],
  [
    "choice among the pods is the controller's own",
    ['load-balance', 'upstream-hash-by', 'upstream-hash-by-subset', 'upstream-hash-by-subset-size'],
  ],
  ['logs are a matter of the controller', ['enable-access-log', 'enable-rewrite-log']],
  ['a copy goes to a URL, not to a Service of the cluster', ['mirror-target', 'mirror-host', 'mirror-request-body']],
  ['a web application firewall of the controller', ['enable-modsecurity', 'enable-owasp-core-rules', 'modsecurity-transaction-id']],
  ['traces are a matter of the controller', ['enable-opentelemetry', 'opentelemetry-operation-name', 'opentelemetry-trust-incoming-span']],
  [
    "what happens to cookies, redirects and versions of the workload's answers has no common form",
    ['proxy-cookie-domain', 'proxy-cookie-path', 'proxy-redirect-from', 'proxy-redirect-to', 'proxy-http-version'],
  ],
  [
    'whether a request is tried again has no neutral option',
    ['proxy-next-upstream', 'proxy-next-upstream-timeout', 'proxy-next-upstream-tries'],
  ],
  [
    'a detail of TLS to the workload that has no neutral option',
    ['proxy-ssl-ciphers', 'proxy-ssl-protocols', 'proxy-ssl-server-name', 'proxy-ssl-verify-depth'],
  ],
  ['who is not limited has no neutral option', ['limit-allowlist', 'limit-whitelist']],
  ['the burst as a multiple of the rate; options.rateLimit.burst is a number of requests', ['limit-burst-multiplier']],
  ['bytes a second of an answer have no neutral option', ['limit-rate', 'limit-rate-after']],
  ["how a redirect is written is the controller's own", ['preserve-trailing-slash', 'relative-redirects', 'use-port-in-redirects']],
  ['ciphers of the listener are a matter of the controller', ['ssl-ciphers', 'ssl-prefer-server-ciphers']],
  ['one of two ways in, or both: the others have both', ['satisfy']],
  [
    'removed from the controller',
    [
      'global-rate-limit',
      'global-rate-limit-window',
      'global-rate-limit-key',
      'global-rate-limit-ignored-cidrs',
      'enable-opentracing',
      'opentracing-trust-incoming-span',
      'enable-influxdb',
      'influxdb-measurement',
      'influxdb-port',
      'influxdb-host',
      'influxdb-server-name',
      'secure-backends',
      'grpc-backend',
      'add-base-url',
      'base-url-scheme',
    ],
  ],
];

/** What ingress-nginx documents, or once did, and no neutral option stands for. */
export const INGRESS_NGINX_FOREIGN: readonly ForeignWord[] = REASONS.flatMap(([why, names]) =>
  names.map((name) => ({ annotation: `${PREFIX}${name}`, why, source: SOURCE, verified: '2026-11-28' })),
);

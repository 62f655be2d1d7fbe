import type { ForeignWord } from './dialect.js';

const E = { source: 'jcmoraisjr/haproxy-ingress v0.16.1, docs/content/en/docs/configuration/keys.md', verified: '2026-11-28' } as const;
const P = 'haproxy-ingress.github.io/';

/** Annotations without a neutral option, by the reason. */
const REASONS: readonly (readonly [why: string, names: readonly string[]])[] = [
  [
    'what one controller does with client certificates has no common form',
    ['auth-tls-cert-header', 'auth-tls-error-page', 'auth-tls-secret', 'auth-tls-strict', 'auth-tls-verify-client'],
  ],
  [
    'only one controller checks workloads by itself',
    [
      'agent-check-addr',
      'agent-check-interval',
      'agent-check-port',
      'agent-check-send',
      'health-check-addr',
      'health-check-fall-count',
      'health-check-interval',
      'health-check-port',
      'health-check-rise-count',
      'health-check-uri',
      'backend-check-interval',
    ],
  ],
  [
    'how one of several pods is chosen is up to the controller',
    [
      'assign-backend-server-id',
      'backend-server-naming',
      'backend-server-slots-increment',
      'balance-algorithm',
      'dynamic-scaling',
      'initial-weight',
      'maxconn-server',
      'maxqueue-server',
      'peers-table',
      'slots-min-free',
      'source-address-intf',
      'use-resolver',
    ],
  ],
  [
    'requests are shared out among the pods of one Service by their labels, not among Services',
    ['blue-green-balance', 'blue-green-cookie', 'blue-green-deploy', 'blue-green-header', 'blue-green-mode'],
  ],
  [
    'own configuration of HAProxy means something to HAProxy only',
    ['config-backend', 'config-backend-early', 'config-backend-late', 'config-tcp-service', 'var-namespace'],
  ],
  ['expressions for origins have no neutral form', ['cors-allow-origin-regex']],
  [
    'a detail of the external authentication that only this controller has',
    ['auth-external-placement', 'auth-headers-fail', 'auth-headers-request', 'oauth', 'oauth-headers', 'oauth-uri-prefix'],
  ],
  ['FastCGI has no neutral option', ['fcgi-app']],
  ['pages of its own have no neutral option', ['http-response-421', 'http-response-495', 'http-response-496', 'http-response-503']],
  ['a header is no part of a path', ['http-header-match', 'http-header-match-regex']],
  [
    'responseHeaders.set with Strict-Transport-Security says the same elsewhere',
    ['hsts', 'hsts-include-subdomains', 'hsts-max-age', 'hsts-preload'],
  ],
  ['clients that are not counted have no neutral option', ['limit-whitelist']],
  ['where the address of the client is found is a setting of the controller', ['allowlist-source-header']],
  ['the workload would have to read the PROXY protocol', ['proxy-protocol', 'tcp-service-proxy-protocol']],
  ['it redirects other hosts to this one; each of them is a route', ['redirect-from', 'redirect-from-regex']],
  ['other names are hosts', ['server-alias', 'server-alias-regex']],
  ['a certificate that the controller shows to the workload has no neutral option', ['secure-crt-secret']],
  ['the name that is sent is the one that is verified', ['secure-verify-hostname']],
  [
    'an attribute of the cookie that only this controller has',
    [
      'session-cookie-domain',
      'session-cookie-dynamic',
      'session-cookie-preserve',
      'session-cookie-shared',
      'session-cookie-strategy',
      'session-cookie-value-strategy',
    ],
  ],
  [
    'versions and ciphers of TLS are settings of the controller',
    [
      'ssl-always-add-https',
      'ssl-always-follow-redirect',
      'ssl-cipher-suites',
      'ssl-cipher-suites-backend',
      'ssl-ciphers',
      'ssl-ciphers-backend',
      'ssl-fingerprint-lower',
      'ssl-fingerprint-sha2-bits',
      'ssl-options-backend',
      'ssl-options-host',
      'tls-alpn',
    ],
  ],
  ['the plain port of a host with passthrough has no neutral option', ['ssl-passthrough-http-port']],
  ['certificates are made by tls.issuer', ['cert-signer', 'acme-preferred-chain']],
  ['a port of its own for TCP has no neutral option', ['tcp-service-log-format', 'tcp-service-port']],
  [
    'a time limit that only this controller has',
    ['timeout-http-request', 'timeout-keep-alive', 'timeout-queue', 'timeout-server-fin', 'timeout-tunnel'],
  ],
  ['a firewall for applications has no neutral option', ['waf', 'waf-mode']],
];

/** What haproxy-ingress documents beyond the neutral options. */
export const HAPROXY_INGRESS_FOREIGN: readonly ForeignWord[] = REASONS.flatMap(([why, names]) =>
  names.map((name) => ({ annotation: `${P}${name}`, why, ...E })),
);

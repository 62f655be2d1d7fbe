import type { RouteOption } from './dialect.js';

/** What an implementation of the Gateway API does not serve of the standard channel, by its own conformance report. */
export interface GatewayReport {
  /** Option → what the report lists as unsupported. */
  lacks: Readonly<Partial<Record<RouteOption, string>>>;
  source: string;
  verified: string;
}

const TLS = 'BackendTLSPolicy';
const REDIRECT = 'redirects to another path';
const verified = '2026-11-22';
const report = (of: string): { source: string; verified: string } => ({
  source: `kubernetes-sigs/gateway-api v1.6.1, conformance/reports: ${of}`,
  verified,
});

const backendTls = {
  'options.backendTLS.verify': TLS,
  'options.backendTLS.serverName': TLS,
  'options.backendTLS.caConfigMapName': TLS,
} as const;
const mirror = {
  'options.mirror.service': 'RequestMirror',
  'options.mirror.percent': 'RequestMirror',
} as const;
const cors = {
  'options.cors.origins': 'CORS',
  'options.cors.methods': 'CORS',
  'options.cors.headers': 'CORS',
  'options.cors.exposeHeaders': 'CORS',
  'options.cors.credentials': 'CORS',
  'options.cors.maxAge': 'CORS',
} as const;
const redirects = { 'options.redirect.url': REDIRECT, 'options.appRoot': REDIRECT } as const;
const rewrites = { 'paths.rewrite': 'path rewrites', 'paths.rewrite.full': 'path rewrites' } as const;

/** By controller; those that have a dialect of their own say it there. */
export const GATEWAY_REPORTS: Readonly<Record<string, GatewayReport>> = {
  'aws-load-balancer-controller': {
    lacks: { ...rewrites, 'options.hostHeader': 'host rewrites', ...mirror, ...cors, ...redirects, ...backendTls },
    ...report('AWS Load Balancer Controller 3.5.0'),
  },
  'haproxy-ingress': {
    lacks: {
      ...rewrites,
      'options.hostHeader': 'host rewrites',
      ...mirror,
      ...redirects,
      ...backendTls,
      'options.requestTimeout': 'timeouts of routes',
    },
    ...report('haproxy-ingress 0.17-alpha'),
  },
  kong: {
    lacks: { ...mirror, ...cors, ...redirects, ...backendTls, 'options.requestTimeout': 'timeouts of routes' },
    ...report('Kong operator 2.3-rc'),
  },
};

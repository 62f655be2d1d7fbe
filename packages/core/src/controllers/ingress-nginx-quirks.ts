import type { Quirk } from './dialect.js';

const REPO = 'kubernetes/ingress-nginx controller-v1.15.1';
const verified = '2026-11-28';
const cors = { source: `${REPO}, internal/ingress/annotations/cors/main.go`, verified } as const;

/** What ingress-nginx does otherwise than an option means, in some routes. */
export const INGRESS_NGINX_QUIRKS: readonly Quirk[] = [
  {
    // A location / with the annotations of the first Ingress is made for each host; without a path / it leads to the default backend.
    options: [
      'options.redirect.url',
      'access.allowFrom',
      'options.denyFrom',
      'options.externalAuth.url',
      'options.basicAuth.secretName',
      'options.rateLimit.requestsPerSecond',
      'options.rateLimit.requestsPerMinute',
      'options.rateLimit.connections',
      'options.cors.origins',
    ],
    where: 'noRoot',
    note: 'requests that no path of the host takes meet it as well, instead of the answer 404',
    source: `${REPO}, internal/ingress/controller/controller.go, createServers`,
    verified,
  },
  {
    options: ['options.cors.origins'],
    pattern: '[^*]',
    harmless: true,
    note: 'preflights of origins that may not ask are left to the workload',
    source: `${REPO}, rootfs/etc/nginx/template/nginx.tmpl`,
    verified,
  },
  {
    options: ['options.cors.origins'],
    without: 'options.cors.methods',
    note: 'while cors.methods is left open, GET, PUT, POST, DELETE, PATCH and OPTIONS are allowed',
    ...cors,
  },
  {
    options: ['options.cors.origins'],
    without: 'options.cors.headers',
    note: 'while cors.headers is left open, nine are allowed, Authorization and Content-Type among them',
    ...cors,
  },
  {
    options: ['options.cors.origins'],
    without: 'options.cors.maxAge',
    note: 'while cors.maxAge is left open, browsers may remember the answer for 20 days',
    ...cors,
  },
];

import type { CanaryStyle, RewriteStyle } from '../dialect.js';
import { contourPolicy } from './contour-policy.js';
import { gatewayFilter } from './gateway-filter.js';
import { haproxyPathRewrite } from './haproxy-path-rewrite.js';
import { istioRewrite } from './istio-rewrite.js';
import { kongTransformer } from './kong-transformer.js';
import { nginxCanary } from './nginx-canary.js';
import { nginxRegex } from './nginx-regex.js';
import { prefixAnnotation } from './prefix-annotation.js';
import type { RouteStyle } from './style.js';
import { traefikMiddleware } from './traefik-middleware.js';
import { weightedBackends } from './weighted-backends.js';

/** How rewrites are written, by style. */
export const REWRITE_STYLES: Readonly<Partial<Record<RewriteStyle, RouteStyle>>> = {
  'contour-policy': contourPolicy,
  'gateway-filter': gatewayFilter,
  'haproxy-path-rewrite': haproxyPathRewrite,
  'istio-rewrite': istioRewrite,
  'kong-transformer': kongTransformer,
  'nginx-regex': nginxRegex,
  'prefix-annotation': prefixAnnotation,
  'traefik-middleware': traefikMiddleware,
};

/** How canaries are written, by style. */
export const CANARY_STYLES: Readonly<Partial<Record<CanaryStyle, RouteStyle>>> = {
  'nginx-ingress': nginxCanary,
  'weighted-backends': weightedBackends,
};

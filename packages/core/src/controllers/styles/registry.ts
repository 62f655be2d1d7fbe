import type { CanaryStyle, RewriteStyle } from '../dialect.js';
import { nginxCanary } from './nginx-canary.js';
import { nginxRegex } from './nginx-regex.js';
import type { RouteStyle } from './style.js';

/** How rewrites are written, by style. */
export const REWRITE_STYLES: Readonly<Partial<Record<RewriteStyle, RouteStyle>>> = {
  'nginx-regex': nginxRegex,
};

/** How canaries are written, by style. */
export const CANARY_STYLES: Readonly<Partial<Record<CanaryStyle, RouteStyle>>> = {
  'nginx-ingress': nginxCanary,
};

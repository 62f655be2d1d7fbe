import type { RouteCarrier } from '../dialect.js';
import type { Carrier } from './carrier.js';
import { httpProxyCarrier } from './http-proxy.js';
import { httpRouteCarrier } from './http-route.js';
import { ingressRouteCarrier } from './ingress-route.js';
import { ingressCarrier } from './ingress.js';
import { virtualServiceCarrier } from './virtual-service.js';

/** How each kind of route is built and read. */
export const CARRIERS: Readonly<Partial<Record<RouteCarrier, Carrier>>> = {
  HTTPProxy: httpProxyCarrier,
  HTTPRoute: httpRouteCarrier,
  Ingress: ingressCarrier,
  IngressRoute: ingressRouteCarrier,
  VirtualService: virtualServiceCarrier,
};

import { ENVOY_GATEWAY } from './envoy-gateway.js';
import { GATEWAY_API } from './gateway-api.js';
import { HAPROXY_INGRESS } from './haproxy-ingress.js';
import { HAPROXY_TECHNOLOGIES } from './haproxy-technologies.js';
import { INGRESS_NGINX } from './ingress-nginx.js';
import { ISTIO } from './istio.js';
import { NGINX_GATEWAY_FABRIC } from './nginx-gateway-fabric.js';
import { NGINX_INGRESS_F5 } from './nginx-ingress-f5.js';
import { CONTOUR } from './contour.js';
import { KONG } from './kong.js';
import { CILIUM } from './cilium.js';
import { AWS_LOAD_BALANCER_CONTROLLER_ALB } from './aws-load-balancer-controller.js';
import { GKE } from './gke.js';
import type { ControllerRow } from './row.js';
import { TRAEFIK } from './traefik.js';

/** Every controller that is recognised, sorted by id. Only those with a dialect take options that need annotations. */
export const CONTROLLER_ROWS: readonly ControllerRow[] = [
  AWS_LOAD_BALANCER_CONTROLLER_ALB,
  CILIUM,
  CONTOUR,
  ENVOY_GATEWAY,
  GATEWAY_API,
  GKE,
  HAPROXY_INGRESS,
  HAPROXY_TECHNOLOGIES,
  {
    id: 'haproxy-unified-gateway',
    title: 'HAProxy Unified Gateway',
    gatewayControllers: ['gate.haproxy.org/hug'],
    source: 'haproxytech/helm-charts haproxy-unified-gateway 1.1.0',
    verified: '2026-11-22',
  },
  INGRESS_NGINX,
  ISTIO,
  KONG,
  NGINX_GATEWAY_FABRIC,
  NGINX_INGRESS_F5,
  {
    id: 'tailscale',
    title: 'Tailscale operator',
    ingressControllers: ['tailscale.com/ts-ingress'],
    managed: true,
    source: 'tailscale/tailscale, cmd/k8s-operator',
    verified: '2026-11-22',
  },
  TRAEFIK,
];

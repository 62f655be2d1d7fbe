import { ENVOY_GATEWAY } from './envoy-gateway.js';
import { GATEWAY_API } from './gateway-api.js';
import { HAPROXY_INGRESS } from './haproxy-ingress.js';
import { HAPROXY_TECHNOLOGIES } from './haproxy-technologies.js';
import { INGRESS_NGINX } from './ingress-nginx.js';
import { ISTIO } from './istio.js';
import { NGINX_GATEWAY_FABRIC } from './nginx-gateway-fabric.js';
import type { ControllerRow } from './row.js';
import { TRAEFIK } from './traefik.js';

/** Every controller that is recognised, sorted by id. Only those with a dialect take options that need annotations. */
export const CONTROLLER_ROWS: readonly ControllerRow[] = [
  {
    id: 'aws-load-balancer-controller',
    title: 'AWS Load Balancer Controller (ALB)',
    apiGroups: ['elbv2.k8s.aws'],
    ingressControllers: ['ingress.k8s.aws/alb', 'eks.amazonaws.com/alb'],
    gatewayControllers: ['gateway.k8s.aws/alb', 'gateway.k8s.aws/nlb'],
    workloads: [{ labels: { 'app.kubernetes.io/name': 'aws-load-balancer-controller' } }, { image: 'eks/aws-load-balancer-controller' }],
    managed: true,
    targets: 'either',
    source: 'kubernetes-sigs/aws-load-balancer-controller v3.5.0, helm/aws-load-balancer-controller',
    verified: '2026-11-22',
  },
  {
    id: 'cilium',
    title: 'Cilium',
    apiGroups: ['cilium.io'],
    ingressControllers: ['cilium.io/ingress-controller'],
    gatewayControllers: ['io.cilium/gateway-controller'],
    workloads: [{ labels: { 'k8s-app': 'cilium' } }, { image: 'cilium/cilium' }],
    services: ['cilium-ingress'],
    targets: 'pod',
    source: 'cilium/cilium v1.20.0, Documentation/network/servicemesh/ingress.rst',
    verified: '2026-11-22',
  },
  {
    id: 'contour',
    title: 'Contour',
    apiGroups: ['projectcontour.io'],
    ingressControllers: ['projectcontour.io/'],
    gatewayControllers: ['projectcontour.io/gateway-controller'],
    workloads: [{ image: 'projectcontour/contour' }],
    dataPlane: [
      { labels: { 'app.kubernetes.io/component': 'envoy' }, image: 'envoyproxy/envoy' },
      { name: 'envoy', image: 'envoyproxy/envoy' },
    ],
    annotationClass: { flag: '--ingress-class-name', default: 'contour' },
    targets: 'pod',
    source: 'projectcontour/helm-charts contour 0.7.0; projectcontour/contour v1.33.6, site/content/docs/main/config/ingress.md',
    verified: '2026-11-22',
  },
  ENVOY_GATEWAY,
  GATEWAY_API,
  {
    id: 'gke',
    title: 'GKE Ingress',
    apiGroups: ['networking.gke.io'],
    annotationClass: { default: 'gce' },
    managed: true,
    targets: 'either',
    source: 'kubernetes/ingress-gce, pkg/annotations/ingress.go',
    verified: '2026-11-22',
  },
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
  {
    id: 'kong',
    title: 'Kong Ingress Controller',
    apiGroups: ['configuration.konghq.com'],
    ingressControllers: ['ingress-controllers.konghq.com/kong'],
    gatewayControllers: ['konghq.com/kic-gateway-controller'],
    workloads: [{ labels: { 'app.kubernetes.io/name': 'kong' } }, { image: 'kong/kubernetes-ingress-controller' }],
    source: 'Kong/kubernetes-ingress-controller v3.5.0, internal/annotations/annotations.go; Kong/charts kong 3.4.1',
    verified: '2026-11-22',
  },
  NGINX_GATEWAY_FABRIC,
  {
    id: 'nginx-ingress-f5',
    title: 'F5 NGINX Ingress Controller',
    apiGroups: ['k8s.nginx.org'],
    ingressControllers: ['nginx.org/ingress-controller'],
    workloads: [{ image: 'nginx/nginx-ingress' }],
    source: 'nginx/kubernetes-ingress v5.5.4, charts/nginx-ingress',
    verified: '2026-11-22',
  },
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

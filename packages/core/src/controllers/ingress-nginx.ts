import { INGRESS_NGINX_FOREIGN } from './ingress-nginx-foreign.js';
import { INGRESS_NGINX_QUIRKS } from './ingress-nginx-quirks.js';
import { INGRESS_NGINX_ROWS, PREFIX } from './ingress-nginx-rows.js';
import type { ControllerRow } from './row.js';

/** ingress-nginx of the Kubernetes project, with the repackagings that keep its dialect. */
export const INGRESS_NGINX: ControllerRow = {
  id: 'ingress-nginx',
  title: 'ingress-nginx',
  ingressControllers: [
    'k8s.io/ingress-nginx',
    'k8s.io/ingress-nginx/',
    'webapprouting.kubernetes.azure.com/',
    'approuting.kubernetes.azure.com/',
  ],
  workloads: [
    { labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' } },
    { image: 'ingress-nginx/controller' },
    { image: 'nginx-ingress-controller' },
    { arg: '/nginx-ingress-controller' },
  ],
  controllerFlag: { flag: '--controller-class', default: 'k8s.io/ingress-nginx' },
  annotationClass: { flag: '--ingress-class', default: 'nginx' },
  portFlags: { http: '--http-port', https: '--https-port' },
  targets: 'pod',
  retired: 'ingress-nginx is retired since March 2026: no more fixes, not even for security',
  dialects: [
    {
      id: 'ingress-nginx',
      title: 'ingress-nginx',
      carrier: 'Ingress',
      prefixes: [PREFIX],
      rewrite: 'nginx-regex',
      canary: 'nginx-ingress',
      parts: [
        {
          id: 'canary',
          object: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', suffix: '-canary' },
          base: { metadata: { annotations: { [`${PREFIX}canary`]: 'true' } } },
        },
      ],
      options: INGRESS_NGINX_ROWS,
      quirks: INGRESS_NGINX_QUIRKS,
      foreign: INGRESS_NGINX_FOREIGN,
      prefixPaths: 'withoutSlash',
      defaults: {
        'options.bodySize': '1Mi',
        'options.connectTimeout': '5s',
        'options.cors.credentials': 'true',
        'options.readTimeout': '60s',
        'options.sendTimeout': '60s',
        'options.targets': 'pod',
      },
    },
  ],
  source: 'kubernetes/ingress-nginx chart 4.15.1 and README.md; Azure/aks-app-routing-operator v0.2.25',
  verified: '2026-11-22',
};

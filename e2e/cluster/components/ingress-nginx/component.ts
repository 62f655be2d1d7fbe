import type { Component } from '../../component.ts';
import { deployIngressNginx } from './deploy.ts';
import { ingressNginxBuild, ingressNginxImage } from './image.ts';

/** The ingress-nginx controller, entered by a Service of type LoadBalancer with node ports. Its limits: lua/README.md. */
export const ingressNginx: Component = {
  name: 'ingress-nginx',
  summary: 'the ingress-nginx controller, class nginx, Service of type LoadBalancer',
  builds: [ingressNginxBuild],
  images: [{ name: 'ingress-nginx', assemble: ingressNginxImage }],
  deploy: ({ kubectl }) => deployIngressNginx(kubectl),
};

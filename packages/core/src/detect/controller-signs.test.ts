import { describe, expect, it } from 'vitest';
import { allComplete, ingressNginx, object, podOf, snapshot, workload } from '../../test/fixtures/cluster.js';
import type { KubeObject } from '../model/kube.js';
import { detectControllers } from './controller-signs.js';

const ingressClass = (name: string, controller: string): KubeObject =>
  object('networking.k8s.io/v1', 'IngressClass', name, { spec: { controller } });
const find = (id: string, parts: Parameters<typeof snapshot>[0]) => detectControllers(snapshot(parts)).find((found) => found.id === id);

describe('detectControllers', () => {
  it('gives its evidence in order: class, controller string, API groups, workloads, images', () => {
    const traefik = workload('traefik', { namespace: 'traefik', labels: { 'app.kubernetes.io/name': 'traefik' } });
    const found = find('traefik', {
      objects: [ingressClass('web', 'traefik.io/ingress-controller'), traefik, podOf(traefik, 'worker-1')],
      apis: { 'traefik.io/v1alpha1': ['IngressRoute'] },
    });
    expect(found).toEqual({
      id: 'traefik',
      running: 'yes',
      evidence: [
        { by: 'class', text: 'IngressClass web' },
        { by: 'controller', text: 'traefik.io/ingress-controller' },
        { by: 'api', text: 'API group traefik.io' },
        { by: 'workload', text: 'traefik/Deployment/traefik' },
      ],
    });
  });

  it('knows an image where the labels are others', () => {
    const own = workload('edge', { image: 'registry.example.com/ingress-nginx/controller:v1.15.1' });
    expect(find('ingress-nginx', { objects: [own] })?.evidence).toContainEqual({ by: 'image', text: 'shop/Deployment/edge has the image' });
  });

  it.each([
    ['nginx', 'nginx.org/ingress-controller', 'nginx-ingress-f5'],
    ['nginx', 'k8s.io/ingress-nginx', 'ingress-nginx'],
    ['haproxy', 'haproxy.org/ingress-controller/haproxy', 'haproxy-technologies'],
    ['haproxy', 'haproxy-ingress.github.io/controller', 'haproxy-ingress'],
  ])('tells classes named %s apart by %s', (name, controller, id) => {
    const all = detectControllers(snapshot({ objects: [ingressClass(name, controller)] }));
    expect(all.map((found) => found.id)).toEqual([id]);
  });

  it('says that a controller does not run only where its workloads could be read', () => {
    const objects = [ingressClass('nginx', 'k8s.io/ingress-nginx')];
    expect(find('ingress-nginx', { objects })?.running).toBe('no');
    const coverage = allComplete().filter(({ resource }) => resource !== 'deployments.apps');
    expect(find('ingress-nginx', { objects, coverage })?.running).toBe('unknown');
    expect(find('ingress-nginx', { objects: ingressNginx() })?.running).toBe('yes');
    // Run by the provider: it is in no workload that could be seen.
    expect(find('aws-load-balancer-controller', { objects: [ingressClass('alb', 'ingress.k8s.aws/alb')] })?.running).toBe('unknown');
  });

  it('finds nothing in an empty cluster', () => {
    expect(detectControllers(snapshot())).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { allComplete, files, ingressNginx, node, object, podOf, service, snapshot, workload } from '../../test/fixtures/cluster.js';
import type { KubeObject } from '../model/kube.js';
import { defaultIngressClass, detectIngressClasses } from './controllers.js';

const nodes = [node('worker-1', { internal: '172.30.2.2' }), node('worker-2', { internal: '172.30.2.3' })];
const detect = (...objects: KubeObject[]) => detectIngressClasses(snapshot({ objects: [...nodes, ...objects] }));
const ingressClass = (name: string, controller: string, annotations = {}) =>
  object('networking.k8s.io/v1', 'IngressClass', name, { spec: { controller } }, { annotations });

describe('detectIngressClasses', () => {
  it('goes by spec.controller, never by name', () => {
    const { classes } = detect(
      ingressClass('nginx', 'nginx.org/ingress-controller'),
      ingressClass('public', 'k8s.io/ingress-nginx'),
      ingressClass('haproxy', 'haproxy.org/ingress-controller/haproxy'),
      ingressClass('aks', 'webapprouting.kubernetes.azure.com/nginx'),
      ingressClass('own', 'example.com/own'),
      ingressClass('contour', 'projectcontour.io/ns/my-contour'),
    );
    expect(Object.fromEntries(classes.map((entry) => [entry.name, entry.controller]))).toEqual({
      nginx: 'nginx-ingress-f5',
      public: 'ingress-nginx',
      haproxy: 'haproxy-technologies',
      aks: 'ingress-nginx',
      own: undefined,
      contour: 'contour',
    });
  });

  // doc.traefik.io, providers/kubernetes/ingress-nginx: off by default, controllerClass k8s.io/ingress-nginx.
  describe('a class that Traefik serves in its stead', () => {
    const traefik = (...args: string[]) => {
      const controller = workload('traefik', { namespace: 'traefik', labels: { 'app.kubernetes.io/name': 'traefik' }, args });
      return [controller, podOf(controller, 'worker-1')];
    };
    const nginx = ingressClass('nginx', 'k8s.io/ingress-nginx');
    const find = (...objects: KubeObject[]) => detect(nginx, ...objects).classes.find(({ name }) => name === 'nginx');

    it.each([['--providers.kubernetesingressnginx'], ['--providers.kubernetesIngressNGINX=true']])('by %s', (arg) => {
      const found = find(...traefik('--providers.kubernetescrd', arg));
      expect(found).toMatchObject({ controller: 'traefik', dialect: 'traefik-nginx', running: 'yes' });
      expect(found?.evidence[0]).toContain('traefik/Deployment/traefik has --providers.kubernetesingressnginx');
    });

    it('not without the flag, and not for classes of other controllers', () => {
      expect(find(...traefik('--providers.kubernetesingress'))).toMatchObject({ controller: 'ingress-nginx', running: 'no' });
      expect(find(...traefik('--providers.kubernetesingressnginx=false'))?.dialect).toBeUndefined();
      const other = '--providers.kubernetesingressnginx.controllerclass=k8s.io/edge';
      expect(find(...traefik('--providers.kubernetesingressnginx', other))?.dialect).toBeUndefined();
      const edge = detect(ingressClass('edge', 'k8s.io/edge'), ...traefik('--providers.kubernetesingressnginx', other)).classes;
      expect(edge.find(({ name }) => name === 'edge')).toMatchObject({ controller: 'traefik', dialect: 'traefik-nginx' });
    });

    it('and where both run, the one that the class names counts', () => {
      const { classes } = detect(...ingressNginx(), ...traefik('--providers.kubernetesingressnginx'));
      const found = classes.find(({ name }) => name === 'nginx');
      expect(found).toMatchObject({ controller: 'ingress-nginx', running: 'yes' });
      expect(found?.dialect).toBeUndefined();
      expect(found?.evidence.join(' ')).toContain('Traefik reads Ingresses of k8s.io/ingress-nginx as well');
    });
  });

  it('says whether a pod of the controller is ready', () => {
    expect(detect(...ingressNginx()).classes[0]).toMatchObject({
      running: 'yes',
      workloads: [{ kind: 'Deployment', name: 'ingress-nginx-controller' }],
    });
    expect(detect(ingressClass('nginx', 'k8s.io/ingress-nginx')).classes[0]?.running).toBe('no');
    expect(detect(ingressClass('own', 'example.com/own')).classes[0]?.running).toBe('unknown');
    expect(detect(ingressClass('alb', 'ingress.k8s.aws/alb')).classes[0]?.running).toBe('unknown');
  });

  it('does not call a controller absent while workloads were not read', () => {
    const coverage = allComplete().filter((row) => row.resource !== 'deployments.apps');
    expect(detectIngressClasses(snapshot({ objects: [ingressClass('nginx', 'k8s.io/ingress-nginx')], coverage })).classes[0]?.running).toBe(
      'unknown',
    );
  });

  it('goes by the status of the workload where pods were not read', () => {
    const [controller, , cls] = ingressNginx();
    const coverage = allComplete().filter((row) => row.resource !== 'pods');
    const withStatus = (status: Record<string, unknown>) =>
      detectIngressClasses(snapshot({ objects: [{ ...(controller as KubeObject), status }, cls as KubeObject], coverage })).classes[0]
        ?.running;
    expect(withStatus({ observedGeneration: 1, readyReplicas: 1 })).toBe('yes');
    expect(withStatus({ observedGeneration: 1 })).toBe('no');
    expect(withStatus({})).toBe('unknown');
  });

  it('tells two copies of ingress-nginx apart by --controller-class', () => {
    const second = workload('second-controller', {
      namespace: 'second',
      labels: {
        'app.kubernetes.io/name': 'ingress-nginx',
        'app.kubernetes.io/component': 'controller',
        'app.kubernetes.io/instance': 'second',
      },
      args: ['/nginx-ingress-controller', '--controller-class=k8s.io/second', '--ingress-class=second'],
    });
    const { classes } = detect(...ingressNginx(), second, podOf(second, 'worker-2'));
    expect(classes.find((entry) => entry.name === 'nginx')?.workloads.map((ref) => ref.name)).toEqual(['ingress-nginx-controller']);
  });

  it('knows a controller string of its own by the running copy that serves it', () => {
    const own = workload('edge-controller', {
      namespace: 'edge',
      labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
      args: ['/nginx-ingress-controller', '--controller-class=example.com/edge'],
    });
    const { classes } = detect(
      ingressClass('edge', 'example.com/edge'),
      ingressClass('other', 'example.com/other'),
      own,
      podOf(own, 'worker-2'),
    );
    expect(classes.find(({ name }) => name === 'edge')).toMatchObject({
      controller: 'ingress-nginx',
      running: 'yes',
      workloads: [{ name: 'edge-controller' }],
    });
    expect(classes.find(({ name }) => name === 'other')).not.toHaveProperty('controller');
  });

  it('is unknown, not empty, for files', () => {
    expect(detectIngressClasses(files([]))).toMatchObject({ known: 'unknown', classes: [] });
  });

  describe('classes without an object', () => {
    it('are served by annotation', () => {
      const [controller, pod] = ingressNginx();
      expect(detect(controller as KubeObject, pod as KubeObject).classes).toMatchObject([
        { name: 'nginx', by: 'annotation', controller: 'ingress-nginx', running: 'yes' },
      ]);
    });

    it('have the name that the flag gives', () => {
      const lb = workload('haproxy-ingress', {
        namespace: 'lb',
        labels: { 'app.kubernetes.io/name': 'haproxy-ingress' },
        args: ['--ingress-class', 'edge'],
      });
      expect(detect(lb, podOf(lb, 'worker-1')).classes).toMatchObject([{ name: 'edge', by: 'annotation', controller: 'haproxy-ingress' }]);
    });

    it('of GKE are known by the platform', () => {
      const gke = node('gke-1', { providerID: 'gce://p/z/gke-1', labels: { 'cloud.google.com/gke-nodepool': 'a' } });
      expect(detect(gke).classes).toMatchObject([
        { name: 'gce', by: 'annotation', running: 'unknown', scope: 'public' },
        { name: 'gce-internal', by: 'annotation', running: 'unknown', scope: 'internal' },
        { name: 'gce-regional-external', by: 'annotation', running: 'unknown', scope: 'public' },
      ]);
      // The others are taken only when they are asked for.
      expect(defaultIngressClass(detect(gke))?.name).toBe('gce');
    });
  });
});

describe('how traffic enters', () => {
  const entries = (...args: Parameters<typeof ingressNginx>) => detect(...ingressNginx(...args)).classes[0]?.entries;

  it('a NodePort Service: ports by name, addresses of all nodes', () => {
    expect(entries({ type: 'NodePort' })).toMatchObject([
      {
        way: 'NodePort',
        httpPort: 30137,
        httpsPort: 31443,
        addresses: ['172.30.2.2', '172.30.2.3'],
        via: { kind: 'Service', namespace: 'ingress-nginx' },
      },
    ]);
  });

  it('a NodePort Service whose ports have no names: by number', () => {
    const ports = [
      { port: 443, nodePort: 31443 },
      { port: 80, nodePort: 30137 },
    ];
    const [entry] = detect(...ingressNginx({ type: 'NodePort', serviceFields: { ports } })).classes[0]?.entries ?? [];
    expect(entry).toMatchObject({ way: 'NodePort', httpPort: 30137, httpsPort: 31443 });
  });

  it('with externalTrafficPolicy Local only nodes with a ready pod answer', () => {
    expect(entries({ type: 'NodePort', serviceFields: { externalTrafficPolicy: 'Local' } })).toMatchObject([{ addresses: ['172.30.2.2'] }]);
  });

  it('a LoadBalancer Service with an address comes first, and is also a node port', () => {
    const found = entries({
      type: 'LoadBalancer',
      status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }, { hostname: 'lb.example.com' }] } },
    });
    expect(found).toMatchObject([
      { way: 'LoadBalancer', addresses: ['203.0.113.7', 'lb.example.com'], httpPort: 80, httpsPort: 443 },
      { way: 'NodePort', httpPort: 30137 },
    ]);
  });

  it('a pending LoadBalancer comes last', () => {
    expect(entries({ type: 'LoadBalancer' })?.map((entry) => entry.way)).toEqual(['NodePort', 'LoadBalancer']);
    expect(entries({ type: 'LoadBalancer' })?.[1]).toMatchObject({
      addresses: [],
      evidence: expect.stringContaining('has no address yet'),
    });
  });

  it('a hostNetwork DaemonSet with no Service at all', () => {
    expect(entries({ kind: 'DaemonSet', podSpec: { hostNetwork: true } })).toEqual([
      {
        way: 'hostNetwork',
        addresses: ['172.30.2.2'],
        httpPort: 80,
        httpsPort: 443,
        via: { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'ingress-nginx', name: 'ingress-nginx-controller' },
        evidence: 'DaemonSet ingress-nginx/ingress-nginx-controller listens on 80 and 443 of nodes worker-1 (hostNetwork)',
      },
    ]);
  });

  it('a hostNetwork controller that declares no ports has those of its flags', () => {
    expect(
      entries({ kind: 'DaemonSet', podSpec: { hostNetwork: true }, ports: [{ name: 'metrics', containerPort: 10254 }] }),
    ).toMatchObject([{ httpPort: 80, httpsPort: 443 }]);
  });

  it('a hostPort of the pod, beside a pending LoadBalancer as on kind', () => {
    const ports = [
      { name: 'http', containerPort: 80, hostPort: 8080 },
      { name: 'https', containerPort: 443, hostPort: 8443 },
    ];
    expect(entries({ ports, type: 'LoadBalancer' })?.map(({ way, httpPort }) => [way, httpPort])).toEqual([
      ['hostPort', 8080],
      ['NodePort', 30137],
      ['LoadBalancer', 80],
    ]);
  });

  it('a pending LoadBalancer comes after a host port whose node is not known yet', () => {
    const [controller, , cls, , lb] = ingressNginx({
      ports: [{ name: 'http', containerPort: 80, hostPort: 80 }],
      type: 'LoadBalancer',
      serviceFields: { ports: [{ name: 'http', port: 80 }] },
    });
    const found = detect(...[controller, cls, lb].filter((item) => item !== undefined)).classes[0]?.entries;
    expect(found?.map(({ way, addresses }) => [way, addresses.length])).toEqual([
      ['hostPort', 0],
      ['LoadBalancer', 0],
    ]);
  });

  it('no way in at all is no entry', () => {
    expect(entries()).toEqual([]);
    expect(entries({ type: 'ClusterIP' })).toEqual([]);
  });

  it('of Istio is its gateway, not istiod', () => {
    const istiod = workload('istiod', { namespace: 'istio-system', labels: { app: 'istiod' } });
    const gateway = workload('istio-ingressgateway', { namespace: 'istio-system', labels: { istio: 'ingressgateway' } });
    const lb = service(
      'istio-ingressgateway',
      {
        type: 'LoadBalancer',
        selector: { istio: 'ingressgateway' },
        ports: [
          { name: 'http2', port: 80 },
          { name: 'https', port: 443 },
        ],
      },
      'istio-system',
      { status: { loadBalancer: { ingress: [{ ip: '203.0.113.9' }] } } },
    );
    const { classes } = detect(istiod, podOf(istiod, 'worker-1'), gateway, lb, ingressClass('istio', 'istio.io/ingress-controller'));
    expect(classes).toMatchObject([
      { controller: 'istio', running: 'yes', entries: [{ addresses: ['203.0.113.9'], httpPort: 80, httpsPort: 443 }] },
    ]);
  });
});

describe('defaultIngressClass', () => {
  const isDefault = { 'ingressclass.kubernetes.io/is-default-class': 'true' };

  it('is the one that is marked, unless two are', () => {
    expect(defaultIngressClass(detect(ingressClass('a', 'example.com/a'), ingressClass('b', 'example.com/b', isDefault)))?.name).toBe('b');
    expect(
      defaultIngressClass(detect(ingressClass('a', 'example.com/a', isDefault), ingressClass('b', 'example.com/b', isDefault))),
    ).toBeUndefined();
  });

  it('is the only one that runs, or the only one there is', () => {
    expect(defaultIngressClass(detect(...ingressNginx(), ingressClass('old', 'traefik.io/ingress-controller')))?.name).toBe('nginx');
    expect(defaultIngressClass(detect(ingressClass('a', 'example.com/a')))?.name).toBe('a');
    expect(defaultIngressClass(detect(ingressClass('a', 'example.com/a'), ingressClass('b', 'example.com/b')))).toBeUndefined();
    expect(defaultIngressClass(detect(ingressClass('nginx', 'k8s.io/ingress-nginx'), ingressClass('a', 'example.com/a')))?.name).toBe('a');
  });

  it('is the only one there is although its controller does not run, so that this can be said', () => {
    expect(defaultIngressClass(detect(ingressClass('nginx', 'k8s.io/ingress-nginx')))?.running).toBe('no');
    expect(
      defaultIngressClass(detect(ingressClass('nginx', 'k8s.io/ingress-nginx'), ingressClass('t', 'traefik.io/ingress-controller'))),
    ).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { at, controller, flags, helm4, only, template, type Rendered } from '../helm.js';
import { ENTRIES, EVERYTHING, type Entry } from './values.cases.js';

const render = (entry: Entry, values: object = {}): Promise<Rendered[]> => template(helm4, { values: { ...values, entry } });
const workloadOf = (objects: readonly Rendered[]): Rendered =>
  only(
    objects.filter(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet'),
    objects.some(({ kind }) => kind === 'DaemonSet') ? 'DaemonSet' : 'Deployment',
  );
const podOf = (objects: readonly Rendered[]): unknown => at(workloadOf(objects), 'spec', 'template', 'spec');

interface Port {
  name: string;
  containerPort: number;
  hostPort?: number;
  protocol: string;
}
interface ServicePort {
  name: string;
  port: number;
  targetPort: string;
  protocol: string;
  nodePort?: number;
}
const ports = (objects: readonly Rendered[]): Port[] => at(controller(objects), 'ports') as Port[];
const externalService = (objects: readonly Rendered[]): Rendered | undefined =>
  objects.find(({ kind, metadata }) => kind === 'Service' && !metadata.name.endsWith('-metrics'));

describe(`entries${helm4.note}`, () => {
  it.skipIf(helm4.missing)('LoadBalancer: a Deployment behind a Service, whose address goes into status', async () => {
    const objects = await render('LoadBalancer');
    const service = externalService(objects);
    expect(at(service, 'spec', 'type')).toBe('LoadBalancer');
    expect(workloadOf(objects).kind).toBe('Deployment');
    expect(flags(objects)['publish-service']).toBe(`$(POD_NAMESPACE)/${service?.metadata.name}`);
    expect(ports(objects).map(({ hostPort }) => hostPort)).toEqual([undefined, undefined]);
    expect(at(workloadOf(objects), 'spec', 'strategy')).toBeUndefined();
  });

  it.skipIf(helm4.missing)('NodePort: nodes go into status, and redirects to a port that is not ours are off', async () => {
    const objects = await render('NodePort', { controller: { service: { nodePorts: { http: 30137 } } } });
    expect(at(externalService(objects), 'spec', 'type')).toBe('NodePort');
    expect((at(externalService(objects), 'spec', 'ports') as ServicePort[]).map(({ port, nodePort }) => [port, nodePort])).toEqual([
      [80, 30137],
      [443, undefined],
    ]);
    expect(flags(objects)).not.toHaveProperty('publish-service');
    expect(flags(objects)).toHaveProperty('status-update-interval', '10');
    expect(only(objects, 'ConfigMap')['data']).toEqual({ 'ssl-redirect': 'false' });
    const redirected = await render('NodePort', { controller: { config: { 'ssl-redirect': true } } });
    expect(only(redirected, 'ConfigMap')['data']).toEqual({ 'ssl-redirect': 'true' });
  });

  it.skipIf(helm4.missing)('hostPort: a DaemonSet that maps node ports, no Service, no surplus pod', async () => {
    const objects = await render('hostPort', { tcp: { '6379': 'redis:6379' }, controller: { hostPort: { ports: { http: 8080 } } } });
    expect(externalService(objects)).toBeUndefined();
    expect(workloadOf(objects).kind).toBe('DaemonSet');
    expect(ports(objects).map(({ name, containerPort, hostPort }) => [name, containerPort, hostPort])).toEqual([
      ['http', 80, 8080],
      ['https', 443, 443],
      ['tcp-6379', 6379, 6379],
    ]);
    expect(at(workloadOf(objects), 'spec', 'updateStrategy')).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
    });
    expect(at(podOf(objects), 'hostNetwork')).toBeUndefined();
    expect(at(podOf(objects), 'dnsPolicy')).toBeUndefined();
    expect(flags(objects)).not.toHaveProperty('publish-service');
    expect(at(controller(objects), 'readinessProbe', 'httpGet', 'host')).toBeUndefined();
  });

  it.skipIf(helm4.missing)('hostNetwork: the whole set, on the nodes that were labelled', async () => {
    const objects = await render('hostNetwork', {
      controller: { nodeSelector: { ingress: 'public' }, containerPort: { http: 1080, https: 1443 } },
    });
    expect(externalService(objects)).toBeUndefined();
    expect(workloadOf(objects).kind).toBe('DaemonSet');
    expect(podOf(objects)).toMatchObject({
      hostNetwork: true,
      dnsPolicy: 'ClusterFirstWithHostNet',
      nodeSelector: { ingress: 'public', 'kubernetes.io/os': 'linux' },
    });
    expect(ports(objects).map(({ containerPort, hostPort }) => [containerPort, hostPort])).toEqual([
      [1080, undefined],
      [1443, undefined],
    ]);
    expect(flags(objects)).toMatchObject({ 'http-port': '1080', 'https-port': '1443', 'healthz-host': '127.0.0.1' });
    expect(flags(objects)).not.toHaveProperty('publish-service');
    expect(at(controller(objects), 'readinessProbe', 'httpGet')).toEqual({
      path: '/healthz',
      port: 10254,
      scheme: 'HTTP',
      host: '127.0.0.1',
    });
    expect(at(workloadOf(objects), 'spec', 'updateStrategy', 'rollingUpdate')).toEqual({ maxSurge: 0, maxUnavailable: 1 });
  });

  it.skipIf(helm4.missing)('hostNetwork with metrics listens where Prometheus can ask', async () => {
    const objects = await render('hostNetwork', { controller: { metrics: { enabled: true }, extraArgs: { 'healthz-port': 20254 } } });
    expect(flags(objects)).toMatchObject({ 'enable-metrics': 'true', 'healthz-port': '20254' });
    expect(flags(objects)).not.toHaveProperty('healthz-host');
    expect(at(controller(objects), 'livenessProbe', 'httpGet')).toEqual({ path: '/healthz', port: 20254, scheme: 'HTTP' });
    expect(ports(objects).at(-1)).toEqual({ name: 'metrics', containerPort: 20254, protocol: 'TCP' });
  });

  it.skipIf(helm4.missing)('hostPort as a Deployment still needs no second pod on a node', async () => {
    const objects = await render('hostPort', { controller: { kind: 'Deployment', replicaCount: 1 } });
    expect(at(workloadOf(objects), 'spec', 'strategy')).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
    });
    expect(objects.some(({ kind }) => kind === 'PodDisruptionBudget')).toBe(false);
  });

  it.skipIf(helm4.missing).for(ENTRIES)('%s: at most one source of addresses, and the one that was given wins', async (entry) => {
    const objects = await render(entry, {
      controller: { reportNodeInternalIp: true, extraArgs: { 'publish-status-address': '192.0.2.7' } },
    });
    expect(flags(objects)['publish-status-address']).toBe('192.0.2.7');
    expect(flags(objects)).not.toHaveProperty('publish-service');
    expect(flags(objects)).not.toHaveProperty('report-node-internal-ip-address');
    expect(JSON.stringify(only(objects, 'ClusterRole')['rules'])).not.toContain('nodes');
  });

  for (const kind of ['defaults', 'everything'] as const) {
    it.skipIf(helm4.missing).for(ENTRIES)(`%s with ${kind}: selectors find the pods, ports lead to ports`, async (entry) => {
      const objects = await render(entry, kind === 'everything' ? EVERYTHING : {});
      const labels = at(workloadOf(objects), 'spec', 'template', 'metadata', 'labels');
      const selectors = objects.flatMap(({ kind: of, ...object }) => {
        if (of === 'Service') return [at(object, 'spec', 'selector')];
        if (of === 'NetworkPolicy') return [at(object, 'spec', 'podSelector', 'matchLabels')];
        return ['Deployment', 'DaemonSet', 'PodDisruptionBudget'].includes(of) ? [at(object, 'spec', 'selector', 'matchLabels')] : [];
      });
      expect(selectors.length).toBeGreaterThan(0);
      for (const selector of selectors) expect(labels).toMatchObject(selector as object);

      const container = ports(objects);
      const named = new Map(container.map((port) => [port.name, port]));
      expect(named.size).toBe(container.length);
      expect(new Set(container.map(({ containerPort, protocol }) => `${containerPort}/${protocol}`)).size).toBe(container.length);
      for (const service of objects.filter((object) => object.kind === 'Service')) {
        const own = at(service, 'spec', 'ports') as ServicePort[];
        expect(new Set(own.map(({ port, protocol }) => `${port}/${protocol}`)).size).toBe(own.length);
        for (const { targetPort, protocol } of own) expect(named.get(targetPort)?.protocol).toBe(protocol);
      }
      expect(flags(objects)['http-port']).toBe(String(named.get('http')?.containerPort));
      expect(flags(objects)['https-port']).toBe(String(named.get('https')?.containerPort));
      for (const [flag, suffix] of [
        ['configmap', 'controller'],
        ['tcp-services-configmap', 'tcp'],
        ['udp-services-configmap', 'udp'],
      ] as const) {
        const value = flags(objects)[flag];
        if (value === undefined) continue;
        const name = value.replace('$(POD_NAMESPACE)/', '');
        expect(name).toMatch(new RegExp(`-${suffix}$`));
        expect(objects.filter(({ kind: of, metadata }) => of === 'ConfigMap' && metadata.name === name)).toHaveLength(1);
      }
    });
  }

  it.skipIf(helm4.missing)('what an entry cannot use is legal and makes nothing', async () => {
    const objects = await render('hostNetwork', EVERYTHING);
    expect(
      objects.map(({ kind }) => kind).filter((kind) => ['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'NetworkPolicy'].includes(kind)),
    ).toEqual([]);
  });
});

describe(`pod${helm4.note}`, () => {
  it.skipIf(helm4.missing)('runs as user 101 with nothing but the right to low ports', async () => {
    expect(at(controller(await render('LoadBalancer')), 'securityContext')).toEqual({
      runAsUser: 101,
      runAsGroup: 82,
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: false,
      capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  it.skipIf(helm4.missing)('leaves gracefully and comes late enough', async () => {
    const objects = await render('LoadBalancer');
    expect(flags(objects)).toMatchObject({ 'shutdown-grace-period': '5', 'update-status-on-shutdown': 'false' });
    expect(flags(objects)).not.toHaveProperty('post-shutdown-grace-period');
    expect(flags(await render('hostPort'))['post-shutdown-grace-period']).toBe('0');
    expect(at(podOf(objects), 'terminationGracePeriodSeconds')).toBe(300);
    expect(at(controller(objects), 'lifecycle')).toEqual({ preStop: { exec: { command: ['/wait-shutdown'] } } });
    expect(at(controller(objects), 'readinessProbe', 'initialDelaySeconds')).toBe(10);
  });

  it.skipIf(helm4.missing)('a budget only where a second pod can take over', async () => {
    const kinds = async (values: object): Promise<string[]> =>
      (await render('LoadBalancer', { controller: values })).map(({ kind }) => kind);
    expect(await kinds({})).toContain('PodDisruptionBudget');
    expect(await kinds({ replicaCount: 1 })).not.toContain('PodDisruptionBudget');
    expect(await kinds({ minAvailable: '' })).not.toContain('PodDisruptionBudget');
    expect(await kinds({ minAvailable: '', maxUnavailable: 1 })).toContain('PodDisruptionBudget');
    expect(await kinds({ autoscaling: { enabled: true, minReplicas: 1 } })).not.toContain('PodDisruptionBudget');
  });

  it.skipIf(helm4.missing)('replicas are left to the autoscaler', async () => {
    expect(at(workloadOf(await render('LoadBalancer')), 'spec', 'replicas')).toBe(2);
    const scaled = await render('LoadBalancer', { controller: { autoscaling: { enabled: true } } });
    expect(at(workloadOf(scaled), 'spec')).not.toHaveProperty('replicas');
    expect(at(only(scaled, 'HorizontalPodAutoscaler'), 'spec', 'scaleTargetRef', 'name')).toBe(workloadOf(scaled).metadata.name);
  });

  it.skipIf(helm4.missing)('a security context of a person replaces the one made', async () => {
    const own = { runAsUser: 5, privileged: false };
    expect(at(controller(await render('LoadBalancer', { controller: { containerSecurityContext: own } })), 'securityContext')).toEqual(own);
  });
});

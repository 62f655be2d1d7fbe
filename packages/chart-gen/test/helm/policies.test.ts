import type { KubeObject } from '@expose-plus/core';
import { describe, expect, it } from 'vitest';
import { generateChart } from '../../src/index.js';
import { helm, helms, inFolder, objectsOf } from './helm.js';
import { faultsOf } from './invariants.js';

type Mapping = Record<string, unknown>;
const labels = { app: 'shop' };

function deployment(container: object = {}, pod: object = {}, spec: object = {}): KubeObject {
  const containers = [{ name: 'web', image: 'shop:1', ports: [{ name: 'http', containerPort: 8080 }], ...container }];
  const template = { metadata: { labels }, spec: { containers, ...pod } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop' },
    spec: { replicas: 2, ...spec, selector: { matchLabels: labels }, template },
  };
}
const of = (objects: Mapping[], kind: string): Mapping[] => objects.filter((object) => object['kind'] === kind);
const dig = (value: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Mapping | undefined)?.[key], value);
const podOf = (objects: Mapping[]): unknown => dig(of(objects, 'Deployment')[0], 'spec', 'template', 'spec');

for (const program of helms) {
  describe.skipIf(program.path === undefined)(`what a component can have besides, ${program.id}${program.leftOut}`, () => {
    const attempt = (objects: KubeObject[], values: object): Promise<{ code: number; stdout: string; stderr: string }> =>
      inFolder({ ...generateChart(objects, { name: 'shop' }).files, 'over.yaml': JSON.stringify(values) }, (folder) =>
        helm(program, ['template', 'r'.repeat(53), folder, '-n', 'ns', '-f', `${folder}/over.yaml`]),
      );
    const render = async (objects: KubeObject[], values: object): Promise<Mapping[]> => {
      const { code, stdout, stderr } = await attempt(objects, values);
      expect(code, stderr).toBe(0);
      const rendered = objectsOf(stdout);
      expect(faultsOf(rendered)).toEqual([]);
      return rendered;
    };
    const component = (settings: object, exposure: object = {}): object => ({ exposure, components: { shop: settings } });

    it('an autoscaler, which takes the replicas over', async () => {
      const objects = await render([deployment()], component({ autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 4 } }));
      expect(dig(of(objects, 'Deployment')[0], 'spec')).not.toHaveProperty('replicas');
      const [scaler] = of(objects, 'HorizontalPodAutoscaler');
      expect(scaler).toMatchObject({ apiVersion: 'autoscaling/v2', spec: { minReplicas: 2, maxReplicas: 4 } });
      const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: dig(of(objects, 'Deployment')[0], 'metadata', 'name') };
      expect(dig(scaler, 'spec', 'scaleTargetRef')).toEqual(target);
    });

    it('a disruption budget by either of two words', async () => {
      const [one] = of(await render([deployment()], component({ disruptionBudget: { enabled: true } })), 'PodDisruptionBudget');
      expect(dig(one, 'spec')).toMatchObject({ maxUnavailable: 1, selector: { matchLabels: labels } });
      const [two] = of(
        await render([deployment()], component({ disruptionBudget: { enabled: true, minAvailable: '50%' } })),
        'PodDisruptionBudget',
      );
      expect(dig(two, 'spec')).toMatchObject({ minAvailable: '50%' });
      expect(dig(two, 'spec')).not.toHaveProperty('maxUnavailable');
    });

    it('a ServiceAccount of its own, without a token', async () => {
      const objects = await render([deployment()], component({ serviceAccount: { create: true, annotations: { a: 'b' } } }));
      const [account] = of(objects, 'ServiceAccount');
      expect(account).toMatchObject({ automountServiceAccountToken: false, metadata: { annotations: { a: 'b' } } });
      expect(dig(podOf(objects), 'serviceAccountName')).toBe(dig(account, 'metadata', 'name'));
    });

    it.each([
      ['', undefined],
      ['ClusterIP', undefined],
      ['NodePort', {}],
      ['LoadBalancer', {}],
      ['hostPort', {}],
      ['Ingress', { from: [{ namespaceSelector: {} }] }],
      ['Gateway', { from: [{ namespaceSelector: {} }] }],
    ])('a network policy that follows strategy "%s"', async (strategy, outside) => {
      const exposure = { strategy, ingress: { className: 'nginx' }, gateway: { className: 'edge' } };
      const [policy] = of(await render([deployment()], component({ networkPolicy: { enabled: true } }, exposure)), 'NetworkPolicy');
      const inside = { from: [{ podSelector: {} }] };
      const ports = { ports: [{ protocol: 'TCP', port: 8080 }] };
      expect(dig(policy, 'spec', 'ingress')).toEqual(outside === undefined ? [inside] : [inside, { ...ports, ...outside }]);
    });

    it('a network policy by the addresses of whoever may come, where they can be told', async () => {
      const exposure = { strategy: 'LoadBalancer', access: { allowFrom: ['203.0.113.0/24'], keepClientIP: true } };
      const [policy] = of(await render([deployment()], component({ networkPolicy: { enabled: true } }, exposure)), 'NetworkPolicy');
      expect(dig(policy, 'spec', 'ingress', 1, 'from')).toEqual([{ ipBlock: { cidr: '203.0.113.0/24' } }]);
    });

    it('no network policy on the network of the node, where none holds', async () => {
      const objects = await render([deployment()], component({ networkPolicy: { enabled: true } }, { strategy: 'hostNetwork' }));
      expect(of(objects, 'NetworkPolicy')).toEqual([]);
    });

    // https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
    it('the profile restricted', async () => {
      const pod = podOf(await render([deployment()], { securityProfile: 'restricted' }));
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        volumes: [{ name: 'writable-paths', emptyDir: {} }],
        containers: [
          {
            securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
            volumeMounts: [{ name: 'writable-paths', mountPath: '/tmp', subPath: 'tmp' }],
          },
        ],
      });
    });

    it('the profile restricted brings the network policy, unless it is switched off', async () => {
      const policies = async (values: object, more: KubeObject[] = []): Promise<Mapping[]> =>
        of(await render([deployment(), ...more], { securityProfile: 'restricted', ...values }), 'NetworkPolicy');
      expect((await policies({})).map((policy) => dig(policy, 'spec', 'egress'))).toEqual([[{}]]);
      expect(await policies(component({ networkPolicy: { enabled: false } }))).toEqual([]);
      const own = {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'p' },
        spec: { podSelector: { matchLabels: labels } },
      };
      expect((await policies({}, [own])).length).toBe(1);
    });

    it('the profile baseline', async () => {
      const pod = podOf(await render([deployment()], component({ securityProfile: 'baseline' })));
      expect(pod).toMatchObject({
        securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        containers: [{ securityContext: { allowPrivilegeEscalation: false } }],
      });
      expect(dig(pod, 'containers', 0, 'securityContext')).toEqual({ allowPrivilegeEscalation: false });
      expect(pod).not.toHaveProperty('volumes');
    });

    it('leaves what is set already, and what cannot stand beside it', async () => {
      const own = { runAsNonRoot: false, capabilities: { add: ['SYS_ADMIN'] } };
      const mounts = { volumeMounts: [{ name: 'data', mountPath: '/tmp' }] };
      const input = deployment(
        { securityContext: own, ...mounts },
        { securityContext: { runAsNonRoot: false }, volumes: [{ name: 'data', emptyDir: {} }] },
      );
      const values = { securityProfile: 'restricted', components: { shop: { writablePaths: ['/tmp', '/var/cache/x'] } } };
      const pod = podOf(await render([input], values));
      expect(dig(pod, 'securityContext')).toEqual({ runAsNonRoot: false, seccompProfile: { type: 'RuntimeDefault' } });
      expect(dig(pod, 'containers', 0, 'securityContext')).toEqual({
        runAsNonRoot: false,
        capabilities: { add: ['SYS_ADMIN'], drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      });
      expect(dig(pod, 'containers', 0, 'volumeMounts')).toEqual([
        { name: 'data', mountPath: '/tmp' },
        { name: 'writable-paths', mountPath: '/var/cache/x', subPath: 'var-cache-x' },
      ]);
      const privileged = podOf(await render([deployment({ securityContext: { privileged: true } })], { securityProfile: 'restricted' }));
      expect(dig(privileged, 'containers', 0, 'securityContext')).toEqual({ privileged: true });
    });

    it('security of its own goes before the profile', async () => {
      const values = component({ securityProfile: 'restricted', securityContext: { runAsUser: 10001, readOnlyRootFilesystem: false } });
      const pod = podOf(await render([deployment()], values));
      expect(dig(pod, 'containers', 0, 'securityContext')).toMatchObject({
        runAsUser: 10001,
        readOnlyRootFilesystem: false,
        allowPrivilegeEscalation: false,
      });
    });

    it('does not offer what the input has of its own', async () => {
      const hpa = {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'h' },
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'shop' }, maxReplicas: 3 },
      };
      const pdb = {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'b' },
        spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
      };
      for (const key of ['autoscaling', 'disruptionBudget']) {
        const { code, stderr } = await attempt([deployment(), hpa, pdb], component({ [key]: { enabled: true } }));
        expect(code).toBe(1);
        expect(stderr).toContain(key);
      }
    });

    it('nothing where values of an older chart are used again, which have no such keys', async () => {
      const objects = await render([deployment()], { tests: null, securityProfile: null, extraObjects: null });
      expect(objects.map(({ kind }) => kind)).toEqual(['Deployment']);
    });

    it.each<[string, string[]]>([
      ['ClusterIP', []],
      ['NodePort', ['services']],
      ['LoadBalancer', ['services']],
      ['Ingress', ['ingresses']],
      ['Gateway', ['gateways']],
      ['hostPort', ['pods']],
      ['hostNetwork', ['pods']],
    ])('a test of the way in by %s, where it is asked for', async (strategy, reads) => {
      const exposure = { strategy, ingress: { className: 'nginx' }, gateway: { className: 'edge' } };
      expect(of(await render([deployment()], { exposure }), 'Pod')).toEqual([]);
      const objects = await render([deployment()], { exposure, tests: { enabled: true } });
      const [test] = of(objects, 'Pod');
      expect(dig(test, 'metadata', 'annotations', 'helm.sh/hook')).toBe('test');
      expect(dig(test, 'spec', 'containers', 0, 'image')).toBe('curlimages/curl:8.11.1');
      expect(of(objects, 'Role').flatMap((role) => dig(role, 'rules', 0, 'resources'))).toEqual(reads);
      for (const role of of(objects, 'Role'))
        expect(dig(role, 'rules', 0, 'verbs')).toEqual([strategy.startsWith('host') ? 'list' : 'get']);
      // Asking a given address needs no right at all.
      const given = await render([deployment()], { exposure, tests: { enabled: true, address: '192.0.2.1', port: 80 } });
      expect(of(given, 'Role')).toEqual([]);
    });
  });
}

import { describe, expect, it } from 'vitest';
import type { TargetedSpec } from '../model/exposure.js';
import type { KubeObject } from '../model/kube.js';
import { plan } from '../verbs/plan.js';
import { markLabels } from './marks.js';
import { object, podOf, service, workload } from '../../test/fixtures/cluster.js';
import { clusterOf, made, planOf, refusals, request, warnings } from '../../test/fixtures/plan.js';

const port = [{ name: 'http', containerPort: 8080, protocol: 'TCP' }];
const web = workload('web', { ports: port, metadata: { uid: 'u' } });
const ports = [{ name: 'http', port: 8080, targetPort: 'http' }];

function clusterIP(others: KubeObject[], spec: Partial<TargetedSpec> = {}): ReturnType<typeof plan> {
  return plan(clusterOf([web, ...others]), request({ strategy: 'ClusterIP', ...spec }));
}

describe('an existing Service', () => {
  it.each<[string, Record<string, unknown>, Partial<TargetedSpec>, boolean]>([
    ['that fits is used', { selector: { app: 'web' }, ports }, {}, true],
    ['with a narrower selector is not', { selector: { app: 'web', tier: 'front' }, ports }, {}, false],
    ['with another number is not, since clients see it', { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] }, {}, false],
    ['with another protocol is not', { selector: { app: 'web' }, ports: [{ port: 8080, protocol: 'UDP' }] }, {}, false],
    ['that is headless is not', { clusterIP: 'None', selector: { app: 'web' }, ports }, {}, false],
    ['that is an alias is not', { type: 'ExternalName', externalName: 'x', selector: { app: 'web' }, ports }, {}, false],
    ['with another affinity is not', { selector: { app: 'web' }, ports }, { service: { sessionAffinity: 'ClientIP' } }, false],
    [
      'with another selector than the one asked for is not',
      { selector: { app: 'web' }, ports },
      { service: { selector: { app: 'web', tier: 'front' } } },
      false,
    ],
    [
      'with another address is not',
      { clusterIP: '10.96.0.9', selector: { app: 'web' }, ports },
      { service: { clusterIP: '10.96.0.7' } },
      false,
    ],
    [
      'with the address asked for is used',
      { clusterIP: '10.96.0.7', selector: { app: 'web' }, ports },
      { service: { clusterIP: '10.96.0.7' } },
      true,
    ],
    [
      'with another IP family policy is not',
      { ipFamilyPolicy: 'SingleStack', selector: { app: 'web' }, ports },
      { service: { ipFamilyPolicy: 'RequireDualStack' } },
      false,
    ],
    [
      'with the IP family policy asked for is used',
      { ipFamilyPolicy: 'RequireDualStack', selector: { app: 'web' }, ports },
      { service: { ipFamilyPolicy: 'RequireDualStack' } },
      true,
    ],
    [
      'that lacks one of the ports is not',
      { selector: { app: 'web' }, ports },
      { ports: [{ port: 8080 }, { name: 'x', port: 9000 }] },
      false,
    ],
    ['of the name asked for is used', { selector: { app: 'web' }, ports }, { service: { name: 'front' } }, true],
  ])('%s', (_, existing, spec, isUsed) => {
    const result = clusterIP([service('front', existing)], spec);
    const reused = 'ok' in result ? result.ok.reuses.map(({ name }) => name) : [];
    expect(reused).toEqual(isUsed ? ['front'] : []);
  });

  it('is the first by name of several, one inside the cluster before one that opens a port', () => {
    const fitting = (name: string, type = 'ClusterIP'): KubeObject => service(name, { type, selector: { app: 'web' }, ports });
    const used = (...others: KubeObject[]): string[] => planOf(clusterIP(others)).reuses.map(({ name }) => name);
    expect(used(fitting('c'), fitting('b'))).toEqual(['b']);
    expect(used(fitting('b'), fitting('c'))).toEqual(['b']);
    expect(used(fitting('a', 'NodePort'), fitting('b'))).toEqual(['b']);
  });

  it('that also selects pods of others is not used', () => {
    const canary = workload('canary', { ports: port, labels: { app: 'web', track: 'canary' } });
    const own = workload('web', { ports: port, labels: { app: 'web', track: 'stable' }, metadata: { uid: 'u' } });
    const result = plan(
      clusterOf([own, canary, service('front', { selector: { app: 'web' }, ports })]),
      request({ strategy: 'ClusterIP' }),
    );
    expect(made(result, 'Service')?.['spec']).toMatchObject({ selector: { app: 'web', track: 'stable' } });
  });

  it('of another Exposure is not used: that one may go', () => {
    const result = clusterIP([service('front', { selector: { app: 'web' }, ports }, 'shop', {}, { labels: markLabels('front') })]);
    expect(planOf(result).reuses).toEqual([]);
  });

  it('of the name asked for that does not fit is refused', () => {
    expect(refusals(clusterIP([service('front', { selector: { app: 'other' }, ports })], { service: { name: 'front' } }))).toEqual([
      'EP201',
    ]);
  });
});

describe('a Service of our own', () => {
  it('stays planned although one of others fits by now', () => {
    const own = service('web', { selector: { app: 'web' }, ports }, 'shop', {}, { labels: markLabels('web') });
    const result = clusterIP([own, service('front', { selector: { app: 'web' }, ports })]);
    expect(made(result, 'Service')?.metadata.name).toBe('web');
  });
});

describe('the selector', () => {
  it('is not shared with pods of the same workload, also where ReplicaSets were not read', () => {
    const pods = [
      podOf(web, 'node-1'),
      object('v1', 'Pod', 'stray', { spec: { containers: [] } }, { namespace: 'shop', labels: { app: 'web' } }),
    ];
    expect(refusals(clusterIP(pods.slice(0, 1)))).toEqual([]);
    expect(refusals(clusterIP(pods))).toEqual(['EP200']);
  });

  it('of the request is taken as it is, and said when no pod has it', () => {
    const result = clusterIP([], { service: { selector: { role: 'leader' } } });
    expect(made(result, 'Service')?.['spec']).toMatchObject({ selector: { role: 'leader' } });
    expect(warnings(result)).toContain('EP326');
  });
});

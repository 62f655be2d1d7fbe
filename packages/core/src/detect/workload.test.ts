import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/kube.js';
import { readWorkload } from './workload.js';

const container = { name: 'app', image: 'shop/web:1', ports: [{ name: 'http', containerPort: 8080 }] };

function object(apiVersion: string, kind: string, fields: Record<string, unknown>): KubeObject {
  return { apiVersion, kind, metadata: { name: 'web', namespace: 'shop' }, ...fields };
}

function templated(apiVersion: string, kind: string, labels: Record<string, string>, spec: Record<string, unknown> = {}): KubeObject {
  return object(apiVersion, kind, { spec: { ...spec, template: { metadata: { labels }, spec: { containers: [container] } } } });
}

describe('readWorkload', () => {
  it('reads a Deployment: template, ports, replicas and rollout', () => {
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } };
    const workload = readWorkload(
      templated('apps/v1', 'Deployment', { app: 'web' }, { replicas: 3, strategy, selector: { matchLabels: { app: 'web' } } }),
    );
    expect(workload).toMatchObject({
      templatePath: ['spec', 'template'],
      selector: { app: 'web' },
      replicas: 3,
      patchable: 'yes',
      rollout: { type: 'RollingUpdate', field: 'strategy', maxSurge: '25%', maxUnavailable: 1 },
      hostNetwork: false,
    });
    expect(workload?.containers[0]?.ports).toEqual([{ name: 'http', containerPort: 8080, protocol: 'TCP' }]);
  });

  it('selects by the template labels whose keys stand in matchLabels or matchExpressions, never by those of a revision', () => {
    const labels = { app: 'web', tier: 'front', extra: 'x', 'pod-template-hash': 'abc' };
    const selector = {
      matchLabels: { app: 'web', 'pod-template-hash': 'abc' },
      matchExpressions: [{ key: 'tier', operator: 'In', values: ['front', 'edge'] }],
    };
    expect(readWorkload(templated('apps/v1', 'ReplicaSet', labels, { selector }))?.selector).toEqual({ app: 'web', tier: 'front' });
  });

  it('never selects a Pod by the zone or region of its node, which every pod there has', () => {
    const labels = { app: 'web', 'topology.kubernetes.io/zone': 'z1', 'topology.kubernetes.io/region': 'r' };
    const pod = (own: Record<string, string>): KubeObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', labels: own },
      spec: {},
    });
    expect(readWorkload(pod(labels))?.selector).toEqual({ app: 'web' });
    const { app: _, ...placed } = labels;
    expect(readWorkload(pod(placed))?.selector).toEqual({});
  });

  it.each([
    ['apps/v1', 'ReplicaSet', 'pods-stay'],
    ['v1', 'ReplicationController', 'pods-stay'],
    ['apps/v1', 'StatefulSet', 'yes'],
    ['apps/v1', 'DaemonSet', 'yes'],
    ['batch/v1', 'Job', 'no'],
    ['argoproj.io/v1alpha1', 'Rollout', 'yes'],
  ])('knows how far %s %s can be patched: %s', (apiVersion, kind, patchable) => {
    expect(readWorkload(templated(apiVersion, kind, { app: 'web' }))?.patchable).toBe(patchable);
  });

  it('reads a Pod, whose own labels count', () => {
    const pod = object('v1', 'Pod', { spec: { containers: [container] } });
    pod.metadata.labels = { app: 'web', 'controller-revision-hash': 'abc' };
    expect(readWorkload(pod)).toMatchObject({ templatePath: [], selector: { app: 'web' }, patchable: 'no', replicas: 1 });
  });

  it('gives a Pod without labels no selector', () => {
    expect(readWorkload(object('v1', 'Pod', { spec: { containers: [container] } }))?.selector).toEqual({});
  });

  it('selects the pods of a Job by its name when its template has no labels', () => {
    expect(readWorkload(templated('batch/v1', 'Job', {}))?.selector).toEqual({ 'batch.kubernetes.io/job-name': 'web' });
  });

  it('reads a CronJob one level deeper', () => {
    const jobTemplate = { spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } } } };
    const workload = readWorkload(object('batch/v1', 'CronJob', { spec: { jobTemplate } }));
    expect(workload?.containers).toHaveLength(1);
    expect(workload?.replicas).toBeUndefined();
  });

  it('counts init containers that run as long as the pod', () => {
    const initContainers = [{ name: 'once' }, { name: 'proxy', restartPolicy: 'Always', ports: [{ containerPort: 15001 }] }];
    const pod = object('v1', 'Pod', { spec: { containers: [container], initContainers } });
    expect(readWorkload(pod)?.containers.map(({ name, list }) => [name, list])).toEqual([
      ['app', 'containers'],
      ['proxy', 'initContainers'],
    ]);
  });

  it('is undefined for what has no pod template', () => {
    expect(readWorkload(object('v1', 'Service', { spec: { selector: { app: 'web' } } }))).toBeUndefined();
  });

  it('never throws, whatever the fields hold', () => {
    const kind = fc.constantFrom(['apps/v1', 'Deployment'], ['v1', 'Pod'], ['batch/v1', 'CronJob'], ['x/v1', 'Thing']);
    fc.assert(
      fc.property(kind, fc.dictionary(fc.constantFrom('spec', 'status', 'template'), fc.jsonValue()), ([apiVersion, name], fields) => {
        readWorkload(object(apiVersion ?? '', name ?? '', fields));
      }),
    );
  });
});

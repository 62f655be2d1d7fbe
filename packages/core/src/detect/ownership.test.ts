import { describe, expect, it } from 'vitest';
import { object, podOf, snapshot, workload } from '../../test/fixtures/cluster.js';
import type { KubeObject } from '../model/kube.js';
import { detectOwnership, ownersOf, TOOL_ROWS } from './ownership.js';

const owned = (by: Record<string, unknown>) => ({ ownerReferences: [{ controller: true, ...by }] });
const reverters = (target: KubeObject, ...others: KubeObject[]) =>
  detectOwnership(snapshot({ objects: [target, ...others] }), target).reverters;

describe('detectOwnership', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['Helm by its annotation', { annotations: { 'meta.helm.sh/release-name': 'shop' } }, { who: 'Helm', name: 'shop', when: 'on-upgrade' }],
    ['Helm by its label', { labels: { 'app.kubernetes.io/managed-by': 'Helm' } }, { who: 'Helm', when: 'on-upgrade' }],
    [
      'Argo CD by its annotation',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' } },
      { who: 'Argo CD', name: 'shop', when: 'soon' },
    ],
    [
      'Argo CD by its manager',
      { managedFields: [{ manager: 'argocd-controller', operation: 'Apply', apiVersion: 'apps/v1' }] },
      { who: 'Argo CD', when: 'soon' },
    ],
    ['Flux by its label', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' } }, { who: 'Flux', name: 'apps', when: 'soon' }],
    [
      'an operator by ownership',
      owned({ apiVersion: 'acid.zalan.do/v1', kind: 'postgresql', name: 'db' }),
      { who: 'operator', name: 'postgresql db', when: 'soon' },
    ],
  ])('%s', (_, metadata, expected) => {
    expect(reverters(workload('web', { metadata }))).toMatchObject([{ ...expected, evidence: expect.any(String) }]);
  });

  it('is nobody for plain objects and other values of the label', () => {
    expect(reverters(workload('web'))).toEqual([]);
    expect(reverters(workload('web', { metadata: { labels: { 'app.kubernetes.io/managed-by': 'expose-plus' } } }))).toEqual([]);
  });

  it('names each once, and looks at owners too', () => {
    const deployment = workload('web', {
      metadata: { labels: { 'app.kubernetes.io/managed-by': 'Helm' }, annotations: { 'meta.helm.sh/release-name': 'shop' } },
    });
    const set = object(
      'apps/v1',
      'ReplicaSet',
      'web-abc',
      {},
      { namespace: 'shop', ...owned({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }) },
    );
    const pod = object(
      'v1',
      'Pod',
      'web-abc-1',
      {},
      { namespace: 'shop', ...owned({ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-abc' }) },
    );
    const fact = detectOwnership(snapshot({ objects: [pod, set, deployment] }), pod);
    expect(fact.owners.map((owner) => `${owner.ref.kind}/${owner.ref.name}`)).toEqual(['ReplicaSet/web-abc', 'Deployment/web']);
    expect(fact.reverters.map((entry) => entry.who)).toEqual(['Helm']);
  });
});

describe('ownersOf', () => {
  it('looks in the same namespace only', () => {
    const deployment = workload('web');
    const elsewhere = workload('web', { namespace: 'other' });
    const set = object(
      'apps/v1',
      'ReplicaSet',
      'web-abc',
      {},
      { namespace: 'shop', ...owned({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }) },
    );
    expect(ownersOf(snapshot({ objects: [elsewhere, set, deployment] }), set)[0]?.object).toBe(deployment);
    expect(ownersOf(snapshot({ objects: [elsewhere, set] }), set)).toEqual([
      { ref: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' } },
    ]);
    expect(ownersOf(snapshot({ objects: [deployment] }), deployment)).toEqual([]);
  });

  it('ends at a loop', () => {
    const a = object(
      'apps/v1',
      'ReplicaSet',
      'a',
      {},
      { namespace: 'shop', ...owned({ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'b' }) },
    );
    const b = object(
      'apps/v1',
      'ReplicaSet',
      'b',
      {},
      { namespace: 'shop', ...owned({ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'a' }) },
    );
    expect(ownersOf(snapshot({ objects: [a, b] }), a).map((owner) => owner.ref.name)).toEqual(['b', 'a']);
  });

  it('a static pod belongs to its Node', () => {
    const nodeObject = object('v1', 'Node', 'control');
    const pod = { ...podOf(workload('x'), 'control') };
    pod.metadata = { ...pod.metadata, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'control', controller: true }] };
    expect(ownersOf(snapshot({ objects: [pod, nodeObject] }), pod)[0]?.object).toBe(nodeObject);
  });
});

it('rows carry source and date', () => {
  for (const row of TOOL_ROWS) expect(row.source !== '' && /^\d{4}-\d{2}-\d{2}$/.test(row.verified), row.who).toBe(true);
});

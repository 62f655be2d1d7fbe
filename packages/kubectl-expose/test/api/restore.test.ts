import { execFileSync } from 'node:child_process';
import { mergeBody } from '../../../core/src/strategies/field-path.js';
import { parsePath, valueAt, type FieldTake, type KubeObject, type ManagedFieldsEntry, type ObjectRef } from '@expose-plus/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tool } from '../../../../internal/tools/src/tool.js';
import { conflictsOf } from '../../src/kube/conflicts.js';
import { isApiError } from '../../src/kube/errors.js';
import { restoreFields, type RestoreRequest } from '../../src/kube/restore.js';
import { describeApi, type ApiTest } from './server.js';

const manager = 'expose-plus.web';
const annotation = 'expose-plus.dev/web';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { app: 'web' }, annotations: { team: 'a' } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    strategy: { rollingUpdate: { maxSurge: '50%' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        dnsPolicy: 'Default',
        containers: [
          {
            name: 'web',
            image: 'nginx',
            ports: [
              { containerPort: 80, name: 'http' },
              { containerPort: 53, protocol: 'UDP' },
            ],
          },
          { name: 'side', image: 'nginx' },
        ],
      },
    },
  },
};

const rolling = { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } };
const pod = (spec: object) => ({ template: { spec } });
const patches: Record<string, object> = {
  'maxSurge 50% forced to 0': rolling,
  'hostNetwork and dnsPolicy': pod({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }),
  'hostNetwork, dnsPolicy and rollout': { ...rolling, ...pod({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }) },
  'hostPort on a declared port': pod({ containers: [{ name: 'web', ports: [{ containerPort: 80, protocol: 'TCP', hostPort: 8080 }] }] }),
  'hostPort on a port that nobody declared, and rollout': {
    ...rolling,
    ...pod({ containers: [{ name: 'side', ports: [{ containerPort: 9000, protocol: 'TCP', hostPort: 9000 }] }] }),
  },
};

const REVISION = 'deployment.kubernetes.io/revision';

/**
 * The object as `kubectl get -o yaml --show-managed-fields` shows it, without times and counters, and without what controllers add
 * where they run: the status and the annotation with the revision.
 */
function comparable(object: KubeObject): unknown {
  const { status: _status, ...rest } = object;
  const { resourceVersion: _version, generation: _generation, managedFields = [], annotations = {}, ...metadata } = object.metadata;
  const { [REVISION]: _revision, ...kept } = annotations;
  const entries = managedFields.filter(isNotController).map(({ time: _time, ...entry }: ManagedFieldsEntry) => entry);
  return {
    ...rest,
    metadata: {
      ...metadata,
      annotations: kept,
      managedFields: entries.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    },
  };
}

function isNotController(entry: ManagedFieldsEntry): boolean {
  return entry.manager !== 'kube-controller-manager';
}

/** Applies a patch as the plugin does and says what `remove` will find. */
async function expose(
  api: ApiTest,
  ref: ObjectRef,
  body: object,
  order: (takes: FieldTake[]) => FieldTake[] = (takes) => takes,
): Promise<RestoreRequest> {
  const live = await api.client.get(ref);
  const bare: KubeObject = { apiVersion: ref.apiVersion, kind: ref.kind, metadata: { name: ref.name, namespace: api.namespace }, ...body };
  const refused: unknown = await api.client.apply(bare, { fieldManager: manager, dryRun: true }).catch((error: unknown) => error);
  const conflicts = isApiError(refused, 409) ? conflictsOf(refused) : [];
  const takes = order(
    conflicts.map(({ field, manager: from, operation }) => ({ path: field, from, operation, old: valueAt(live, parsePath(field) ?? []) })),
  );
  const record = mergeBody(bare, { metadata: { annotations: { [annotation]: JSON.stringify(takes) } } });
  await api.client.apply(record, { fieldManager: manager, force: true });
  return { target: ref, manager, annotation, sets: [], takes };
}

describeApi('taking a patch back on a real API server', (api) => {
  let kubectl = '';
  beforeAll(async () => {
    const found = await tool('kubectl');
    if ('missing' in found) throw new Error(found.missing);
    kubectl = found.path;
  });

  const run = (args: string[], object: object): void => {
    execFileSync(kubectl, ['--kubeconfig', api().kubeconfig, '-n', api().namespace, ...args], {
      input: JSON.stringify(object),
      stdio: ['pipe', 'ignore', 'inherit'],
    });
  };
  const create = async (object: { apiVersion: string }, path: string, fieldManager: string): Promise<void> => {
    await api().client.request({ method: 'POST', path, query: { fieldManager }, body: object });
  };
  const creators: Record<string, (object: typeof deployment) => Promise<void> | void> = {
    'kubectl create': (object) => run(['create', '-f', '-'], object),
    'kubectl apply': (object) => run(['apply', '-f', '-'], object),
    'kubectl apply --server-side': (object) => run(['apply', '--server-side', '-f', '-'], object),
    'a Helm-like manager': (object) => create(object, `/apis/apps/v1/namespaces/${api().namespace}/deployments`, 'helm'),
  };
  const refOf = (name: string): ObjectRef => ({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: api().namespace, name });
  let count = 0;
  const fresh = async (creator: string): Promise<ObjectRef> => {
    count += 1;
    const name = `web${count}`;
    await creators[creator]?.({ ...deployment, metadata: { ...deployment.metadata, name } });
    return refOf(name);
  };

  for (const creator of Object.keys(creators)) {
    describe(`a Deployment made by ${creator}`, () => {
      for (const [title, spec] of Object.entries(patches)) {
        it(`equals what stood before: ${title}`, async () => {
          const ref = await fresh(creator);
          const before = await api().client.get(ref);
          const request = await expose(api(), ref, { spec });
          const between = await api().client.get(ref);
          expect(comparable(between)).not.toEqual(comparable(before));
          const result = await restoreFields(api().client, request);
          expect(result.state).toBe('restored');
          expect(comparable(await api().client.get(ref))).toEqual(comparable(before));
          expect((await restoreFields(api().client, request)).state).toBe('unchanged');
        });
      }
    });
  }

  it('restores values and owners in one change where one Update manager gets all back', async () => {
    const ref = await fresh('kubectl create');
    const request = await expose(api(), ref, { spec: patches['hostNetwork, dnsPolicy and rollout'] });
    expect(request.takes.map((take) => take.path).toSorted()).toEqual([
      'spec.strategy.rollingUpdate.maxSurge',
      'spec.strategy.rollingUpdate.maxUnavailable',
      'spec.template.spec.dnsPolicy',
    ]);
    const { metadata } = await api().client.get(ref);
    await restoreFields(api().client, request);
    const after = (await api().client.get(ref)).metadata;
    expect(after['generation']).toBe((metadata['generation'] as number) + 1);
  });

  it('gives fields of several owners back to each, also to one that has nothing left', async () => {
    const ref = await fresh('kubectl apply --server-side');
    // kubectl patch owns nothing but maxUnavailable
    await api().client.patch(
      ref,
      'merge',
      { spec: { strategy: { rollingUpdate: { maxUnavailable: '30%' } } } },
      { fieldManager: 'kubectl-patch' },
    );
    const before = await api().client.get(ref);
    const request = await expose(api(), ref, { spec: rolling });
    expect(new Set(request.takes.map((take) => `${take.from} ${take.operation}`))).toEqual(
      new Set(['kubectl Apply', 'kubectl-patch Update']),
    );
    await restoreFields(api().client, request);
    expect(comparable(await api().client.get(ref))).toEqual(comparable(before));
  });

  it('finds the owner of a take that does not say how the field was set', async () => {
    for (const creator of ['kubectl create', 'kubectl apply --server-side']) {
      const ref = await fresh(creator);
      const before = await api().client.get(ref);
      const request = await expose(api(), ref, { spec: rolling }, (takes) => takes.map(({ path, from, old }) => ({ path, from, old })));
      await restoreFields(api().client, request);
      expect(comparable(await api().client.get(ref))).toEqual(comparable(before));
    }
  });

  it('leaves to others what they took back meanwhile', async () => {
    const ref = await fresh('a Helm-like manager');
    const request = await expose(api(), ref, { spec: rolling });
    await api().client.patch(ref, 'merge', { spec: { strategy: { rollingUpdate: { maxSurge: 3 } } } }, { fieldManager: 'helm' });
    await restoreFields(api().client, request);
    const after = await api().client.get(ref);
    expect(after['spec']).toMatchObject({ strategy: { rollingUpdate: { maxSurge: 3, maxUnavailable: '25%' } } });
    expect(after.metadata.managedFields?.filter(isNotController).map((entry) => entry.manager)).toEqual(['helm']);
  });

  it('keeps what another Exposure set', async () => {
    const ref = await fresh('kubectl create');
    const before = await api().client.get(ref);
    const request = await expose(api(), ref, { spec: rolling });
    const other: KubeObject = {
      apiVersion: ref.apiVersion,
      kind: ref.kind,
      metadata: { name: ref.name, namespace: api().namespace, annotations: { 'expose-plus.dev/b': 'x' } },
      spec: patches['hostPort on a declared port'],
    };
    await api().client.apply(other, { fieldManager: 'expose-plus.b' });
    await restoreFields(api().client, request);
    const between = await api().client.get(ref);
    expect(between.metadata.annotations).toMatchObject({ team: 'a', 'expose-plus.dev/b': 'x' });
    expect(
      valueAt(between, parsePath('spec.template.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].hostPort') ?? []),
    ).toBe(8080);
    await restoreFields(api().client, { target: ref, manager: 'expose-plus.b', annotation: 'expose-plus.dev/b', sets: [], takes: [] });
    expect(comparable(await api().client.get(ref))).toEqual(comparable(before));
  });

  it('finishes what was interrupted between values and owners', async () => {
    const ref = await fresh('kubectl apply --server-side');
    const before = await api().client.get(ref);
    const request = await expose(api(), ref, { spec: rolling });
    // a client that dies after its first change
    let changes = 0;
    const dying = {
      ...api().client,
      patch: async (...args: Parameters<ApiTest['client']['patch']>) => {
        if (changes > 0) throw new Error('killed');
        // one that is refused, because the controller changed the object just then, is tried again
        const changed = await api().client.patch(...args);
        changes += 1;
        return changed;
      },
    };
    await expect(restoreFields(dying, request)).rejects.toThrow('killed');
    const between = await api().client.get(ref);
    expect(between['spec']).toEqual(before['spec']);
    expect(between.metadata.annotations?.[annotation]).toBeDefined();
    await restoreFields(api().client, request);
    expect(comparable(await api().client.get(ref))).toEqual(comparable(before));
  });

  it('plans anew when somebody changes the object in between', async () => {
    const ref = await fresh('kubectl create');
    const request = await expose(api(), ref, { spec: rolling });
    let disturbed = 0;
    const disturbing = {
      ...api().client,
      patch: async (...args: Parameters<ApiTest['client']['patch']>) => {
        if (disturbed < 3) {
          disturbed += 1;
          await api().client.patch(ref, 'merge', { metadata: { labels: { disturbed: String(disturbed) } } }, { fieldManager: 'other' });
        }
        return await api().client.patch(...args);
      },
    };
    expect((await restoreFields(disturbing, request)).state).toBe('restored');
    expect(disturbed).toBe(3);
    const after = await api().client.get(ref);
    expect(after['spec']).toMatchObject({ strategy: { rollingUpdate: { maxSurge: '50%', maxUnavailable: '25%' } } });
    expect(after.metadata.labels).toEqual({ app: 'web', disturbed: '3' });
  });

  it('works from the record alone where managedFields were removed', async () => {
    const ref = await fresh('kubectl create');
    const before = await api().client.get(ref);
    const request = await expose(api(), ref, { spec: patches['hostNetwork and dnsPolicy'] });
    await api().client.patch(ref, 'merge', { metadata: { managedFields: [{}] } });
    const sets = ['spec.template.spec.hostNetwork', 'spec.template.spec.dnsPolicy'];
    expect((await restoreFields(api().client, { ...request, sets })).state).toBe('restored');
    const after = await api().client.get(ref);
    expect(after['spec']).toEqual(before['spec']);
    expect(after.metadata.annotations).not.toHaveProperty([annotation]);
    expect(after.metadata.annotations).toMatchObject({ team: 'a' });
  });

  it('changes nothing in a dry run', async () => {
    const ref = await fresh('kubectl create');
    const request = await expose(api(), ref, { spec: rolling });
    const before = await api().client.get(ref);
    const result = await restoreFields(api().client, request, { dryRun: true });
    expect(result).toMatchObject({ state: 'restored', object: { spec: { strategy: { rollingUpdate: { maxSurge: '50%' } } } } });
    expect(comparable(await api().client.get(ref))).toEqual(comparable(before));
    expect((await restoreFields(api().client, { ...request, target: refOf('not-there') })).state).toBe('gone');
  });

  it('takes the label of a Pod back that had none', async () => {
    const { namespace, client } = api();
    const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bare' }, spec: { containers: [{ name: 'c', image: 'redis' }] } };
    await client.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } }, { fieldManager: 't' });
    run(['create', '-f', '-'], object);
    const ref: ObjectRef = { apiVersion: 'v1', kind: 'Pod', namespace, name: 'bare' };
    const before = await client.get(ref);
    const request = await expose(api(), ref, { metadata: { name: 'bare', namespace, labels: { app: 'bare' } } });
    expect((await client.get(ref)).metadata.labels).toEqual({ app: 'bare' });
    await restoreFields(client, request);
    expect(comparable(await client.get(ref))).toEqual(comparable(before));
  });

  it('leaves a Pod the zone that the API server gave it when it was placed, which nobody owns', async () => {
    const { namespace, client } = api();
    const zone = { 'topology.kubernetes.io/zone': 'z1' };
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: `${namespace}-node`, labels: zone } };
    await client.apply(node, { fieldManager: 't' });
    await client.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } }, { fieldManager: 't' });
    run(['create', '-f', '-'], {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'placed' },
      spec: { containers: [{ name: 'c', image: 'redis' }] },
    });
    const target = { apiVersion: 'v1', kind: 'Node', name: node.metadata.name };
    const body = { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'placed' }, target };
    await client.request({ method: 'POST', path: `/api/v1/namespaces/${namespace}/pods/placed/binding`, body });
    const ref: ObjectRef = { apiVersion: 'v1', kind: 'Pod', namespace, name: 'placed' };
    const before = await client.get(ref);
    expect(before.metadata.labels).toEqual(zone);
    const request = await expose(api(), ref, { metadata: { name: 'placed', namespace, labels: { app: 'placed' } } });
    await restoreFields(client, request);
    expect(comparable(await client.get(ref))).toEqual(comparable(before));
    expect((await restoreFields(client, request)).state).toBe('unchanged');
    await client.delete({ apiVersion: 'v1', kind: 'Node', name: node.metadata.name });
  });
});

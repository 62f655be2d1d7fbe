import { join } from 'node:path';
import type { Query } from '@expose-plus/core';
import { beforeAll, expect, it } from 'vitest';
import { createClient } from '../../src/kube/client.js';
import { ApiError } from '../../src/kube/errors.js';
import { takeSnapshot } from '../../src/kube/snapshot.js';
import { describeApi } from './server.js';

const services: Query = { resource: 'services', apiVersion: 'v1', kind: 'Service' };
const nodes: Query = { resource: 'nodes', apiVersion: 'v1', kind: 'Node' };
const routes: Query = { resource: 'httproutes.gateway.networking.k8s.io', apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' };
const now = new Date('2026-01-02T03:04:05Z');

describeApi('snapshot against a real API server', (api) => {
  beforeAll(async () => {
    const { client, namespace } = api();
    await client.apply(
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'one', namespace, labels: { a: 'b' } }, spec: { ports: [{ port: 80 }] } },
      { fieldManager: 't' },
    );
    await client.apply(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's', namespace, annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":"hidden-value"}' } },
        type: 'Opaque',
        stringData: { password: 'hidden-value' },
      },
      { fieldManager: 't' },
    );
    // a user who may read Services of this one namespace and nothing else
    await client.apply(
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'r', namespace },
        rules: [{ apiGroups: [''], resources: ['services'], verbs: ['get', 'list'] }],
      },
      { fieldManager: 't' },
    );
    await client.apply(
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'r', namespace },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
        subjects: ['narrow', 'system:anonymous'].map((name) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name })),
      },
      { fieldManager: 't' },
    );
  });

  it('asks anew what is served when an answer contradicts what an earlier process kept', async () => {
    const { client, connect, namespace } = api();
    const [group, plural] = [`${namespace}.example.com`, 'gadgets'];
    const gadgets: Query = { resource: `${plural}.${group}`, apiVersion: `${group}/v1`, kind: 'Gadget' };
    const kindsOf = async (): Promise<unknown> => {
      const { server } = await takeSnapshot(createClient(connect()), [gadgets], { namespace, now });
      return server === 'unknown' ? server : server.apis[`${group}/v1`];
    };
    expect(await kindsOf()).toBeUndefined();
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: gadgets.resource },
      spec: {
        group,
        scope: 'Namespaced',
        names: { plural, singular: 'gadget', kind: 'Gadget', listKind: 'GadgetList' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    };
    await client.apply(crd, { fieldManager: 't' });
    await expect.poll(kindsOf, { timeout: 15_000 }).toEqual(['Gadget']);
    await client.delete({ apiVersion: crd.apiVersion, kind: crd.kind, name: gadgets.resource });
    await expect.poll(kindsOf, { timeout: 15_000 }).toBeUndefined();
  });

  it('says what was read completely, and what is not served', async () => {
    const { client, namespace } = api();
    const snapshot = await takeSnapshot(client, [services, services, { ...services, namespace }, routes], { namespace, now });
    expect(snapshot.takenAt).toBe('2026-01-02T03:04:05.000Z');
    expect(snapshot.server).toMatchObject({
      version: expect.stringMatching(/^v1/),
      apis: { 'apps/v1': expect.arrayContaining(['Deployment']) },
    });
    expect(snapshot.coverage).toEqual([
      { resource: 'services', state: 'complete' },
      { resource: 'httproutes.gateway.networking.k8s.io', state: 'api-absent' },
    ]);
    const names = snapshot.objects.map(
      (object) => `${object.apiVersion} ${object.kind} ${object.metadata.namespace}/${object.metadata.name}`,
    );
    expect(names).toContain(`v1 Service ${namespace}/one`);
    expect(names).toContain('v1 Service default/kubernetes');
    expect(new Set(names).size).toBe(names.length);
  });

  it('says complete only of the part that was asked for', async () => {
    const { client, namespace } = api();
    const take = (query: Query) => takeSnapshot(client, [query], { namespace, now });
    const byName = await take({ ...services, namespace, name: 'one' });
    expect(byName.objects.map((object) => object.metadata.name)).toEqual(['one']);
    expect(byName.coverage).toEqual([{ resource: 'services', namespace, name: 'one', state: 'complete' }]);
    expect(await take({ ...services, namespace, name: 'two' })).toMatchObject({
      objects: [],
      coverage: [{ resource: 'services', namespace, name: 'two', state: 'complete' }],
    });
    const byLabel = await take({ ...services, labelSelector: 'a=b' });
    expect(byLabel.coverage).toEqual([{ resource: 'services', labelSelector: 'a=b', state: 'complete' }]);
    expect(byLabel.objects.length).toBeGreaterThan(0);
    const byField = await take({ ...services, fieldSelector: 'metadata.name=one' });
    expect(byField.coverage).toEqual([{ resource: 'services', state: 'not-asked', reason: 'only those with metadata.name=one were read' }]);
  });

  it('names the missing verb of a narrow user, and reads what is left', async () => {
    const { connect, namespace } = api();
    const client = createClient(connect({ as: 'narrow', asGroup: ['system:authenticated'] }));
    const snapshot = await takeSnapshot(client, [services, nodes, { ...nodes, name: 'n1' }], { namespace, now });
    expect(snapshot.objects.map((object) => object.metadata.name)).toEqual(['one']);
    expect(snapshot.coverage).toEqual([
      { resource: 'services', state: 'forbidden', reason: 'missing: list services in all namespaces' },
      { resource: 'services', namespace, state: 'complete' },
      { resource: 'nodes', state: 'forbidden', reason: 'missing: list nodes' },
      { resource: 'nodes', name: 'n1', state: 'forbidden', reason: 'missing: get nodes n1' },
    ]);
    client.close();
  });

  it('tells a narrow user what is not served from what may not be read, also when that was installed since', async () => {
    const { client: admin, connect, namespace } = api();
    const connection = connect({ as: 'narrow', asGroup: ['system:authenticated'] });
    const take = (query: Query) => takeSnapshot(createClient(connection), [query], { namespace, now });
    expect((await take(routes)).coverage).toEqual([{ resource: routes.resource, state: 'api-absent' }]);
    const [group, plural] = [`later-${namespace}.example.com`, 'gizmos'];
    const gizmos: Query = { resource: `${plural}.${group}`, apiVersion: `${group}/v1`, kind: 'Gizmo', namespace };
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: gizmos.resource },
      spec: {
        group,
        scope: 'Namespaced',
        names: { plural, singular: 'gizmo', kind: 'Gizmo', listKind: 'GizmoList' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    };
    await admin.apply(crd, { fieldManager: 't' });
    // The process before kept what was served then.
    await expect
      .poll(async () => (await take(gizmos)).coverage, { timeout: 15_000 })
      .toEqual([
        {
          resource: gizmos.resource,
          namespace,
          state: 'forbidden',
          reason: `missing: list ${gizmos.resource} in namespace ${namespace}`,
        },
      ]);
    await admin.delete({ apiVersion: crd.apiVersion, kind: crd.kind, name: gizmos.resource });
  });

  it('answers with verb and resource for a user without discovery as well', async () => {
    const { connect, namespace } = api();
    // the right to discover belongs to system:authenticated, which every other impersonated user gets
    const client = createClient(
      connect({ as: 'system:anonymous', asGroup: ['system:unauthenticated'], cacheDir: join(api().kubeconfig, 'no-folder') }),
    );
    await expect(client.discovery.types()).rejects.toMatchObject({
      status: 403,
      verb: 'get',
      resource: expect.stringMatching(/^\/apis?$/),
    });
    const snapshot = await takeSnapshot(client, [services, routes], { namespace, now });
    expect(snapshot.objects.map((object) => object.metadata.name)).toEqual(['one']);
    expect(snapshot.coverage[1]).toEqual({ resource: 'services', namespace, state: 'complete' });
    expect(snapshot.coverage[2]).toMatchObject({
      state: 'forbidden',
      reason: 'missing: list httproutes.gateway.networking.k8s.io in all namespaces',
    });
    const error = (await client
      .get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'x' })
      .catch((caught: unknown) => caught)) as ApiError;
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 403, verb: 'get', resource: 'deployments.apps', namespace });
    client.close();
  });

  it('keeps no value of a Secret', async () => {
    const { client, namespace } = api();
    const snapshot = await takeSnapshot(client, [{ resource: 'secrets', apiVersion: 'v1', kind: 'Secret', namespace }], { namespace, now });
    const secret = snapshot.objects.find((object) => object.metadata.name === 's');
    expect(secret).toMatchObject({ type: 'Opaque', data: { password: '' } });
    const text = JSON.stringify(snapshot);
    expect(text).not.toContain('hidden-value');
    expect(text).not.toContain(Buffer.from('hidden-value').toString('base64'));
  });

  it('reads long lists page by page', async () => {
    const { client, namespace } = api();
    for (let index = 0; index < 7; index += 1) {
      await client.apply(
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `c${index}`, namespace }, data: {} },
        { fieldManager: 't' },
      );
    }
    const type = await client.typeOf('v1', 'ConfigMap');
    const { items, resourceVersion } = await client.list(type, {
      namespace,
      pageSize: 2,
      fieldSelector: 'metadata.name!=kube-root-ca.crt',
    });
    expect(items.map((item) => item.metadata.name)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6']);
    expect(items[0]).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
    expect(Number(resourceVersion)).toBeGreaterThan(0);
  });
});

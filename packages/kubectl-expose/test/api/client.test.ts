import { expect, it } from 'vitest';
import { BUILTIN_TYPES } from '../../src/kube/builtin-types.js';
import { createClient } from '../../src/kube/client.js';
import { conflictsOf } from '../../src/kube/conflicts.js';
import { fetchLegacyTypes } from '../../src/kube/discovery-legacy.js';
import { ApiError } from '../../src/kube/errors.js';
import { apiVersionOf } from '../../src/kube/resource-type.js';
import type { ResourceType } from '../../src/kube/resource-type.js';
import { describeApi } from './server.js';

const deployment = (namespace: string, name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace, labels: { app: name } },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'web', image: 'nginx', ports: [{ containerPort: 80 }] }] },
    },
  },
});

describeApi('client against a real API server', (api) => {
  it('asks for the version', async () => {
    expect(await api().client.serverVersion()).toMatch(/^v1\.\d+\.\d+/);
  });

  it('discovers types', async () => {
    const types = await api().client.discovery.types();
    expect(types.find((type) => type.kind === 'Deployment')).toMatchObject({
      group: 'apps',
      version: 'v1',
      plural: 'deployments',
      namespaced: true,
      shortNames: ['deploy'],
    });
    expect(api().client.discovery.isFresh()).toBe(true);
  });

  it('discovers the same the old way', async () => {
    const { client } = api();
    const roots = await Promise.all(['/api', '/apis'].map((path) => client.request({ method: 'GET', path })));
    expect(roots.map(({ body }) => (body as { kind: string }).kind)).toEqual(['APIVersions', 'APIGroupList']);
    const legacy = (await Promise.all(roots.map(({ body }) => fetchLegacyTypes(client.request, body, undefined)))).flat();
    const listed = (types: readonly ResourceType[]) =>
      types
        .map((type) => ({ ...type, verbs: type.verbs.toSorted() }))
        .toSorted((a, b) => (apiVersionOf(a) + a.plural < apiVersionOf(b) + b.plural ? -1 : 1));
    expect(listed(legacy)).toEqual(listed(await client.discovery.refresh()));
  });

  it('has a built-in table that tells what the server tells', async () => {
    const served = await api().client.discovery.types();
    const find = ({ group, version, plural }: ResourceType) =>
      served.find((type) => type.group === group && type.version === version && type.plural === plural);
    // an older server lacks some of it
    const both = BUILTIN_TYPES.flatMap(({ verbs: _verbs, ...type }) => (find({ ...type, verbs: [] }) ? [type] : []));
    expect(both.length).toBeGreaterThan(40);
    for (const type of both) expect(find({ ...type, verbs: [] })).toMatchObject(type);
  });

  it('keeps what it discovered for other processes', async () => {
    const { connect } = api();
    await api().client.discovery.refresh();
    const other = createClient(connect());
    expect((await other.discovery.types()).length).toBeGreaterThan(50);
    expect(other.discovery.isFresh()).toBe(false);
    other.close();
  });

  it('applies, reads, patches and deletes', async () => {
    const { client, namespace } = api();
    const object = deployment(namespace, 'web');
    const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'web' };
    expect(await client.find(ref)).toBeUndefined();
    expect((await client.apply(object, { fieldManager: 'a', dryRun: true })).metadata.uid).toBeDefined();
    expect(await client.find(ref)).toBeUndefined();
    await client.apply(object, { fieldManager: 'a' });
    const changed = await client.patch(ref, 'merge', { metadata: { labels: { x: 'y' } } }, { fieldManager: 'b' });
    expect(changed.metadata.labels).toEqual({ app: 'web', x: 'y' });
    expect((await client.get(ref)).kind).toBe('Deployment');
    await expect(client.delete(ref, { preconditions: { uid: '00000000-0000-0000-0000-000000000000' } })).rejects.toMatchObject({
      status: 409,
    });
    expect(await client.delete(ref)).toBe(true);
    expect(await client.delete(ref)).toBe(false);
  });

  it('names manager and field of a conflict', async () => {
    const { client, namespace } = api();
    const object = deployment(namespace, 'conflict');
    await client.request({
      method: 'POST',
      path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
      query: { fieldManager: 'creator' },
      body: object,
    });
    const wanted = { ...object, spec: { ...object.spec, replicas: 3 } };
    const error = await client.apply(wanted, { fieldManager: 'b' }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect(conflictsOf(error as ApiError)).toEqual([{ manager: 'creator', operation: 'Update', field: 'spec.replicas' }]);
    await client.apply(wanted, { fieldManager: 'b', force: true });
    const again = await client
      .apply({ ...object, spec: { ...object.spec, replicas: 4 } }, { fieldManager: 'c' })
      .catch((caught: unknown) => caught);
    expect(conflictsOf(again as ApiError)).toEqual([{ manager: 'b', operation: 'Apply', field: 'spec.replicas' }]);
  });

  it('sends fields that no client model knows: the server is the one that refuses them', async () => {
    const { client, namespace } = api();
    const path = { path: '/', pathType: 'Prefix', backend: { service: { name: 'x', port: { number: 80 } } } };
    const ingress = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'future', namespace } };
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'future', namespace } };
    const cases = [
      [{ ...ingress, spec: { futureTop: 1, rules: [{ http: { paths: [path] } }] } }, '.spec.futureTop'],
      [
        { ...ingress, spec: { rules: [{ http: { paths: [{ ...path, futureField: { deep: true } }] } }] } },
        '.spec.rules[0].http.paths[0].futureField',
      ],
      [{ ...service, spec: { ports: [{ port: 80, newer: 'x' }] } }, '.newer'],
    ] as const;
    for (const [object, field] of cases) {
      const error = (await client.apply(object, { fieldManager: 'a' }).catch((caught: unknown) => caught)) as ApiError;
      expect(error.message).toContain(`${field}: field not declared in schema`);
    }
  });

  it('hands warnings of the server on, once each', async () => {
    const { connect, namespace } = api();
    const warnings: string[] = [];
    const client = createClient(connect(), { onWarning: (text) => warnings.push(text) });
    const ref = { apiVersion: 'v1', kind: 'Service', namespace, name: 'warned' };
    await client.apply(
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'warned', namespace }, spec: { ports: [{ port: 80 }] } },
      { fieldManager: 'a' },
    );
    const patch = { spec: { futureTop: 1, ports: [{ port: 80, newer: 'x' }] } };
    await client.patch(ref, 'merge', patch, { validation: 'Warn' });
    await client.patch(ref, 'merge', patch, { validation: 'Warn' });
    expect(warnings).toEqual(['unknown field "spec.futureTop"', 'unknown field "spec.ports[0].newer"']);
    await expect(client.patch(ref, 'merge', patch)).rejects.toMatchObject({ status: 422 });
    client.close();
  });

  it('carries fields of kinds that nobody knows through, unchanged', async () => {
    const { client, namespace } = api();
    const name = `widgets.${namespace}.example.com`;
    const group = `${namespace}.example.com`;
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    await client.apply(
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name },
        spec: {
          group,
          scope: 'Namespaced',
          names: { plural: 'widgets', singular: 'widget', kind: 'Widget', shortNames: ['wd'] },
          versions: [{ name: 'v1', served: true, storage: true, schema }],
        },
      },
      { fieldManager: 'a' },
    );
    await expect.poll(async () => (await client.discovery.refresh()).some((type) => type.group === group), { timeout: 20_000 }).toBe(true);
    const spec = { anything: [1, { nested: null, text: 'x' }], ports: [{ port: 80, newer: true }] };
    const made = await client.apply(
      { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'w', namespace }, spec },
      { fieldManager: 'a' },
    );
    expect(made['spec']).toEqual(spec);
    await client.delete({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name });
  });
});

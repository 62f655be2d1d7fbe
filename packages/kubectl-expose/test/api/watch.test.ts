import type { KubeObject, Query } from '@expose-plus/core';
import { beforeAll, expect, it } from 'vitest';
import { createClient } from '../../src/kube/client.js';
import type { KubeClient } from '../../src/kube/client.js';
import { ConnectionError } from '../../src/kube/errors.js';
import { waitFor } from '../../src/kube/wait-for.js';
import { describeApi } from './server.js';

const valueOf = (objects: readonly KubeObject[]): unknown => (objects[0]?.['data'] as { value?: unknown } | undefined)?.value;

const until = (wanted: string) => (objects: readonly KubeObject[]) => (valueOf(objects) === wanted ? wanted : undefined);

/** One piece of a stream, after something has happened; then perhaps a failure. */
async function* piece(before: () => Promise<unknown>, text: string, failure?: Error): AsyncGenerator<string> {
  await before();
  yield text;
  if (failure) throw failure;
}

describeApi('waiting on a real API server', (api) => {
  const configMap = (name: string, value: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: api().namespace },
    data: { value },
  });
  const put = (name: string, value: string): Promise<KubeObject> => api().client.apply(configMap(name, value), { fieldManager: 't' });
  const queryOf = (name?: string): Query => ({
    resource: 'configmaps',
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: api().namespace,
    ...(name ? { name } : {}),
  });
  /** The client with its streams changed: what a network and a server do now and then. */
  const withStreams = (change: (index: number, original: () => Promise<AsyncIterable<string>>) => Promise<AsyncIterable<string>>) => {
    const { client } = api();
    const count = { lists: 0, streams: 0 };
    const changed: KubeClient = {
      ...client,
      list: (type, options) => {
        count.lists += 1;
        return client.list(type, options);
      },
      stream: (request) => {
        count.streams += 1;
        return change(count.streams, () => client.stream(request));
      },
    };
    return { client: changed, count };
  };

  beforeAll(async () => {
    const { client, namespace } = api();
    const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }];
    await client.apply(
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'getter', namespace }, rules },
      { fieldManager: 't' },
    );
    await client.apply(
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'getter', namespace },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'getter' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'getter' }],
      },
      { fieldManager: 't' },
    );
  });

  it('sees what is there, what comes, what changes and what goes', async () => {
    const seen: unknown[] = [];
    const steps: (() => Promise<unknown>)[] = [
      () => put('a', '1'),
      () => put('a', '2'),
      () => api().client.delete({ apiVersion: 'v1', kind: 'ConfigMap', namespace: api().namespace, name: 'a' }),
    ];
    const result = await waitFor(api().client, queryOf('a'), {
      timeoutMs: 10_000,
      onChange: (objects) => {
        seen.push(valueOf(objects));
        void steps.shift()?.();
      },
      until: (objects) => (seen.length > 1 && objects.length === 0 ? 'gone' : undefined),
    });
    expect(result).toMatchObject({ state: 'done', value: 'gone' });
    expect(seen).toEqual([undefined, '1', '2', undefined]);
  });

  it('gives up at the deadline with what was there', async () => {
    await put('b', '1');
    const started = Date.now();
    const result = await waitFor(api().client, queryOf('b'), { timeoutMs: 300, until: until('never') });
    expect(result.state).toBe('timeout');
    expect(valueOf(result.objects)).toBe('1');
    expect(Date.now() - started).toBeLessThan(3000);
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    const waiting = waitFor(api().client, queryOf('c'), {
      timeoutMs: 10_000,
      signal: stop.signal,
      onChange: () => stop.abort(new Error('stopped')),
      until: until('never'),
    });
    await expect(waiting).rejects.toThrow('stopped');
  });

  it('goes on after a broken connection without listing again', async () => {
    await put('d', '1');
    const { client, count } = withStreams(async (index, original) => {
      if (index > 1) return await original();
      return piece(() => put('d', '2'), '{"type":"MODI', new ConnectionError('network', 'the connection was closed'));
    });
    expect((await waitFor(client, queryOf('d'), { timeoutMs: 10_000, until: until('2') })).state).toBe('done');
    expect(count).toEqual({ lists: 1, streams: 2 });
  });

  it('lists again when the version has expired', async () => {
    await put('e', '1');
    const { client, count } = withStreams(async (index, original) => {
      if (index > 1) return await original();
      // what the server writes once etcd has compacted the version
      const status = {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'too old resource version: 1 (2)',
        reason: 'Expired',
        code: 410,
      };
      return piece(() => put('e', '2'), `${JSON.stringify({ type: 'ERROR', object: status })}\n`);
    });
    expect((await waitFor(client, queryOf('e'), { timeoutMs: 10_000, until: until('2') })).state).toBe('done');
    expect(count).toEqual({ lists: 2, streams: 1 });
  });

  it('looks again and again where only get is allowed, and names the verb where nothing is', async () => {
    await put('f', '1');
    const narrow = createClient(api().connect({ as: 'getter', asGroup: ['system:authenticated'] }));
    let looks = 0;
    const result = await waitFor(narrow, queryOf('f'), {
      timeoutMs: 10_000,
      pollMs: 50,
      onChange: () => {
        looks += 1;
        if (looks === 1) void put('f', '2');
      },
      until: until('2'),
    });
    expect(result.state).toBe('done');
    await expect(waitFor(narrow, queryOf(), { timeoutMs: 10_000, until: until('x') })).rejects.toMatchObject({
      status: 403,
      verb: 'list',
      resource: 'configmaps',
    });
    narrow.close();
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { createClient } from '../../src/kube/client.js';
import type { KubeClient } from '../../src/kube/client.js';
import { loadConnection } from '../../src/kube/config.js';
import type { Connection, ConnectionFlags } from '../../src/kube/connection.js';

const kubeconfig = process.env['EXPOSE_PLUS_TEST_KUBECONFIG'];

/** What a test of the API server gets. */
export interface ApiTest {
  kubeconfig: string;
  client: KubeClient;
  /** A namespace of its own, removed afterwards. */
  namespace: string;
  connect(flags?: ConnectionFlags): Connection;
}

/** Tests against a real API server, as administrator; left out by name where none is given. */
export function describeApi(name: string, tests: (api: () => ApiTest) => void): void {
  if (!kubeconfig) {
    describe.skip(`${name} (left out: EXPOSE_PLUS_TEST_KUBECONFIG names no API server)`, () =>
      tests(() => undefined as unknown as ApiTest));
    return;
  }
  describe(name, () => {
    const cacheDir = mkdtempSync(join(tmpdir(), 'expose-plus-api-'));
    const connect = (flags: ConnectionFlags = {}): Connection => {
      const connection = loadConnection({ kubeconfig, cacheDir, ...flags }, process.env);
      if ('none' in connection) throw new Error(`${kubeconfig} names no cluster`);
      return connection;
    };
    const namespace = `api-test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
    const client = createClient(connect());
    beforeAll(async () => {
      await client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, { fieldManager: 'test' });
    });
    afterAll(async () => {
      await client.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
      client.close();
      rmSync(cacheDir, { recursive: true, force: true });
    });
    tests(() => ({ kubeconfig, client, namespace, connect }));
  });
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { KubeObject, ObjectRef } from '@expose-plus/core';
import { describeApi, type ApiTest } from '../api/server.js';
import { makeNode, runPods } from '../support/fake-kubelet.js';
import { runLine, words, type Ended, type Surroundings } from '../support/run-line.js';

/** What a test on a live cluster gets. */
export interface Live {
  api: ApiTest;
  /** Name of a Deployment of its own, one replica, port http 8080. */
  name: string;
  deployment: ObjectRef;
  /** A node port on which a web server listens, as if kube-proxy led to the pod. */
  webPort: number;
  /** Runs a command line in the test's namespace; `@` stands for the name. */
  run(line: string, surroundings?: Surroundings): Promise<Ended>;
  /** While the callback runs, no new pod becomes ready. */
  withoutKubelet(during: () => Promise<void>): Promise<void>;
}

/** Tests against a real API server with a node that is written by hand, whose address is a loopback one. */
export function describeLive(title: string, address: string, tests: (live: () => Live) => void): void {
  describeApi(title, (api) => {
    const node = `expose-plus-test-${address.replaceAll('.', '-')}`;
    let pods: { stop: () => Promise<void> };
    let web: { port: number; server: Server };
    let count = 0;
    let name = '';
    const start = (): void => {
      pods = runPods(api().client, api().namespace, node, address);
    };

    beforeAll(async () => {
      await makeNode(api().client, node, address);
      start();
      web = await serve(address);
    });
    afterAll(async () => {
      await pods.stop();
      web.server.close();
      await api().client.delete({ apiVersion: 'v1', kind: 'Node', name: node });
    });
    beforeEach(async () => {
      count += 1;
      name = `web-${count}`;
      await deploy(api(), name);
    });

    tests(() => ({
      api: api(),
      name,
      deployment: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: api().namespace, name },
      webPort: web.port,
      run: (line, surroundings = {}) =>
        runLine([...words(line.replaceAll('@', name)), '-n', api().namespace], {
          ...surroundings,
          env: { KUBECONFIG: api().kubeconfig, ...surroundings.env },
        }),
      async withoutKubelet(during) {
        await pods.stop();
        try {
          await during();
        } finally {
          start();
        }
      },
    }));
  });
}

/** A Deployment as somebody else would have made it, with a rollout setting of their own. */
async function deploy({ client, namespace }: ApiTest, name: string): Promise<KubeObject> {
  const labels = { app: name };
  const containers = [{ name: 'app', image: 'nginx', ports: [{ name: 'http', containerPort: 8080 }] }];
  const body = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '50%', maxUnavailable: 0 } },
      template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 0, containers } },
    },
  };
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  return (await client.request({ method: 'POST', path, query: { fieldManager: 'kubectl-create' }, body })).body as KubeObject;
}

/** A web server on a free port of the node-port range. */
async function serve(address: string): Promise<{ port: number; server: Server }> {
  for (let port = 30000 + Math.floor(Math.random() * 80); port < 32767; port += 7) {
    const server = createServer((_, response) => response.end('hello'));
    const done = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, address, () => resolve(true));
    });
    if (done) return { port: (server.address() as AddressInfo).port, server };
  }
  throw new Error('no free port');
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { KubeObject } from '@expose-plus/core';
import { describeApi } from '../api/server.js';
import { makeNode, runPods } from '../support/fake-kubelet.js';
import { runLine, words, type Ended, type Surroundings } from '../support/run-line.js';

const NODE = 'expose-plus-test-node';

/** A free port of the node-port range, with a web server on it: what kube-proxy and a pod would be. */
async function serve(): Promise<{ port: number; server: Server }> {
  for (let port = 30000 + Math.floor(Math.random() * 80); port < 32767; port += 7) {
    const server = createServer((_, response) => response.end('hello'));
    const done = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (done) return { port: (server.address() as AddressInfo).port, server };
  }
  throw new Error('no free port');
}

describeApi('apply and remove on a live cluster', (api) => {
  let pods: { stop: () => Promise<void> };
  let web: { port: number; server: Server };
  let count = 0;
  let name = '';

  beforeAll(async () => {
    await makeNode(api().client, NODE, '127.0.0.1');
    pods = runPods(api().client, api().namespace, NODE, '127.0.0.1');
    web = await serve();
  });
  afterAll(async () => {
    await pods.stop();
    web.server.close();
    await api().client.delete({ apiVersion: 'v1', kind: 'Node', name: NODE });
  });
  beforeEach(async () => {
    count += 1;
    name = `web-${count}`;
    await deploy();
  });

  const deployment = (): { apiVersion: string; kind: string; namespace: string; name: string } => ({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: api().namespace, name });

  /** A Deployment as somebody else would have made it, with a rollout setting of their own. */
  async function deploy(manager = 'kubectl-create'): Promise<KubeObject> {
    const labels = { app: name };
    const body = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: api().namespace },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '50%', maxUnavailable: 0 } },
        template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'app', image: 'nginx', ports: [{ name: 'http', containerPort: 8080 }] }] } },
      },
    };
    const path = `/apis/apps/v1/namespaces/${api().namespace}/deployments`;
    return (await api().client.request({ method: 'POST', path, query: { fieldManager: manager }, body })).body as KubeObject;
  }

  const run = (line: string, surroundings: Surroundings = {}): Promise<Ended> =>
    runLine([...words(line.replaceAll('@', name)), '-n', api().namespace], { ...surroundings, env: { KUBECONFIG: api().kubeconfig, ...surroundings.env } });

  it('makes a NodePort, proves it, and ends with the URL and a curl line', async () => {
    const { code, stdout, stderr } = await run(`deploy/@ --strategy NodePort --node-port ${web.port}`);
    expect(stderr).toContain('It works: proved by traffic from this machine.');
    expect(stdout.trimEnd().split('\n')).toEqual([`service/${name}-node-port created`, `http://127.0.0.1:${web.port}/`, `curl http://127.0.0.1:${web.port}/`]);
    expect(code).toBe(0);
    const again = await run(`deploy/@ --strategy NodePort --node-port ${web.port}`);
    expect(again.stdout).toContain(`service/${name}-node-port unchanged\n`);
    expect(again.stdout).not.toMatch(/created|configured|deleted|patched/);
    const listed = await run('list -o wide');
    expect(listed.stdout).toMatch(new RegExp(`deployment/${name}\\s+NodePort\\s+\\S*:${web.port}\\S*\\s+no\\s+node-network\\s+ok`));
    const removed = await run('remove deploy/@');
    expect(removed).toMatchObject({ code: 0, stdout: `service/${name}-node-port deleted\n` });
    expect(await run('remove deploy/@')).toMatchObject({ code: 0, stdout: '', stderr: 'Nothing of expose-plus is there.\n' });
  });

  it('prints an ExposureResult with -o json', async () => {
    const { code, stdout } = await run(`deploy/@ --type NodePort --node-port ${web.port} -o json`);
    const result = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(result).toMatchObject({
      apiVersion: 'expose-plus.dev/v1alpha1',
      kind: 'ExposureResult',
      schemaVersion: 1,
      verdict: 'ok',
      exitCode: 0,
      metadata: { name, namespace: api().namespace },
      applied: [{ kind: 'Service', name: `${name}-node-port`, result: 'created' }],
      entryPoints: [{ port: web.port, addresses: ['127.0.0.1'], verdict: 'ok', url: `http://127.0.0.1:${web.port}/` }],
    });
    expect(result.entryPoints[0].hops.map((hop: { id: string }) => hop.id)).toEqual(['tcp', 'http']);
    await run('remove deploy/@');
  });

  it('ends with 3 when nothing answers, and says which hop is broken', async () => {
    const { code, stderr, stdout } = await run('deploy/@ --type NodePort --timeout 3s');
    expect({ code, stderr }).toMatchObject({ code: 3 });
    expect(stderr).toMatch(/error EP405: .*TCP connection to 127\.0\.0\.1:\d+: the connection was refused/);
    expect(stdout).toMatch(/http:\/\/127\.0\.0\.1:\d+\/\n/);
    await run('remove deploy/@');
  });

  it('ends with 4 when it cannot be proved', async () => {
    const { code, stderr } = await run('deploy/@ --type NodePort --port 5060:5060/SCTP --timeout 2s');
    expect({ code, stderr }).toMatchObject({ code: 4 });
    expect(stderr).toMatch(/warning EP406: .*SCTP cannot be tried from here/);
    await run('remove deploy/@');
  });

  it('does not prove what it was told not to', async () => {
    for (const flag of ['--verify=false', '--wait=false']) {
      const ended = await run(`deploy/@ --type NodePort ${flag} -o json`);
      expect(ended.code).toBe(0);
      expect(JSON.parse(ended.stdout)).toMatchObject({ verdict: 'not-verified', exitCode: 0 });
    }
    await run('remove deploy/@');
  });

  it('stores nothing on a dry run, and the server checks one', async () => {
    const client = await run('deploy/@ --type NodePort --dry-run=client -o name');
    expect(client).toMatchObject({ code: 0, stdout: `service/${name}-node-port\n` });
    const server = await run('deploy/@ --type NodePort --dry-run=server -o yaml');
    expect(server.code).toBe(0);
    expect(server.stdout).toMatch(/nodePort: 3\d{4}/);
    const refused = await run("deploy/@ --type NodePort --session-affinity ClientIP --label 'a b=c' --dry-run=server");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/EP401|EP13/);
    expect(await api().client.find({ apiVersion: 'v1', kind: 'Service', namespace: api().namespace, name: `${name}-node-port` })).toBeUndefined();
  });

  it('asks before it takes a field, and remove gives value and owner back', async () => {
    const before = await api().client.get(deployment());
    const silent = await run('deploy/@ --strategy hostPort --host-port 18081 --wait=false');
    expect(silent).toMatchObject({ code: 2, stdout: '' });
    expect(silent.stderr).toMatch(/it takes spec\.strategy\.rollingUpdate\.maxSurge from kubectl-create.* and there is no terminal to ask on\nTo go on:\n {2}kubectl expose-plus deploy\/\S+ --strategy hostPort --host-port 18081 --wait=false -n \S+ --force-conflicts\n$/s);
    expect(await run('deploy/@ --strategy hostPort --host-port 18081', { answers: ['n'] })).toMatchObject({ code: 1, stdout: '' });
    expect((await api().client.get(deployment()))['spec']).toEqual(before['spec']);

    const forced = await run('deploy/@ --strategy hostPort --host-port 18081 --verify=false', { answers: ['y'] });
    expect(forced).toMatchObject({ code: 0 });
    expect(forced.stdout).toContain(`deployment.apps/${name} patched\n`);
    const patched = await api().client.get(deployment());
    expect(patched['spec']).toMatchObject({ strategy: { rollingUpdate: { maxSurge: 0 } } });
    expect(JSON.parse(patched.metadata.annotations?.[`expose-plus.dev/${name}`] ?? '{}')).toMatchObject({ strategy: 'hostPort' });
    expect((await run('deploy/@ --strategy hostPort --host-port 18081 --verify=false')).stdout).toContain(`deployment.apps/${name} unchanged\n`);

    expect(await run('remove deploy/@')).toMatchObject({ code: 0, stdout: `deployment.apps/${name} restored\n` });
    const after = await api().client.get(deployment());
    expect(after['spec']).toEqual(before['spec']);
    expect(owners(after)).toEqual(owners(before));
  });

  /** Who owns which fields of the spec, status aside. */
  function owners(object: KubeObject): object[] {
    return (object.metadata.managedFields ?? [])
      .filter(({ subresource }) => subresource === undefined)
      .map(({ manager, operation, fieldsV1 = {} }) => ({ manager, operation, spec: fieldsV1['f:spec'] }))
      .filter(({ spec }) => spec !== undefined);
  }

  it('asks for the risk of the node network by name', async () => {
    const { code, stderr } = await run('deploy/@ --strategy hostNetwork --yes');
    expect(code).toBe(2);
    expect(stderr).toContain('--accept-risk host-network');
    expect(await run('deploy/@ --strategy hostNetwork --dry-run=client -o name')).toMatchObject({ code: 0, stdout: `deployment.apps/${name}\n` });
  });

  it('asks before anything is reachable from beyond the node network', async () => {
    const publicNode = `${NODE}-public`;
    await makeNode(api().client, publicNode, '203.0.113.7', 'ExternalIP');
    try {
      const silent = await run('deploy/@');
      expect(silent).toMatchObject({ code: 2, stdout: '' });
      expect(silent.stderr).toMatch(/it would be reachable from beyond the node network, and there is no terminal to ask on\nRecommended is NodePort\. To go on:\n {2}kubectl expose-plus deploy\/\S+ -n \S+ --strategy NodePort\n$/);
      expect(await run('deploy/@', { answers: [''] })).toMatchObject({ code: 1 });
      expect(await run('deploy/@ --verify=false', { answers: ['yes'] })).toMatchObject({ code: 0 });
      expect(await run('deploy/@ --verify=false --yes')).toMatchObject({ code: 0 });
      expect(await run('deploy/@ --verify=false --access public')).toMatchObject({ code: 0 });
    } finally {
      await api().client.delete({ apiVersion: 'v1', kind: 'Node', name: publicNode });
    }
    await run('remove deploy/@');
  });

  it('waits for a rollout, and says what holds it up', async () => {
    await pods.stop();
    try {
      const { code, stderr } = await run('deploy/@ --strategy hostPort --host-port 18082 --force-conflicts --timeout 3s');
      expect(code).toBe(3);
      expect(stderr).toMatch(/waiting for rollout of deployment\.apps\/\S+: /);
      expect(stderr).toMatch(/error EP403: .* available: \d of \d pods are/);
    } finally {
      pods = runPods(api().client, api().namespace, NODE, '127.0.0.1');
    }
    await run('remove deploy/@ --wait=false');
  });

  it('says what was done when it is interrupted', async () => {
    await pods.stop();
    try {
      const ended = await run('deploy/@ --strategy hostPort --host-port 18083 --force-conflicts --timeout 60s', {
        onStderr: (text, abort) => text.includes('waiting for rollout') && abort(),
      });
      expect(ended.code).toBe(130);
      expect(ended.stderr).toContain(`interrupted. Until then: deployment.apps/${name} patched.`);
      expect(ended.stderr).toContain(`kubectl expose-plus remove deployment/${name} takes it back`);
    } finally {
      pods = runPods(api().client, api().namespace, NODE, '127.0.0.1');
    }
    expect(await run('remove deploy/@')).toMatchObject({ code: 0, stdout: `deployment.apps/${name} restored\n` });
  });

  it('keeps two Exposures of one workload side by side, and removes one alone', async () => {
    await run('deploy/@ --type NodePort --verify=false');
    await run('deploy/@ --type NodePort --name @-two --verify=false');
    expect((await run('list -o json')).stdout).toContain(`"exposure": "${name}-two"`);
    expect(await run('remove deploy/@ --name @-two')).toMatchObject({ stdout: `service/${name}-two-node-port deleted\n` });
    expect((await run('remove deploy/@')).stdout).toBe(`service/${name}-node-port deleted\n`);
  });

  it('replaces what an Exposure had before by another strategy', async () => {
    await run('deploy/@ --type NodePort --verify=false');
    const { stdout } = await run('deploy/@ --type ClusterIP --verify=false');
    expect(stdout).toContain(`service/${name} created\n`);
    expect(stdout).toContain(`service/${name}-node-port deleted\n`);
    await run('remove deploy/@');
  });

  it('names the missing verb when it may not do something', async () => {
    const nobody = '--as system:serviceaccount:default:nobody';
    const apply = await run(`deploy/@ --type NodePort ${nobody}`);
    expect(apply.code).toBe(1);
    expect(apply.stderr).toMatch(/missing: (get|list) /);
    const listed = await run(`list ${nobody}`);
    expect(listed.stdout).toBe('');
    expect(listed.stderr).toMatch(/^unknown: services in namespace \S+ may not be listed \(missing: list services/m);
    const removed = await run(`remove deploy/@ ${nobody}`);
    expect(removed).toMatchObject({ code: 4, stdout: '' });
    expect(removed.stderr).toContain('as far as it could be read');
  });

  it('tells a field that somebody else owns, and takes it when told to', async () => {
    await run('deploy/@ --type NodePort --verify=false');
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: `${name}-node-port`, namespace: api().namespace }, spec: { selector: { app: 'other' } } };
    await api().client.apply(service, { fieldManager: 'someone', force: true });
    const { code, stderr } = await run('deploy/@ --type NodePort --verify=false');
    expect(code).toBe(1);
    expect(stderr).toMatch(/error EP400: .*spec\.selector belongs to someone\n {2}→ --force-conflicts/);
    expect(await run('deploy/@ --type NodePort --verify=false --force-conflicts')).toMatchObject({ code: 0 });
    await run('remove deploy/@');
  });

  it('resolves kinds as kubectl does, and names near ones', async () => {
    for (const word of ['deployments', 'Deployment', 'deployment.apps', 'deployments.v1.apps']) {
      expect(await run(`${word}/@ --type ClusterIP --dry-run=client -o name`)).toMatchObject({ stdout: `service/${name}\n` });
    }
    const { stderr } = await run('deploymnts/@ --type ClusterIP');
    expect(stderr).toMatch(/the server has no resource type "deploymnts"\n {2}→ deployments\//);
    expect((await run('deploy/nothing --type ClusterIP')).stderr).toContain('EP150');
  });

  it('knows the server', async () => {
    const { stdout } = await run('version');
    expect(stdout).toMatch(/^expose-plus: vsource\nserver: v1\.\d+/);
  });

  it('writes a snapshot from which the same plan comes', async () => {
    const { stdout } = await run('snapshot');
    const { mkdtempSync, writeFileSync } = await import('node:fs');
    const file = `${mkdtempSync('/tmp/expose-plus-snapshot-')}/cluster.json`;
    writeFileSync(file, stdout);
    const live = await run('deploy/@ --type NodePort --dry-run=client -o yaml');
    const saved = await runLine(words(`deploy/${name} -n ${api().namespace} --snapshot ${file} --type NodePort -o yaml`));
    expect(saved.stdout).toBe(live.stdout);
  });
});

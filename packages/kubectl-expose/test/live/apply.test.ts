import { expect, it } from 'vitest';
import { makeNode } from '../support/fake-kubelet.js';
import { runLine, words } from '../support/run-line.js';
import { describeLive } from './setting.js';

const NODE = 'expose-plus-test-public';

describeLive('apply and remove on a live cluster', '127.0.0.1', (live) => {
  it('makes a NodePort, proves it, and ends with the URL and a curl line', async () => {
    const { name, webPort, run } = live();
    const { code, stdout, stderr } = await run(`deploy/@ --strategy NodePort --node-port ${webPort}`);
    expect(stderr).toContain('It works: proved by traffic from this machine.');
    expect(stdout.trimEnd().split('\n')).toEqual([
      `service/${name}-node-port created`,
      `http://127.0.0.1:${webPort}/`,
      `curl http://127.0.0.1:${webPort}/`,
    ]);
    expect(code).toBe(0);
    const again = await run(`deploy/@ --strategy NodePort --node-port ${webPort}`);
    expect(again.stdout).toContain(`service/${name}-node-port unchanged\n`);
    expect(again.stdout).not.toMatch(/created|configured|deleted|patched/);
    const listed = await run('list -o wide');
    expect(listed.stdout).toMatch(new RegExp(`deployment/${name}\\s+NodePort\\s+\\S*:${webPort}\\S*\\s+no\\s+node-network\\s+ok`));
    const removed = await run('remove deploy/@');
    expect(removed).toMatchObject({ code: 0, stdout: `service/${name}-node-port deleted\n` });
    expect(await run('remove deploy/@')).toMatchObject({ code: 0, stdout: '', stderr: 'Nothing of expose-plus is there.\n' });
  });

  it('prints an ExposureResult with -o json', async () => {
    const { name, webPort, run } = live();
    const { code, stdout } = await run(`deploy/@ --type NodePort --node-port ${webPort} -o json`);
    const result = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(result).toMatchObject({
      apiVersion: 'expose-plus.dev/v1alpha1',
      kind: 'ExposureResult',
      schemaVersion: 1,
      verdict: 'ok',
      exitCode: 0,
      metadata: { name, namespace: live().api.namespace },
      applied: [{ kind: 'Service', name: `${name}-node-port`, result: 'created' }],
      entryPoints: [
        { port: webPort, addresses: expect.arrayContaining(['127.0.0.1']) as string[], verdict: 'ok', url: `http://127.0.0.1:${webPort}/` },
      ],
    });
    expect(result.entryPoints[0].hops.map((hop: { id: string }) => hop.id)).toEqual(['tcp', 'http']);
    await run('remove deploy/@');
  });

  it('ends with 3 when nothing answers, and says which hop is broken', async () => {
    const { run } = live();
    const { code, stderr, stdout } = await run('deploy/@ --type NodePort --timeout 3s');
    expect({ code, stderr }).toMatchObject({ code: 3 });
    expect(stderr).toMatch(/error EP405: .*TCP connection to 127\.0\.0\.1:\d+: the connection was refused/);
    expect(stdout).toMatch(/http:\/\/127\.0\.0\.1:\d+\/\n/);
    await run('remove deploy/@');
  });

  it('ends with 4 when it cannot be proved', async () => {
    const { run } = live();
    const { code, stderr } = await run('deploy/@ --type NodePort --port 5060:5060/SCTP --timeout 2s');
    expect({ code, stderr }).toMatchObject({ code: 4 });
    expect(stderr).toMatch(/warning EP406: .*SCTP cannot be tried from here/);
    await run('remove deploy/@');
  });

  it('does not prove what it was told not to', async () => {
    const { run } = live();
    for (const flag of ['--verify=false', '--wait=false']) {
      const ended = await run(`deploy/@ --type NodePort ${flag} -o json`);
      expect(ended.code).toBe(0);
      expect(JSON.parse(ended.stdout)).toMatchObject({ verdict: 'not-verified', exitCode: 0 });
    }
    await run('remove deploy/@');
  });

  it('stores nothing on a dry run, and the server checks one', async () => {
    const { name, run } = live();
    const client = await run('deploy/@ --type NodePort --dry-run=client -o name');
    expect(client).toMatchObject({ code: 0, stdout: `service/${name}-node-port\n` });
    const server = await run('deploy/@ --type NodePort --dry-run=server -o yaml');
    expect(server.code).toBe(0);
    expect(server.stdout).toMatch(/nodePort: 3\d{4}/);
    const refused = await run('deploy/@ --type ClusterIP --cluster-ip 203.0.113.9 --dry-run=server');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/EP401.*203\.0\.113\.9/);
    expect(
      await live().api.client.find({ apiVersion: 'v1', kind: 'Service', namespace: live().api.namespace, name: `${name}-node-port` }),
    ).toBeUndefined();
  });

  it('asks before anything is reachable from beyond the node network', async () => {
    const { run } = live();
    const publicNode = `${NODE}-public`;
    await makeNode(live().api.client, publicNode, '203.0.113.7', 'ExternalIP');
    try {
      const silent = await run('deploy/@');
      expect(silent).toMatchObject({ code: 2, stdout: '' });
      expect(silent.stderr).toMatch(
        /it would be reachable from beyond the node network, and there is no terminal to ask on\nRecommended is NodePort\. To go on:\n {2}kubectl expose-plus deploy\/\S+ -n \S+ --strategy NodePort\n$/,
      );
      expect(await run('deploy/@', { answers: [''] })).toMatchObject({ code: 1 });
      expect(await run('deploy/@ --verify=false', { answers: ['yes'] })).toMatchObject({ code: 0 });
      expect(await run('deploy/@ --verify=false --yes')).toMatchObject({ code: 0 });
      expect(await run('deploy/@ --verify=false --access public')).toMatchObject({ code: 0 });
    } finally {
      await live().api.client.delete({ apiVersion: 'v1', kind: 'Node', name: publicNode });
    }
    await run('remove deploy/@');
  });

  it('keeps two Exposures of one workload side by side, and removes one alone', async () => {
    const { name, run } = live();
    await run('deploy/@ --type NodePort --verify=false');
    await run('deploy/@ --type NodePort --name @-two --verify=false');
    expect((await run('list -o json')).stdout).toContain(`"exposure": "${name}-two"`);
    expect(await run('remove deploy/@ --name @-two')).toMatchObject({ stdout: `service/${name}-two-node-port deleted\n` });
    expect((await run('remove deploy/@')).stdout).toBe(`service/${name}-node-port deleted\n`);
  });

  it('replaces what an Exposure had before by another strategy', async () => {
    const { name, run } = live();
    await run('deploy/@ --type NodePort --verify=false');
    const { stdout } = await run('deploy/@ --type ClusterIP --verify=false');
    expect(stdout).toContain(`service/${name} created\n`);
    expect(stdout).toContain(`service/${name}-node-port deleted\n`);
    await run('remove deploy/@');
  });

  it('writes a snapshot from which the same plan comes', async () => {
    const { name, run } = live();
    const { stdout } = await run('snapshot');
    const { mkdtempSync, writeFileSync } = await import('node:fs');
    const file = `${mkdtempSync('/tmp/expose-plus-snapshot-')}/cluster.json`;
    writeFileSync(file, stdout);
    const fresh = await run('deploy/@ --type NodePort --dry-run=client -o yaml');
    const saved = await runLine(words(`deploy/${name} -n ${live().api.namespace} --snapshot ${file} --type NodePort -o yaml`));
    expect(saved.stdout).toBe(fresh.stdout);
  });

  it('proves a ClusterIP through the API server, or says why it cannot, and ends well', async () => {
    const { name, run } = live();
    const { code, stdout, stderr } = await run('deploy/@ --type ClusterIP --timeout 5s -o json');
    // The control plane of this server does not reach the pod's address, which says nothing against the workload.
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const result = JSON.parse(stdout);
    expect(result.waited.map((hop: { id: string }) => hop.id)).toEqual(['endpoints', 'service-proxy']);
    expect(result.waited[0]).toMatchObject({ verdict: 'ok' });
    expect(await run('remove deploy/@')).toMatchObject({ stdout: `service/${name} deleted\n` });
  });
});

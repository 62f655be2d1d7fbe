import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkKubectl, down, leftovers, missing, requirementsOf, up, waitFor } from './cluster.ts';
import { groupsOf } from './cgroups.ts';
import { readCluster } from './cluster-state.ts';
import { clusterDirectory, harnessDirectory } from './directories.ts';
import { findMachine, machineFiles, machinesBelow, servicesOf } from './machines.ts';
import { check } from './run.ts';
import { computer } from './test-computer.ts';

const cli = [process.execPath, join(harnessDirectory, 'cli.ts')];
const directory = clusterDirectory('crash');
const running = (machine: string, service: string): boolean =>
  servicesOf(machineFiles(directory, machine).status)[service]?.state === 'running';

/** Moments in the life of `up`, in their order, and how to tell that they have come. */
const moments: readonly (readonly [string, () => boolean])[] = [
  ['the state is written', () => existsSync(join(directory, 'cluster.json'))],
  ['the first machine starts', () => machinesBelow(directory).length > 0],
  ['the last machine runs', () => findMachine(machineFiles(directory, 'out2').spec) !== undefined],
  ['the network is laid', () => existsSync(join(directory, 'connected'))],
  ['etcd runs', () => running('cp', 'etcd')],
  ['containerd runs', () => running('node2', 'containerd')],
  ['the kubelets run', () => running('node1', 'kubelet') && running('node2', 'kubelet')],
  ['the cluster is ready', () => readCluster('crash')?.phase === 'ready'],
  ['a pod runs', () => groupsOf('crash').some((path) => ['node1', 'node2'].some((node) => podsIn(join(path, node, 'kubepods'))))],
];

function podsIn(directoryOfPods: string): boolean {
  if (!existsSync(directoryOfPods)) return false;
  return readdirSync(directoryOfPods, { recursive: true }).some((path) => /pod[0-9a-f-]{36}\/[0-9a-f]{64}$/.test(String(path)));
}

const lacking = missing(requirementsOf.nodes);

describe.skipIf(lacking.length > 0)(`down after a crash ${lacking.join('; ')}`, () => {
  for (const [moment, reached] of moments) {
    test(`leaves nothing when up is killed as ${moment}`, async () => {
      const before = await computer();
      const [command = '', ...args] = [...cli, 'up', '--name', 'crash', '--with', 'coredns'];
      const runner = spawn(command, args, { stdio: 'ignore' });
      await waitFor(moment, reached, { seconds: 120, everyMs: 5 });
      runner.kill('SIGKILL');
      expect(leftovers('crash')).not.toEqual([]);
      await down('crash');
      expect(leftovers('crash')).toEqual([]);
      expect(await computer()).toEqual(before);
    });
  }

  test('up after a killed up starts afresh', async () => {
    const [command = '', ...args] = [...cli, 'up', '--name', 'crash'];
    const runner = spawn(command, args, { stdio: 'ignore' });
    await waitFor('the cluster to begin', () => leftovers('crash').length > 3, { everyMs: 20 });
    runner.kill('SIGKILL');
    try {
      const cluster = await up({ name: 'crash' });
      expect((await checkKubectl(cluster, ['get', 'nodes', '-o=name'])).trim().split('\n')).toEqual(['node/node1', 'node/node2']);
      // a client whose starter is killed stays behind in the cluster's network: it must go too
      const [exec = '', ...words] = [...cli, '--name', 'crash', 'exec', 'out', '--', 'sleep', '1000'];
      const client = spawn(exec, words, { stdio: 'ignore' });
      await waitFor('the client', async () => (await check(['ps', '-eo', 'args'])).split('\n').includes('sleep 1000'));
      client.kill('SIGKILL');
    } finally {
      await down('crash');
    }
    expect((await check(['ps', '-eo', 'args'])).split('\n')).not.toContain('sleep 1000');
    expect(leftovers('crash')).toEqual([]);
  });
});

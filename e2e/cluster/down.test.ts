import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { checkKubectl, down, leftovers, missing, requirementsOf, up, waitFor } from './cluster.ts';
import { harnessDirectory } from './directories.ts';
import { check } from './run.ts';
import { computer } from './test-computer.ts';

const cli = [process.execPath, join(harnessDirectory, 'cli.ts')];
const lacking = missing(requirementsOf.nodes);

describe.skipIf(lacking.length > 0)(`down after a crash ${lacking.join('; ')}`, () => {
  for (const seconds of [0.1, 0.3, 0.6, 1, 2, 4, 6]) {
    test(`leaves nothing when up is killed after ${seconds} s`, async () => {
      const before = await computer();
      const [command = '', ...args] = [...cli, 'up', '--name', 'crash'];
      const runner = spawn(command, args, { stdio: 'ignore' });
      await sleep(seconds * 1000);
      runner.kill('SIGKILL');
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

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { commandIn, environmentOf } from '../cluster/cluster.ts';
import {
  askUntil,
  checkKubectl,
  cluster,
  create,
  echo,
  exposed,
  isLent,
  markedObjects,
  newNamespace,
  readObject,
  removeNamespace,
} from './support.ts';

async function inNamespace(body: (namespace: string) => Promise<void>): Promise<void> {
  const namespace = await newNamespace();
  try {
    await body(namespace);
  } finally {
    await removeNamespace(namespace);
  }
}

const repository = join(import.meta.dirname, '..', '..');

/** Starts the plugin in a process of its own and kills it after a while. Resolves to whether it was still running then. */
async function killedAfter(milliseconds: number, argv: readonly string[]): Promise<boolean> {
  const program = [join(repository, 'node_modules/.bin/node'), join(repository, 'node_modules/.bin/kubectl-expose_plus'), ...argv];
  const [command = '', ...args] = await commandIn(cluster(), 'cp', program);
  const child = spawn(command, args, { env: environmentOf(cluster()), stdio: 'ignore' });
  const ended = new Promise<boolean>((resolve) => child.once('close', (_code, signal) => resolve(signal !== 'SIGKILL')));
  await Promise.race([ended, sleep(milliseconds)]);
  child.kill('SIGKILL');
  return !(await ended);
}

describe('undo', () => {
  const spec = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '50%', maxUnavailable: 0 } } };

  it.each([
    ['kubectl create', ['create']],
    ['kubectl apply', ['apply']],
    ['kubectl apply --server-side', ['apply', '--server-side']],
  ])('gives back a maxSurge of 50%% that had been forced, to its owner (%s)', (_name, how) =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { spec })], how);
      const before = await readObject(namespace, 'deployment', 'web');
      await exposed(['deploy/web', '-n', namespace, '--strategy', 'hostPort', '--host-port', '18081', '--force-conflicts']);
      const surge = await checkKubectl(cluster(), [
        'get',
        '-n',
        namespace,
        'deploy/web',
        '-o',
        'jsonpath={.spec.strategy.rollingUpdate.maxSurge}',
      ]);
      expect(surge).toBe('0');
      await exposed(['remove', 'deploy/web', '-n', namespace]);
      expect(await readObject(namespace, 'deployment', 'web')).toEqual(before);
    }),
  );

  it.skipIf(isLent)('keeps two Exposures of one workload apart', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment')]);
      await exposed(['deploy/web', '-n', namespace, '--strategy', 'NodePort', '--node-port', '30090']);
      await exposed(['deploy/web', '-n', namespace, '--strategy', 'LoadBalancer', '--name', 'web-public']);
      await exposed([
        'deploy/web',
        '-n',
        namespace,
        '--strategy',
        'hostPort',
        '--host-port',
        '18082',
        '--name',
        'web-host',
        '--force-conflicts',
      ]);
      await askUntil(200, ['http://172.30.2.3:30090/hostname']);
      await exposed(['remove', 'deploy/web', '-n', namespace, '--name', 'web']);
      const left = await markedObjects(namespace);
      expect(left).toEqual(['service/web-public-load-balancer']);
      const ip = await checkKubectl(cluster(), [
        'get',
        '-n',
        namespace,
        'service/web-public-load-balancer',
        '-o',
        'jsonpath={.status.loadBalancer.ingress[0].ip}',
      ]);
      await askUntil(200, [`http://${ip}:8080/hostname`]);
      await exposed(['remove', 'deploy/web', '-n', namespace]);
      expect(await markedObjects(namespace)).toEqual([]);
    }),
  );

  it('leaves nothing after kill -9 at ten points of apply and a remove', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { spec })]);
      const before = await readObject(namespace, 'deployment', 'web');
      let interrupted = 0;
      for (let point = 0; point < 10; point++) {
        const argv = ['deploy/web', '-n', namespace, '--strategy', 'hostPort', '--host-port', '18083', '--force-conflicts'];
        if (await killedAfter(120 + Math.floor(Math.random() * 900), argv)) interrupted++;
        await exposed(['remove', 'deploy/web', '-n', namespace]);
        expect(await markedObjects(namespace)).toEqual([]);
        expect(await readObject(namespace, 'deployment', 'web')).toEqual(before);
      }
      expect(interrupted).toBeGreaterThan(0);
    }));
});

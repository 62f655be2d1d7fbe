import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  apiOnly,
  checkKubectl,
  createUser,
  down,
  execIn,
  kubectl,
  leftovers,
  missing,
  requirementsOf,
  runningCluster,
  waitFor,
  type Cluster,
} from './cluster.ts';
import { clusterDirectory } from './directories.ts';

const lacking = missing(requirementsOf['api-only']);
describe.skipIf(lacking.length > 0)(`an API server alone ${lacking.join('; ')}`, () => {
  const name = 'harness-api';
  let cluster: Cluster;
  beforeAll(async () => {
    await down(name);
    cluster = await apiOnly({ name });
  });
  afterAll(async () => {
    await down(name);
    expect(leftovers(name)).toEqual([]);
  });

  test('serves this process on a loopback address', async () => {
    expect(await checkKubectl(cluster, ['config', 'view', '-o=jsonpath={.clusters[0].cluster.server}'])).toMatch(
      /^https:\/\/127\.0\.0\.1:\d+$/,
    );
    expect(JSON.parse(await checkKubectl(cluster, ['version', '-o=json']))).toMatchObject({ serverVersion: { gitVersion: 'v1.37.2' } });
  });

  test('a user may do what RBAC lets him, and nothing else', async () => {
    const kubeconfig = await createUser(cluster, 'anna', ['team']);
    const asAnna = ['--kubeconfig', kubeconfig, 'get', 'services', '-n', 'default'];
    expect((await kubectl(cluster, asAnna)).stderr).toContain('services is forbidden: User "anna" cannot list resource "services"');
    await checkKubectl(cluster, ['create', 'rolebinding', 'team', '--clusterrole=view', '--group=team', '-n', 'default']);
    await waitFor('the binding to act', async () => (await kubectl(cluster, asAnna)).code === 0);
  });

  test('controllers work: a Deployment gets its pods, which stay without a node', async () => {
    await checkKubectl(cluster, ['create', 'deployment', 'web', '--image=e2e.invalid/agnhost:1', '--replicas=3']);
    await waitFor(
      'three pods',
      async () => (await checkKubectl(cluster, ['get', 'pods', '-l=app=web', '-o=name'])).trim().split('\n').length === 3,
    );
  });

  test('it has no machines to run clients on', async () => {
    await expect(execIn(cluster, 'out', ['true'])).rejects.toThrow('it has no machine out');
    expect(runningCluster(name)?.directory).toBe(clusterDirectory(name));
  });
});

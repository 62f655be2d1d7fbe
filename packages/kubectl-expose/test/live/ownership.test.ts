import { X509Certificate } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { KubeObject, PlanStep } from '@expose-plus/core';
import { execute, type Outcome } from '../../src/actions/execute.js';
import { takeSnapshot } from '../../src/kube/snapshot.js';
import { tool } from '../../../../internal/tools/src/tool.js';
import { describeLive } from './setting.js';

describeLive('what belongs to others, on a live cluster', '127.0.0.2', (live) => {
  it('asks before it takes a field, and remove gives value and owner back', async () => {
    const { name, deployment, run } = live();
    const before = await live().api.client.get(deployment);
    const silent = await run('deploy/@ --strategy hostPort --host-port 18081 --wait=false');
    expect(silent).toMatchObject({ code: 2, stdout: '' });
    expect(silent.stderr).toMatch(
      /it takes spec\.strategy\.rollingUpdate\.maxSurge from kubectl-create.* and there is no terminal to ask on\nTo go on:\n {2}kubectl expose-plus deploy\/\S+ --strategy hostPort --host-port 18081 --wait=false -n \S+ --force-conflicts\n$/s,
    );
    expect(await run('deploy/@ --strategy hostPort --host-port 18081', { answers: ['n'] })).toMatchObject({ code: 1, stdout: '' });
    expect((await live().api.client.get(deployment))['spec']).toEqual(before['spec']);

    const forced = await run('deploy/@ --strategy hostPort --host-port 18081 --verify=false', { answers: ['y'] });
    expect(forced).toMatchObject({ code: 0 });
    expect(forced.stdout).toContain(`deployment.apps/${name} patched\n`);
    const patched = await live().api.client.get(deployment);
    expect(patched['spec']).toMatchObject({ strategy: { rollingUpdate: { maxSurge: 0 } } });
    expect(JSON.parse(patched.metadata.annotations?.[`expose-plus.dev/${name}`] ?? '{}')).toMatchObject({ strategy: 'hostPort' });
    expect((await run('deploy/@ --strategy hostPort --host-port 18081 --verify=false')).stdout).toContain(
      `deployment.apps/${name} unchanged\n`,
    );

    expect(await run('remove deploy/@')).toMatchObject({ code: 0, stdout: `deployment.apps/${name} restored\n` });
    const after = await live().api.client.get(deployment);
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

  it('is given back too when kubectl rollout undo went back or forth between apply and remove', async () => {
    const { api, deployment, name, run } = live();
    const before = await api.client.get(deployment);
    const apply = 'deploy/@ --strategy hostPort --host-port 18084 --force-conflicts --verify=false';
    const undo = async (): Promise<void> => {
      const kubectl = await tool('kubectl');
      if ('missing' in kubectl) throw new Error(kubectl.missing);
      const words = ['--kubeconfig', api.kubeconfig, '-n', api.namespace, 'rollout', 'undo', `deployment/${name}`];
      expect(spawnSync(kubectl.path, words, { encoding: 'utf8' })).toMatchObject({ status: 0 });
    };
    expect(await run(apply)).toMatchObject({ code: 0 });
    await undo();
    expect(await run('remove deploy/@')).toMatchObject({ code: 0 });
    expect((await api.client.get(deployment))['spec']).toEqual(before['spec']);

    expect(await run(apply)).toMatchObject({ code: 0 });
    expect(await run('remove deploy/@')).toMatchObject({ code: 0 });
    // This brings back the template with the host port, which is then kubectl's, and our annotation with it.
    await undo();
    const again = await run('remove deploy/@');
    expect(again).toMatchObject({ code: 0 });
    expect(again.stderr).toMatch(/warning EP329: .*hostPort stays: \S+ has set it as well/);
    const after = await api.client.get(deployment);
    expect(after.metadata.annotations).not.toHaveProperty(`expose-plus.dev/${name}`);
    expect(JSON.stringify(after['spec'])).toContain('18084');
  });

  it('asks for the risk of the node network by name', async () => {
    const { name, run } = live();
    const { code, stderr } = await run('deploy/@ --strategy hostNetwork --yes');
    expect(code).toBe(2);
    expect(stderr).toContain('--accept-risk host-network');
    expect(await run('deploy/@ --strategy hostNetwork --dry-run=client -o name')).toMatchObject({
      code: 0,
      stdout: `deployment.apps/${name}\n`,
    });
  });

  it('waits for a rollout, and says what holds it up', async () => {
    const { run, withoutKubelet } = live();
    await withoutKubelet(async () => {
      const { code, stderr } = await run('deploy/@ --strategy hostPort --host-port 18082 --force-conflicts --timeout 3s');
      expect(code).toBe(3);
      expect(stderr).toMatch(/waiting for rollout of deployment\.apps\/\S+: /);
      expect(stderr).toMatch(/error EP403: .* available: (\d of \d pods are|\d old pods? (is|are) still there)/);
    });
    await run('remove deploy/@ --wait=false');
  });

  it('says what was done when it is interrupted', async () => {
    const { name, run, withoutKubelet, api } = live();
    await withoutKubelet(async () => {
      const ended = await run('deploy/@ --strategy hostPort --host-port 18083 --force-conflicts --timeout 60s', {
        onStderr: (text, abort) => text.includes('waiting for rollout') && abort(),
      });
      expect(ended.code).toBe(130);
      expect(ended.stderr).toContain(`interrupted. Until then: deployment.apps/${name} patched.`);
      expect(ended.stderr).toContain(`kubectl expose-plus remove deployment/${name} -n ${api.namespace} takes it back`);
    });
    expect(await run('remove deploy/@')).toMatchObject({ code: 0, stdout: `deployment.apps/${name} restored\n` });
  });

  it('says what was taken away when it is interrupted while the workload is rolled out', async () => {
    const { name, run, withoutKubelet } = live();
    await run('deploy/@ --strategy hostPort --host-port 18085 --force-conflicts --wait=false');
    await withoutKubelet(async () => {
      const ended = await run('remove deploy/@', { onStderr: (text, abort) => text.includes('waiting for rollout') && abort() });
      expect(ended.code).toBe(130);
      expect(ended.stderr).toContain(`interrupted. Until then: deployment.apps/${name} restored.`);
    });
    expect(await run('remove deploy/@')).toMatchObject({ code: 0, stdout: '' });
  });

  it('names the missing verb when it may not do something', async () => {
    const { run } = live();
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
    const { name, run } = live();
    await run('deploy/@ --type NodePort --verify=false');
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `${name}-node-port`, namespace: live().api.namespace },
      spec: { selector: { app: 'other' } },
    };
    await live().api.client.apply(service, { fieldManager: 'someone', force: true });
    const { code, stderr } = await run('deploy/@ --type NodePort --verify=false');
    expect(code).toBe(1);
    expect(stderr).toMatch(/error EP400: .*spec\.selector belongs to someone\n {2}→ --force-conflicts/);
    expect(await run('deploy/@ --type NodePort --verify=false --force-conflicts')).toMatchObject({ code: 0 });
    await run('remove deploy/@');
  });

  it('resolves kinds as kubectl does, and names near ones', async () => {
    const { name, run } = live();
    for (const word of ['deployments', 'Deployment', 'deployment.apps', 'deployments.v1.apps']) {
      expect(await run(`${word}/@ --type ClusterIP --dry-run=client -o name`)).toMatchObject({ stdout: `service/${name}\n` });
    }
    const { stderr } = await run('deploymnts/@ --type ClusterIP');
    expect(stderr).toMatch(/the server has no resource type "deploymnts"\n {2}→ deployments\//);
    expect((await run('deploy/nothing --type ClusterIP')).stderr).toContain('EP150');
  });

  it('knows the server', async () => {
    const { run } = live();
    const { stdout } = await run('version');
    expect(stdout).toMatch(/^expose-plus: vsource\nserver: v1\.\d+/);
  });

  it('makes a self-signed certificate once, and shows none of its key', async () => {
    const { api, name } = live();
    const secret = { namespace: api.namespace, name: `${name}-tls` };
    const step: PlanStep = { kind: 'generate-tls', secret, hosts: ['shop.example.com'], labels: { 'expose-plus.dev/exposure': name } };
    const run = async (known: KubeObject[]): Promise<Outcome> => {
      const snapshot = { ...(await takeSnapshot(api.client, [], { namespace: api.namespace, now: new Date() })), objects: known };
      const signal = new AbortController().signal;
      return execute(step, api.client, { name, snapshot, force: false, overwrite: false, dryRun: false, signal, now: new Date() });
    };
    const made = await run([]);
    expect(made.result).toBe('created');
    expect(made.object).toMatchObject({
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': '', 'tls.key': '' },
      certificate: { names: ['shop.example.com'] },
    });
    const stored = await api.client.get({ apiVersion: 'v1', kind: 'Secret', ...secret });
    const { 'tls.crt': certificate = '' } = stored['data'] as Record<string, string>;
    expect(new X509Certificate(Buffer.from(certificate, 'base64')).checkHost('shop.example.com')).toBe('shop.example.com');
    expect((await run(made.object ? [made.object] : [])).result).toBe('unchanged');
    const other: PlanStep = { ...step, hosts: ['other.example.com'] };
    Object.assign(step, other);
    expect((await run(made.object ? [made.object] : [])).result).toBe('configured');
  });

  it('tells a program in JSON why it came to nothing', async () => {
    const { name, run } = live();
    const { code, stdout } = await run('deploy/@ --strategy NodePort --node-port 80 -o json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'ExposureResult', schemaVersion: 1, exitCode: 1, findings: [{ code: 'EP202' }] });
    const asked = await run('deploy/@ --strategy hostNetwork -o yaml');
    expect(asked.stdout).toMatch(/^apiVersion: expose-plus\.dev\/v1alpha1\nerror:\n {2}message: 'nothing was changed: /);
    expect(asked.stdout).toContain(`deploy/${name}`);
  });
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tool } from '../../../../internal/tools/src/tool.js';
import { kubeconfigSource, loadKubeconfig } from './kubeconfig.js';

let folder = '';
const write = (name: string, text: string): string => {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'expose-plus-kubeconfig-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FIRST = `---
apiVersion: v1
kind: Config
clusters:
- {name: c, cluster: {server: "https://a:1", certificate-authority: ca.crt}}
users:
- {name: u, user: {token: aaa, as: me, as-uid: "7", as-groups: [g1, g2], as-user-extra: {k: [v]}}}
contexts:
- {name: x, context: {cluster: c, user: u}}
`;
const SECOND = `clusters:
- {name: c, cluster: {server: "https://b:2", tls-server-name: bbb, insecure-skip-tls-verify: true}}
- {name: d, cluster: {server: "https://d", certificate-authority: d.crt, proxy-url: "http://p", disable-compression: true}}
users:
- {name: u, user: {token: bbb, tokenFile: t}}
- name: u2
  user:
    client-certificate: c.crt
    client-key: /abs/c.key
    tokenFile: t
    exec: {command: ./rel/cmd, apiVersion: client.authentication.k8s.io/v1beta1, args: [x, "y"], env: [{name: A, value: b}], provideClusterInfo: true, installHint: install it}
- {name: u3, user: {exec: {command: bare, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}}
- {name: u4, user: {username: me, password: "1"}}
contexts:
- {name: x, context: {cluster: d, user: u2, namespace: nb}}
- {name: z, context: {cluster: d, user: u2, namespace: nb}}
current-context: x
`;

interface NamedLists {
  clusters: { name: string; cluster: Record<string, unknown> }[] | null;
  users: { name: string; user: Record<string, unknown> & { exec?: Record<string, unknown> } }[] | null;
  contexts: { name: string; context: Record<string, unknown> }[] | null;
  'current-context': string;
}

describe('the files that are read', () => {
  it('are --kubeconfig, else the list of KUBECONFIG, else the one at home', () => {
    expect(kubeconfigSource('f', { KUBECONFIG: 'a:b' }, '/home/me')).toEqual({ explicit: 'f' });
    expect(kubeconfigSource(undefined, { KUBECONFIG: 'a::b:a' }, '/home/me')).toEqual({ list: ['a', 'b'] });
    expect(kubeconfigSource(undefined, { KUBECONFIG: '' }, '/home/me')).toEqual({ list: ['/home/me/.kube/config'] });
  });

  it('may be missing in a list, and must be there when named', () => {
    expect(loadKubeconfig({ list: [join(folder, 'nowhere')] })).toMatchObject({ files: [], currentContext: '' });
    expect(() => loadKubeconfig({ explicit: join(folder, 'nowhere') })).toThrow(
      `kubeconfig ${join(folder, 'nowhere')}: there is no such file`,
    );
  });

  it('are complained about together, with file and field', () => {
    const broken = write('broken', 'clusters: [\n');
    const shape = write('shape', 'clusters: {a: b}\n');
    const type = write('type', 'users: [{name: u, user: {exec: {args: "x"}}}]\n');
    const bool = write('bool', 'users: [{name: y}]\n');
    const twice = write('twice', 'contexts: [{name: a}, {name: a}]\n');
    const kind = write('kind', 'apiVersion: v1\nkind: Pod\n');
    let message = '';
    try {
      loadKubeconfig({ list: [broken, shape, type, bool, twice, kind] });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.split('\n')).toEqual([
      expect.stringMatching(`^kubeconfig ${broken}: line \\d+, column \\d+: a bracket is not closed`),
      `kubeconfig ${shape}: clusters must be a list`,
      `kubeconfig ${type}: users[0].user.exec.args must be a list`,
      `kubeconfig ${bool}: users[0].name is read as true: put it in quotes`,
      `kubeconfig ${twice}: contexts[1].name the name a is there twice`,
      `kubeconfig ${kind}: is v1 Pod, not v1 Config`,
    ]);
  });

  it('may be empty, JSON, or hold fields of later versions', () => {
    expect(loadKubeconfig({ explicit: write('empty', '') }).clusters.size).toBe(0);
    expect(
      loadKubeconfig({ explicit: write('json', '{"clusters":[{"name":"a","cluster":{"server":"https://x","new":1}}]}') }).clusters.get('a')
        ?.server,
    ).toBe('https://x');
  });
});

describe('several files', () => {
  it('are merged as kubectl merges them', async () => {
    const files = [write('one/a', FIRST), join(folder, 'missing'), write('two/b', SECOND), write('three/c', 'current-context: z\n')];
    const ours = loadKubeconfig({ list: files });
    const kubectl = await tool('kubectl');
    if ('missing' in kubectl) throw new Error(kubectl.missing);
    const output = execFileSync(kubectl.path, ['config', 'view', '--raw', '-o', 'json'], {
      env: { PATH: process.env['PATH'], KUBECONFIG: files.join(':') },
    });
    const theirs = JSON.parse(output.toString()) as NamedLists;
    expect(ours.currentContext).toBe(theirs['current-context']);
    expect([...ours.clusters.keys()].toSorted()).toEqual(theirs.clusters?.map(({ name }) => name));
    expect([...ours.users.keys()].toSorted()).toEqual(theirs.users?.map(({ name }) => name));
    for (const { name, cluster } of theirs.clusters ?? []) {
      expect(ours.clusters.get(name)).toMatchObject({
        server: cluster['server'],
        tlsServerName: cluster['tls-server-name'] ?? '',
        insecureSkipTlsVerify: cluster['insecure-skip-tls-verify'] ?? false,
        proxyUrl: cluster['proxy-url'] ?? '',
        disableCompression: cluster['disable-compression'] ?? false,
      });
    }
    for (const { name, context } of theirs.contexts ?? []) {
      expect(ours.contexts.get(name)).toEqual({
        cluster: context['cluster'],
        user: context['user'],
        namespace: context['namespace'] ?? '',
      });
    }
    for (const { name, user } of theirs.users ?? []) {
      expect(ours.users.get(name)).toMatchObject({
        token: user['token'] ?? '',
        username: user['username'] ?? '',
        password: user['password'] ?? '',
        as: user['as'] ?? '',
        asUid: user['as-uid'] ?? '',
        asGroups: user['as-groups'] ?? [],
        asUserExtra: user['as-user-extra'] ?? {},
      });
      expect(ours.users.get(name)?.exec?.args).toEqual(user.exec ? (user.exec['args'] ?? []) : undefined);
      expect(ours.users.get(name)?.exec?.env).toEqual(user.exec ? (user.exec['env'] ?? []) : undefined);
    }
  });

  it('have paths that are relative to the file that names them', () => {
    const { clusters, users } = loadKubeconfig({ list: [write('one/a', FIRST), write('two/b', SECOND)] });
    expect(clusters.get('c')?.certificateAuthority).toBe(join(folder, 'one/ca.crt'));
    expect(clusters.get('d')?.certificateAuthority).toBe(join(folder, 'two/d.crt'));
    expect(users.get('u2')).toMatchObject({
      clientCertificate: join(folder, 'two/c.crt'),
      clientKey: '/abs/c.key',
      tokenFile: join(folder, 'two/t'),
    });
    expect(users.get('u2')?.exec?.command).toBe(join(folder, 'two/rel/cmd'));
    expect(users.get('u3')?.exec?.command).toBe('bare');
  });
});

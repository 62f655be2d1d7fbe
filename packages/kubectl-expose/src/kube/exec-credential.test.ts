import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serve } from '../../test/support/loopback.js';
import type { Loopback } from '../../test/support/loopback.js';
import { authority, issued } from '../../test/support/pki.js';
import { createClient } from './client.js';
import type { KubeClient } from './client.js';
import { loadConnection } from './config.js';
import { ConnectionError } from './errors.js';

const folder = mkdtempSync(join(tmpdir(), 'expose-plus-exec-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// what the plugin was told and how often it ran, and what it answers: one script for all tests
const plugin = join(folder, 'plugin');
writeFileSync(
  plugin,
  `#!${process.execPath}
const fs = require('node:fs');
const state = JSON.parse(fs.readFileSync(${JSON.stringify(join(folder, 'state'))}, 'utf8'));
state.runs.push({ info: JSON.parse(process.env.KUBERNETES_EXEC_INFO), args: process.argv.slice(2), given: process.env.GIVEN, stdin: fs.fstatSync(0).isCharacterDevice() });
fs.writeFileSync(${JSON.stringify(join(folder, 'state'))}, JSON.stringify(state));
if (process.env.COMPLAIN) process.stderr.write('open https://login.example.com and type ABCD\\n');
process.stdout.write(state.answers[Math.min(state.runs.length, state.answers.length) - 1]);
process.exitCode = Number(process.env.FAIL || 0);
`,
);
chmodSync(plugin, 0o755);

interface Run {
  info: { apiVersion: string; kind: string; spec: { interactive: boolean; cluster?: Record<string, unknown> } };
  args: string[];
  given?: string;
}
const prepare = (...answers: unknown[]): void =>
  writeFileSync(
    join(folder, 'state'),
    JSON.stringify({ runs: [], answers: answers.map((answer) => (typeof answer === 'string' ? answer : JSON.stringify(answer))) }),
  );
const runs = (): Run[] => (JSON.parse(readFileSync(join(folder, 'state'), 'utf8')) as { runs: Run[] }).runs;
const credential = (status: object, version = 'v1') => ({
  apiVersion: `client.authentication.k8s.io/${version}`,
  kind: 'ExecCredential',
  status,
});

const server = issued('server', ['127.0.0.1']);
writeFileSync(join(folder, 'ca.crt'), authority.cert);
const accepted = new Set<string>();
let api: Loopback;
const open: KubeClient[] = [];
beforeEach(async () => {
  accepted.clear();
  const listener: RequestListener = (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate();
    const who = subject?.CN ?? request.headers.authorization ?? '';
    const known = accepted.size === 0 || accepted.has(who);
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify({ gitVersion: who }));
  };
  api = await serve(listener, { cert: server.cert, key: server.key, ca: authority.cert, requestCert: true, rejectUnauthorized: false });
});
afterEach(async () => {
  for (const client of open.splice(0)) client.close();
  await api.close();
});

const clientFor = (exec: object, cluster: object = {}): KubeClient => {
  const user = { exec: { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'IfAvailable', command: plugin, ...exec } };
  const config = {
    clusters: [{ name: 'c', cluster: { server: `https://127.0.0.1:${api.port}`, 'certificate-authority': 'ca.crt', ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  };
  writeFileSync(join(folder, 'config'), JSON.stringify(config));
  const connection = loadConnection({ kubeconfig: join(folder, 'config') }, { PATH: process.env['PATH'], GIVEN: 'outer' });
  if ('none' in connection) throw new Error('no cluster');
  const client = createClient(connection);
  open.push(client);
  return client;
};
const ask = (client: KubeClient): Promise<unknown> =>
  client.request({ method: 'GET', path: '/version' }).then(({ body }) => (body as { gitVersion: string }).gitVersion);
const failure = async (exec: object): Promise<ConnectionError> => {
  const error: unknown = await ask(clientFor(exec)).catch((caught: unknown) => caught);
  if (error instanceof ConnectionError) return error;
  throw new Error(`not refused as it should be: ${String(error)}`);
};

describe('a credential plugin', () => {
  it('is told what kubectl tells it, and run once', async () => {
    prepare(credential({ token: 'abc' }));
    const client = clientFor({ args: ['get-token', '--x'], env: [{ name: 'GIVEN', value: 'inner' }] });
    expect(await Promise.all([ask(client), ask(client)])).toEqual(['Bearer abc', 'Bearer abc']);
    expect(await ask(client)).toBe('Bearer abc');
    expect(runs()).toEqual([
      {
        info: { kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', spec: { interactive: false } },
        args: ['get-token', '--x'],
        given: 'inner',
        stdin: expect.anything(),
      },
    ]);
  });

  it('learns of the cluster when it wants to', async () => {
    prepare(credential({ token: 'abc' }, 'v1beta1'));
    const cluster = {
      'proxy-url': '',
      'tls-server-name': '127.0.0.1',
      'disable-compression': true,
      extensions: [
        { name: 'client.authentication.k8s.io/exec', extension: { audience: 'a' } },
        { name: 'other', extension: 1 },
      ],
    };
    await ask(
      clientFor({ apiVersion: 'client.authentication.k8s.io/v1beta1', provideClusterInfo: true, interactiveMode: 'Never' }, cluster),
    );
    expect(runs()[0]?.info.spec.cluster).toEqual({
      server: `https://127.0.0.1:${api.port}`,
      'tls-server-name': '127.0.0.1',
      'certificate-authority-data': Buffer.from(authority.cert).toString('base64'),
      'disable-compression': true,
      config: { audience: 'a' },
    });
  });

  it('is found relative to the kubeconfig', async () => {
    prepare(credential({ token: 'abc' }));
    expect(await ask(clientFor({ command: './plugin' }))).toBe('Bearer abc');
  });

  it('is run again when its token has expired', async () => {
    prepare(
      credential({ token: 'old', expirationTimestamp: new Date(Date.now() - 1000).toISOString() }),
      credential({ token: 'new', expirationTimestamp: new Date(Date.now() + 60_000).toISOString() }),
    );
    const client = clientFor({});
    expect([await ask(client), await ask(client), await ask(client)]).toEqual(['Bearer old', 'Bearer new', 'Bearer new']);
  });

  it('is run once more when the server does not take its token', async () => {
    prepare(credential({ token: 'old' }), credential({ token: 'new' }));
    accepted.add('Bearer new');
    expect(await ask(clientFor({}))).toBe('Bearer new');
    prepare(credential({ token: 'bad' }));
    await expect(ask(clientFor({}))).rejects.toMatchObject({ status: 401 });
    expect(runs()).toHaveLength(2);
  });

  it('may hand out a client certificate', async () => {
    const me = issued('me');
    prepare(credential({ clientCertificateData: me.cert, clientKeyData: me.key }));
    expect(await ask(clientFor({}))).toBe('me');
  });

  it('has its stderr seen by the user', () => {
    prepare(credential({ token: 'abc' }));
    // in a process of its own: what it inherits is what a terminal would show
    const script = `
      import { spawnPlugin } from ${JSON.stringify(join(import.meta.dirname, 'spawn-plugin.ts'))};
      const result = await spawnPlugin(${JSON.stringify(plugin)}, [], { env: { ...process.env, COMPLAIN: '1', KUBERNETES_EXEC_INFO: '{}' }, interactive: false });
      process.stdout.write(String(result.code));`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '0']);
    expect(stderr).toContain('open https://login.example.com and type ABCD');
  });
});

describe('a credential plugin that fails', () => {
  it('is named, with what to do', async () => {
    prepare('');
    expect(await failure({ command: 'no-such-plugin', installHint: 'get it from\nexample.com' })).toMatchObject({
      kind: 'auth',
      message: 'the credential plugin no-such-plugin of user u is not installed',
      remedy: 'get it from\nexample.com',
    });
    expect(await failure({ env: [{ name: 'FAIL', value: '3' }] })).toMatchObject({
      kind: 'auth',
      message: expect.stringContaining('failed (exit code 3)'),
    });
    expect(await failure({ interactiveMode: 'Always' })).toMatchObject({
      message: expect.stringContaining('standard input is not a terminal'),
    });
  });

  it.each([
    ['hello', 'did not print an ExecCredential'],
    ['null', 'did not print an ExecCredential'],
    [
      credential({ token: 'x' }, 'v1beta1'),
      'was asked for client.authentication.k8s.io/v1 and answered client.authentication.k8s.io/v1beta1',
    ],
    [credential({}), 'returned neither a token nor a client certificate'],
    [credential({ clientKeyData: 'x' }), 'returned only one of'],
  ])('because it answers %j', async (answer, message) => {
    prepare(answer);
    expect((await failure({})).message).toContain(message);
  });
});

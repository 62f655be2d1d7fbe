import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/registry.js';
import { helpTexts } from '../../src/help/all.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const plugin = here('../../bin/kubectl-expose_plus');
const completer = here('../../bin/kubectl_complete-expose_plus');
const hasKubectl = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;
const built = existsSync(here('../../dist/entry.cjs'));

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: x, labels: { app: x } }\nspec: { containers: [{ name: x, image: x, ports: [{ containerPort: 80 }] }] }\n';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'expose-plus-process-'));
  writeFileSync(join(folder, 'pod.yaml'), POD);
});
afterAll(() => rmSync(folder, { recursive: true }));

const env = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '',
  HOME: folder,
  KUBECONFIG: join(folder, 'none'),
  ...more,
});

/** Runs the plugin as a process of its own. */
function run(
  words: string[],
  options: { program?: string; input?: string; env?: Record<string, string> } = {},
): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [options.program ?? plugin, ...words], {
    cwd: folder,
    env: env(options.env),
    encoding: 'utf8',
    input: options.input ?? '',
  });
  return { status, stdout, stderr };
}

const DRY = ['-f', 'pod.yaml', '--type', 'NodePort', '--dry-run=client'];

describe.skipIf(!built)(built ? 'the plugin as a process' : 'the plugin as a process (left out: it is not built)', () => {
  it('keeps data on stdout and everything else on stderr', () => {
    const { status, stdout, stderr } = run([...DRY, '-o', 'yaml']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^apiVersion: v1\nkind: Service\n/);
    expect(stderr).toMatch(/^warning EP300: /);
  });

  it.each<[string, string[], number, string]>([
    ['wrong usage', ['deploy'], 2, 'error: deploy: which one? A name is missing\n  → deploy/NAME\nkubectl expose-plus apply --help\n'],
    [
      'an unknown flag',
      ['list', '--namspace', 'x'],
      2,
      'error: unknown flag --namspace\n  → --namespace\nkubectl expose-plus list --help\n',
    ],
    [
      'no cluster',
      ['deploy/web', '--type', 'NodePort'],
      1,
      'error: no cluster is configured: no file that KUBECONFIG names exists (FOLDER/none), and this is not a pod\nSet KUBECONFIG or --kubeconfig, or work from files: -f FILE\n',
    ],
  ])('ends %s with its exit code and no stack', (_, words, code, stderr) => {
    expect(run(words)).toEqual({ status: code, stdout: '', stderr: stderr.replace('FOLDER', folder) });
  });

  it('reads standard input', () => {
    expect(run(['-f', '-', '--type', 'ClusterIP', '--dry-run=client', '-o', 'name'], { input: POD })).toMatchObject({
      status: 0,
      stdout: 'service/x\n',
    });
  });

  it('prints help without being asked twice', () => {
    const texts = helpTexts();
    for (const words of [[], ['--help'], ['-h'], ['help']]) expect(run(words)).toEqual({ status: 0, stdout: texts['main'], stderr: '' });
    for (const name of Object.keys(REGISTRY)) {
      expect(run([name, '--help'])).toEqual({ status: 0, stdout: texts[name], stderr: '' });
      expect(run(['help', name]).stdout).toBe(texts[name]);
    }
    expect(run(['deploy/x', '-h']).stdout).toBe(texts['apply']);
  });

  it('gives the same answers by the oclif lane', () => {
    for (const words of [
      [...DRY, '-o', 'yaml'],
      [...DRY, '--wait=false', '--host', 'a'],
      ['version', '--client'],
      ['list', '--help'],
      ['explain', 'NodePort'],
      ['deploy'],
    ]) {
      expect(run(words, { env: { EXPOSE_PLUS_LANE: 'oclif' } }), words.join(' ')).toEqual(run(words));
    }
  });

  it('can be embedded by an oclif program', async () => {
    const { COMMANDS } = (await import(here('../../dist/oclif.cjs'))) as {
      COMMANDS: Record<string, { run: (argv: string[], options: object) => Promise<void> }>;
    };
    expect(Object.keys(COMMANDS)).toEqual(Object.keys(REGISTRY));
    const manifest = JSON.parse(readFileSync(here('../../package.json'), 'utf8')) as {
      oclif: { commands: { target: string; identifier: string } };
    };
    expect(existsSync(here(`../../${manifest.oclif.commands.target}`))).toBe(true);
    const script = `
      const { execute, Config } = require('@oclif/core');
      Config.load({ root: ${JSON.stringify(here('../..'))} }).then(async (config) => {
        await config.runCommand('explain', ['NodePort', '-o', 'name']);
        await config.runCommand('apply', ['--host', 'a.example.com', 'deploy/x', '--strategy', 'NodePort', '--wait=false']);
      });`;
    const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', script], { cwd: here('../..'), env: env(), encoding: 'utf8' });
    expect(stdout).toMatch(/^NodePort \(strategy\)/);
    expect(stderr).toContain('--host belongs to Ingress, Gateway, not to NodePort');
    expect(status).toBe(2);
  });

  it('completes by the protocol of kubectl, silent on stderr', () => {
    expect(run(['x/y', '--strat'], { program: completer })).toEqual({
      status: 0,
      stdout: '--strategy\tThe way in; auto takes the best one that is possible.\n:4\n',
      stderr: '',
    });
    expect(run([''], { program: completer }).stdout).toMatch(/^apply\tMake a workload reachable/);
    // Names would come from a cluster: without one there are none, and no complaint.
    expect(run(['deploy/'], { program: completer })).toEqual({ status: 0, stdout: ':4\n', stderr: '' });
    expect(run(['explain', 'EP20'], { program: completer }).stdout).toMatch(/^EP200\t/);
  });

  it('writes the completion helper, once, and leaves what is not ours alone', () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const helper = join(bin, 'kubectl_complete-expose_plus');
    const install = (): ReturnType<typeof run> =>
      run(['completion', 'install', '--dir', bin], { env: { PATH: `${bin}${delimiter}${process.env['PATH']}` } });
    expect(install()).toEqual({ status: 0, stdout: `${helper} written\n`, stderr: '' });
    expect(install().stdout).toBe(`${helper} unchanged\n`);
    writeFileSync(helper, '#!/bin/sh\necho mine\n');
    expect(install()).toMatchObject({ status: 1, stderr: expect.stringContaining('is not ours') as string });
    expect(readFileSync(helper, 'utf8')).toContain('mine');
  });

  it('lives with a pipe that is closed', () => {
    const { stdout, stderr } = spawnSync('bash', ['-c', `"${process.execPath}" "${plugin}" explain | head -1`], {
      env: env(),
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^TOPIC/);
    expect(stderr).toBe('');
  });

  it('ends on Ctrl-C while it waits for an answer of the server', async () => {
    // A server that accepts and says nothing.
    const { createServer } = await import('node:net');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const child = spawn(process.execPath, [plugin, 'list', '--server', `http://127.0.0.1:${port}`], { env: env() });
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    await new Promise<void>((resolve) => server.once('connection', () => resolve()));
    child.kill('SIGINT');
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    server.close();
    expect(code).toBe(130);
    expect(stderr).not.toMatch(/ {4}at /);
  });

  it.skipIf(!hasKubectl)(hasKubectl ? 'is started by kubectl' : 'is started by kubectl (left out: no kubectl on PATH)', () => {
    const bin = join(folder, 'path');
    mkdirSync(bin);
    for (const [name, target] of [
      ['kubectl-expose_plus', plugin],
      ['kubectl_complete-expose_plus', completer],
    ] as const)
      symlinkSync(target, join(bin, name));
    const path = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter);
    const kubectl = (words: string[]): ReturnType<typeof spawnSync> =>
      spawnSync('kubectl', words, { cwd: folder, env: env({ PATH: path }), encoding: 'utf8' });
    const { status, stdout } = kubectl(['expose-plus', ...DRY, '-o', 'name']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'service/x-node-port\n' });
    expect(kubectl(['expose-plus', 'deploy']).status).toBe(2);
    expect(kubectl(['__complete', 'expose-plus', 'ver']).stdout).toMatch(/^version\t/);
  });
});

describe.skipIf(!built)(built ? 'large input' : 'large input (left out: it is not built)', () => {
  const texts = (): string =>
    Array.from(
      { length: 20_000 },
      (_, index) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c${index} }\ndata: { a: ${'y'.repeat(2000)} }\n---\n`,
    ).join('');
  const mappings = (): string => {
    const rows = Array.from({ length: 70_000 }, (_, index) => `  key-${index}: {a: 1, b: [x, y, 'z'], c: "q"}\n`);
    return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata:\n${rows.join('')}---\n`;
  };

  // docs/performance.md states the figures.
  it.each([
    ['many documents', texts, 40e6],
    ['one document of nearly 3 MiB', mappings, 2.8e6],
  ])('%s are read with a heap of 256 MB', (_, make, least) => {
    const file = join(folder, 'large.yaml');
    writeFileSync(file, `${make()}${POD}`);
    expect(statSync(file).size).toBeGreaterThan(least);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--max-old-space-size=256', plugin, '-f', file, '--type', 'NodePort', '--dry-run=client', '-o', 'name'],
      { env: env(), encoding: 'utf8' },
    );
    expect({ status, stdout }, stderr.slice(-500)).toEqual({ status: 0, stdout: 'service/x-node-port\n' });
    rmSync(file);
  });
});

describe.skipIf(!built)(built ? 'as it is published' : 'as it is published (left out: it is not built)', () => {
  it('is found by kubectl and runs in an empty folder, with nothing else installed', () => {
    const home = join(folder, 'empty');
    mkdirSync(home);
    const inside = env({ HOME: home, npm_config_cache: join(home, 'cache'), npm_config_update_notifier: 'false' });
    const pack = spawnSync('npm', ['pack', '--silent', '--pack-destination', home], { cwd: here('../..'), env: inside, encoding: 'utf8' });
    expect(pack.status, pack.stderr).toBe(0);
    writeFileSync(join(home, 'package.json'), '{"private":true}');
    const install = spawnSync('npm', ['install', '--offline', '--no-audit', '--no-fund', join(home, pack.stdout.trim())], {
      cwd: home,
      env: inside,
      encoding: 'utf8',
    });
    expect(install.status, install.stderr).toBe(0);
    const bin = join(home, 'node_modules', '.bin');
    const path = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter);
    writeFileSync(join(home, 'pod.yaml'), POD);
    const [program, first] = hasKubectl ? ['kubectl', ['expose-plus']] : [join(bin, 'kubectl-expose_plus'), []];
    for (const words of [DRY, ['explain', 'NodePort'], ['chart', '-f', 'pod.yaml', '--name', 'x', '--out', 'charts']]) {
      const { status, stderr } = spawnSync(program, [...first, ...words], { cwd: home, env: env({ PATH: path }), encoding: 'utf8' });
      expect(status, stderr).toBe(0);
    }
    const files = readdirSync(join(home, 'node_modules', 'kubectl-expose-plus'));
    expect(files.toSorted()).toEqual(['LICENSE', 'README.md', 'bin', 'dist', 'package.json']);
  });
});

describe.skipIf(!built)(built ? 'under an older Node' : 'under an older Node (left out: it is not built)', () => {
  const old = ['/usr/bin/node', '/usr/local/bin/node'].find(
    (path) => existsSync(path) && Number(execFileSync(path, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' })) < 22,
  );

  it.skipIf(!old)(
    old ? 'goes on with the Node of the repository' : 'goes on with the Node of the repository (left out: no older Node here)',
    () => {
      const { status, stdout } = spawnSync(old ?? '', [plugin, ...DRY, '-o', 'name'], { cwd: folder, env: env(), encoding: 'utf8' });
      expect({ status, stdout }).toEqual({ status: 0, stdout: 'service/x-node-port\n' });
      expect(spawnSync(old ?? '', [plugin, 'deploy'], { env: env() }).status).toBe(2);
    },
  );

  it.skipIf(!old)(old ? 'says what is missing elsewhere' : 'says what is missing elsewhere (left out: no older Node here)', () => {
    const copy = join(folder, 'installed');
    execFileSync('cp', ['-r', here('../../dist'), copy]);
    const script = join(copy, 'run');
    writeFileSync(script, "require('./entry.cjs')\n");
    chmodSync(script, 0o755);
    const { status, stderr } = spawnSync(old ?? '', [script, 'version'], { env: env(), encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: kubectl expose-plus needs Node\.js 22 or newer; this is v\d+/);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// The program as it is published: npm test builds it beforehand.
const program = fileURLToPath(new URL('../../bin/chart-gen', import.meta.url));
const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "nginx:1.29", ports: [{ name: http, containerPort: 80 }] }] }
`;
const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: "1" }\n';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chart-gen-cli-'));
  writeFileSync(join(folder, 'web.yaml'), WEB);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[], input = ''): { code: number | null; stdout: string; stderr: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, input, encoding: 'utf8' });
  return { code: status, stdout, stderr };
};
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

describe('chart-gen', () => {
  it('makes a chart of a file and says where, and what became of it', () => {
    const { code, stdout, stderr } = run(['-f', 'web.yaml', '--name', 'web']);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^charts\/web: \d+ files written, 0 removed, 0 with your edits\n$/);
    expect(stderr).toContain('Deployment web: exposed by nothing');
    expect(read('charts/web/values.yaml')).toContain('repository: nginx');
  });

  it('takes standard input, folders with what is below them, and Windows line ends', () => {
    mkdirSync(join(folder, 'all/deep'), { recursive: true });
    writeFileSync(join(folder, 'all/web.yaml'), WEB.replaceAll('\n', '\r\n'));
    writeFileSync(join(folder, 'all/deep/config.yml'), CONFIG);
    writeFileSync(join(folder, 'all/notes.txt'), 'not a manifest');
    expect(run(['-f', 'all', '--name', 'flat']).code).toBe(0);
    expect(run(['-f', 'all', '-R', '--name', 'deep']).code).toBe(0);
    expect(read('charts/deep/values.yaml')).toContain('configMaps:');
    expect(read('charts/flat/values.yaml')).not.toContain('configMaps:');
    expect(run(['-f', '-', '--name', 'piped'], `${WEB}---\n${CONFIG}`).code).toBe(0);
    expect(read('charts/piped/values.yaml')).toContain('configMaps:');
  });

  it('takes the wishes for the way in, the controller and the test', () => {
    const wishes = ['--strategy', 'Ingress', '--with', 'ingress-nginx', '--with', 'tests', '--entry', 'NodePort'];
    const { code, stderr } = run(['-f', 'web.yaml', '--name', 'web', ...wishes]);
    expect(code, stderr).toBe(0);
    expect(read('charts/web/values.yaml')).toMatch(
      /strategy: Ingress\n[^]*ingress-nginx:\n {2}enabled: true\n {2}entry: NodePort\n[^]*tests:\n {2}enabled: true\n/,
    );
  });

  it('reports each field when asked', () => {
    const { stderr } = run(['-f', '-', '--name', 'web', '--report'], `${WEB}---\n${CONFIG}---\n${CONFIG.replace('ConfigMap', 'Gadget')}`);
    expect(stderr).toContain('Deployment/web spec.template.spec.containers[0].image: components.web.image');
    expect(stderr).toContain('Gadget/settings: stands in its template as it was');
    expect(stderr).toContain('readOnlyRootFilesystem: what it writes belongs below writablePaths or a volume');
  });

  it('keeps edits, takes news, and lists the lines where both meet', () => {
    expect(run(['-f', 'web.yaml', '--name', 'web']).code).toBe(0);
    const values = read('charts/web/values.yaml');
    writeFileSync(join(folder, 'charts/web/values.yaml'), values.replace('tag: "1.29"', 'tag: "1.28"'));
    writeFileSync(join(folder, 'charts/web/templates/mine.yaml'), '# mine\n');

    const kept = run(['-f', 'web.yaml', '--name', 'web']);
    expect(kept.code).toBe(0);
    expect(kept.stdout).toContain('1 with your edits');
    writeFileSync(join(folder, 'web.yaml'), WEB.replace('1.29', '1.30'));
    const met = run(['-f', 'web.yaml', '--name', 'web']);
    expect(met.code).toBe(1);
    expect(met.stdout).toContain('conflict: charts/web/values.yaml');
    expect(met.stdout).toMatch(/line \d+: yours `tag: …`, new `tag: …`/);
    expect(met.stdout).not.toContain('1.28');
    expect(read('charts/web/values.yaml')).toContain('tag: "1.28"');
    expect(read('charts/web/templates/mine.yaml')).toBe('# mine\n');
  });

  it.each([
    [['-f', 'web.yaml'], 2, '--name'],
    [['--name', 'web'], 2, '-f'],
    [['-f', 'web.yaml', '--name', 'web', '--flavour', 'full'], 2, '--flavour'],
    [['-f', 'web.yaml', '--name', 'web', '--entry', 'NodePort'], 2, '--with ingress-nginx'],
    [['-f', 'none.yaml', '--name', 'web'], 1, 'none.yaml'],
    [['-f', 'web.yaml', '--name', 'Web'], 1, 'lower-case'],
    [['-f', 'web.yaml', '--name', 'web', '--naming', 'prefix'], 1, 'release or original'],
    [['-f', 'web.yaml', '--name', 'web', '--strategy', 'auto'], 1, 'ClusterIP'],
    [['-f', 'web.yaml', '--name', 'web', '--with', 'traefik'], 1, 'ingress-nginx'],
    [['-f', 'web.yaml', '--name', 'web', '--component', 'api'], 1, 'api'],
  ])('%j ends with %i and names %s', (args, code, word) => {
    const result = run(args);
    expect(result.code, result.stderr).toBe(code);
    expect(result.stderr).toContain(word);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });

  it('refuses a folder that it did not make, and manifests that are broken', () => {
    mkdirSync(join(folder, 'charts/web'), { recursive: true });
    writeFileSync(join(folder, 'charts/web/mine'), 'x');
    expect(run(['-f', 'web.yaml', '--name', 'web'])).toMatchObject({ code: 1, stdout: '' });
    const { code, stderr } = run(['-f', '-', '--name', 'broken'], 'a: [b\n');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^-:\d+:\d+: error /);
  });
});

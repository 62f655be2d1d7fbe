import { existsSync, readFileSync } from 'node:fs';
import { builtinModules, isBuiltin } from 'node:module';
import { describe, expect, it } from 'vitest';
import { LOAD_BALANCER_ROWS } from '@expose-plus/core';

/** What build.mjs tells of a chunk. */
interface Chunk {
  file: string;
  bytes: number;
  entry: boolean;
  facade: string | null;
  imports: string[];
  dynamicImports: string[];
  modules: Record<string, number>;
}

const file = new URL('../dist/meta.json', import.meta.url);
const built = existsSync(file);
const chunks: Chunk[] = built ? JSON.parse(readFileSync(file, 'utf8')) : [];

/** Packages and parts of ours that cost milliseconds and that no plan from a file needs. */
const HEAVY = [
  /node_modules\/(zod|yaml|undici|@kubernetes|@oclif|semver|ink|react|handlebars|openid-client|ws)\//,
  /kubectl-expose\/src\/(probe|oclif|completion)\//,
  /kubectl-expose\/src\/kube\/(http|client|request|credentials|discovery|snapshot|config|kubeconfig)\.ts/,
  /chart-gen\//,
];
/** Built-ins that cost milliseconds to load. */
const COSTLY = [
  'https',
  'http',
  'http2',
  'tls',
  'net',
  'crypto',
  'child_process',
  'readline',
  'zlib',
  'worker_threads',
  'dns',
  'url',
  'util',
  'os',
  'stream',
  'fs/promises',
];

/** What is loaded at once with a chunk. */
function closure(start: Chunk): Chunk[] {
  const found = new Set<Chunk>();
  const visit = (chunk: Chunk | undefined): void => {
    if (!chunk || found.has(chunk)) return;
    found.add(chunk);
    for (const name of chunk.imports) visit(chunks.find((other) => other.file === name));
  };
  visit(start);
  return [...found];
}

function holding(module: string): Chunk {
  const found = chunks.find(({ modules }) => Object.keys(modules).includes(module));
  if (!found) throw new Error(`no chunk holds ${module}`);
  return found;
}

const problemsOf = (loaded: readonly Chunk[]): string[] => [
  ...loaded.flatMap(({ modules }) => Object.keys(modules)).filter((module) => HEAVY.some((heavy) => heavy.test(module))),
  ...loaded
    .flatMap(({ imports }) => imports)
    .filter((name) => COSTLY.includes(name.replace(/^node:/, '')) && builtinModules.includes(name.replace(/^node:/, ''))),
];

describe.skipIf(!built)(built ? 'the boot path' : 'the boot path (left out: the plugin is not built)', () => {
  const entry = (): Chunk => {
    const found = chunks.find((chunk) => chunk.file === 'entry.cjs');
    if (!found) throw new Error('there is no entry.cjs');
    return found;
  };

  it('starts with a few kilobytes', () => {
    const loaded = closure(entry());
    expect(problemsOf(loaded)).toEqual([]);
    expect(loaded.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(8_000);
    expect(loaded.length).toBeLessThanOrEqual(2);
  });

  it('reads command lines without anything heavy', () => {
    const loaded = closure(holding('packages/kubectl-expose/src/run.ts'));
    expect(problemsOf(loaded)).toEqual([]);
    expect(loaded.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(90_000);
  });

  it('plans from a file without anything heavy, in few files', () => {
    const loaded = closure(holding('packages/kubectl-expose/src/actions/apply.ts'));
    expect(problemsOf(loaded)).toEqual([]);
    expect(loaded.length).toBeLessThanOrEqual(4);
  });

  it.each(['recommend', 'list', 'remove', 'snapshot', 'version', 'completion', 'explain', 'chart'])(
    'loads %s without the network and the heavy libraries',
    (name) => {
      expect(problemsOf(closure(holding(`packages/kubectl-expose/src/actions/${name}.ts`)))).toEqual([]);
    },
  );

  it('completes without the network until a name is wanted', () => {
    const loaded = closure(holding('packages/kubectl-expose/src/completion/complete.ts'));
    expect(problemsOf(loaded).filter((module) => !module.includes('/completion/'))).toEqual([]);
  });

  it('would notice: the chunks of the cluster and of oclif are heavy', () => {
    expect(problemsOf(closure(holding('packages/kubectl-expose/src/actions/cluster.ts')))).not.toEqual([]);
    expect(problemsOf(closure(holding('packages/kubectl-expose/src/oclif/command.ts')))).not.toEqual([]);
  });

  it('makes the tables of load balancers when they are first asked for', () => {
    const { file: name } = holding('packages/core/src/load-balancers/rows.ts');
    const lazy = readFileSync(new URL(`../dist/${name}`, import.meta.url), 'utf8').match(/\bget codec\(\)/g) ?? [];
    expect(lazy).toHaveLength(LOAD_BALANCER_ROWS.filter(({ codec }) => codec !== undefined).length);
  });

  it('needs nothing but Node: an installed plugin has no dependencies', () => {
    const folder = new URL('../dist/', import.meta.url);
    const wanted = chunks.flatMap((chunk) =>
      [...readFileSync(new URL(chunk.file, folder), 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name),
    );
    // ws takes these two when somebody has installed them.
    const optional = new Set(['bufferutil', 'utf-8-validate']);
    expect(wanted.length).toBeGreaterThan(20);
    expect([...new Set(wanted)].filter((name) => !name.startsWith('./') && !isBuiltin(name) && !optional.has(name))).toEqual([]);
    const described = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as object;
    expect(described).not.toHaveProperty('dependencies');
  });

  it('has every help text as a file', () => {
    for (const name of ['main', 'apply', 'recommend', 'list', 'remove', 'chart', 'explain', 'snapshot', 'version', 'completion']) {
      expect(existsSync(new URL(`../dist/help/${name}.txt`, import.meta.url)), name).toBe(true);
    }
  });
});

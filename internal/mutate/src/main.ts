// npm run mutate -- [--per-file N] [--only PATH-PART] [--write]
// Works on a copy of the tracked files, so that a stop leaves the tree as it was.
import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, trackedFiles } from '../../gates/src/source-files.ts';
import type { Answer, Ask } from './runner.ts';
import { mutantsOf, spread, type Mutant } from './operators.ts';
import { TARGETS, type Target } from './targets.ts';

interface Result {
  path: string;
  mutant: Mutant;
  /** The first test that turned red; absent when every test passed. */
  killer?: string;
}

const { values } = parseArgs({
  options: {
    'per-file': { type: 'string', default: '8' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
const perFile = Number(values['per-file']);

function makeCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'expose-plus-mutate-'));
  for (const path of trackedFiles(/^(packages|internal|charts|docs|examples|e2e)\/|^[^/]+\.(json|ts)$/)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path), { force: true });
  }
  // A package may have dependencies of its own beside those of the root.
  for (const folder of ['.', ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)]) {
    const own = join(root, folder, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(copy, folder, 'node_modules'));
  }
  return copy;
}

const ANSWER_WITHIN = 180_000;
let runner: ChildProcess | undefined;

/** The first test of the stages that is red in the copy. A runner that does not answer is ended: the mutant has made an endless loop. */
async function runTests(copy: string, ask: Ask): Promise<Answer> {
  runner ??= fork(new URL('runner.ts', import.meta.url), [copy], { cwd: copy, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const child = runner;
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      child.removeAllListeners();
    };
    const timer = setTimeout(() => {
      end();
      runner = undefined;
      child.kill('SIGKILL');
      resolve({ red: `no end within ${ANSWER_WITHIN / 1000} s`, ran: 0 });
    }, ANSWER_WITHIN);
    child.once('message', (answer) => {
      end();
      resolve(answer as Answer);
    });
    child.once('exit', (code) => {
      end();
      runner = undefined;
      reject(new Error(`the runner of tests ended with ${code}`));
    });
    child.send(ask);
  });
}

/** The compiler is a gate like any test; it is slower, so it is asked last. */
function refusedByTypes(copy: string, path: string): string | undefined {
  const [project] = /^packages\/[^/]+/.exec(path) ?? [];
  if (project === undefined || !path.endsWith('.ts')) return undefined;
  return spawnSync('tsc', ['-p', join(copy, project), '--noEmit'], { cwd: copy }).status === 0 ? undefined : 'the types do not fit (tsc)';
}

/** Writes a file of the copy and what is generated from it; the paths that changed. */
function place(copy: string, { generate }: Target, path: string, text: string): string[] {
  writeFileSync(join(copy, path), text);
  if (!generate) return [join(copy, path)];
  const { status, stderr } = spawnSync('node', [join(copy, generate.program)], { cwd: copy, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${generate.program} failed: ${stderr}`);
  return [join(copy, path), join(copy, generate.writes)];
}

async function mutate(copy: string, target: Target): Promise<Result[]> {
  const paths = trackedFiles(target.files).filter((file) => file.includes(values.only) && !/\.test\.ts$|generated\//.test(file));
  if (paths.length === 0) return [];
  const clean = await runTests(copy, { changed: [], stages: [target.tests] });
  const red = clean.red ?? refusedByTypes(copy, paths[0] ?? '');
  if (red !== undefined || clean.ran === 0)
    throw new Error(`${target.files}: the tests are red or absent before anything is broken: ${red ?? 'none'}`);
  const results: Result[] = [];
  for (const path of paths) {
    const original = readFileSync(join(root, path), 'utf8');
    const beside = path.replace(/\.ts$/, '.test.ts');
    const first = [...(existsSync(join(copy, beside)) && beside !== path ? [beside] : []), ...target.first];
    for (const mutant of spread(mutantsOf(path, original), perFile)) {
      const changed = place(copy, target, path, mutant.text);
      const { red: killer = refusedByTypes(copy, path) } = await runTests(copy, { changed, stages: [first, target.tests] });
      results.push({ path, mutant, ...(killer === undefined ? {} : { killer }) });
      const verdict = killer === undefined ? 'SURVIVED' : 'killed  ';
      const by = killer === undefined ? '' : ` | ${killer.slice(0, 80)}`;
      process.stderr.write(`${verdict} ${path}:${mutant.line} ${mutant.what.slice(0, 300)}${by}\n`);
    }
    await runTests(copy, { changed: place(copy, target, path, original), stages: [] });
  }
  return results;
}

function report(results: Result[]): string {
  const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('`', "'");
  const files = [...new Set(results.map(({ path }) => path))];
  const killed = results.filter(({ killer }) => killer !== undefined).length;
  const rows = files.map((path) => {
    const own = results.filter((result) => result.path === path);
    const example = own.find(({ killer }) => killer !== undefined)?.killer ?? '';
    return `| ${path} | ${own.length} | ${own.filter(({ killer }) => killer !== undefined).length} | ${cell(example)} |`;
  });
  const survivors = results
    .filter(({ killer }) => killer === undefined)
    .map(({ path, mutant }) => `- ${path}:${mutant.line} \`${cell(mutant.what)}\``);
  return [
    '# Mutants',
    '',
    `Made by \`npm run mutate -- --write\`. One line is broken at a time; a test must turn red. ${killed} of ${results.length} were caught.`,
    '',
    '| file | broken | caught | caught, for one, by |',
    '|---|---|---|---|',
    ...rows,
    '',
    '## Survivors',
    '',
    ...(survivors.length > 0 ? survivors : ['None.']),
    '',
  ].join('\n');
}

const copy = makeCopy();
try {
  const results: Result[] = [];
  for (const target of TARGETS) results.push(...(await mutate(copy, target)));
  const text = report(results);
  if (values.write) writeFileSync(join(root, 'docs/generated/mutants.md'), text);
  else process.stdout.write(text);
} finally {
  runner?.removeAllListeners();
  runner?.kill();
  rmSync(copy, { recursive: true, force: true });
}

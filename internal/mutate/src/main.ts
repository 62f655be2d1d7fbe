// npm run mutate -- [--per-file N] [--only PATH-PART] [--write]
// Works on a copy of the tracked files, so that a stop leaves the tree as it was.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, trackedFiles } from '../../gates/src/source-files.ts';
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
  for (const path of trackedFiles(/^(packages|internal|charts|examples|e2e)\/|^[^/]+\.(json|ts)$/)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path), { force: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

interface Report {
  numFailedTests: number;
  numTotalTests: number;
  testResults: { name: string; message?: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
}

/** Runs the tests of a target in the copy; the name of the first red one, or undefined when all are green. */
function runTests(copy: string, target: Target): { red?: string; ran: number } {
  const output = join(copy, 'report.json');
  rmSync(output, { force: true });
  spawnSync('vitest', ['run', '--bail=1', '--reporter=json', `--outputFile=${output}`, ...target.tests], { cwd: copy, encoding: 'utf8' });
  const outcome = JSON.parse(readFileSync(output, 'utf8')) as Report;
  const failed = outcome.testResults.flatMap((suite) => suite.assertionResults).find(({ status }) => status === 'failed');
  const broken = outcome.testResults.find(({ status }) => status === 'failed');
  const red = failed?.fullName ?? (broken ? `${broken.name.split('/').at(-1)} does not load` : undefined);
  return { ...(red ? { red } : {}), ran: outcome.numTotalTests };
}

function mutate(copy: string, target: Target): Result[] {
  const clean = runTests(copy, target);
  if (clean.red !== undefined || clean.ran === 0)
    throw new Error(`${target.files}: the tests are red or absent before anything is broken: ${clean.red ?? 'none'}`);
  const results: Result[] = [];
  for (const path of trackedFiles(target.files).filter((file) => file.includes(values.only) && !/\.test\.ts$|generated\//.test(file))) {
    const original = readFileSync(join(root, path), 'utf8');
    for (const mutant of spread(mutantsOf(path, original), perFile)) {
      writeFileSync(join(copy, path), mutant.text);
      const { red } = runTests(copy, target);
      results.push({ path, mutant, ...(red === undefined ? {} : { killer: red }) });
      process.stderr.write(`${red === undefined ? 'SURVIVED' : 'killed  '} ${path}:${mutant.line} ${mutant.what.slice(0, 110)}\n`);
    }
    writeFileSync(join(copy, path), original);
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
  const results = TARGETS.flatMap((target) => mutate(copy, target));
  const text = report(results);
  if (values.write) writeFileSync(join(root, 'docs/generated/mutants.md'), text);
  else process.stdout.write(text);
} finally {
  rmSync(copy, { recursive: true, force: true });
}

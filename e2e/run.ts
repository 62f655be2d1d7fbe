/**
 * The tests on a real API server and on a real two-node cluster. Both are made for the run and taken down afterwards. Arguments
 * choose tests by path, as vitest takes them. `--kubernetes VERSION` takes another of the pinned versions; `--times N` runs all of
 * them N times and writes docs/generated/repeated.md: a test that fails in one run and passes in another is a flake.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apiOnly, down, externalCluster, missing, requirementsOf, UserError } from './cluster/cluster.ts';
import { kubernetesVersions } from './cluster/components/kubernetes/component.ts';
import { attach } from './cluster/run.ts';
import { provedPage, type TestReport } from './proved.ts';

const repository = join(import.meta.dirname, '..');
const { values: flags, positionals: only } = parseArgs({
  allowPositionals: true,
  options: { kubernetes: { type: 'string' }, times: { type: 'string', default: '1' } },
});

const times = Number(flags.times);
const kubernetes = kubernetesVersions.find((version) => version === flags.kubernetes);
if ((flags.kubernetes !== undefined && kubernetes === undefined) || !Number.isInteger(times) || times < 1) {
  console.error(`usage: npm run e2e -- [--kubernetes ${kubernetesVersions.join('|')}] [--times N] [PATH-PART …]`);
  process.exit(2);
}
const ofVersion = kubernetes === undefined ? {} : { kubernetes };

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Names of the tests that failed. */
  red: readonly string[];
}

/** What one run came to. */
interface Run extends Counts {
  readonly seconds: number;
}

interface Report extends TestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

const nothing: Counts = { passed: 0, failed: 0, skipped: 0, red: [] };

/** Runs vitest on the terminal and counts. A run without a report, or that fails outside its tests, counts as one failure. */
async function vitest(
  title: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  use: (report: Report) => void = () => undefined,
): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'expose-plus-e2e-'));
  const file = join(folder, 'report.json');
  console.log(`\n${title}`);
  try {
    const command = [
      join(repository, 'node_modules/.bin/vitest'),
      'run',
      '--reporter=verbose',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ];
    const code = await attach([...command, '--passWithNoTests', ...args, ...only], { ...process.env, ...env }, repository);
    if (!existsSync(file)) return { ...nothing, failed: 1, red: [title] };
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    const failed = report.numFailedTests === 0 && code !== 0 ? 1 : report.numFailedTests;
    if (failed === 0) use(report);
    const red = report.testResults.flatMap(({ assertionResults }) =>
      assertionResults.flatMap(({ status, fullName }) => (status === 'failed' ? [fullName] : [])),
    );
    return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests, red };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Says what is left out for lack of something; CI must lack nothing. */
function leftOut(what: string, lacking: readonly string[]): boolean {
  if (lacking.length === 0) return false;
  if (process.env['CI'] !== undefined) throw new UserError(`${what} cannot run: ${lacking.join(', ')}`);
  console.log(`left out: ${what} (${lacking.join(', ')})`);
  return true;
}

async function onApiServer(): Promise<Counts> {
  if (leftOut('the tests on an API server', missing(requirementsOf['api-only']))) return nothing;
  const cluster = await apiOnly({ name: 'e2e-api', ...ofVersion, progress: (line) => console.error(`  ${line}`) });
  try {
    const env = { EXPOSE_PLUS_TEST_KUBECONFIG: cluster.kubeconfig, PATH: `${cluster.programs}:${process.env['PATH'] ?? ''}` };
    return await vitest(
      'On a real API server',
      ['packages/kubectl-expose/test/api', 'packages/kubectl-expose/test/live', '--no-file-parallelism'],
      env,
    );
  } finally {
    await down('e2e-api');
  }
}

async function onNodes(): Promise<Counts> {
  if (leftOut('the tests on a two-node cluster', externalCluster() ? [] : missing(requirementsOf.nodes))) return nothing;
  // a part of the tests, or a cluster of somebody else, proves a part of it
  const isAll = only.length === 0 && externalCluster() === undefined && kubernetes === undefined;
  const env = kubernetes === undefined ? {} : { EXPOSE_PLUS_E2E_KUBERNETES: kubernetes };
  return vitest('On a real two-node cluster', ['--config', 'e2e/vitest.config.ts'], env, (report) => {
    if (isAll) writeFileSync(join(repository, 'docs/generated/proved.md'), provedPage(report));
  });
}

/** The cluster's own tests: what it promises, and that it leaves nothing behind. */
async function ofTheCluster(): Promise<Counts> {
  if (leftOut("the cluster's own tests", missing(requirementsOf.nodes))) return nothing;
  return vitest('The cluster itself', ['--config', 'e2e/cluster/vitest.config.ts'], {});
}

if (process.env['KUBECONFIG'] !== undefined && process.env['KUBECONFIG'] !== '') {
  console.error('KUBECONFIG is set. These tests make a cluster of their own and never use yours: unset it, or point');
  console.error('EXPOSE_PLUS_E2E_KUBECONFIG at a cluster that may be thrown away.');
  process.exit(2);
}
/** All tests once. */
async function once(): Promise<Run> {
  const started = performance.now();
  const counts = [await onApiServer(), await onNodes(), ...(only.length === 0 && kubernetes === undefined ? [await ofTheCluster()] : [])];
  const sum = (key: 'passed' | 'failed' | 'skipped'): number => counts.reduce((total, each) => total + each[key], 0);
  const red = counts.flatMap((each) => each.red);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), red, seconds: (performance.now() - started) / 1000 };
}

try {
  const runs: Run[] = [];
  for (let count = 0; count < times; count++) runs.push(await once());
  if (times > 1) writeFileSync(join(repository, 'docs/generated/repeated.md'), repeatedPage(runs));
  process.exitCode = runs.every(({ passed, failed }) => failed === 0 && passed > 0) ? 0 : 1;
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}

/** The page that says what came of running the same tests several times. */
function repeatedPage(runs: readonly Run[]): string {
  const rows = runs.map(
    ({ passed, failed, skipped, seconds, red }, index) =>
      `| ${index + 1} | ${passed} | ${failed} | ${skipped} | ${(seconds / 60).toFixed(1)} min | ${red.join('; ')} |`,
  );
  return `# The same tests, run again and again

Made by \`npm run e2e -- --times ${runs.length}\` on ${new Date().toISOString().slice(0, 10)}: all tests on an API server and on a two-node cluster. One that fails
in one run and passes in another is a flake.

| run | passed | failed | left out | time | failed tests |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

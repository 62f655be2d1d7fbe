/**
 * The tests on a real API server and on a real two-node cluster. Both are made for the run and taken down afterwards. Arguments
 * choose tests by path, as vitest takes them. `--kubernetes VERSION` takes another of the pinned versions, `--with COMPONENT` the
 * tests of a component that CI does not build; each writes a page of its own below docs/generated. `--times N` runs all tests N
 * times and writes docs/generated/repeated.md: a test that fails in one run and passes in another is a flake.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apiOnly, down, externalCluster, missing, requirementsOf, UserError } from './cluster/cluster.ts';
import { kubernetesVersions } from './cluster/components/kubernetes/component.ts';
import { attach } from './cluster/run.ts';
import { repeatedPage, variantPage, type Counts, type Run } from './pages.ts';
import { portable } from './portable.ts';
import { provedPage, type TestReport } from './proved.ts';

const repository = join(import.meta.dirname, '..');
const extras = readdirSync(join(import.meta.dirname, 'with'));
const usage = `usage: npm run e2e -- [--kubernetes ${kubernetesVersions.join('|')}] [--with ${extras.join('|')}] [--times N] [PATH-PART …]`;

/** Ends the run: it cannot be as it was asked for. */
function refuse(...lines: readonly string[]): never {
  for (const line of lines) console.error(line);
  process.exit(2);
}

function readLine(): { flags: { kubernetes?: string; with?: string; times: string }; only: string[] } {
  try {
    const options = { kubernetes: { type: 'string' }, with: { type: 'string' }, times: { type: 'string', default: '1' } } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    return { flags: values, only: positionals };
  } catch (error) {
    return refuse(`error: ${(error as Error).message}`, usage);
  }
}

const { flags, only } = readLine();
const times = Number(flags.times);
const kubernetes = kubernetesVersions.find((version) => version === flags.kubernetes);
const extra = extras.find((name) => name === flags.with);
if (kubernetes !== flags.kubernetes || extra !== flags.with || !Number.isInteger(times) || times < 1) refuse(usage);

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
    const code = await attach([...command, '--passWithNoTests', ...args], { ...process.env, ...env }, repository);
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

/** The tests on an API server: all, or those whose path holds one of the names asked for. */
function apiTests(): string[] {
  const folders = ['packages/kubectl-expose/test/api', 'packages/kubectl-expose/test/live'];
  const files = folders.flatMap((folder) => readdirSync(join(repository, folder)).map((file) => `${folder}/${file}`));
  return files.filter((path) => path.endsWith('.test.ts') && (only.length === 0 || only.some((name) => path.includes(name))));
}

async function onApiServer(): Promise<Counts> {
  const tests = apiTests();
  if (tests.length === 0) return nothing;
  if (leftOut('the tests on an API server', missing(requirementsOf['api-only']))) return nothing;
  const cluster = await apiOnly({
    name: 'e2e-api',
    ...(kubernetes === undefined ? {} : { kubernetes }),
    progress: (line) => console.error(`  ${line}`),
  });
  try {
    const env = { EXPOSE_PLUS_TEST_KUBECONFIG: cluster.kubeconfig, PATH: `${cluster.programs}:${process.env['PATH'] ?? ''}` };
    return await vitest('On a real API server', [...tests, '--no-file-parallelism'], env);
  } finally {
    await down('e2e-api');
  }
}

async function onNodes(use: (report: Report) => void): Promise<Counts> {
  if (leftOut('the tests on a two-node cluster', externalCluster() ? [] : missing(requirementsOf.nodes))) return nothing;
  if (externalCluster()) {
    const all = readdirSync(join(import.meta.dirname, 'tests'), { recursive: true, encoding: 'utf8' });
    const others = all.filter((name) => name.endsWith('.test.ts') && !portable.includes(name));
    console.log(`left out: ${others.join(', ')} (they need the network and the components of a cluster of our own)`);
  }
  const workers = only.length === 0 && extra === undefined ? '2' : '1';
  const env = { EXPOSE_PLUS_E2E_KUBERNETES: kubernetes, EXPOSE_PLUS_E2E_WITH: extra, EXPOSE_PLUS_E2E_WORKERS: workers };
  const title = extra === undefined ? 'On a real two-node cluster' : `On a real two-node cluster with ${extra}`;
  return vitest(title, ['--config', 'e2e/vitest.config.ts', ...only], env, use);
}

/** The cluster's own tests: what it promises, and that it leaves nothing behind. */
async function ofTheCluster(): Promise<Counts> {
  if (leftOut("the cluster's own tests", missing(requirementsOf.nodes))) return nothing;
  return vitest('The cluster itself', ['--config', 'e2e/cluster/vitest.config.ts'], {});
}

if (process.env['KUBECONFIG'] !== undefined && process.env['KUBECONFIG'] !== '') {
  refuse(
    'KUBECONFIG is set. These tests make a cluster of their own and never use yours: unset it, or point',
    'EXPOSE_PLUS_E2E_KUBECONFIG at a cluster that may be thrown away.',
  );
}
const pageFile = (name: string): string => join(repository, 'docs/generated', name);

/** The page of what is proved. CI fails when it is not the one that is committed. */
function writeProved(report: TestReport): void {
  const [file, page] = [pageFile('proved.md'), provedPage(report)];
  const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === page;
  writeFileSync(file, page);
  if (isCurrent) return;
  if (process.env['CI'] !== undefined) throw new UserError('docs/generated/proved.md is not what this run has shown: commit it');
  console.log('docs/generated/proved.md was not what this run has shown; it is now: commit it');
}

/** The page of what the tests have shown with another version or component. */
function writeVariant(counts: Readonly<Record<string, Counts>>, report: TestReport): void {
  const parts = [
    ...(kubernetes === undefined
      ? []
      : [{ name: `kubernetes-${kubernetes}`, title: `Kubernetes ${kubernetes}`, flag: `--kubernetes ${kubernetes}` }]),
    ...(extra === undefined ? [] : [{ name: extra, title: extra, flag: `--with ${extra}` }]),
  ];
  const all = (key: 'name' | 'title' | 'flag', separator: string): string => parts.map((part) => part[key]).join(separator);
  const page = variantPage(`What is proved with ${all('title', ' and ')}`, `npm run e2e -- ${all('flag', ' ')}`, counts, report);
  writeFileSync(pageFile(`proved-${all('name', '-')}.md`), page);
}

/** All tests once. A part of the tests, or a cluster of somebody else, proves a part of it: then no page is written. */
async function once(): Promise<Run> {
  const started = performance.now();
  const isVariant = kubernetes !== undefined || extra !== undefined;
  const counts: Record<string, Counts> = {};
  let shown: Report | undefined;
  if (extra === undefined) counts['on an API server'] = await onApiServer();
  counts['on a two-node cluster'] = await onNodes((report) => (shown = report));
  if (only.length === 0 && !isVariant && !externalCluster()) counts['of the cluster itself'] = await ofTheCluster();
  const sum = (key: 'passed' | 'failed' | 'skipped'): number => Object.values(counts).reduce((total, each) => total + each[key], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  if (shown && sum('failed') === 0 && only.length === 0 && externalCluster() === undefined) {
    if (isVariant) writeVariant(counts, shown);
    else writeProved(shown);
  }
  const red = Object.values(counts).flatMap((each) => each.red);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), red, seconds: (performance.now() - started) / 1000 };
}

try {
  const runs: Run[] = [];
  for (let count = 0; count < times; count++) runs.push(await once());
  if (times > 1) writeFileSync(pageFile('repeated.md'), repeatedPage(runs));
  process.exitCode = runs.every(({ passed, failed }) => failed === 0 && passed > 0) ? 0 : 1;
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}

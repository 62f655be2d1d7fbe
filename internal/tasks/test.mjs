// npm test: installs, builds and runs every test that can run on this machine; says what it left out and why.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, root, run } from './workspace.mjs';

const PUBLISHED = ['packages/core', 'packages/chart-gen', 'packages/kubectl-expose'];

/** Checks of the sources; each prints only when it fails. */
const checks = [
  ['types of sources and tests', 'tsc', ['-p', 'tsconfig.test.json']],
  ['lint', 'oxlint', ['--deny-warnings']],
  ['format (mend with: npm run format)', 'oxfmt', ['--check']],
  ['unused code and dependencies', 'knip', ['--no-progress']],
  ['generated files are current (mend with: npm run generate)', 'node', ['internal/tasks/check-generated.mjs']],
  ...PUBLISHED.map((path) => [`package exports of ${path}`, 'publint', ['--strict', path]]),
  ['types of the exports of packages/core', 'attw', ['--pack', 'packages/core', '--profile', 'esm-only']],
  ['types of the exports of packages/chart-gen', 'attw', ['--pack', 'packages/chart-gen', '--profile', 'esm-only']],
];

async function runChecks() {
  const failed = [];
  for (const [title, command, args] of checks) {
    const started = Date.now();
    const { code, stdout, stderr } = await run(command, args, { capture: true });
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (code === 0) continue;
    failed.push(title);
    console.log(`${stdout}${stderr}`);
  }
  return failed;
}

/** Runs vitest; resolves to its counts and what it left out. A run that reports nothing counts as a failure. */
async function runUnits() {
  const folder = mkdtempSync(join(tmpdir(), 'expose-plus-test-'));
  const file = join(folder, 'report.json');
  try {
    const { code } = await run('vitest', ['run', '--reporter=minimal', '--reporter=json', `--outputFile.json=${file}`]);
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const cases = report.testResults.flatMap((suite) => suite.assertionResults);
    const leftOut = cases.filter(({ status }) => status !== 'passed' && status !== 'failed');
    return { code, passed: report.numPassedTests, failed: report.numFailedTests, leftOut };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Left-out tests by the reason that stands in the title of their suite or test: `… (left out: no helm)`. */
function printLeftOut(leftOut) {
  const byReason = new Map();
  for (const { fullName } of leftOut) {
    const reason = /\(left out: ([^)]*)\)/.exec(fullName)?.[1] ?? 'no reason given';
    byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
  }
  for (const [reason, count] of [...byReason].toSorted()) console.log(`left out: ${count} × ${reason}`);
  console.log('left out: the tests on a real cluster (Linux, root and Go needed): npm run e2e, see docs/testing.md');
}

await prepare();
process.chdir(root);
const failedChecks = await runChecks();
const units = await runUnits();
printLeftOut(units.leftOut);
if (units.passed === 0) failedChecks.push('no test ran');
for (const title of failedChecks) console.log(`failed: ${title}`);
const passed = checks.length - failedChecks.length + units.passed;
console.log(`${passed} passed, ${failedChecks.length + units.failed} failed, ${units.leftOut.length} skipped`);
process.exit(failedChecks.length === 0 && units.code === 0 && units.failed === 0 ? 0 : 1);

// npm run e2e: the tests on a real API server and on a real two-node cluster, made for them and taken down afterwards.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, prepare, root, run } from './workspace.mjs';

if (process.env.KUBECONFIG) {
  console.error('KUBECONFIG is set: these tests make a cluster of their own and never use yours. Unset it, or point');
  console.error('EXPOSE_PLUS_E2E_KUBECONFIG at a cluster that may be thrown away.');
  process.exit(2);
}

const only = process.argv.slice(2);
const cluster = (...args) => run('node', ['e2e/cluster/cli.ts', ...args]);

async function tests(title, config, files, env) {
  const folder = mkdtempSync(join(tmpdir(), 'expose-plus-e2e-'));
  const file = join(folder, 'report.json');
  try {
    console.log(`\n${title}`);
    const args = ['run', ...(config ? ['--config', config] : []), '--reporter=verbose', '--reporter=json', `--outputFile.json=${file}`, ...files];
    const { code } = await run('vitest', args, { env: { ...environment, ...env } });
    const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
    return { code, passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Brings a cluster up, runs, takes it down; also when the tests throw. */
async function withCluster(args, body) {
  const up = await cluster('up', ...args);
  if (up.code !== 0) throw new Error(`the cluster did not come up: npm run cluster -- up ${args.join(' ')}`);
  try {
    return await body();
  } finally {
    await cluster('down', ...args.filter((arg, index) => arg === '--name' || args[index - 1] === '--name'));
  }
}

await prepare();
process.chdir(root);
for (const step of ['deps', 'build']) {
  const { code } = await cluster(step);
  if (code !== 0) process.exit(1);
}
const results = [
  await tests('On a real API server', undefined, ['packages/kubectl-expose/test/api', ...only], {}),
  await tests('On a real two-node cluster', 'e2e/vitest.config.ts', only, {}),
];
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exit(results.every(({ code, passed }) => code === 0 && passed > 0) ? 0 : 1);

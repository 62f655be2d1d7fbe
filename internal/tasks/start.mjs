// npm start: installs, builds and runs the main job on the examples, without a cluster.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, root, run } from './workspace.mjs';

const WEB = 'examples/web-demo/deployment.yaml';
const REDIS = 'examples/redis-demo/deployment.yaml';
const STRATEGIES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'Ingress', 'Gateway', 'hostPort', 'hostNetwork'];
/** What a strategy cannot be planned without, or is worth asking for. */
const EXTRA = {
  Ingress: ['--host', 'mywebsite.com', '--path', '/demo', '--rewrite', '/', '--class', 'nginx', '--controller', 'ingress-nginx'],
  Gateway: ['--host', 'mywebsite.com', '--path', '/demo', '--rewrite', '/', '--gateway', 'infra/edge'],
  hostNetwork: ['--accept-risk', 'host-network'],
};

let failures = 0;

/** Shows a command as a person would type it, runs it and shows what it prints. */
async function show(args, { quiet = false } = {}) {
  console.log(`\n$ kubectl expose-plus ${args.join(' ')}`);
  const result = await run(join(root, 'node_modules', '.bin', 'kubectl-expose_plus'), args, { capture: true });
  if (!quiet) process.stdout.write(result.stdout);
  process.stdout.write(result.stderr);
  if (result.code !== 0) {
    failures++;
    console.log(`(exit code ${result.code})`);
  }
  return result;
}

function heading(text) {
  console.log(`\n${'='.repeat(text.length)}\n${text}\n${'='.repeat(text.length)}`);
}

await prepare();
process.chdir(root);

heading('Which way in? recommend ranks all seven, with reasons');
await show(['recommend', '-f', WEB]);
await show(['recommend', '-f', REDIS]);

heading('What would be made: the plan of each strategy, from a file, with no cluster');
for (const strategy of STRATEGIES) {
  await show(['apply', '-f', WEB, '--strategy', strategy, ...(EXTRA[strategy] ?? []), '--dry-run=client', '-o', 'yaml']);
}

heading('A Helm chart that one value switches between the strategies');
const folder = mkdtempSync(join(tmpdir(), 'expose-plus-start-'));
try {
  const made = await show(['chart', '-f', WEB, '--name', 'web-demo', '--out', folder]);
  const { helm, reason } = await findHelm();
  if (!helm) console.log(`\nleft out: helm template (${reason})`);
  else if (made.code === 0) {
    await renderChart(helm, join(folder, 'web-demo'), 'NodePort');
    const ingress = ['exposure.ingress.className=nginx', 'exposure.hosts={mywebsite.com}'];
    await renderChart(helm, join(folder, 'web-demo'), 'Ingress', ingress);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

heading('Against your own cluster');
console.log(`  export PATH="${join(root, 'node_modules', '.bin')}:$PATH"
  kubectl expose-plus recommend deploy/NAME
  kubectl expose-plus deploy/NAME --strategy NodePort     plans, applies, waits, sends a request, prints the URL
  kubectl expose-plus list                                everything reachable from outside
  kubectl expose-plus remove deploy/NAME                  takes away what expose-plus added, nothing else`);
process.exit(failures === 0 ? 0 : 1);

/** A helm 4 binary: from the tools of this repository, else from PATH. */
async function findHelm() {
  const found = await run('node', ['internal/tools/src/main.ts', 'helm4'], { capture: true });
  const path = found.stdout.trim();
  return found.code === 0 && existsSync(path) ? { helm: path } : { reason: found.stderr.trim() || 'no helm' };
}

async function renderChart(helm, chart, strategy, settings = []) {
  const sets = [`exposure.strategy=${strategy}`, ...settings].flatMap((setting) => ['--set', setting]);
  const args = ['template', 'web', chart, ...sets];
  console.log(`\n$ helm ${['template', 'web', 'web-demo', ...args.slice(3)].join(' ')}`);
  const rendered = await run(helm, args, { capture: true });
  process.stdout.write(rendered.code === 0 ? rendered.stdout : rendered.stderr);
  if (rendered.code !== 0) failures++;
}

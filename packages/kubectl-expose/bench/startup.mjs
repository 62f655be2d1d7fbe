// Start-up times, all variants interleaved in one run, output discarded: `node bench/startup.mjs [ROUNDS]` after a build.
// Compares ratios, since absolute times differ by machine. `--write` puts the table into docs/performance.md between its marks;
// `--gate` ends with 1 when a ratio is over its limit.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const rounds = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 30);
const entry = here('../bin/kubectl-expose_plus');
const complete = here('../bin/kubectl_complete-expose_plus');
const kubectl = process.env.KUBECTL_PATH || 'kubectl';
const folder = mkdtempSync(join(tmpdir(), 'expose-plus-bench-'));
const file = join(folder, 'pod.yaml');
writeFileSync(
  file,
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n  labels:\n    app: x\nspec:\n  containers:\n    - name: x\n      image: x\n      ports:\n        - containerPort: 80\n',
);

/** name, program, words, and the highest ratio to kubectl's dry run that passes the gate. */
const variants = [
  ['node -e 0', process.execPath, ['-e', '0']],
  [
    'kubectl create service nodeport (dry run)',
    kubectl,
    ['create', 'service', 'nodeport', 'x', '--tcp=80', '--dry-run=client', '-o', 'yaml'],
  ],
  [
    'expose-plus, dry run from a file',
    process.execPath,
    [entry, '-f', file, '--strategy', 'NodePort', '--dry-run=client', '-o', 'yaml'],
    1.3,
  ],
  ['expose-plus --help', process.execPath, [entry, '--help'], 1],
  ['expose-plus apply --help', process.execPath, [entry, 'apply', '--help'], 1],
  ['expose-plus version --client', process.execPath, [entry, 'version', '--client'], 1],
  ['completion of --stra', process.execPath, [complete, 'deploy/web', '--stra'], 1],
];

const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache'), KUBECONFIG: join(folder, 'none') };
delete env.NODE_OPTIONS;

function run([name, program, words]) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, words, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return milliseconds;
}

for (const variant of variants) for (let warm = 0; warm < 3; warm++) run(variant);
const times = variants.map(() => []);
for (let round = 0; round < rounds; round++) for (const [index, variant] of variants.entries()) times[index].push(run(variant));
rmSync(folder, { recursive: true });

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const medians = times.map(median);
const [bare, theirs] = medians;
const rows = variants.map(([name, , , limit], index) => {
  const own = medians[index];
  return { name, median: own, min: Math.min(...times[index]), over: own - bare, ratio: own / theirs, limit };
});

const lines = [
  '| | median ms | min ms | over `node -e 0` | ratio to kubectl | limit |',
  '|---|---:|---:|---:|---:|---:|',
  ...rows.map(
    (row) =>
      `| ${row.name} | ${row.median.toFixed(1)} | ${row.min.toFixed(1)} | ${row.over.toFixed(1)} | ${row.ratio.toFixed(2)} | ${row.limit?.toFixed(1) ?? ''} |`,
  ),
];
console.log(lines.join('\n'));

if (process.argv.includes('--write')) {
  const page = here('../../../docs/performance.md');
  const version = execFileSync(kubectl, ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  const head = `Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.version}, kubectl ${JSON.parse(version).clientVersion.gitVersion}, ${process.platform}-${process.arch}, ${rounds} rounds interleaved.`;
  const text = readFileSync(page, 'utf8');
  writeFileSync(page, text.replace(/(<!-- startup -->\n)[^]*(<!-- \/startup -->)/, `$1${head}\n\n${lines.join('\n')}\n$2`));
}
const slow = rows.filter(({ ratio, limit }) => limit !== undefined && ratio > limit);
for (const { name, ratio, limit } of slow) console.error(`too slow: ${name}: ${ratio.toFixed(2)} × kubectl, at most ${limit}`);
if (process.argv.includes('--gate') && slow.length > 0) process.exitCode = 1;

// EXPOSE_PLUS_INPUTS=FOLDER node internal/fidelity/src/bench-main.ts [--rounds 15] [--write]
// Wall and processor time of a chart of Online Boutique (35 objects): the plugin, the bin of chart-gen and helmify, interleaved.
// --write puts the table into docs/performance.md. Uses the built packages: npm run build first.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { findHelmify } from './converters.ts';
import { readSets } from './sets.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' }, write: { type: 'boolean' } } });
const found = readSets();
const helmify = findHelmify();
const set = 'sets' in found ? found.sets.find(({ name }) => name === 'online-boutique') : undefined;
if (!set || 'missing' in helmify) {
  process.stderr.write(
    `${'missing' in helmify ? helmify.missing : 'missing' in found ? found.missing : 'there is no set online-boutique'}\n`,
  );
  process.exit(1);
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
const input = join(scratch, 'input.yaml');
writeFileSync(input, set.text);
const own = (program: string, ...before: string[]): string[] => [
  process.execPath,
  join(root, program),
  ...before,
  '-f',
  input,
  '--name',
  'shop',
  '--out',
];
const VARIANTS: Readonly<Record<string, (folder: string) => string[]>> = {
  'node -e 0': () => [process.execPath, '-e', '0'],
  'helmify v0.4.20': (folder) => [helmify.path, join(folder, 'shop')],
  'kubectl expose-plus chart': (folder) => [...own('node_modules/.bin/kubectl-expose_plus', 'chart'), folder],
  'chart-gen (bin)': (folder) => [...own('packages/chart-gen/bin/chart-gen'), folder],
};

interface Taken {
  wall: number[];
  files: number;
  bytes: number;
}
const taken = new Map(Object.keys(VARIANTS).map((name): [string, Taken] => [name, { wall: [], files: 0, bytes: 0 }]));
for (let round = 0; round <= Number(values.rounds); round += 1) {
  for (const [name, command] of Object.entries(VARIANTS)) {
    const folder = join(scratch, `${round}`);
    const [program = '', ...args] = command(folder);
    const started = performance.now();
    const { status, stderr } = spawnSync(program, args, { input: set.text, encoding: 'utf8' });
    const wall = performance.now() - started;
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    const result = taken.get(name);
    // The first round warms caches.
    if (result && round > 0) result.wall.push(wall);
    const files = filesBelow(folder);
    if (result) Object.assign(result, { files: files.length, bytes: files.reduce((sum, path) => sum + statSync(path).size, 0) });
    rmSync(folder, { recursive: true, force: true });
  }
}
rmSync(scratch, { recursive: true, force: true });

function filesBelow(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
const reference = median(taken.get('helmify v0.4.20')?.wall ?? []);
const rows = [...taken].map(([name, { wall, files, bytes }]) => {
  const ratio = (median(wall) / reference).toFixed(2);
  return `| ${name} | ${median(wall).toFixed(0)} | ${Math.min(...wall).toFixed(0)} | ${ratio} | ${files || ''} | ${files ? Math.round(bytes / 1024) : ''} |`;
});
const table = `Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.version}, ${values.rounds} rounds interleaved.

| | median ms | min ms | ratio to helmify | files | KB |
|---|---:|---:|---:|---:|---:|
${rows.join('\n')}`;
process.stdout.write(`${table}\n`);
if (values.write) {
  const path = join(root, 'docs/performance.md');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/(<!-- chart -->\n)[^]*(?=<!-- \/chart -->)/, `$1${table}\n`));
}

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { cacheFolder } from '../../tools/src/tool.ts';
import type { Manifest } from './measure.ts';

/** A program that finds fault with manifests: how many findings of each rule. */
export interface Auditor {
  id: 'kube-score' | 'checkov';
  version: string;
  audit: (objects: readonly Manifest[]) => Findings;
}

/** Findings by rule. */
export type Findings = ReadonlyMap<string, number>;

/** What kube-score prints as JSON, as far as it is read here. */
interface Scored {
  checks: { check: { id: string }; grade: number; skipped?: boolean; comments?: unknown[] | null }[];
}

/** What checkov prints as JSON, as far as it is read here; a list when several frameworks ran. */
interface Checked {
  results?: { failed_checks: { check_id: string }[] };
}

const KUBE_SCORE = '1.20.0';
const CHECKOV = '3.3.30';

/** Of all findings of an audit. */
export function total(findings: Findings): number {
  return [...findings.values()].reduce((sum, count) => sum + count, 0);
}

function counted(rules: readonly string[]): Findings {
  const counts = new Map<string, number>();
  for (const rule of rules) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

/** Findings of kube-score: everything below its grade for all right (10), as its own exit code counts with --exit-one-on-warning. */
export function readScore(json: string): Findings {
  const scored = JSON.parse(json) as Scored[];
  return counted(
    scored.flatMap(({ checks }) => checks.filter(({ grade, skipped }) => skipped !== true && grade < 10).map(({ check }) => check.id)),
  );
}

/** Failed checks of checkov. */
export function readChecks(json: string): Findings {
  const parsed = JSON.parse(json) as Checked | Checked[];
  const reports = Array.isArray(parsed) ? parsed : [parsed];
  return counted(reports.flatMap(({ results }) => results?.failed_checks.map(({ check_id: id }) => id) ?? []));
}

function inFile<T>(objects: readonly Manifest[], use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  try {
    const path = join(folder, 'objects.yaml');
    writeFileSync(path, objects.map((object) => stringify(object, { aliasDuplicateObjects: false })).join('---\n'));
    return use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Both end with 1 when they find something, so only what they print counts.
function printed(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, ...env } });
  if (error || stdout.trim() === '') throw new Error(`${program}: ${error?.message ?? stderr}`);
  return stdout;
}

/** kube-score from its Go module, checkov from PyPI, each built once into the cache; why there is none stands in its place. */
export function findAuditors(): (Auditor | { id: string; missing: string })[] {
  return [kubeScore(), checkov()];
}

function kubeScore(): Auditor | { id: string; missing: string } {
  const folder = join(cacheFolder(), `kube-score-${KUBE_SCORE}`);
  const path = join(folder, 'kube-score');
  if (!existsSync(path)) {
    const module = `github.com/zegl/kube-score/cmd/kube-score@v${KUBE_SCORE}`;
    const { status, stderr } = spawnSync('go', ['install', module], {
      encoding: 'utf8',
      env: { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod' },
    });
    if (status !== 0) return { id: 'kube-score', missing: `could not be built: ${String(stderr ?? 'no go').split('\n')[0]}` };
  }
  const audit = (objects: readonly Manifest[]): Findings =>
    inFile(objects, (file) => readScore(printed(path, ['score', '--output-format', 'json', file])));
  return { id: 'kube-score', version: KUBE_SCORE, audit };
}

function checkov(): Auditor | { id: string; missing: string } {
  const folder = join(cacheFolder(), 'audit', `checkov-${CHECKOV}`);
  const path = join(folder, 'bin/checkov');
  if (!existsSync(path)) {
    try {
      mkdirSync(join(folder, '..'), { recursive: true });
      execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
      execFileSync(join(folder, 'bin/pip'), ['install', '--quiet', `checkov==${CHECKOV}`], { stdio: 'pipe' });
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      return { id: 'checkov', missing: `could not be installed: ${(error as Error).message.split('\n')[0]}` };
    }
  }
  const args = ['--framework', 'kubernetes', '--output', 'json', '--quiet', '--compact', '--skip-download'];
  const audit = (objects: readonly Manifest[]): Findings =>
    inFile(objects, (file) => readChecks(printed(path, [...args, '--file', file], { LOG_LEVEL: 'ERROR' })));
  return { id: 'checkov', version: CHECKOV, audit };
}

// EXPOSE_PLUS_INPUTS=FOLDER node internal/fidelity/src/audit-main.ts [--write]
// Prints how many findings kube-score and checkov have of each set, of its chart, and of its chart with securityProfile: restricted;
// --write puts the table into docs/generated/audit.md. Ends with 1 when a chart has more findings than its input, or hardening takes none
// away. Uses the built packages: npm run build first. Takes some minutes, so that npm test leaves it out.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateChart } from '@expose-plus/chart-gen';
import { tool } from '../../tools/src/tool.ts';
import { findAuditors, total, type Auditor, type Findings } from './auditors.ts';
import { writeFiles } from './converters.ts';
import type { Manifest } from './measure.ts';
import { parseManifests, readSets, type ManifestSet } from './sets.ts';

const { values } = parseArgs({ options: { write: { type: 'boolean' } } });
const found = readSets();
const helm = await tool('helm4');
if ('missing' in found || 'missing' in helm) {
  process.stderr.write(`${'missing' in found ? found.missing : 'missing' in helm ? helm.missing : ''}\n`);
  process.exit(1);
}

const program = helm.path;

function render({ name, objects }: ManifestSet, ...args: string[]): Manifest[] {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  try {
    writeFiles(folder, generateChart(objects, { name }).files);
    return parseManifests(execFileSync(program, ['template', 'rel', folder, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let isWorse = false;
function cells(auditor: Auditor, set: ManifestSet): string {
  const input = auditor.audit(set.objects);
  const chart = auditor.audit(render(set));
  const hardened = auditor.audit(render(set, '--set', 'securityProfile=restricted'));
  const more = [...chart].filter(([rule, count]) => count > (input.get(rule) ?? 0)).map(([rule]) => rule);
  const hasWorkloads = /"kind":"(Deployment|StatefulSet|DaemonSet|Pod|Job|CronJob)"/.test(JSON.stringify(set.objects));
  if (total(chart) > total(input) || more.length > 0 || (hasWorkloads && total(hardened) >= total(input))) {
    isWorse = true;
    process.stderr.write(`${set.name}, ${auditor.id}: ${more.join(', ') || 'hardening takes nothing away'}\n`);
  }
  return [input, chart, hardened].map((findings: Findings) => String(total(findings))).join(' | ');
}

const auditors = findAuditors();
const missing = auditors.flatMap((auditor) => ('missing' in auditor ? [`${auditor.id} ${auditor.missing}`] : []));
for (const line of missing) process.stderr.write(`${line}\n`);
const present = auditors.flatMap((auditor) => ('audit' in auditor ? [auditor] : []));
const rows = found.sets.map(
  (set) => `| ${set.name} | ${set.objects.length} | ${present.map((auditor) => cells(auditor, set)).join(' | ')} |`,
);
const text = `# Findings of kube-score and checkov

Made on ${new Date().toISOString().slice(0, 10)} by \`npm run build && EXPOSE_PLUS_INPUTS=FOLDER node internal/fidelity/src/audit-main.ts --write\`.

Each set of manifests is audited as it is, as its chart renders it with default values, and with \`securityProfile: restricted\`. A
chart must have no rule broken more often than its input, and hardening must take findings away; the script fails otherwise. What is left
is what only the author can say: resources, probes, images by digest, users above 10000. ${present.map(({ id, version }) => `${id} ${version}`).join(', ')}.

| set | objects | ${present.map(({ id }) => `${id}: input | chart | restricted`).join(' | ')} |
|---|---|${'---|'.repeat(present.length * 3)}
${rows.join('\n')}
`;
process.stdout.write(text);
if (values.write && missing.length === 0) writeFileSync(new URL('../../../docs/generated/audit.md', import.meta.url), text);
process.exitCode = isWorse || missing.length > 0 ? 1 : 0;

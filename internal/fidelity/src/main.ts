// EXPOSE_PLUS_INPUTS=FOLDER node internal/fidelity/src/main.ts [--write] [--differences]
// Prints what is left of each set after it became a chart; --write puts the table into docs/generated/fidelity.md.
// Uses the built packages: npm run build first.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { generateChart } from '@expose-plus/chart-gen';
import { tool } from '../../tools/src/tool.ts';
import { findHelmify, helmify, tryMeasure, writeFiles, type Convert } from './converters.ts';
import type { Measure } from './measure.ts';
import { readSets, type ManifestSet } from './sets.ts';

const { values } = parseArgs({ options: { write: { type: 'boolean' }, differences: { type: 'boolean' } } });
const found = readSets();
if ('missing' in found) {
  process.stderr.write(`${found.missing}\n`);
  process.exit(1);
}
const helm = await tool('helm4');
if ('missing' in helm) {
  process.stderr.write(`${helm.missing}\n`);
  process.exit(1);
}

const ours: Convert = ({ name, objects }, folder) => writeFiles(folder, generateChart(objects, { name }).files);
const theirs = findHelmify();

function cells(result: Measure | { failed: string }): string {
  return 'failed' in result
    ? `does not render: ${result.failed.replaceAll('|', String.raw`\|`)} | | `
    : `${result.lost} | ${result.changed} | ${result.added}`;
}

function row(set: ManifestSet): string {
  const mine = tryMeasure('path' in helm ? helm.path : '', set, ours);
  const other = 'path' in theirs && 'path' in helm ? tryMeasure(helm.path, set, helmify(theirs.path)) : { failed: 'not measured' };
  if (values.differences && 'differences' in mine)
    for (const difference of mine.differences) process.stderr.write(`${set.name} ${JSON.stringify(difference)}\n`);
  const fields = 'fields' in mine ? mine.fields : 0;
  return `| ${set.name} | ${set.objects.length} | ${fields} | ${cells(mine)} | ${cells(other)} |`;
}

const text = `# Fidelity

Made by \`npm run build && EXPOSE_PLUS_INPUTS=FOLDER node internal/fidelity/src/main.ts --write\`.

Each set of manifests becomes a chart; \`helm template\` (helm 4) renders it with its default values; input and output are compared
field by field. Names that a chart gives its objects, and the labels of Helm's conventions, are left aside. helmify v0.4.20 is measured
in the same way in the same run. The sets are public ones of other projects and are not part of this one.

| set | objects | fields | lost | changed | added | helmify: lost | changed | added |
|---|---|---|---|---|---|---|---|---|
${found.sets.map(row).join('\n')}
`;
process.stdout.write(text);
if (values.write) writeFileSync(new URL('../../../docs/generated/fidelity.md', import.meta.url), text);

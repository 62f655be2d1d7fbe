// node src/generate.ts: puts what values.yaml says into the README and the schema of the chart.
import { readFileSync, writeFileSync } from 'node:fs';
import { readValueDocs, withDescriptions, withValueTable } from './value-docs.ts';

const chart = new URL('../../../charts/ingress-nginx/', import.meta.url);
const docs = readValueDocs(readFileSync(new URL('values.yaml', chart), 'utf8'));

for (const [name, change] of [
  ['README.md', withValueTable],
  ['values.schema.json', withDescriptions],
] as const) {
  const path = new URL(name, chart);
  const before = readFileSync(path, 'utf8');
  const after = change(before, docs);
  if (after !== before) writeFileSync(path, after);
}

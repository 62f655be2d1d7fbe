import { isMapping, type Mapping } from '../read.js';
import { isFull, type Build } from '../render/build.js';
import { valuePath } from '../report.js';
import { fillTemplate } from '../template/handlebars.js';

/** Longest default that the table of values shows. */
const LONGEST = 48;

/** Maps that are one value to people, whatever stands in them. */
const WHOLE: ReadonlySet<string> = new Set([
  'env',
  'resources',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'nodeSelector',
  'affinity',
  'labels',
  'annotations',
  'podLabels',
  'podAnnotations',
  'data',
  'binaryData',
  'stringData',
]);

/** Rows of the table: a value's place and default. What is secret is not shown. */
function rowsOf(values: Mapping, path: readonly string[]): { path: string; default: string }[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const place = [...path, key];
    if (isMapping(value) && Object.keys(value).length > 0 && !WHOLE.has(key)) return rowsOf(value, place);
    return [{ path: valuePath(place), default: shown(place, value) }];
  });
}

function shown(path: readonly string[], value: unknown): string {
  if (path[0] === 'secrets') return '(secret)';
  // Variables and texts may hold what is not for everybody's eyes.
  if (isMapping(value) && Object.keys(value).length > 0 && WHOLE.has(path.at(-1) ?? '')) return `${Object.keys(value).length} entries`;
  const text = JSON.stringify(value) ?? '';
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return `\`${cut.replaceAll('|', String.raw`\|`).replaceAll('`', "'")}\``;
}

/** README.md of a chart. Values of Secrets never stand in it. */
export function readme(build: Build): string {
  const { options, main, report, values } = build;
  return fillTemplate('README.md', {
    chart: options.name,
    component: main?.key ?? '',
    hasMain: main !== undefined,
    isFull: isFull(build),
    release: options.naming === 'release',
    isTested: values.has(['tests']),
    testsOn: options.with.includes('tests'),
    components: report.components.map(({ key, kind, strategy }) => ({ key, kind, strategy: strategy || 'none' })),
    rows: rowsOf(values.data(), []),
  });
}

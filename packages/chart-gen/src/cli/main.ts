import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Finding } from '@expose-plus/core';
import { generateChart } from '../generate.js';
import type { ChartOptions } from '../options.js';
import { ChartError } from '../problems.js';
import { reportText } from '../report.js';
import { conflictText, ForeignFolderError, writeChart, type Written } from './folder.js';
import { readPaths } from './input.js';

const HELP = `chart-gen: makes a Helm chart of Kubernetes manifests; one value, exposure.strategy, switches how it is reached.

  chart-gen -f FILE|FOLDER|- [-f …] --name NAME [flags]
  kubectl kustomize overlays/prod | chart-gen -f - --name web

  -f, --filename PATH     manifests: a file, a folder, or - for standard input; repeatable
  -R, --recursive         also the folders below
      --name NAME         name of the chart
      --out FOLDER        where charts stand; the chart is written to FOLDER/NAME (default: charts)
      --component NAME    the workload that the exposure block governs (default: the most outward one)
      --naming WAY        release: names begin with the release's; original: names stay (default: release)
      --strategy WAY      how that workload is reached: ClusterIP, NodePort, LoadBalancer, Ingress, Gateway, hostPort or hostNetwork
                          (default: as the input has it)
      --with PART         ingress-nginx: a controller of its own is on; tests: so is the test of helm test; repeatable
      --entry WAY         how traffic enters that controller: LoadBalancer, NodePort, hostPort or hostNetwork (default: LoadBalancer)
      --flavor FLAVOR     full: values for what people usually set; minimal: for what the input has (default: full)
      --version VERSION   version of the chart (default: 0.1.0)
      --app-version TEXT  version of the application (default: the tag of the image)
      --report            also say what became of each field
  -h, --help              this text

A chart that was generated before is brought up to date: your edits stay, and where they meet a change both are named.
Exit codes: 0 done, 1 the input or folder cannot be used or edits and changes meet, 2 wrong usage.
`;

const OPTIONS = {
  filename: { type: 'string', short: 'f', multiple: true },
  recursive: { type: 'boolean', short: 'R' },
  name: { type: 'string' },
  out: { type: 'string', default: 'charts' },
  component: { type: 'string' },
  naming: { type: 'string' },
  strategy: { type: 'string' },
  with: { type: 'string', multiple: true },
  entry: { type: 'string' },
  flavor: { type: 'string' },
  version: { type: 'string' },
  'app-version': { type: 'string' },
  report: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

function fail(lines: readonly string[], code: number): number {
  process.stderr.write(`${lines.join('\n')}\n`);
  return code;
}

/** `file:line:column: CODE message (object field). What to do.` */
function printFinding({ code, level, message, location, object, field, remedy }: Finding): string {
  const place = location ? `${location.file}:${location.line}${location.column === undefined ? '' : `:${location.column}`}: ` : '';
  const what = object
    ? ` (${object.kind}/${object.name}${field === undefined ? '' : ` ${field}`})`
    : field === undefined
      ? ''
      : ` (${field})`;
  return `${place}${level} ${code}: ${message}${what}${remedy === undefined ? '' : ` ${remedy}`}`;
}

function printWritten(folder: string, done: Written): string {
  const { written, removed, kept } = done;
  const head = `${folder}: ${written.length} files written, ${removed.length} removed, ${kept.length} with your edits`;
  return [head, ...conflictText(folder, done)].join('\n');
}

/** Runs the program. Resolves to its exit code. */
export function main(argv: readonly string[]): number {
  let values;
  try {
    ({ values } = parseArgs({ args: [...argv], options: OPTIONS, strict: true }));
  } catch (error) {
    return fail([(error as Error).message, 'chart-gen --help lists the flags.'], 2);
  }
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const { filename: paths = [], name, out } = values;
  if (name === undefined || paths.length === 0)
    return fail(['Both -f and --name are needed: chart-gen -f FILE --name NAME', 'chart-gen --help lists the flags.'], 2);
  const { component, naming, flavor, version, strategy, with: parts, entry, 'app-version': appVersion } = values;
  if (entry !== undefined && parts?.includes('ingress-nginx') !== true)
    return fail(['--entry says how traffic enters the controller on board: add --with ingress-nginx'], 2);
  const options = { name, component, naming, flavor, version, appVersion, strategy, with: parts, entry };
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as unknown as ChartOptions;
  try {
    const { objects, findings } = readPaths(paths, values.recursive === true);
    const errors = findings.filter(({ level }) => level === 'error');
    if (findings.length > 0) process.stderr.write(`${findings.map(printFinding).join('\n')}\n`);
    if (errors.length > 0) return 1;
    const { files, report } = generateChart(objects, given);
    const folder = join(out, name);
    const written = writeChart(folder, files);
    process.stderr.write(`${reportText(report, values.report === true)}\n`);
    process.stdout.write(`${printWritten(folder, written)}\n`);
    return written.conflicts.length > 0 ? 1 : 0;
  } catch (error) {
    if (error instanceof ChartError) return fail(error.findings.map(printFinding), 1);
    if (error instanceof ForeignFolderError) return fail([error.message], 1);
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined) return fail([(error as Error).message], 1);
    throw error;
  }
}

import type { ChartInput } from '../actions/chart.js';
import { readPrinting, readSource, refuseProblems, requireTarget } from '../args/common.js';
import { readConnection } from '../args/connection.js';
import { contradictions } from '../args/contradictions.js';
import type { Parsed } from '../args/normalise.js';
import { readRequest } from '../args/request.js';
import { readTargets } from '../args/words.js';
import { CHART_FLAGS, type ChartValues } from '../flags/chart.js';
import { CONNECTION_FLAGS, type ConnectionValues } from '../flags/connection.js';
import { EXPOSURE_FLAGS, type ExposureValues } from '../flags/exposure.js';
import { INPUT_FLAGS, type InputValues } from '../flags/input.js';
import { OUTPUT_FLAGS, type OutputValues } from '../flags/output.js';
import { defineCommand } from './command.js';

type Values = ChartValues & ConnectionValues & ExposureValues & InputValues & OutputValues;

const EXPOSURE_NAMES = new Set<string>(EXPOSURE_FLAGS.map((flag) => flag.name));

export const command = defineCommand<ChartInput>({
  spec: {
    name: 'chart',
    summary: 'Make a Helm chart that one value switches between the ways in.',
    description: [
      'From manifests or from live objects with their Services and Ingresses. The flags of the way in become the values of the chart; --name names it.',
    ],
    usage: ['chart -f FILE|DIR|- --name NAME [--out DIR] [flags]', 'chart TYPE/NAME … --name NAME [--out DIR] [flags]'],
    examples: [
      { what: 'From a folder of manifests', line: 'chart -f deploy/ --name web --out charts/' },
      {
        what: 'With a controller of its own',
        line: 'chart -f web.yaml --name web --strategy Ingress --host shop.example.com --with ingress-nginx --entry NodePort',
      },
    ],
    groups: [
      { title: 'The chart', flags: CHART_FLAGS },
      { title: 'The way in', flags: EXPOSURE_FLAGS },
      { title: 'Manifests', flags: INPUT_FLAGS },
      { title: 'Output', flags: OUTPUT_FLAGS },
      { title: 'Cluster', flags: CONNECTION_FLAGS },
    ],
    words: 'targets',
  },
  read: readChart,
  run: async (input, io) => (await import('../actions/chart.js')).chart(input, io),
});

function readChart(parsed: Parsed): ChartInput {
  const flags = parsed.flags as Values;
  const problems = [...parsed.problems];
  const { targets, problems: wordProblems } = readTargets(parsed.words);
  problems.push(...wordProblems);
  const source = readSource(flags, problems);
  const typed = Object.keys(parsed.flags).filter((name) => EXPOSURE_NAMES.has(name));
  const request = readRequest(flags, typed, problems);
  if (flags.strategy === 'auto')
    problems.push({
      message: '--strategy=auto: a chart renders the same everywhere, so its strategy is named',
      remedy: '--strategy ClusterIP',
    });
  if (flags.strategy !== undefined) problems.push(...contradictions(flags.strategy, typed));
  if (flags.entry !== undefined && !flags.with?.includes('ingress-nginx')) {
    problems.push({
      message: '--entry says how traffic enters the embedded controller, and there is none',
      remedy: '--with ingress-nginx',
    });
  }
  const input: ChartInput = {
    targets,
    request,
    source,
    connection: readConnection(flags),
    printing: readPrinting(flags, problems),
    out: flags.out ?? '.',
    report: flags.report ?? false,
    flavor: flags.flavor ?? 'full',
    naming: flags.naming ?? 'release',
    with: flags.with ?? [],
    ...(flags.entry === undefined ? {} : { entry: flags.entry }),
  };
  requireTarget('chart', targets, source, problems);
  refuseProblems(problems, 'chart');
  return input;
}

import type { RemoveInput } from '../actions/remove.js';
import { readPrinting, readSource, readTimeout, refuseProblems, requireTarget } from '../args/common.js';
import { readConnection } from '../args/connection.js';
import type { Parsed } from '../args/normalise.js';
import { readTargets } from '../args/words.js';
import { CONNECTION_FLAGS, type ConnectionValues } from '../flags/connection.js';
import type { FlagSpec, FlagValues } from '../flags/flag.js';
import { INPUT_FLAGS, type InputValues } from '../flags/input.js';
import { OUTPUT_FLAGS, type OutputValues } from '../flags/output.js';
import { DRY_RUN, TIMEOUT } from '../flags/write.js';
import { defineCommand } from './command.js';

const REMOVE_FLAGS = [
  {
    name: 'name',
    type: 'string',
    placeholder: 'NAME',
    completes: 'exposure',
    summary: 'Only the Exposure of this name. Default: all of the workload.',
  },
  DRY_RUN,
  { name: 'wait', type: 'boolean', default: 'true', summary: 'Wait until the objects are gone and the workload is rolled out.' },
  TIMEOUT,
] as const satisfies readonly FlagSpec[];

type Values = ConnectionValues & FlagValues<typeof REMOVE_FLAGS> & InputValues & OutputValues;

export const command = defineCommand<RemoveInput>({
  spec: {
    name: 'remove',
    summary: 'Take away what expose-plus added, and nothing else.',
    description: [
      'Finds by the marks what was made for a workload, deletes it, and puts back the old values and owners of fields that were changed.',
      'Nothing without the marks is ever deleted. The workload itself stays.',
    ],
    usage: ['remove (TYPE/NAME | TYPE NAME) … [--name NAME] [flags]', 'remove -f exposure.yaml [flags]'],
    examples: [
      { what: 'Everything of a workload', line: 'remove deploy/web' },
      { what: 'One of several ways in', line: 'remove deploy/web --name web-office' },
      { what: 'See first what would go', line: 'remove deploy/web --dry-run=client' },
    ],
    groups: [
      { title: 'What goes', flags: REMOVE_FLAGS },
      { title: 'Manifests', flags: INPUT_FLAGS },
      { title: 'Output', flags: OUTPUT_FLAGS },
      { title: 'Cluster', flags: CONNECTION_FLAGS },
    ],
    words: 'targets',
  },
  read: readRemove,
  run: async (input, io) => (await import('../actions/remove.js')).remove(input, io),
});

function readRemove(parsed: Parsed): RemoveInput {
  const flags = parsed.flags as Values;
  const problems = [...parsed.problems];
  const { targets, problems: wordProblems } = readTargets(parsed.words);
  problems.push(...wordProblems);
  const source = readSource(flags, problems);
  const dryRun = flags['dry-run'] ?? 'none';
  if ((source.local || source.snapshot !== undefined) && dryRun === 'server') {
    problems.push({
      message: `--dry-run=server needs the cluster, --${source.local ? 'local' : 'snapshot'} forbids it`,
      remedy: '--dry-run=client',
    });
  }
  const input: RemoveInput = {
    targets,
    ...(flags.name === undefined ? {} : { name: flags.name }),
    source,
    connection: readConnection(flags),
    printing: readPrinting(flags, problems),
    dryRun,
    wait: flags.wait ?? true,
    timeoutMs: readTimeout('timeout', flags.timeout, 300_000, problems),
  };
  requireTarget('remove', targets, source, problems);
  refuseProblems(problems, 'remove');
  return input;
}

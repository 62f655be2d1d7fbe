import type { SnapshotInput } from '../actions/snapshot.js';
import { readPrinting, readSource, refuseProblems } from '../args/common.js';
import { readConnection } from '../args/connection.js';
import type { Parsed } from '../args/normalise.js';
import { CONNECTION_FLAGS, type ConnectionValues } from '../flags/connection.js';
import type { FlagValues } from '../flags/flag.js';
import { INPUT_FLAGS, type InputValues } from '../flags/input.js';
import { OUTPUT_FLAGS, type OutputValues } from '../flags/output.js';
import { ALL_NAMESPACES } from '../flags/select.js';
import { defineCommand } from './command.js';

const WHICH_FLAGS = [ALL_NAMESPACES] as const;
type Values = ConnectionValues & FlagValues<typeof WHICH_FLAGS> & InputValues & OutputValues;

export const command = defineCommand<SnapshotInput>({
  spec: {
    name: 'snapshot',
    summary: 'Write what is known of the cluster to a file, without data of Secrets.',
    description: ['For bug reports, tests and work without the cluster: every command that reads takes it by --snapshot FILE.'],
    usage: ['snapshot [-A] [flags] > FILE'],
    examples: [
      { what: 'The namespace of the context, and what concerns the whole cluster', line: 'snapshot > cluster.json' },
      { what: 'Everything', line: 'snapshot -A -o yaml > cluster.yaml' },
    ],
    groups: [
      { title: 'Which', flags: WHICH_FLAGS },
      { title: 'Manifests', flags: INPUT_FLAGS.filter((flag) => flag.name !== 'snapshot') },
      { title: 'Output', flags: OUTPUT_FLAGS },
      { title: 'Cluster', flags: CONNECTION_FLAGS },
    ],
    words: [],
  },
  read: readSnapshot,
  run: async (input, io) => (await import('../actions/snapshot.js')).snapshot(input, io),
});

function readSnapshot(parsed: Parsed): SnapshotInput {
  const flags = parsed.flags as Values;
  const problems = [...parsed.problems];
  if (parsed.words.length > 0)
    problems.push({
      message: `snapshot takes no words, but there is "${parsed.words.join(' ')}"`,
      remedy: 'kubectl expose-plus snapshot > FILE',
    });
  const printing = readPrinting(flags, problems);
  if (printing.format.kind !== 'yaml' && printing.format.kind !== 'json' && flags.output !== undefined) {
    problems.push({ message: `-o ${flags.output}: a snapshot is written as json or yaml`, remedy: '-o json' });
  }
  const input: SnapshotInput = {
    allNamespaces: flags['all-namespaces'] ?? false,
    source: readSource(flags, problems),
    connection: readConnection(flags),
    format: printing.format.kind === 'yaml' ? 'yaml' : 'json',
  };
  refuseProblems(problems, 'snapshot');
  return input;
}

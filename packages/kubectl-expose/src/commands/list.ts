import type { ListInput } from '../actions/list.js';
import { readPrinting, readSource, refuseProblems } from '../args/common.js';
import { readConnection } from '../args/connection.js';
import type { Parsed } from '../args/normalise.js';
import { readPairs } from '../args/request.js';
import { CONNECTION_FLAGS, type ConnectionValues } from '../flags/connection.js';
import { INPUT_FLAGS, type InputValues } from '../flags/input.js';
import { OUTPUT_FLAGS, type OutputValues } from '../flags/output.js';
import { SELECT_FLAGS, type SelectValues } from '../flags/select.js';
import { defineCommand } from './command.js';

type Values = ConnectionValues & InputValues & OutputValues & SelectValues;

export const command = defineCommand<ListInput>({
  spec: {
    name: 'list',
    summary: 'Show everything that can be reached from outside.',
    description: ['One row for each way in, whoever made it. What may not be read is named as unknown, never left out silently.'],
    usage: ['list [-A] [flags]', 'list -f FILE|DIR|- [flags]'],
    examples: [
      { what: 'In the namespace of the context', line: 'list' },
      { what: 'In every namespace', line: 'list -A -o wide' },
      { what: 'In a set of manifests', line: 'list -f deploy/ -R' },
    ],
    groups: [
      { title: 'Which', flags: SELECT_FLAGS },
      { title: 'Manifests', flags: INPUT_FLAGS },
      { title: 'Output', flags: OUTPUT_FLAGS },
      { title: 'Cluster', flags: CONNECTION_FLAGS },
    ],
    words: [],
  },
  read: readList,
  run: async (input, io) => (await import('../actions/list.js')).list(input, io),
});

function readList(parsed: Parsed): ListInput {
  const flags = parsed.flags as Values;
  const problems = [...parsed.problems];
  if (parsed.words.length > 0)
    problems.push({
      message: `list takes no words, but there is "${parsed.words.join(' ')}"`,
      remedy: 'kubectl expose-plus list -l KEY=VALUE',
    });
  const input: ListInput = {
    allNamespaces: flags['all-namespaces'] ?? false,
    selector: flags.selector ? readPairs('selector', flags.selector.split(','), problems) : {},
    source: readSource(flags, problems),
    connection: readConnection(flags),
    printing: readPrinting(flags, problems),
  };
  if (
    input.source.local &&
    input.source.files.length === 0 &&
    input.source.kustomize === undefined &&
    input.source.snapshot === undefined
  ) {
    problems.push({ message: '--local makes no network call: the objects must come from -f, -k or --snapshot' });
  }
  refuseProblems(problems, 'list');
  return input;
}

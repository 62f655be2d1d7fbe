import type { VersionInput } from '../actions/version.js';
import { readPrinting, refuseProblems } from '../args/common.js';
import { readConnection } from '../args/connection.js';
import type { Parsed } from '../args/normalise.js';
import { CONNECTION_FLAGS, type ConnectionValues } from '../flags/connection.js';
import type { FlagSpec, FlagValues } from '../flags/flag.js';
import { OUTPUT_FLAGS, type OutputValues } from '../flags/output.js';
import { defineCommand } from './command.js';

const WHICH_FLAGS = [{ name: 'client', type: 'boolean', summary: 'Only ours: no network call.' }] as const satisfies readonly FlagSpec[];
type Values = ConnectionValues & FlagValues<typeof WHICH_FLAGS> & OutputValues;

export const command = defineCommand<VersionInput>({
  spec: {
    name: 'version',
    summary: "Show our version and, when it can be reached, the server's.",
    description: [],
    usage: ['version [--client] [flags]'],
    examples: [{ what: 'Ours alone', line: 'version --client' }],
    groups: [
      { title: 'Which', flags: WHICH_FLAGS },
      { title: 'Output', flags: OUTPUT_FLAGS },
      { title: 'Cluster', flags: CONNECTION_FLAGS },
    ],
    words: [],
  },
  read: readVersion,
  run: async (input, io) => (await import('../actions/version.js')).version(input, io),
});

function readVersion(parsed: Parsed): VersionInput {
  const flags = parsed.flags as Values;
  const problems = [...parsed.problems];
  if (parsed.words.length > 0) problems.push({ message: `version takes no words, but there is "${parsed.words.join(' ')}"` });
  const input: VersionInput = { client: flags.client ?? false, connection: readConnection(flags), printing: readPrinting(flags, problems) };
  refuseProblems(problems, 'version');
  return input;
}

import type { ExplainInput } from '../actions/explain.js';
import { readPrinting, refuseProblems } from '../args/common.js';
import type { Parsed } from '../args/normalise.js';
import { SNAPSHOT_FLAGS, type SnapshotValues } from '../flags/input.js';
import { OUTPUT_FLAGS, type OutputValues } from '../flags/output.js';
import { defineCommand } from './command.js';

export const command = defineCommand<ExplainInput>({
  spec: {
    name: 'explain',
    summary: 'Explain a finding, a strategy, a controller, a load balancer or an option.',
    description: ['Without a topic it lists the topics. With a snapshot, a controller says whether it is there, and by what evidence.'],
    usage: ['explain [TOPIC]'],
    examples: [
      { what: 'A strategy', line: 'explain NodePort' },
      { what: 'A finding', line: 'explain EP201' },
      { what: 'A neutral option', line: 'explain body-size' },
      { what: 'Whether a controller is there', line: 'explain traefik --snapshot cluster.yaml' },
    ],
    groups: [
      { title: 'Input', flags: SNAPSHOT_FLAGS },
      { title: 'Output', flags: OUTPUT_FLAGS },
    ],
    words: 'topics',
  },
  read: readExplain,
  run: async (input, io) => (await import('../actions/explain.js')).explain(input, io),
});

function readExplain(parsed: Parsed): ExplainInput {
  const flags = parsed.flags as OutputValues & SnapshotValues;
  const problems = [...parsed.problems];
  const [topic, ...more] = parsed.words;
  if (more.length > 0)
    problems.push({ message: `explain takes one topic, but there are ${more.length + 1}`, remedy: `kubectl expose-plus explain ${topic}` });
  const printing = readPrinting(flags, problems);
  refuseProblems(problems, 'explain');
  const from = flags.snapshot === undefined ? {} : { snapshot: flags.snapshot };
  return { ...(topic === undefined ? {} : { topic }), ...from, printing };
}

import type { RecommendInput, RepeatedFlag } from '../actions/recommend.js';
import { readPrinting, readSource, refuseProblems, requireTarget } from '../args/common.js';
import { readConnection } from '../args/connection.js';
import type { Parsed } from '../args/normalise.js';
import { readRequest } from '../args/request.js';
import { readTargets } from '../args/words.js';
import { CONNECTION_FLAGS, type ConnectionValues } from '../flags/connection.js';
import { EXPOSURE_FLAGS } from '../flags/exposure.js';
import type { AnyFlagValues, FlagSpec, FlagValues } from '../flags/flag.js';
import { INPUT_FLAGS, type InputValues } from '../flags/input.js';
import { OUTPUT_FLAGS, type OutputValues } from '../flags/output.js';
import { defineCommand } from './command.js';

/** Wishes that change the ranking. The rest of a request says how, once the strategy is chosen. */
const WISH_NAMES = [
  'container',
  'port',
  'protocol',
  'host',
  'path',
  'tls',
  'redirect-https',
  'access',
  'allow-from',
  'keep-client-ip',
] as const;

type WishFlag = Extract<(typeof EXPOSURE_FLAGS)[number], { readonly name: (typeof WISH_NAMES)[number] }>;
const WISH_FLAGS: readonly WishFlag[] = EXPOSURE_FLAGS.filter((flag): flag is WishFlag =>
  (WISH_NAMES as readonly string[]).includes(flag.name),
);

type Values = ConnectionValues & FlagValues<readonly WishFlag[]> & InputValues & OutputValues;

export const command = defineCommand<RecommendInput>({
  spec: {
    name: 'recommend',
    summary: 'Rank the seven ways in for a workload, with reasons.',
    description: ['Says what speaks for and against each way, what stands in its way on this cluster, and what is not known.'],
    usage: ['recommend (TYPE/NAME | TYPE NAME) [flags]', 'recommend -f FILE|DIR|- [flags]'],
    examples: [
      { what: 'A workload of the cluster', line: 'recommend deploy/web' },
      { what: 'From a file, without a cluster', line: 'recommend -f web.yaml --local' },
      { what: 'With wishes', line: 'recommend deploy/web --host shop.example.com --tls issuer=letsencrypt' },
    ],
    groups: [
      { title: 'Wishes', flags: WISH_FLAGS },
      { title: 'Manifests', flags: INPUT_FLAGS },
      { title: 'Output', flags: OUTPUT_FLAGS },
      { title: 'Cluster', flags: CONNECTION_FLAGS },
    ],
    words: 'targets',
  },
  read: readRecommend,
  run: async (input, io) => (await import('../actions/recommend.js')).recommend(input, io),
});

/** Flags that the command which follows the advice needs as well; the namespace it has anyway, and credentials are not printed. */
const REPEATED: readonly FlagSpec[] = [...WISH_FLAGS, ...CONNECTION_FLAGS].filter(
  ({ name }) => !['namespace', 'token', 'username', 'password'].includes(name),
);

function typedAgain({ name, strategies, type }: FlagSpec, value: AnyFlagValues[string]): RepeatedFlag[] {
  if (value === undefined) return [];
  const texts = Array.isArray(value) ? value : [String(value)];
  return texts.map((text) => ({
    words: type === 'boolean' ? [value === true ? `--${name}` : `--${name}=false`] : [`--${name}`, text],
    ...(strategies === undefined ? {} : { strategies }),
  }));
}

function readRecommend(parsed: Parsed): RecommendInput {
  const flags = parsed.flags as Values;
  const problems = [...parsed.problems];
  const { targets, problems: wordProblems } = readTargets(parsed.words);
  problems.push(...wordProblems);
  const source = readSource(flags, problems);
  const input: RecommendInput = {
    targets,
    request: readRequest(flags, Object.keys(parsed.flags), problems),
    again: REPEATED.flatMap((flag) => typedAgain(flag, parsed.flags[flag.name])),
    source,
    connection: readConnection(flags),
    printing: readPrinting(flags, problems),
  };
  requireTarget('recommend', targets, source, problems);
  refuseProblems(problems, 'recommend');
  return input;
}

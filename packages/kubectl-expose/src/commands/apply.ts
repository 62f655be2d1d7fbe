import type { ApplyInput } from '../actions/apply.js';
import { readPrinting, readSource, readTimeout, refuseProblems, requireTarget } from '../args/common.js';
import { readConnection } from '../args/connection.js';
import { contradictions } from '../args/contradictions.js';
import type { Parsed } from '../args/normalise.js';
import { readRequest } from '../args/request.js';
import { readTargets } from '../args/words.js';
import { nearest } from '../args/suggest.js';
import { CONNECTION_FLAGS, type ConnectionValues } from '../flags/connection.js';
import { EXPOSURE_FLAGS, type ExposureValues } from '../flags/exposure.js';
import { INPUT_FLAGS, type InputValues } from '../flags/input.js';
import { OUTPUT_FLAGS, type OutputValues } from '../flags/output.js';
import { WRITE_FLAGS, type WriteValues } from '../flags/write.js';

import { defineCommand } from './command.js';
import { COMMAND_NAMES } from './names.js';

type Values = ConnectionValues & ExposureValues & InputValues & OutputValues & WriteValues;

const EXPOSURE_NAMES = new Set<string>(EXPOSURE_FLAGS.map((flag) => flag.name));

export const command = defineCommand<ApplyInput>({
  spec: {
    name: 'apply',
    summary: 'Make a workload reachable: plan, show, apply, wait, prove.',
    description: [
      'Without --strategy it takes the best way in that is possible, and asks before anything is reachable from beyond the node network. The word apply may be left out.',
      'Everything it makes carries marks by which "kubectl expose-plus remove" takes it away again.',
    ],
    usage: ['[apply] (TYPE/NAME | TYPE NAME) … [flags]', '[apply] -f FILE|DIR|- [flags]'],
    examples: [
      {
        what: 'Ask what would happen, from a file and without a cluster',
        line: '-f web.yaml --strategy NodePort --dry-run=client -o yaml',
      },
      { what: 'A fixed port on every node', line: 'deploy/web --strategy NodePort --node-port 30086' },
      {
        what: 'A web page under a host name, with a certificate of an issuer',
        line: 'deploy/web --strategy Ingress --host shop.example.com --tls issuer=letsencrypt',
      },
      { what: 'A load balancer that only the office may use', line: 'sts/db --strategy LoadBalancer --allow-from 203.0.113.0/24' },
      { what: 'Attach to a Gateway', line: 'deploy/web --strategy Gateway --gateway infra/edge --host shop.example.com' },
    ],
    groups: [
      { title: 'The way in', flags: EXPOSURE_FLAGS },
      { title: 'Carrying it out', flags: WRITE_FLAGS },
      { title: 'Manifests', flags: INPUT_FLAGS },
      { title: 'Output', flags: OUTPUT_FLAGS },
      { title: 'Cluster', flags: CONNECTION_FLAGS },
    ],
    words: 'targets',
  },
  read: readApply,
  run: async (input, io) => (await import('../actions/apply.js')).apply(input, io),
});

function readApply(parsed: Parsed): ApplyInput {
  const flags = parsed.flags as Values;
  const problems = [...parsed.problems];
  const { targets, problems: wordProblems } = readTargets(parsed.words);
  const [word] = parsed.words;
  const meant = wordProblems.length > 0 && parsed.words.length === 1 && word !== undefined ? nearest(word, COMMAND_NAMES) : undefined;
  problems.push(
    ...(meant === undefined
      ? wordProblems
      : [{ message: `"${word}" is neither a command nor TYPE/NAME`, remedy: `kubectl expose-plus ${meant}` }]),
  );
  const source = readSource(flags, problems);
  const typed = Object.keys(parsed.flags).filter((name) => EXPOSURE_NAMES.has(name));
  const request = readRequest(flags, typed, problems);
  // With files the strategy may stand there: then the action looks for contradictions.
  const strategy = flags.strategy ?? (source.files.length > 0 || source.kustomize !== undefined ? undefined : 'auto');
  if (strategy !== undefined) problems.push(...contradictions(strategy, typed));
  const input: ApplyInput = {
    targets,
    request,
    source,
    connection: readConnection(flags),
    printing: readPrinting(flags, problems),
    dryRun: flags['dry-run'] ?? 'none',
    diff: flags.diff ?? false,
    yes: flags.yes ?? false,
    acceptRisks: flags['accept-risk'] ?? [],
    forceConflicts: flags['force-conflicts'] ?? false,
    wait: flags.wait ?? true,
    verify: flags.verify ?? true,
    timeoutMs: readTimeout('timeout', flags.timeout, 300_000, problems),
    warnings: parsed.warnings,
    line: parsed.line,
  };
  requireTarget('apply', targets, source, problems);
  if (input.dryRun === 'server' && (source.local || source.snapshot !== undefined)) {
    problems.push({
      message: `--dry-run=server needs the cluster, --${source.local ? 'local' : 'snapshot'} forbids it`,
      remedy: '--dry-run=client',
    });
  }
  if (input.request.name !== undefined && targets.length > 1) {
    problems.push({
      message: `--name=${input.request.name} with several workloads: an Exposure is of one`,
      remedy: 'one command for each',
    });
  }
  refuseProblems(problems, 'apply');
  return input;
}

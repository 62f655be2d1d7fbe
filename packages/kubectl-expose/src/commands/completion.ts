import type { CompletionInput } from '../actions/completion.js';
import { refuseProblems } from '../args/common.js';
import type { Parsed } from '../args/normalise.js';
import { nearest } from '../args/suggest.js';
import type { FlagSpec, FlagValues } from '../flags/flag.js';
import { HELP } from '../flags/output.js';
import { defineCommand } from './command.js';

const COMPLETION_FLAGS = [
  {
    name: 'dir',
    type: 'string',
    placeholder: 'DIR',
    completes: 'directory',
    summary: 'Directory on PATH. Default: where kubectl-expose_plus is.',
  },
  HELP,
] as const satisfies readonly FlagSpec[];
type Values = FlagValues<typeof COMPLETION_FLAGS>;

export const command = defineCommand<CompletionInput>({
  spec: {
    name: 'completion',
    summary: 'Say how shell completion is set up, or set it up.',
    description: [
      'kubectl completes a plugin by running kubectl_complete-expose_plus from PATH (kubectl 1.26 and newer, with kubectl completion set up).',
      'npm installs that file; krew does not. "completion install" writes it.',
    ],
    usage: ['completion [install] [--dir DIR]'],
    examples: [{ what: 'Write kubectl_complete-expose_plus', line: 'completion install' }],
    groups: [{ title: 'Where', flags: COMPLETION_FLAGS }],
    words: ['install'],
  },
  read: readCompletion,
  run: async (input, io) => (await import('../actions/completion.js')).completion(input, io),
});

function readCompletion(parsed: Parsed): CompletionInput {
  const flags = parsed.flags as Values;
  const problems = [...parsed.problems];
  const [word, ...more] = parsed.words;
  if (more.length > 0 || (word !== undefined && word !== 'install')) {
    const near = nearest(word ?? '', ['install']);
    problems.push({
      message: `completion knows only the word install, but there is "${parsed.words.join(' ')}"`,
      ...(near === undefined ? {} : { remedy: 'kubectl expose-plus completion install' }),
    });
  }
  if (flags.dir !== undefined && word !== 'install')
    problems.push({ message: '--dir belongs to completion install', remedy: `kubectl expose-plus completion install --dir ${flags.dir}` });
  refuseProblems(problems, 'completion');
  return { install: word === 'install', ...(flags.dir === undefined ? {} : { dir: flags.dir }) };
}

import type { CommandSpec } from '../commands/command.js';
import { COMMAND_NAMES } from '../commands/names.js';
import type { FlagSpec } from '../flags/flag.js';
import { REGISTRY } from '../registry.js';
import { flagUsage } from './render.js';

/** docs/generated/cli.md: every command with its flags, from the same tables as help. */
export function cliPage(): string {
  const specs = COMMAND_NAMES.map((name) => REGISTRY[name].spec);
  return [
    '# Commands and flags',
    'Generated from the tables in packages/kubectl-expose/src. Regenerate with: npm run generate',
    specs.map(({ name, summary }) => `- [${name}](#${name}): ${summary}`).join('\n'),
    ...specs.map(commandSection),
  ]
    .join('\n\n')
    .concat('\n');
}

function commandSection(spec: CommandSpec): string {
  const groups = spec.groups.map(({ title, flags }) => [`### ${spec.name}: ${title.toLowerCase()}`, flagTable(flags)].join('\n\n'));
  return [
    `## ${spec.name}`,
    [spec.summary, ...spec.description].join(' '),
    fenced(spec.usage.map((line) => `kubectl expose-plus ${line}`)),
    fenced(spec.examples.flatMap(({ what, line }) => [`# ${what}`, `kubectl expose-plus ${line}`])),
    ...groups,
  ].join('\n\n');
}

const fenced = (lines: readonly string[]): string => ['```', ...lines, '```'].join('\n');

/** Refused flags are listed too: somebody who comes from kubectl looks for them. */
function flagTable(flags: readonly FlagSpec[]): string {
  const rows = flags
    .filter(({ hidden, ignored }) => !hidden && ignored === undefined)
    .map((flag) => {
      const shown = flag.default !== undefined && flag.type !== 'boolean' ? ` Default: ${flag.default}.` : '';
      const what = flag.refused === undefined ? `${flag.summary}${shown}` : `Not taken: ${flag.refused}`;
      return `| \`${cell(flagUsage(flag))}\` | ${flag.sets === undefined ? '' : `\`${flag.sets}\``} | ${cell(what)} |`;
    });
  return ['| flag | field of Exposure | |', '|---|---|---|', ...rows].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

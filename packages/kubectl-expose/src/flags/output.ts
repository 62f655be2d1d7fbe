import type { FlagSpec, FlagValues } from './flag.js';

export const COLOR = {
  name: 'color',
  type: 'string',
  choices: ['auto', 'always', 'never'],
  bare: 'always',
  default: 'auto',
  summary: 'Colour; auto is on a terminal, unless NO_COLOR is set.',
} as const satisfies FlagSpec;

export const HELP = { name: 'help', short: 'h', type: 'boolean', summary: 'Help for the command.' } as const satisfies FlagSpec;

export const OUTPUT = {
  name: 'output',
  short: 'o',
  type: 'string',
  placeholder: 'table|wide|name|yaml|json|jsonpath=…',
  summary: 'Output format.',
} as const satisfies FlagSpec;

/** How the answer is printed. */
export const OUTPUT_FLAGS = [
  OUTPUT,
  { name: 'template', type: 'string', placeholder: 'TEMPLATE', hidden: true, summary: 'Template of -o jsonpath.' },
  { name: 'no-headers', type: 'boolean', summary: 'Leave out the headers of a table.' },
  { name: 'show-managed-fields', type: 'boolean', hidden: true, summary: 'Keep managedFields in yaml and json.' },
  {
    name: 'allow-missing-template-keys',
    type: 'boolean',
    default: 'true',
    hidden: true,
    summary: 'With -o jsonpath: a missing field is empty, not an error.',
  },
  COLOR,
  HELP,
] as const satisfies readonly FlagSpec[];

/** Values of the output flags. */
export type OutputValues = FlagValues<typeof OUTPUT_FLAGS>;

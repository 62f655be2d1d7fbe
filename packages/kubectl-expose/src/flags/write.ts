import type { FlagSpec, FlagValues } from './flag.js';

export const DRY_RUN = {
  name: 'dry-run',
  type: 'string',
  choices: ['none', 'client', 'server'],
  bare: 'client',
  default: 'none',
  summary: 'Change nothing: client plans here, server asks the API server to check as well.',
} as const satisfies FlagSpec;

export const YES = { name: 'yes', short: 'y', type: 'boolean', summary: 'Consent beforehand; asks nothing.' } as const satisfies FlagSpec;

export const TIMEOUT = {
  name: 'timeout',
  type: 'string',
  placeholder: 'DURATION',
  default: '5m',
  summary: 'Longest time to wait.',
} as const satisfies FlagSpec;

/** How a plan is carried out. */
export const WRITE_FLAGS = [
  DRY_RUN,
  { name: 'diff', type: 'boolean', summary: 'Show what would change, field by field, and change nothing.' },
  YES,
  {
    name: 'accept-risk',
    type: 'string',
    choices: ['host-network'],
    repeatable: true,
    commas: true,
    summary: 'Risk that is known and taken.',
  },
  { name: 'force-conflicts', type: 'boolean', summary: 'Take over fields that another manager owns; remove gives them back.' },
  { name: 'wait', type: 'boolean', default: 'true', summary: 'Wait for the rollout and the address.' },
  TIMEOUT,
  { name: 'verify', type: 'boolean', default: 'true', summary: 'Prove by traffic that it works.' },
  {
    name: 'save-config',
    type: 'boolean',
    ignored: 'objects are applied on the server, which keeps track of fields itself',
    hidden: true,
    summary: '',
  },
  { name: 'record', type: 'boolean', ignored: 'kubectl has dropped it', hidden: true, summary: '' },
  {
    name: 'field-manager',
    type: 'string',
    refused: 'each Exposure has a manager of its own, expose-plus.NAME, by which remove finds its fields; --name chooses it.',
    summary: '',
  },
] as const satisfies readonly FlagSpec[];

/** Values of the flags that say how a plan is carried out. */
export type WriteValues = FlagValues<typeof WRITE_FLAGS>;

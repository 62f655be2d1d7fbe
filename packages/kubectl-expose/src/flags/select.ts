import type { FlagSpec, FlagValues } from './flag.js';

export const ALL_NAMESPACES = {
  name: 'all-namespaces',
  short: 'A',
  type: 'boolean',
  summary: 'In every namespace.',
} as const satisfies FlagSpec;

/** Which objects the reading commands look at. Here `-l` is a selector, as in kubectl get. */
export const SELECT_FLAGS = [
  ALL_NAMESPACES,
  { name: 'selector', short: 'l', type: 'string', placeholder: 'KEY=VALUE,…', summary: 'Only workloads with these labels.' },
] as const satisfies readonly FlagSpec[];

/** Values of the selecting flags. */
export type SelectValues = FlagValues<typeof SELECT_FLAGS>;

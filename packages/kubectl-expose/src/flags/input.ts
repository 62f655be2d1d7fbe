import type { FlagSpec, FlagValues } from './flag.js';

/** A file that stands for the cluster. */
export const SNAPSHOT_FLAGS = [
  {
    name: 'snapshot',
    type: 'string',
    placeholder: 'FILE',
    completes: 'file',
    summary: 'Take what is known of the cluster from this file.',
  },
] as const satisfies readonly FlagSpec[];

/** Values of these flags. */
export type SnapshotValues = FlagValues<typeof SNAPSHOT_FLAGS>;

/** Where manifests come from, instead of the cluster. */
export const INPUT_FLAGS = [
  {
    name: 'filename',
    short: 'f',
    type: 'string',
    placeholder: 'FILE|DIR|-',
    repeatable: true,
    commas: true,
    completes: 'file',
    summary: 'Manifests, Exposures, or both (repeatable).',
  },
  {
    name: 'kustomize',
    short: 'k',
    type: 'string',
    placeholder: 'DIR',
    completes: 'directory',
    summary: 'Kustomization directory, built by kubectl kustomize.',
  },
  { name: 'recursive', short: 'R', type: 'boolean', summary: 'With -f DIR: its subdirectories as well.' },
  { name: 'local', type: 'boolean', summary: 'Make no network call; what would need the cluster is unknown.' },
  ...SNAPSHOT_FLAGS,
] as const satisfies readonly FlagSpec[];

/** Values of the input flags. */
export type InputValues = FlagValues<typeof INPUT_FLAGS>;

/** Stands in for `minimatch`, which only oclif's discovery of plugins on disk needs. */
export function minimatch(): never {
  throw new Error('minimatch is not part of the plugin');
}

/** Stands in for `semver`, which only oclif's discovery of plugins on disk needs. */
export function satisfies(): never {
  throw new Error('semver is not part of the plugin');
}

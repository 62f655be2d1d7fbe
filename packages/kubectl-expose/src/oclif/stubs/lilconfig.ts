/** Stands in for `lilconfig`, which only oclif's discovery of plugins on disk needs. */
export function lilconfig(): never {
  throw new Error('lilconfig is not part of the plugin');
}

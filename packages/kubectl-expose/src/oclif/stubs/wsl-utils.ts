/** Stands in for `wsl-utils`, which only oclif's discovery of plugins on disk needs. */
export function isWsl(): never {
  throw new Error('wsl-utils is not part of the plugin');
}

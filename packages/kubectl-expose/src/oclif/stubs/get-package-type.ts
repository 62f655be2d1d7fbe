/** Stands in for `get-package-type`, which only oclif's discovery of plugins on disk needs. */
export function sync(): never {
  throw new Error('get-package-type is not part of the plugin');
}

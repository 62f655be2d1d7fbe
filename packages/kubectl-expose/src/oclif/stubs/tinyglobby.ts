/** Stands in for `tinyglobby`, which only oclif's discovery of plugins on disk needs. */
export function glob(): never {
  throw new Error('tinyglobby is not part of the plugin');
}

import { REGISTRY } from '../registry.js';
import { COMMAND_NAMES } from '../commands/names.js';
import type { Io } from '../io.js';
import { complete, printCompletion, type Lookup } from './complete.js';

/** What kubectl_complete-expose_plus prints for the words typed after the plugin's name. */
export async function runCompletion(words: readonly string[], io: Io): Promise<number> {
  const specs = COMMAND_NAMES.map((name) => REGISTRY[name].spec);
  io.stdout(printCompletion(await complete(words, specs, lazyLookup(io))));
  return 0;
}

/** The cluster's side is loaded when a candidate needs it: most presses of TAB do not. */
function lazyLookup(io: Io): Lookup {
  const real = async (): Promise<Lookup> => (await import('./lookup.js')).clusterLookup(io);
  return {
    names: async (type, flags) => (await real()).names(type, flags),
    values: async (source, flags) => (await real()).values(source, flags),
    topics: async () => (await real()).topics(),
  };
}

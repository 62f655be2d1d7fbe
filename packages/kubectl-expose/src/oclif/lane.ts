import type { Config } from '@oclif/core/config';
import type { Io } from '../io.js';
import { findCommand } from '../run.js';
import type { OclifPrepared } from './command.js';
import { COMMANDS } from './commands.js';

/** What oclif's parser asks of a config: no hooks, no plugins. */
const LIGHT_CONFIG = {
  bin: 'kubectl expose-plus',
  runHook: () => Promise.resolve({ successes: [], failures: [] }),
} as unknown as Config;

/** Reads a command line through oclif's parser. @throws UserError when it cannot be understood */
export async function prepareByOclif(argv: readonly string[]): Promise<OclifPrepared> {
  const { name, rest } = findCommand(argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv);
  const CommandClass = COMMANDS[name];
  if (!CommandClass) throw new Error(`no command ${name}`);
  return new CommandClass(rest, LIGHT_CONFIG).prepare();
}

/** Runs a command line through oclif's parser: EXPOSE_PLUS_LANE=oclif. */
export async function runByOclif(argv: readonly string[], io: Io): Promise<number> {
  const prepared = await prepareByOclif(argv);
  if (!('help' in prepared)) return prepared.run(io);
  io.stdout(prepared.help);
  return 0;
}

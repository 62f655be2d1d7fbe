import { command as apply } from './commands/apply.js';
import { command as chart } from './commands/chart.js';
import type { AnyCommand } from './commands/command.js';
import { command as completion } from './commands/completion.js';
import { command as explain } from './commands/explain.js';
import { command as list } from './commands/list.js';
import type { CommandName } from './commands/names.js';
import { command as recommend } from './commands/recommend.js';
import { command as remove } from './commands/remove.js';
import { command as snapshot } from './commands/snapshot.js';
import { command as version } from './commands/version.js';

/** The commands. Each is data and the reading of its flags; what it does is loaded when it runs. */
export const REGISTRY: Readonly<Record<CommandName, AnyCommand>> = {
  apply,
  recommend,
  list,
  remove,
  chart,
  explain,
  snapshot,
  version,
  completion,
};

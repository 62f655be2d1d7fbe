import { commandAmongFlags } from './args/command-word.js';
import { normalise } from './args/normalise.js';
import { flagsOf, type Operation } from './commands/command.js';
import { isCommandName, type CommandName } from './commands/names.js';
import type { Io } from './io.js';
import { REGISTRY } from './registry.js';

/** What a command line comes to. */
export type Prepared = { help: CommandName | 'main' } | { operation: Operation; run: (io: Io) => Promise<number> };

/** Splits the name of the command from the rest; without one it is `apply`. */
export function findCommand(argv: readonly string[]): { name: CommandName; rest: string[] } {
  const [first = ''] = argv;
  if (isCommandName(first)) return { name: first, rest: argv.slice(1) };
  if (first === '--version') return { name: 'version', rest: ['--client', ...argv.slice(1)] };
  if (!first.startsWith('-')) return { name: 'apply', rest: [...argv] };
  const at = commandAmongFlags(argv);
  const word = at === undefined ? undefined : argv[at];
  return word !== undefined && isCommandName(word) ? { name: word, rest: argv.toSpliced(at ?? 0, 1) } : { name: 'apply', rest: [...argv] };
}

/** Whether a command line asks for the help that needs no command. */
export function isMainHelp(argv: readonly string[]): boolean {
  const [first] = argv;
  return first === undefined || ((first === '--help' || first === '-h' || first === 'help') && argv.length === 1);
}

/** The fast lane: reads a command line without oclif. @throws UserError when it cannot be understood */
export function prepare(argv: readonly string[]): Prepared {
  if (isMainHelp(argv)) return { help: 'main' };
  const asked = argv[0] === 'help';
  const { name, rest } = findCommand(asked ? argv.slice(1) : argv);
  if (asked && isCommandName(argv[1] ?? '')) return { help: name };
  const command = REGISTRY[name];
  const parsed = normalise(rest, flagsOf(command.spec));
  if (parsed.flags['help'] === true) return { help: name };
  return command.prepare(parsed);
}

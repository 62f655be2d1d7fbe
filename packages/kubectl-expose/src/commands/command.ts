import type { FlagGroup, FlagSpec } from '../flags/flag.js';
import type { Io } from '../io.js';
import type { Parsed } from '../args/normalise.js';

/** An example in help: what it does, and the line to type. */
export interface Example {
  readonly what: string;
  readonly line: string;
}

/** One command, as data: help, completion, docs and both lanes are derived from it. */
export interface CommandSpec {
  readonly name: string;
  /** One line in the list of commands. */
  readonly summary: string;
  /** Paragraphs under the summary in the command's own help. */
  readonly description: readonly string[];
  /** What follows `kubectl expose-plus`, one form a line. */
  readonly usage: readonly string[];
  readonly examples: readonly Example[];
  readonly groups: readonly FlagGroup[];
  /** What the words are, for completion: resources, topics of explain, fixed words, or nothing. */
  readonly words: 'targets' | 'topics' | readonly string[];
}

/** What an action does, told by its input alone: the same for both lanes. */
export interface Operation {
  command: string;
  input: unknown;
}

/** A command: its data, how its input is read from a command line, and what it does. */
export interface Command<Input = unknown> {
  readonly spec: CommandSpec;
  /** @throws UserError with every problem of the command line */
  read(parsed: Parsed): Input;
  /** Resolves with the exit code. */
  run(input: Input, io: Io): Promise<number>;
}

/** A command whose input only its own `run` looks into. */
export interface AnyCommand {
  readonly spec: CommandSpec;
  prepare(parsed: Parsed): { operation: Operation; run: (io: Io) => Promise<number> };
}

/** Ties a command's parts together, so that nobody else needs to know its input. */
export function defineCommand<Input>(command: Command<Input>): AnyCommand {
  return {
    spec: command.spec,
    prepare(parsed) {
      const input = command.read(parsed);
      return { operation: { command: command.spec.name, input }, run: (io) => command.run(input, io) };
    },
  };
}

/** All flags of a command. */
export function flagsOf(spec: CommandSpec): FlagSpec[] {
  return spec.groups.flatMap((group) => group.flags);
}

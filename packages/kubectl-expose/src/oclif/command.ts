import { Command } from '@oclif/core/command';
import type { Config } from '@oclif/core/config';
import { normalise, type Parsed } from '../args/normalise.js';
import { flagsOf, type AnyCommand, type Operation } from '../commands/command.js';
import type { AnyFlagValues } from '../flags/flag.js';
import { commandHelp } from '../help/render.js';
import type { Io } from '../io.js';
import { processIo } from '../process-io.js';
import { showError } from '../show-error.js';
import { MARK, oclifFlags } from './flags.js';

/** What a command line comes to in the oclif lane. */
export type OclifPrepared = { help: string } | { operation: Operation; run: (io: Io) => Promise<number> };

/** A command as oclif knows it: for tools that embed the plugin, and the second lane. */
export interface ExposeCommand {
  new (argv: string[], config: Config): Command & { prepare(): Promise<OclifPrepared> };
}

/** Makes the oclif class of a command. Its arguments are normalised before oclif reads them, so both lanes understand the same lines. */
export function oclifCommand(command: AnyCommand): ExposeCommand {
  const { spec } = command;
  return class extends Command {
    static override id = spec.name;
    static override summary = spec.summary;
    static override description = spec.description.join('\n\n');
    static override usage = spec.usage.map((line) => line.replace(/^\[apply\]/, 'apply'));
    static override examples = spec.examples.map(({ what, line }) => ({ description: what, command: `<%= config.bin %> ${line}` }));
    static override flags = oclifFlags(flagsOf(spec)) as typeof Command.flags;
    static override strict = false;

    async prepare(): Promise<OclifPrepared> {
      const parsed = normalise(this.argv, flagsOf(spec));
      if (parsed.flags['help'] === true) return { help: commandHelp(spec) };
      const { flags, argv } = await this.parse(this.ctor, canonical(parsed));
      return command.prepare({ ...parsed, words: argv.map(String), flags: flags as AnyFlagValues });
    }

    override async run(): Promise<void> {
      const io = processIo();
      try {
        const prepared = await this.prepare();
        if ('help' in prepared) io.stdout(prepared.help);
        else process.exitCode = await prepared.run(io);
      } catch (error) {
        const { text, exitCode } = showError(error, Boolean(process.env['EXPOSE_PLUS_DEBUG']));
        io.stderr(text);
        process.exitCode = exitCode;
      }
    }
  };
}

/** The same line in the one spelling that oclif reads as we do. */
export function canonical(parsed: Parsed): string[] {
  const flags = Object.entries(parsed.flags).flatMap(([name, value]) => {
    if (typeof value === 'boolean') return [value ? `--${name}` : `--no-${name}`];
    return (Array.isArray(value) ? value : [value]).map((each) => `--${name}=${MARK}${each}`);
  });
  return [...flags, '--', ...parsed.words];
}

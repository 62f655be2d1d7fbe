import { describe, expect, it } from 'vitest';
import { ALL_FLAGS } from '../../src/args/command-word.js';
import { takesNext } from '../../src/args/normalise.js';
import { flagsOf } from '../../src/commands/command.js';
import { UserError } from '../../src/errors.js';
import { commandHelp } from '../../src/help/render.js';
import { prepareByOclif } from '../../src/oclif/lane.js';
import { REGISTRY } from '../../src/registry.js';
import { prepare } from '../../src/run.js';
import { ROWS } from './table.js';

/** Splits as a shell would: words, and texts in single quotes. */
function split(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
}

/** What a lane makes of a line, in the form of the table. */
async function read(lane: (argv: string[]) => unknown, argv: string[]): Promise<object> {
  try {
    const prepared = (await lane(argv)) as { help: string } | { operation: { command: string; input: object } };
    return 'help' in prepared ? { help: prepared.help } : { is: prepared.operation.command, input: prepared.operation.input };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.exitCode).toBe(2);
    return { refused: error.message.split('\nerror: ').map((line) => line.replace('\n  → ', ' → ')) };
  }
}

describe('the fast lane', () => {
  it.each(ROWS)('%s', async (line, expected) => {
    const found = await read(prepare, split(line));
    if ('refused' in expected) expect(found).toEqual(expected);
    else expect(found).toMatchObject(expected);
  });
});

describe('the oclif lane understands the same', () => {
  it.each(ROWS.filter(([, expected]) => !('help' in expected && expected.help === 'main')))('%s', async (line) => {
    const fast = await read(prepare, split(line));
    const slow = await read(prepareByOclif, split(line));
    if ('help' in fast) expect(slow).toEqual({ help: commandHelp(REGISTRY[fast.help as keyof typeof REGISTRY].spec) });
    else expect(slow).toEqual(fast);
  });
});

describe('the flags of all commands', () => {
  it('take a value in every command or in none', () => {
    for (const spec of Object.values(REGISTRY).map((command) => command.spec)) {
      for (const flag of flagsOf(spec)) {
        for (const other of ALL_FLAGS.filter(({ name, short }) => name === flag.name || (short !== undefined && short === flag.short))) {
          expect(takesNext(other), `--${flag.name} of ${spec.name}`).toBe(takesNext(flag));
        }
      }
    }
  });

  it('have each name, alias and letter once a command', () => {
    for (const spec of Object.values(REGISTRY).map((command) => command.spec)) {
      const words = flagsOf(spec).flatMap(({ name, aliases = [], short }) => [name, ...aliases, ...(short ? [`-${short}`] : [])]);
      expect(
        words.filter((word, index) => words.indexOf(word) !== index),
        spec.name,
      ).toEqual([]);
    }
  });

  it('are told in help, or hidden, refused or ignored on purpose', () => {
    for (const spec of Object.values(REGISTRY).map((command) => command.spec)) {
      const help = commandHelp(spec);
      for (const { name, hidden, refused, ignored } of flagsOf(spec)) {
        expect(help.includes(`--${name}`), `--${name} of ${spec.name}`).toBe(
          !(hidden || refused !== undefined || ignored !== undefined) || help.includes(`--${name}-`),
        );
      }
    }
  });
});

it('the table is large enough to mean something', () => expect(ROWS.length).toBeGreaterThanOrEqual(120));

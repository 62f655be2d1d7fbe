import { commandAmongFlags } from '../args/command-word.js';
import { OPTIONS, optionWord } from '../args/options.js';
import { indexFlags, normalise, takesNext } from '../args/normalise.js';
import { flagsOf, type CommandSpec } from '../commands/command.js';
import { isCommandName } from '../commands/names.js';
import type { AnyFlagValues, FlagSpec, ValueSource } from '../flags/flag.js';

/** cobra's directives (https://pkg.go.dev/github.com/spf13/cobra#ShellCompDirective). */
const FILES = 0;
const NO_SPACE = 2;
const NO_FILES = 4;
const DIRECTORIES = 16;

/** One candidate; the description is shown beside it. */
export interface Candidate {
  word: string;
  description?: string;
}

/** What the shell is told. */
export interface Completion {
  candidates: Candidate[];
  directive: number;
}

/** What must be looked up outside: names in the cluster, in the kubeconfig, topics. */
export interface Lookup {
  names(type: string, flags: AnyFlagValues): Promise<string[]>;
  values(source: Exclude<ValueSource, 'file' | 'directory'>, flags: AnyFlagValues): Promise<string[]>;
  topics(): Promise<Candidate[]>;
}

/** Kinds that can be exposed, as words to begin with. */
const TYPES = ['deployments', 'statefulsets', 'daemonsets', 'pods', 'services', 'replicasets', 'jobs'] as const;

/** Completes the last of the words typed after the plugin's name. */
export async function complete(words: readonly string[], specs: readonly CommandSpec[], lookup: Lookup): Promise<Completion> {
  const partial = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const at = commandAmongFlags(before);
  const first = at === undefined ? undefined : before[at];
  const named = first !== undefined && (isCommandName(first) || first === 'help');
  const spec = specs.find((each) => each.name === (named ? first : 'apply'));
  if (!spec || first === 'help') return fixed(partial, specs.map(commandCandidate));
  const flags = flagsOf(spec);
  const rest = named ? before.toSpliced(at ?? 0, 1) : before;
  const typed = normalise(rest, flags);
  const waiting = openFlag(before, flags);
  if (waiting) return values(waiting, partial, typed.flags, lookup);
  if (partial.startsWith('-')) return flagCompletion(partial, flags, typed.flags, lookup);
  const start = first === undefined ? fixed(partial, specs.map(commandCandidate)).candidates : [];
  return { candidates: [...start, ...(await wordCandidates(spec, typed.words, partial, typed.flags, lookup))], directive: NO_FILES };
}

const commandCandidate = (spec: CommandSpec): Candidate => ({ word: spec.name, description: spec.summary });

function fixed(partial: string, candidates: readonly Candidate[], directive = NO_FILES): Completion {
  return { candidates: candidates.filter(({ word }) => word.toLowerCase().startsWith(partial.toLowerCase())), directive };
}

/** The flag whose value is about to be typed: `--strategy |`, `-n |`. */
function openFlag(before: readonly string[], flags: readonly FlagSpec[]): FlagSpec | undefined {
  const { long, short } = indexFlags(flags);
  const last = before.at(-1) ?? '';
  if (before.includes('--') || !last.startsWith('-') || last.includes('=')) return undefined;
  // `-x -n`: -n may itself be the value of -x; reading all of it tells.
  const open = normalise(before, flags).problems.some(
    ({ message }) => message === `${last} needs a value` || message === `-${last.at(-1)} needs a value`,
  );
  const flag = last.startsWith('--') ? long.get(last.slice(2)) : short.get(last.at(-1) ?? '');
  return open && flag && takesNext(flag) ? flag : undefined;
}

async function flagCompletion(partial: string, flags: readonly FlagSpec[], typed: AnyFlagValues, lookup: Lookup): Promise<Completion> {
  const equals = partial.indexOf('=');
  if (equals >= 0) {
    const flag = indexFlags(flags).long.get(partial.slice(2, equals));
    return flag ? values(flag, partial.slice(equals + 1), typed, lookup) : fixed('', []);
  }
  const shown = flags.filter((flag) => !flag.hidden && flag.refused === undefined && (flag.repeatable || typed[flag.name] === undefined));
  const letters =
    partial === '-' ? shown.filter((flag) => flag.short).map((flag) => ({ word: `-${flag.short}`, description: flag.summary })) : [];
  const names = shown.flatMap((flag) =>
    [flag.name, ...(flag.aliases ?? [])].map((name) => ({ word: `--${name}`, description: flag.summary })),
  );
  return fixed(partial, [...letters, ...names]);
}

const asWords = (words: readonly string[]): Candidate[] => words.map((word) => ({ word }));

/** Words of which some end with `=`: what follows is typed without a space. */
function beginnings(partial: string, candidates: readonly Candidate[]): Completion {
  const completion = fixed(partial, candidates);
  const open = completion.candidates.length > 0 && completion.candidates.every(({ word }) => word.endsWith('='));
  return open ? { ...completion, directive: NO_FILES | NO_SPACE } : completion;
}

async function values(flag: FlagSpec, partial: string, typed: AnyFlagValues, lookup: Lookup): Promise<Completion> {
  if (flag.choices)
    return fixed(
      partial,
      flag.choices.map((word) => ({ word })),
    );
  if (flag.type === 'boolean') return fixed(partial, [{ word: 'true' }, { word: 'false' }]);
  if (flag.name === 'output') return beginnings(partial, asWords(['table', 'wide', 'name', 'yaml', 'json', 'jsonpath=']));
  if (flag.name === 'option')
    return beginnings(
      partial,
      Object.entries(OPTIONS).map(([key, description]) => ({ word: `${optionWord(key)}=`, description })),
    );
  if (flag.name === 'tls' && flag.completes === 'tls-secret') {
    if (!partial.startsWith('secret=')) return beginnings(partial, asWords(['secret=', 'issuer=', 'self-signed', 'passthrough']));
    return fixed(partial, asWords((await lookup.values('tls-secret', typed)).map((name) => `secret=${name}`)));
  }
  if (flag.completes === 'file') return { candidates: [], directive: FILES };
  if (flag.completes === 'directory') return { candidates: [], directive: DIRECTORIES };
  return flag.completes
    ? fixed(
        partial,
        (await lookup.values(flag.completes, typed)).map((word) => ({ word })),
      )
    : fixed(partial, []);
}

async function wordCandidates(
  spec: CommandSpec,
  words: readonly string[],
  partial: string,
  flags: AnyFlagValues,
  lookup: Lookup,
): Promise<Candidate[]> {
  if (typeof spec.words !== 'string')
    return words.length === 0
      ? fixed(
          partial,
          spec.words.map((word) => ({ word })),
        ).candidates
      : [];
  if (spec.words === 'topics') return words.length === 0 ? fixed(partial, await lookup.topics()).candidates : [];
  const [type] = words;
  if (partial.includes('/')) {
    const prefix = partial.slice(0, partial.indexOf('/'));
    const names = await lookup.names(prefix, flags);
    return fixed(
      partial,
      names.map((name) => ({ word: `${prefix}/${name}` })),
    ).candidates;
  }
  if (type === undefined)
    return fixed(
      partial,
      TYPES.map((word) => ({ word })),
    ).candidates;
  if (type.includes('/')) return [];
  const names = await lookup.names(type, flags);
  return fixed(
    partial,
    names.filter((name) => !words.includes(name)).map((word) => ({ word })),
  ).candidates;
}

/** The protocol of kubectl_complete-*: a candidate a line with its description behind a tab, the directive last. */
export function printCompletion({ candidates, directive }: Completion): string {
  const lines = candidates.map(({ word, description }) => (description ? `${word}\t${description}` : word));
  return `${[...lines, `:${directive}`].join('\n')}\n`;
}

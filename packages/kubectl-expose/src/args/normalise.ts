import type { AnyFlagValues, FlagSpec } from '../flags/flag.js';
import { nearest, plain } from './suggest.js';
import { SYNONYMS } from './synonyms.js';

/** Something wrong with the command line, and the right word where there is one. */
export interface Problem {
  message: string;
  remedy?: string;
}

/** A command line, read by kubectl's conventions. */
export interface Parsed {
  /** The line as it was typed, without the command's name. */
  line: string[];
  /** Everything that is neither a flag nor its value, in order. */
  words: string[];
  /** The values typed, by flag name; absent flags are absent. */
  flags: AnyFlagValues;
  problems: Problem[];
  /** Flags that are taken but have no effect. */
  warnings: string[];
}

const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);
/** What people write for false where kubectl would not take it. */
const MEANS_FALSE = new Set(['no', 'n', 'off', 'none', 'never', 'disabled']);

/** Finds the flags of one table by name, alias and letter. */
export interface FlagIndex {
  long: Map<string, FlagSpec>;
  short: Map<string, FlagSpec>;
}

export function indexFlags(table: readonly FlagSpec[]): FlagIndex {
  const index: FlagIndex = { long: new Map(), short: new Map() };
  for (const flag of table) {
    for (const name of [flag.name, ...(flag.aliases ?? [])]) index.long.set(name, flag);
    if (flag.short) index.short.set(flag.short, flag);
  }
  return index;
}

/** A flag whose value is the next word: all but booleans and those that may stand alone. */
export function takesNext(flag: FlagSpec): boolean {
  return flag.type !== 'boolean' && flag.bare === undefined;
}

/** What stands for the value of a flag in help and in messages. */
export function placeholderOf(flag: FlagSpec): string {
  return flag.placeholder ?? flag.choices?.join('|') ?? flag.type.toUpperCase();
}

/**
 * Reads a command line as kubectl does (pflag): `--flag value`, `--flag=value`, `-n ns`, `-nns`, `-n=ns`, bundled letters, flags and
 * words in any order, `--` ends the flags, the last of a non-repeatable flag wins, a boolean takes a value only after `=`. Nothing
 * throws: all that is wrong is in `problems`.
 */
export function normalise(argv: readonly string[], table: readonly FlagSpec[]): Parsed {
  const flags = indexFlags(table);
  const parsed: Parsed = { line: [...argv], words: [], flags: {}, problems: [], warnings: [] };
  const rest = [...argv];
  while (rest.length > 0) {
    const word = rest.shift() ?? '';
    if (word === '--') parsed.words.push(...rest.splice(0));
    else if (word.startsWith('--')) readLong(word, rest, flags, parsed);
    else if (word.startsWith('-') && word !== '-') readLetters(word, rest, flags, parsed);
    else parsed.words.push(word);
  }
  return parsed;
}

function readLong(word: string, rest: string[], flags: FlagIndex, parsed: Parsed): void {
  const equals = word.indexOf('=');
  const typed = equals < 0 ? word : word.slice(0, equals);
  const flag = flags.long.get(typed.slice(2));
  if (!flag) {
    parsed.problems.push(unknownLong(typed, flags));
    if (equals < 0) dropValue(rest);
  } else if (equals >= 0) set(flag, typed, word.slice(equals + 1), parsed);
  else if (takesNext(flag)) setFromNext(flag, typed, rest, flags, parsed);
  else setAlone(flag, typed, rest, parsed);
}

/** What follows an unknown flag is more likely its value than a word of ours: one problem is enough. */
function dropValue(rest: string[]): void {
  const [next] = rest;
  if (next !== undefined && !next.startsWith('-') && !next.includes('/')) rest.shift();
}

/** `-AR`, `-nshop`, `-n=shop`, `-Rf file`. */
function readLetters(word: string, rest: string[], flags: FlagIndex, parsed: Parsed): void {
  for (let at = 1; at < word.length; at++) {
    const typed = `-${word[at]}`;
    const flag = flags.short.get(word[at] ?? '');
    const tail = word.slice(at + 1);
    if (!flag) {
      parsed.problems.push(unknownLetter(typed, word, flags));
      if (word.length > 2 && !word.includes('=')) dropValue(rest);
      return;
    }
    if (tail.startsWith('=')) {
      set(flag, typed, tail.slice(1), parsed);
      return;
    }
    if (takesNext(flag)) {
      if (tail === '') setFromNext(flag, typed, rest, flags, parsed);
      else set(flag, typed, tail, parsed);
      return;
    }
    setAlone(flag, typed, tail === '' ? rest : [], parsed);
  }
}

function setFromNext(flag: FlagSpec, typed: string, rest: string[], flags: FlagIndex, parsed: Parsed): void {
  const [value] = rest;
  const remedy = `${typed} ${placeholderOf(flag)}`;
  if (value === undefined) parsed.problems.push({ message: `${typed} needs a value`, remedy });
  else if (value.startsWith('--') && flags.long.has(value.slice(2).split('=')[0] ?? ''))
    parsed.problems.push({ message: `${typed} needs a value, and what follows is the flag ${value}`, remedy });
  else set(flag, typed, rest.shift() ?? '', parsed);
}

function setAlone(flag: FlagSpec, typed: string, rest: string[], parsed: Parsed): void {
  const next = rest[0];
  // kubectl would take that word for an argument: a value was meant.
  const meant = flag.type === 'boolean' ? next === 'true' || next === 'false' : next !== undefined && flag.choices?.includes(next);
  if (meant) {
    rest.shift();
    parsed.problems.push({ message: `the value of ${typed} must follow an equals sign`, remedy: `${typed}=${next}` });
  } else {
    set(flag, typed, flag.type === 'boolean' ? 'true' : (flag.bare ?? ''), parsed);
  }
}

/** Keeps one typed value, checked by the flag's type. */
function set(flag: FlagSpec, typed: string, text: string, parsed: Parsed): void {
  if (flag.refused !== undefined) {
    parsed.problems.push({ message: `${typed} is not taken: ${flag.refused}` });
    return;
  }
  if (flag.ignored !== undefined) parsed.warnings.push(`${typed} has no effect: ${flag.ignored}`);
  const values = flag.repeatable ? (flag.commas ? text.split(',') : [text]) : [text];
  const read = values.map((value) => readValue(flag, typed, value, parsed)).filter((value) => value !== undefined);
  if (read.length < values.length) return;
  if (flag.repeatable) {
    const before = parsed.flags[flag.name];
    parsed.flags[flag.name] = [...(Array.isArray(before) ? before : []), ...read.map(String)];
  } else {
    parsed.flags[flag.name] = read[0];
  }
}

function readValue(flag: FlagSpec, typed: string, text: string, parsed: Parsed): string | number | boolean | undefined {
  const wrong = (message: string, remedy?: string): undefined => {
    parsed.problems.push({ message: `${typed}=${text}: ${message}`, ...(remedy === undefined ? {} : { remedy }) });
    return undefined;
  };
  if (flag.type === 'boolean') {
    if (TRUE.has(text)) return true;
    return FALSE.has(text) ? false : wrong('is neither true nor false', `${typed}=${!MEANS_FALSE.has(text.toLowerCase())}`);
  }
  if (flag.type === 'integer') return /^[0-9]+$/.test(text) ? Number(text) : wrong('is not a whole number');
  if (!flag.choices) return text === '' && !flag.repeatable ? '' : text === '' ? wrong('is empty') : text;
  const refused = Object.entries(flag.refusedChoices ?? {}).find(([choice]) => plain(choice) === plain(text));
  if (refused) return wrong(refused[1]);
  const choice = flag.choices.find((known) => plain(known) === plain(text));
  if (choice !== undefined) return choice;
  const near = nearest(text, flag.choices);
  return wrong(`must be ${flag.choices.join(', ').replace(/, ([^,]*)$/, ' or $1')}`, near === undefined ? undefined : `${typed}=${near}`);
}

function unknownLong(typed: string, flags: FlagIndex): Problem {
  const message = `unknown flag ${typed}`;
  const name = typed.slice(2);
  const negated = flags.long.get(name.replace(/^no-?/, ''));
  if (name.startsWith('no') && negated?.type === 'boolean') return { message, remedy: `--${negated.name}=false` };
  const synonym = SYNONYMS[name];
  const near = synonym !== undefined && flags.long.has(synonym) ? synonym : nearest(name, visible(flags));
  return { message, ...(near === undefined ? {} : { remedy: `--${near}` }) };
}

function unknownLetter(typed: string, word: string, flags: FlagIndex): Problem {
  // `-port 80` instead of `--port 80`.
  const long = word.slice(1).split('=')[0] ?? '';
  const message = `unknown flag ${typed}${word.length > 2 ? ` in ${word}` : ''}`;
  return { message, ...(flags.long.has(long) ? { remedy: `--${word.slice(1)}` } : {}) };
}

function visible(flags: FlagIndex): string[] {
  return [...flags.long].filter(([, flag]) => flag.refused === undefined && !flag.hidden).map(([name]) => name);
}

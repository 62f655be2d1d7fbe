import { CHART_FLAGS } from '../flags/chart.js';
import { CONNECTION_FLAGS } from '../flags/connection.js';
import { EXPOSURE_FLAGS } from '../flags/exposure.js';
import type { FlagSpec } from '../flags/flag.js';
import { INPUT_FLAGS } from '../flags/input.js';
import { OUTPUT_FLAGS } from '../flags/output.js';
import { SELECT_FLAGS } from '../flags/select.js';
import { WRITE_FLAGS } from '../flags/write.js';
import { indexFlags, takesNext } from './normalise.js';

/** Every flag of every command. A name or letter takes a value in all commands or in none (a test holds them to it). */
export const ALL_FLAGS: readonly FlagSpec[] = [
  ...CONNECTION_FLAGS,
  ...EXPOSURE_FLAGS,
  ...INPUT_FLAGS,
  ...SELECT_FLAGS,
  ...WRITE_FLAGS,
  ...CHART_FLAGS,
  ...OUTPUT_FLAGS,
];

/** Where the first word stands in a command line that begins with flags: `-n shop list`. */
export function commandAmongFlags(argv: readonly string[]): number | undefined {
  const { long, short } = indexFlags(ALL_FLAGS);
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--') return undefined;
    if (!word.startsWith('-') || word === '-') return at;
    const last = word.startsWith('--') ? long.get(word.slice(2)) : lastLetter(word, short);
    if (last && takesNext(last)) at++;
  }
  return undefined;
}

/** The flag of `-RAn` whose value is the next word; none when the value is attached. */
function lastLetter(word: string, short: Map<string, FlagSpec>): FlagSpec | undefined {
  for (let at = 1; at < word.length; at++) {
    const flag = short.get(word[at] ?? '');
    if (!flag || (takesNext(flag) && at < word.length - 1)) return undefined;
    if (takesNext(flag)) return flag;
  }
  return undefined;
}

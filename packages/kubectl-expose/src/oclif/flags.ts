import { boolean, custom } from '@oclif/core/flags';
import type { FlagSpec } from '../flags/flag.js';
import { placeholderOf } from '../args/normalise.js';

/** Put before each value by the normaliser, so that oclif takes no value for a flag (`--as -n`). */
export const MARK = '\u0001';

/** The oclif flags of a table. Values were checked when the line was normalised; oclif only carries them. */
export function oclifFlags(table: readonly FlagSpec[]): Record<string, unknown> {
  return Object.fromEntries(table.filter((flag) => flag.name !== 'help').map((flag) => [flag.name, oclifFlag(flag)]));
}

function oclifFlag(flag: FlagSpec): unknown {
  const common = {
    summary: flag.refused ?? flag.ignored ?? flag.summary,
    ...(flag.short ? { char: flag.short } : {}),
    aliases: [...(flag.aliases ?? [])],
    hidden: flag.hidden === true || flag.refused !== undefined || flag.ignored !== undefined,
  };
  if (flag.type === 'boolean') return boolean({ ...(common as object), allowNo: true });
  const valued = {
    ...(common as object),
    helpValue: placeholderOf(flag),
    parse: (text: string) => Promise.resolve(text.startsWith(MARK) ? text.slice(MARK.length) : text),
  };
  return flag.repeatable ? custom<string>({ ...valued, multiple: true, multipleNonGreedy: true })() : custom<string>(valued)();
}

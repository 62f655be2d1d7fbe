import type { Exposure } from '@expose-plus/core';
import type { Problem } from '../args/normalise.js';
import { optionWord } from '../args/options.js';
import type { Request } from '../args/request.js';
import { EXPOSURE_FLAGS } from '../flags/exposure.js';
import type { FlagSpec } from '../flags/flag.js';
import { inFlags } from './place-finding.js';

/** Flags whose values were checked completely when they were read. The schema, which costs a few milliseconds, is for the others. */
const CHECKED = new Set([
  'strategy',
  'port',
  'target-port',
  'protocol',
  'node-port',
  'host-port',
  'redirect-https',
  'access',
  'keep-client-ip',
  'session-affinity',
  'annotation',
  'label',
  'labels',
  'selector',
  'cluster-ip',
  'address',
  'class',
]);

/** Checks the values of typed flags against the schema of Exposure; a problem names the flag. */
export async function checkRequest(exposure: Exposure, request: Request, problems: Problem[]): Promise<void> {
  const doubtful = request.typed.filter((name) => !CHECKED.has(name));
  if (doubtful.length === 0) return;
  const { requestFindings } = await import('../input/exposure-file.js');
  for (const { field = '', message, remedy = '' } of requestFindings(exposure)) {
    const flag = flagOf(field, doubtful);
    // What the strategy needs beyond the flags typed is for the plan to say.
    if (flag === undefined) continue;
    const option = flag === 'option' ? optionWord(field.split('.').at(-1) ?? '') : undefined;
    const word = option === undefined ? `--${flag}` : `--${flag} ${option}`;
    const meant = /^Write (\S+)\.$/.exec(remedy)?.[1];
    problems.push({
      message: `${word}: ${inFlags(message.replace(`${field} `, ''))}`,
      ...(meant === undefined ? {} : { remedy: `${word}${option === undefined ? ' ' : '='}${meant}` }),
    });
  }
}

/** The flag that sets a field: `spec.paths[0].path` is set by the flag of `spec.paths`. */
function flagOf(field: string, typed: readonly string[]): string | undefined {
  const plain = field.replaceAll(/\[\d+\]/g, '');
  const table: readonly FlagSpec[] = EXPOSURE_FLAGS;
  return table
    .filter(({ name, sets }) => typed.includes(name) && sets !== undefined && plain.startsWith(sets.replaceAll('[]', '')))
    .toSorted((a, b) => (b.sets?.length ?? 0) - (a.sets?.length ?? 0))[0]?.name;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, UserError } from './errors.ts';

export interface WaitOptions {
  /** Give up after this many seconds; default 60. */
  readonly seconds?: number;
  /** Ask again after this many milliseconds; default 200. */
  readonly everyMs?: number;
}

/**
 * Asks until the answer is neither `undefined`, `null` nor `false`, and returns it. A condition that throws is asked again, and its
 * last error is told when the time is over.
 *
 * @param what - what is waited for, as the end of "waited 60 s for …"
 * @throws UserError when the deadline passes.
 */
export async function waitFor<T>(
  what: string,
  condition: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  options: WaitOptions = {},
): Promise<T> {
  const seconds = options.seconds ?? 60;
  const deadline = Date.now() + seconds * 1000;
  let last = '';
  for (;;) {
    try {
      const answer = await condition();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
      last = '';
    } catch (error) {
      last = messageOf(error);
    }
    if (Date.now() >= deadline) throw new UserError(`waited ${seconds} s for ${what}${last === '' ? '' : `; at last: ${last}`}`);
    await sleep(options.everyMs ?? 200);
  }
}

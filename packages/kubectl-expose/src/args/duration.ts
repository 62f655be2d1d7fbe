import { goDuration } from '../kube/duration.js';

/** Milliseconds of a duration as typed: a Go duration such as `1m30s`, or a bare number of seconds. `undefined` when it is none. */
export function readDuration(text: string): number | undefined {
  return /^[0-9]+$/.test(text) ? Number(text) * 1000 : goDuration(text);
}

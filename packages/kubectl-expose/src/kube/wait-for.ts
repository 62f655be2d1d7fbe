import type { Query } from '@expose-plus/core';
import type { KubeClient } from './client.js';
import { observe } from './watch.js';
import type { Observation } from './watch.js';

/** How something is waited for. */
export interface WaitOptions<T> {
  /** Milliseconds after which it is given up. */
  timeoutMs: number;
  /** Ends the waiting from outside, e.g. by Ctrl-C: then its reason is thrown. */
  signal?: AbortSignal | undefined;
  /** Called with what is there, at once and after each change, before the predicate. */
  onChange?: ((objects: Observation) => void) | undefined;
  /** What is waited for; `undefined` while it is not there. */
  until: (objects: Observation) => T | undefined;
  /** Milliseconds between two looks where watching is not allowed. */
  pollMs?: number;
}

/** What came of waiting: the value, or what was there when time ran out. */
export type WaitResult<T> = { state: 'done'; value: T; objects: Observation } | { state: 'timeout'; objects: Observation };

/**
 * Waits until what a query matches satisfies a predicate.
 * @throws ApiError when it may not be read, ConnectionError when the server cannot be reached
 */
export async function waitFor<T>(client: KubeClient, query: Query, options: WaitOptions<T>): Promise<WaitResult<T>> {
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  let objects: Observation = [];
  try {
    for await (const now of observe(client, query, { signal, ...(options.pollMs === undefined ? {} : { pollMs: options.pollMs }) })) {
      objects = now;
      options.onChange?.(objects);
      const value = options.until(objects);
      if (value !== undefined) return { state: 'done', value, objects };
    }
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (!deadline.aborted) throw error;
  }
  return { state: 'timeout', objects };
}

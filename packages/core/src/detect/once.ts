import type { Snapshot } from '../model/snapshot.js';

/**
 * Remembers the answer of a pure function of a snapshot as long as the snapshot lives: several strategies ask for the same facts.
 * The answer is shared and must not be changed; neither must a snapshot that was asked about.
 */
export function once<T>(compute: (snapshot: Snapshot) => T): (snapshot: Snapshot) => T {
  const known = new WeakMap<Snapshot, { answer: T }>();
  return (snapshot) => {
    let entry = known.get(snapshot);
    if (!entry) {
      entry = { answer: compute(snapshot) };
      known.set(snapshot, entry);
    }
    return entry.answer;
  };
}

import type { Finding } from './finding.js';
import type { Strategy } from './strategy-id.js';

/** How one strategy suits one workload on one cluster. */
export interface Rating {
  strategy: Strategy;
  /** 0 to 100; higher suits better. Comparable within one answer only. */
  score: number;
  /** `yes`: its preconditions hold; `no`: one is broken; `unknown`: the snapshot does not say. */
  possible: 'yes' | 'no' | 'unknown';
  /** Why this score, in words. */
  reasons: string[];
  /** What stands in the way, each with its remedy. */
  blockers: Finding[];
  /** What is not known and would change the rating, in words. */
  unknowns: string[];
}

/** All seven, best first. */
export interface Recommendation {
  /** The first that is not impossible; absent when every one is. */
  best?: Strategy;
  ratings: Rating[];
}

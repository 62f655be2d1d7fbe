import type { Level } from '../model/finding.js';

/** What is known of a finding apart from where it occurs. Codes are stable and never reused. */
export interface CatalogueEntry {
  code: string;
  level: Level;
  /** One line, without a full stop. */
  title: string;
  /** Why it matters. */
  why: string;
  /** What to do about it, as a sentence. */
  remedy: string;
}

const rows = [
  // 1xx: input
  // 2xx: preconditions and refusals of a plan
  // 3xx: warnings of a plan
  // 4xx: applying, waiting, proving
] as const satisfies readonly CatalogueEntry[];

/** Every finding that there is, sorted by code. */
export const CATALOGUE: readonly CatalogueEntry[] = rows;

/** Looks a code up, in any casing. */
export function findEntry(code: string): CatalogueEntry | undefined {
  return CATALOGUE.find((entry) => entry.code.toLowerCase() === code.toLowerCase());
}

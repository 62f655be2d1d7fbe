import type { Finding } from '../model/finding.js';
import { CATALOGUE, type FindingCode } from './catalogue.js';

/** What a place that finds something says of it; level and remedy default to the catalogue's. */
export type FindingDetails = Omit<Finding, 'code' | 'level'> & Partial<Pick<Finding, 'level'>>;

const entries = new Map(CATALOGUE.map((entry) => [entry.code, entry]));

/** Makes a finding: level and remedy come from the catalogue unless given. */
export function finding(code: FindingCode, details: FindingDetails): Finding {
  const entry = entries.get(code);
  return { code, level: entry?.level ?? 'error', ...(entry ? { remedy: entry.remedy } : {}), ...details };
}

/** Sorts findings by code, then message, so that the same input gives the same order. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => compare(a.code, b.code) || compare(a.field ?? '', b.field ?? '') || compare(a.message, b.message));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

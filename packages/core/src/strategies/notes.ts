import { finding, type FindingDetails } from '../checks/finding.js';
import type { FindingCode } from '../checks/catalogue.js';
import type { Finding, Verdict } from '../model/finding.js';
import type { Precondition } from '../model/plan.js';

/** What a strategy says while it works: a finding of level error refuses the plan. */
export interface Notes {
  findings: Finding[];
  preconditions: Precondition[];
}

/** Notes with nothing in them. */
export function emptyNotes(): Notes {
  return { findings: [], preconditions: [] };
}

/** Adds a finding. */
export function note(notes: Notes, code: FindingCode, details: FindingDetails): void {
  notes.findings.push(finding(code, details));
}

/**
 * Adds a precondition: `broken` refuses the plan with a finding, `unknown` warns.
 *
 * @param evidence what the verdict rests on, in words: the beginning of a sentence, without a full stop.
 * @param details of the finding; its message defaults to the evidence.
 */
export function require(notes: Notes, code: FindingCode, verdict: Verdict, evidence: string, details: Partial<FindingDetails> = {}): void {
  notes.preconditions.push({ code, verdict, evidence });
  if (verdict === 'broken') notes.findings.push(finding(code, { message: `${evidence}.`, ...details }));
}

/** Whether something refuses the plan. */
export function isRefused({ findings }: Notes): boolean {
  return findings.some(({ level }) => level === 'error');
}

import { finding, type FindingDetails } from '../checks/finding.js';
import type { FindingCode } from '../checks/catalogue.js';
import type { Finding, Verdict } from '../model/finding.js';
import type { Precondition } from '../model/plan.js';

/** What a strategy says while it works: a finding of level error refuses the plan. */
export interface Notes {
  findings: Finding[];
  preconditions: Precondition[];
  /** What could not be checked: a question that starts with `whether`, and why. */
  open: { code: FindingCode; question: string; why: string }[];
}

/** Notes with nothing in them. */
export function emptyNotes(): Notes {
  return { findings: [], preconditions: [], open: [] };
}

/** Adds a finding. */
export function note(notes: Notes, code: FindingCode, details: FindingDetails): void {
  notes.findings.push(finding(code, details));
}

/**
 * Adds a precondition that is judged: `broken` refuses the plan with a finding.
 *
 * @param evidence what the verdict rests on, in words.
 * @param details of the finding; its message defaults to the evidence.
 */
export function require(
  notes: Notes,
  code: FindingCode,
  verdict: Exclude<Verdict, 'unknown'>,
  evidence: string,
  details: Partial<FindingDetails> = {},
): void {
  notes.preconditions.push({ code, verdict, evidence });
  if (verdict === 'broken') notes.findings.push(finding(code, { message: evidence, ...details }));
}

/** Adds a precondition that cannot be judged: it warns. The question starts with `whether`. */
export function leaveOpen(notes: Notes, code: FindingCode, question: string, why: string): void {
  notes.preconditions.push({ code, verdict: 'unknown', evidence: `${question}: ${why}` });
  notes.open.push({ code, question, why });
}

/** Whether something refuses the plan. */
export function isRefused({ findings }: Notes): boolean {
  return findings.some(({ level }) => level === 'error');
}

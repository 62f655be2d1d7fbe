import type { Finding, Hop, ObjectRef, Plan, Verdict } from '@expose-plus/core';
import type { ExitCode, UserError } from '../errors.js';
import type { EntryProof } from './prove.js';
import type { Outcome } from './execute.js';

/** What an apply came to, as `-o json|yaml` prints it. */
export interface ExposureResult {
  apiVersion: 'expose-plus.dev/v1alpha1';
  kind: 'ExposureResult';
  /** Raised when a field changes its meaning or goes. */
  schemaVersion: 1;
  metadata: { name: string; namespace?: string };
  plan: Plan;
  applied: (ObjectRef & { result: Outcome['result'] })[];
  /** `not-verified`: it was not asked for. */
  verdict: Verdict | 'not-verified';
  /** What was waited for. */
  waited: Hop[];
  entryPoints: (EntryProof['entry'] & { url?: string; command?: string; verdict: Verdict | 'not-verified'; hops: Hop[] })[];
  findings: Finding[];
  /** The process's own, since kubectl on Windows turns every failure into 1. */
  exitCode: ExitCode;
}

/** One result as it is, several as a list. */
export function resultDocument(results: readonly ExposureResult[]): unknown {
  const [only] = results;
  return only && results.length === 1
    ? only
    : { apiVersion: 'expose-plus.dev/v1alpha1', kind: 'ExposureResultList', schemaVersion: 1, items: results };
}

/** What `-o json|yaml` prints when it came to nothing: the same kind, so that a program finds the exit code where it always is. */
export function failureDocument(error: UserError): unknown {
  const { message, findings, remedy, exitCode } = error;
  return {
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'ExposureResult',
    schemaVersion: 1,
    error: { message, ...(remedy === undefined ? {} : { remedy }) },
    findings,
    exitCode,
  };
}

import { refOf, type ObjectRef, type PlanStep } from '@expose-plus/core';

/** The object that a step is about. */
export function refOfStep(step: PlanStep): ObjectRef {
  if (step.kind === 'apply') return refOf(step.object);
  if (step.kind === 'generate-tls') return { apiVersion: 'v1', kind: 'Secret', ...step.secret };
  return step.target;
}

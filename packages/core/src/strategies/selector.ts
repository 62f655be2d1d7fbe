import { describeRef } from '../model/kube.js';
import { canSayNone, describeGap } from '../detect/coverage.js';
import { labelsMatch } from '../detect/read.js';
import { topOwnerOf } from '../detect/lookup.js';
import { isOwn, workloadsOf, type PlanContext } from './context.js';
import { leaveOpen, note, require } from './notes.js';

/** Other workloads of the namespace whose pods a selector matches, as they would be named to a person. */
export function othersSelected(context: PlanContext, selector: Readonly<Record<string, string>>): string[] {
  const names = new Set<string>();
  for (const candidate of workloadsOf(context.snapshot, context.namespace)) {
    if (!labelsMatch(selector, candidate.podLabels) || isOwn(context, candidate.object)) continue;
    const { workload } = topOwnerOf(context.snapshot, candidate.object);
    names.add(describeRef((workload ?? candidate).ref));
  }
  return [...names].toSorted();
}

/** Notes whether the selector is safe: it must match the target's pods and nobody else's. */
export function checkSelector(context: PlanContext): void {
  const { selector, snapshot, namespace, notes, workload, service } = context;
  if (Object.keys(selector).length === 0) {
    if (service) note(notes, 'EP159', { message: `Service ${service.metadata.name} has no selector`, object: context.targetRef });
    return;
  }
  const labels = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  const text = labels.join(',');
  if (workload && !service && !labelsMatch(selector, { ...workload.podLabels, ...context.podLabels })) {
    note(notes, 'EP326', {
      message: `${text} does not match the labels of the pod template; remove will need --name ${context.name}`,
      field: 'spec.service.selector',
    });
  }
  // A Service that is itself the target says whom it selects.
  if (service) return;
  const others = othersSelected(context, selector);
  if (others.length > 0) {
    require(notes, 'EP200', 'broken', `the selector ${text} also matches pods of ${others.join(', ')}`, { object: context.targetRef });
    return;
  }
  if (canSayNone(snapshot, 'pods', namespace)) require(notes, 'EP200', 'ok', `the selector ${text} matches no pods of others`);
  else leaveOpen(notes, 'EP200', `whether the selector ${text} also matches pods of others`, describeGap(snapshot, 'pods', namespace));
}

import { describeRef, groupOf } from '../model/kube.js';
import { objectsOf } from '../detect/coverage.js';
import type { EligibleNodesFact } from '../detect/facts.js';
import { dig, integer, record, text } from '../detect/read.js';
import type { Rollout, Workload } from '../detect/workload.js';
import type { PlanContext } from './context.js';
import { leaveOpen, note, require } from './notes.js';

/** Settings under which a pod that holds a port of its node is replaced by first deleting the old one. */
const oneByOne = { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } };

/**
 * Whether pods with host ports fit the nodes, and the rollout settings that they need: `maxSurge: 0, maxUnavailable: 1`, only where
 * replicas and surge do not fit. For a workload in a file whose nodes are not known they are set, as in a chart; on a live one
 * nothing is taken over for a suspicion.
 *
 * @returns fields below spec, or `undefined` when nothing has to change.
 */
export function rolloutPatch(context: PlanContext, eligible: EligibleNodesFact): Record<string, unknown> | undefined {
  const { workload, live, notes } = context;
  if (!workload) return undefined;
  const { rollout, perNode } = workload;
  if (rollout.type === 'OnDelete')
    note(notes, 'EP308', { message: `${describeRef(workload.ref)} has the update strategy OnDelete`, object: workload.ref });
  if (perNode) return rollout.type === 'RollingUpdate' && countOf(rollout.maxSurge ?? 0, 1) > 0 ? { updateStrategy: oneByOne } : undefined;
  const replicas = workload.replicas ?? 1;
  const nodes = eligible.nodes.length;
  const isKnown = eligible.known === 'yes';
  if (isKnown && replicas > nodes) {
    const names = eligible.excluded.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
    require(notes, 'EP218', 'broken', `pods wanted: ${replicas}, nodes that can take one: ${nodes}${names === '' ? '' : ` (${names})`}`, {
      object: workload.ref,
    });
    return undefined;
  }
  if (isKnown) require(notes, 'EP218', 'ok', `pods wanted: ${replicas}, nodes that can take one: ${nodes}`);
  else
    leaveOpen(
      notes,
      'EP218',
      `whether there ${replicas === 1 ? 'is a node for the pod' : `are nodes for ${replicas} pods`}`,
      'nodes were not read',
    );
  warnOfAutoscaler(context, workload, eligible);
  if (rollout.type !== 'RollingUpdate' || rollout.field !== 'strategy') return undefined;
  const surge = surgeOf(rollout, replicas);
  if (surge === 0 || (isKnown && replicas + surge <= nodes)) return undefined;
  if (isKnown || !live) return { strategy: oneByOne };
  note(notes, 'EP313', {
    message: `with ${replicas} replicas and maxSurge ${rollout.maxSurge ?? '25%'} a rollout needs ${replicas + surge} nodes, which were not read`,
    object: workload.ref,
  });
  return undefined;
}

/** Pods above the wanted number during a rollout. Percentages are rounded up (https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-surge). */
function surgeOf({ maxSurge = '25%' }: Rollout, replicas: number): number {
  return countOf(maxSurge, replicas);
}

function countOf(value: number | string, of: number): number {
  if (typeof value === 'number') return value;
  const match = /^([0-9]+)(%?)$/.exec(value);
  if (!match) return 0;
  return match[2] === '%' ? Math.ceil((Number(match[1]) * of) / 100) : Number(match[1]);
}

function warnOfAutoscaler({ snapshot, namespace, notes }: PlanContext, workload: Workload, eligible: EligibleNodesFact): void {
  if (eligible.known !== 'yes') return;
  for (const scaler of objectsOf(snapshot, 'autoscaling', 'HorizontalPodAutoscaler', namespace)) {
    const target = record(dig(scaler, 'spec', 'scaleTargetRef'));
    const isOurs = target['kind'] === workload.ref.kind && target['name'] === workload.ref.name;
    if (!isOurs || groupOf(text(target['apiVersion']) ?? '') !== groupOf(workload.ref.apiVersion)) continue;
    const most = integer(dig(scaler, 'spec', 'maxReplicas')) ?? 0;
    if (most <= eligible.nodes.length) continue;
    const message = `HorizontalPodAutoscaler ${scaler.metadata.name} may ask for ${most} pods, and ${eligible.nodes.length} nodes can take one`;
    note(notes, 'EP218', { level: 'warning', message, object: workload.ref });
  }
}

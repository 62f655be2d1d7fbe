import { describeRef, type KubeObject } from '../model/kube.js';
import type { Protocol } from '../model/exposure.js';
import { describeGap } from '../detect/coverage.js';
import type { EligibleNodesFact } from '../detect/facts.js';
import { lookup } from '../detect/lookup.js';
import { eligibleNodes } from '../detect/nodes.js';
import { detectPodSecurity, podSecurityAllows, type HostAccess } from '../detect/pod-security.js';
import { hostPortConflicts, hostPortsInUse } from '../detect/ports-in-use.js';
import type { Workload } from '../detect/workload.js';
import { isOwn, type PlanContext } from './context.js';
import { mergeBody } from './field-path.js';
import { leaveOpen, note, require } from './notes.js';
import { cleanObject } from './output.js';
import type { PatchBody } from './patch.js';

/** A port of a node that a pod wants. */
export interface WantedPort {
  port: number;
  protocol: Protocol;
  hostIP?: string;
}

/** Notes that there is no workload whose pods could be changed. */
export function requireWorkload(context: PlanContext): Workload | undefined {
  const { workload, service, notes, targetRef } = context;
  if (!workload) {
    const message = `the pods behind Service ${service?.metadata.name} belong to no workload that was read, or to several`;
    note(notes, 'EP165', { message, object: targetRef, field: 'spec.target' });
  }
  return workload;
}

/** The nodes that can take a pod of the workload. */
export function nodesFor({ snapshot }: PlanContext, workload: Workload, hostNetwork: boolean): EligibleNodesFact {
  const podSpec = hostNetwork ? { ...workload.podSpec, hostNetwork: true } : workload.podSpec;
  return eligibleNodes(snapshot, podSpec, { daemonSet: workload.perNode });
}

/** Notes whether the namespace's pod-security level allows the pod; the workload itself would be accepted in any case. */
export function checkPodSecurity({ snapshot, namespace, notes, targetRef }: PlanContext, access: HostAccess): void {
  const fact = detectPodSecurity(snapshot, namespace);
  const allowed = podSecurityAllows(fact, access);
  if (allowed === 'unknown') leaveOpen(notes, 'EP216', `whether pod security of namespace ${namespace} allows ${access}`, fact.evidence);
  else if (allowed === 'yes') require(notes, 'EP216', 'ok', fact.evidence);
  else
    require(notes, 'EP216', 'broken', `namespace ${namespace} enforces the level ${fact.enforce}, which forbids ${access} (${fact.evidence})`, {
      object: targetRef,
    });
}

/**
 * Notes whether the ports are free on as many nodes as there are pods.
 *
 * @returns the nodes on which they are free, as far as known.
 */
export function checkHostPorts(
  context: PlanContext,
  workload: Workload,
  wanted: readonly WantedPort[],
  eligible: EligibleNodesFact,
): EligibleNodesFact {
  const { snapshot, notes } = context;
  if (wanted.length === 0) return eligible;
  const names = eligible.nodes.map(({ name }) => name);
  const isMine = (ref: Parameters<typeof lookup>[1]): boolean => {
    const object = lookup(snapshot, ref);
    return object !== undefined && isOwn(context, object);
  };
  const conflicts = hostPortConflicts(snapshot, wanted, names, isMine);
  const everywhere = conflicts.filter(({ node, free }) => node === undefined && free === 'no');
  const likely = conflicts.filter(({ free }) => free === 'unknown');
  const taken = new Set(conflicts.flatMap(({ node, free }) => (node !== undefined && free === 'no' ? [node] : [])));
  const list = wanted.map(({ port, protocol }) => `${port}/${protocol}`).join(', ');
  const free = eligible.nodes.filter(({ name }) => !taken.has(name));
  const left = free.length;
  const needed = workload.perNode ? names.length : (workload.replicas ?? 1);
  const areShort = eligible.known === 'yes' && taken.size > 0 && left < needed;
  if (everywhere.length > 0 || areShort) {
    const why = [...everywhere, ...conflicts.filter(({ node }) => node !== undefined)].map((conflict) => conflict.why);
    require(notes, 'EP217', 'broken', [...new Set(why)].join('; '), { object: workload.ref });
  } else if (likely.length > 0)
    leaveOpen(notes, 'EP217', `whether host port ${list} is free`, [...new Set(likely.map(({ why }) => why))].join('; '));
  else if (hostPortsInUse(snapshot).known === 'yes')
    require(notes, 'EP217', 'ok', `host port ${list} is free on ${left} of ${names.length} nodes`);
  else leaveOpen(notes, 'EP217', `whether host port ${list} is free`, describeGap(snapshot, 'pods'));
  // A shortage is said once, as what it is.
  return areShort ? eligible : { ...eligible, nodes: free };
}

/**
 * Notes what becomes of the pods when their template changes: nothing but a replacement helps for a running Pod or Job, and some
 * kinds leave existing pods as they are.
 */
export function checkPatchable(context: PlanContext, workload: Workload, body: PatchBody): void {
  const { live, notes } = context;
  if (!live || workload.patchable === 'yes') return;
  const name = describeRef(workload.ref);
  if (workload.patchable === 'pods-stay') {
    note(notes, 'EP307', { message: `${name} does not replace its pods: those that run keep the old template`, object: workload.ref });
    return;
  }
  const offer = { title: `replacement for ${workload.ref.kind} ${workload.ref.name}`, object: replacementOf(workload.object, body) };
  require(notes, 'EP219', 'broken', `${name} is immutable: its pod template cannot be changed in place`, {
    object: workload.ref,
    remedy: `Replace it with the manifest offered (kubectl replace --force -f FILE), or use NodePort or LoadBalancer.`,
    offers: [offer],
  });
}

/** The object as it would have to be made anew. */
function replacementOf(object: KubeObject, body: PatchBody): KubeObject {
  const clean = cleanObject(mergeBody(object, body));
  if (clean.kind !== 'Job') return clean;
  // The selector and its label are made by the API server for each Job.
  const { selector: _, ...spec } = clean['spec'] as Record<string, unknown>;
  const template = spec['template'] as { metadata?: { labels?: Record<string, string> } } | undefined;
  const labels = Object.entries(template?.metadata?.labels ?? {}).filter(
    ([key]) => !/^(batch\.kubernetes\.io\/)?(controller-uid|job-name)$/.test(key),
  );
  return {
    ...clean,
    spec: { ...spec, template: { ...template, metadata: { ...template?.metadata, labels: Object.fromEntries(labels) } } },
  };
}

/** Puts fields of a pod spec where the workload has its pod template, beside fields of its own spec. */
export function bodyFor(workload: Workload, podSpec: Record<string, unknown>, spec: Record<string, unknown> = {}): PatchBody {
  if (workload.templatePath.length === 0) return { spec: podSpec };
  const nested = [...workload.templatePath, 'spec'].reduceRight<Record<string, unknown>>((inner, key) => ({ [key]: inner }), podSpec);
  return { spec: { ...spec, ...(nested['spec'] as Record<string, unknown>) } };
}

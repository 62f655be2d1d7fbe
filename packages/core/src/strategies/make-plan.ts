import { finding, sortFindings } from '../checks/finding.js';
import { OWN_ROUTES } from '../controllers/route-kinds.js';
import type { Exposure, TargetedSpec } from '../model/exposure.js';
import type { Finding } from '../model/finding.js';
import { describeRef, groupOf, refOf, type KubeObject, type ObjectRef } from '../model/kube.js';
import type { ApplyStep, DeleteStep, GenerateTlsStep, Plan, PlanStep, RestoreStep } from '../model/plan.js';
import type { Snapshot } from '../model/snapshot.js';
import type { Strategy } from '../model/strategy-id.js';
import { namespaceOf } from '../detect/coverage.js';
import { dig, integer, records } from '../detect/read.js';
import { warnOfReach } from './access.js';
import { protocolOf } from './addresses.js';
import { createContext, workloadsOf, type PlanContext } from './context.js';
import { annotationKey, isMarked, markLabels, patchMarks } from './marks.js';
import { isRefused, note } from './notes.js';
import { buildPatch, type PatchDraft } from './patch.js';
import { buildRestore } from './restore.js';
import { strategyOf } from './registry.js';
import { missingNeeds, unusedFields } from './requirements.js';
import type { StrategyDraft } from './strategy.js';

/** A plan of one strategy, or why there is none. */
export type StrategyPlan = { ok: Plan } | { refused: Finding[] };

/**
 * Plans one strategy, whatever the request asks for: what `plan` does for the strategy asked for, and `recommend` for all seven.
 * Pure: the snapshot and the request stay as they are.
 */
export function makePlan(snapshot: Snapshot, request: Exposure, strategy: Strategy): StrategyPlan {
  const exposure: Exposure = { ...request, spec: { ...request.spec, strategy } };
  const result = createContext(snapshot, exposure);
  if ('refused' in result) return result;
  const { context } = result;
  const { notes } = context;
  checkNeeds(context, strategy);
  if (isRefused(notes)) return { refused: errorsOf(notes.findings) };
  const draft = strategyOf(strategy).draft(context);
  warnOfReach(context, draft.reach);
  warnOfInternalPorts(context, draft);
  const patch = patchOf(context, strategy, draft);
  if (isRefused(notes)) return { refused: errorsOf(notes.findings) };
  const warnings = sortFindings([...notes.findings, ...unknowns(context)]);
  const plan: Plan = {
    exposure: fillIn(context, strategy, draft),
    strategy,
    steps: stepsOf(context, draft, patch),
    reuses: draft.reuses,
    preconditions: notes.preconditions,
    entryPoints: draft.entryPoints.map((entry) => (draft.tls && entry.scheme === 'https' ? { ...entry, selfSigned: true } : entry)),
    reach: draft.reach,
    warnings,
    unused: [...new Set([...unusedFields(strategy, request.spec), ...(draft.unused ?? []).map((path) => `spec.${path}`)])].toSorted(),
    alternatives: [],
  };
  return { ok: plan };
}

function errorsOf(findings: readonly Finding[]): Finding[] {
  return sortFindings(findings.filter(({ level }) => level === 'error'));
}

function checkNeeds({ spec, offline, notes }: PlanContext, strategy: Strategy): void {
  for (const { anyOf, given, why } of missingNeeds(strategy, spec, offline)) {
    const code = given === undefined ? 'EP161' : 'EP162';
    const fields = anyOf.map((path) => `spec.${path}`).join(' or ');
    note(notes, code, { message: `${strategy} ${why}: set ${fields}`, field: `spec.${given ?? anyOf[0] ?? ''}` });
  }
}

function warnOfInternalPorts(context: PlanContext, { exposed, reach }: StrategyDraft): void {
  if (reach === 'inside') return;
  for (const port of exposed) {
    const internal = protocolOf(context, port)?.internal;
    if (internal === undefined || internal === 'health') continue;
    const name = port.name === undefined ? String(port.port) : `${port.name} (${port.port})`;
    note(context.notes, 'EP303', {
      message: `port ${name} looks like one for ${internal}`,
      object: context.targetRef,
      field: 'spec.ports',
    });
  }
}

/** Unknown preconditions as warnings: one for all where no cluster was read, else one each. */
function unknowns({ notes, offline }: PlanContext): Finding[] {
  const { open } = notes;
  if (open.length === 0) return [];
  if (offline)
    return [finding('EP300', { message: `not checked, since no cluster was read: ${open.map(({ question }) => question).join('; ')}` })];
  const remedy = 'Allow reading it, or check it yourself.';
  return open.map(({ code, question, why }) => finding(code, { level: 'warning', message: `not known ${question}: ${why}`, remedy }));
}

/** The patch of the target: the strategy's, and the labels of a Pod that has none. */
function patchOf(context: PlanContext, strategy: Strategy, draft: StrategyDraft): PatchDraft | undefined {
  const { workload, podLabels } = context;
  if (!workload) return undefined;
  const needsLabels = Object.keys(podLabels).length > 0 && draft.objects.some(({ kind }) => kind === 'Service');
  if (!draft.patch && !needsLabels) return undefined;
  const labels = needsLabels ? { metadata: { labels: podLabels } } : {};
  return buildPatch(context, workload.object, strategy, { ...labels, ...draft.patch });
}

/** The request with every default filled in: planning it again gives the same plan. */
function fillIn(context: PlanContext, strategy: Strategy, draft: StrategyDraft): Exposure {
  const { exposure, spec, name, place, targetRef, service, container, ports } = context;
  const { apiVersion, kind, name: targetName } = service ? refOf(service) : targetRef;
  const filled: TargetedSpec = {
    ...spec,
    ...draft.filled,
    target: { apiVersion, kind, name: targetName, ...(container === undefined || service ? {} : { container }) },
    strategy,
    ports: ports.map(({ name: portName, port, targetPort, protocol, appProtocol }) => ({
      ...(portName === undefined ? {} : { name: portName }),
      port,
      targetPort,
      protocol,
      ...(appProtocol === undefined ? {} : { appProtocol }),
    })),
  };
  return { ...exposure, metadata: { ...exposure.metadata, name, ...place }, spec: filled };
}

/**
 * The steps in an order in which a stop after any of them leaves nothing that `remove` cannot take back: what gives back an earlier
 * patch, the patch with its record, what stands behind, a certificate, what lets traffic in, and last what is no longer planned.
 */
function stepsOf(context: PlanContext, draft: StrategyDraft, patch: PatchDraft | undefined): PlanStep[] {
  const objects = draft.objects.map((object): ApplyStep => ({ kind: 'apply', object }));
  // A Secret alone does not tell whose it is; the Service before it does.
  const behind = objects.slice(0, objects.findLastIndex(({ object }) => object.kind === 'Service') + 1);
  const certificates = draft.tls ? [certificateStep(context, draft.tls)] : [];
  const leftovers = leftoversOf(context, draft);
  const inTheWay = leftovers.filter(({ object }) => holdsWantedPort(object, draft.objects)).map(({ step }) => step);
  const others = leftovers.map(({ step }) => step).filter((step) => !inTheWay.includes(step));
  return [
    ...(patch?.restore ? [patch.restore] : []),
    ...(patch ? [patch.patch] : []),
    ...inTheWay,
    ...behind,
    ...certificates,
    ...objects.slice(behind.length),
    ...others,
    ...earlierPatches(context, patch),
  ];
}

function certificateStep({ name, place }: PlanContext, { secretName, hosts }: { secretName: string; hosts: string[] }): GenerateTlsStep {
  return { kind: 'generate-tls', secret: { ...place, name: secretName }, hosts, labels: markLabels(name) };
}

function keyOf(ref: ObjectRef): string {
  return `${groupOf(ref.apiVersion)}/${ref.kind}/${ref.name}`;
}

/** What lets traffic in goes before what stands behind it. */
const deletionOrder: readonly string[] = [
  'Ingress',
  ...OWN_ROUTES.map(([, , kind]) => kind),
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
  'ListenerSet',
  'Gateway',
  'Service',
  'Secret',
];

/** Position of a kind among the things to delete. */
export function deletionRank(kind: string): number {
  const rank = deletionOrder.indexOf(kind);
  return rank < 0 ? deletionOrder.length : rank;
}

/** Objects of this Exposure that are no longer planned. */
function leftoversOf({ snapshot, name, namespace }: PlanContext, draft: StrategyDraft): { object: KubeObject; step: DeleteStep }[] {
  const planned = new Set(draft.objects.map((object) => keyOf(refOf(object))));
  if (draft.tls) planned.add(`/Secret/${draft.tls.secretName}`);
  return snapshot.objects
    .filter((object) => isMarked(object, name) && namespaceOf(snapshot, object) === namespace && !planned.has(keyOf(refOf(object))))
    .map((object) => ({ object, step: { kind: 'delete', target: { ...refOf(object), namespace } } as const }))
    .toSorted(
      (a, b) =>
        deletionRank(a.step.target.kind) - deletionRank(b.step.target.kind) ||
        (describeRef(a.step.target) < describeRef(b.step.target) ? -1 : 1),
    );
}

/** Whether a Service that goes still holds a node port that a planned one asks for. */
function holdsWantedPort(object: KubeObject, planned: readonly KubeObject[]): boolean {
  const wanted = new Set(planned.flatMap(nodePortsOf));
  return object.kind === 'Service' && nodePortsOf(object).some((port) => wanted.has(port));
}

function nodePortsOf(service: KubeObject): number[] {
  return records(dig(service, 'spec', 'ports')).flatMap((port) => integer(port['nodePort']) ?? []);
}

/** Patches that this Exposure made to workloads which it no longer patches. */
function earlierPatches(context: PlanContext, patch: PatchDraft | undefined): RestoreStep[] {
  const key = annotationKey(context.name);
  return workloadsOf(context.snapshot, context.namespace).flatMap(({ object }) => {
    if (patch && context.workload?.object === object) return [];
    const mark = patchMarks(object).find((candidate) => candidate.key === key);
    return mark ? [buildRestore(context.namespace, object, mark)] : [];
  });
}

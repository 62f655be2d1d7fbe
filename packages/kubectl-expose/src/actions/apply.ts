import { plan as makePlan, planObjects, type Exposure, type Finding, type Plan, type Snapshot } from '@expose-plus/core';
import type { Printing, Source } from '../args/common.js';
import type { Problem } from '../args/normalise.js';
import type { Request } from '../args/request.js';
import type { TargetWord } from '../args/words.js';
import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import type { ConnectionFlags } from '../kube/connection.js';
import { printObjects } from '../output/objects.js';
import { checkRequest } from './check-request.js';
import { placeFinding, unreadable } from './place-finding.js';
import { placeLoose } from './place-loose.js';
import { refuseRequest } from './refuse.js';
import { findRequests, targetObject, type Draft } from './requests.js';
import { openSession, type Session } from './session.js';

export interface ApplyInput {
  targets: TargetWord[];
  request: Request;
  source: Source;
  connection: ConnectionFlags;
  printing: Printing;
  dryRun: 'none' | 'client' | 'server';
  diff: boolean;
  /** Consent beforehand. */
  yes: boolean;
  acceptRisks: string[];
  forceConflicts: boolean;
  wait: boolean;
  verify: boolean;
  timeoutMs: number;
  /** What of the command line has no effect. */
  warnings: string[];
  /** The line as it was typed, for commands to paste. */
  line: string[];
}

/** A plan and what it was made from. */
export interface Planned {
  exposure: Exposure;
  plan: Plan;
  snapshot: Snapshot;
}

/**
 * Plans, shows, applies, waits and proves. Nothing is changed before every request has a plan.
 * @throws UserError when something stands in the way
 */
export async function apply(input: ApplyInput, io: Io): Promise<number> {
  try {
    return await planAndApply(input, io);
  } catch (error) {
    const { kind } = input.printing.format;
    if (error instanceof UserError && input.dryRun === 'none' && (kind === 'json' || kind === 'yaml')) {
      const { failureDocument } = await import('./result.js');
      const { structured } = await import('../output/structured.js');
      io.stdout((await structured(failureDocument(error), input.printing.format, input.printing)) ?? '');
    }
    throw error;
  }
}

async function planAndApply(input: ApplyInput, io: Io): Promise<number> {
  for (const warning of input.warnings) io.stderr(`warning: ${warning}\n`);
  const session = await openSession(
    { source: input.source, connection: input.connection, command: 'apply', clientDryRun: input.dryRun === 'client' },
    io,
  );
  try {
    const explicitlyOffline = input.source.local || input.source.snapshot !== undefined;
    if (session.offline && input.dryRun !== 'client' && !explicitlyOffline) {
      throw new UserError('no cluster is configured, so nothing can be applied', {
        remedy: '--dry-run=client shows what would be applied',
      });
    }
    const drafts = await findRequests(input.targets, input.request, session, input.connection.namespace);
    const planned = await planAll(drafts, input, session);
    if (session.offline || input.dryRun === 'client') return await showPlans(planned, input, io);
    const { applyLive } = await import('./apply-live.js');
    return await applyLive(planned, input, session, io);
  } finally {
    session.close();
  }
}

async function planAll(drafts: readonly Draft[], input: ApplyInput, session: Session): Promise<Planned[]> {
  const planned: Planned[] = [];
  const refused: Finding[] = [];
  const alternatives: Exposure[] = [];
  const problems: Problem[] = [];
  for (const draft of drafts) {
    const snapshot = await session.readFor(draft.exposure);
    const exposure = placeLoose(draft.exposure, input.request, targetObject(draft.exposure, snapshot), problems);
    await checkRequest(exposure, input.request, problems);
    if (problems.length > 0) continue;
    const result = makePlan(snapshot, exposure);
    if ('ok' in result) planned.push({ exposure, plan: result.ok, snapshot });
    else {
      refused.push(...result.refused.map((found) => placeFinding(unreadable(found, exposure, snapshot), draft, session.offline)));
      alternatives.push(...result.alternatives);
    }
  }
  refuseRequest(problems);
  if (refused.length > 0) {
    const { alternativesText } = await import('../output/plan-text.js');
    const some = drafts.length > 1 ? ` for ${drafts.length - planned.length} of ${drafts.length}` : '';
    throw new UserError(`not possible${some}, and nothing was changed`, {
      findings: refused,
      ...(alternatives.length > 0 ? { remedy: alternativesText(alternatives).trimEnd() } : {}),
    });
  }
  return planned;
}

/** A client dry run: the objects, or the plan in words. */
async function showPlans(planned: readonly Planned[], input: ApplyInput, io: Io): Promise<number> {
  if (input.diff) {
    const { planDiff } = await import('./diff.js');
    for (const { plan, snapshot } of planned) io.stdout(planDiff(plan, snapshot));
    return EXIT.ok;
  }
  const objects = planned.flatMap(({ plan }) => planObjects(plan));
  const text = await printObjects(objects, input.printing);
  if (text !== undefined) {
    io.stdout(text);
    const warnings = planned.flatMap(({ plan }) => plan.warnings);
    if (warnings.length > 0) {
      const { findingsText } = await import('../output/findings.js');
      io.stderr(findingsText(warnings));
    }
    return EXIT.ok;
  }
  const [{ planText }, { painter, useColor }] = await Promise.all([import('../output/plan-text.js'), import('../output/color.js')]);
  const paint = painter(useColor(input.printing.color, io, 'stdout'));
  for (const { plan } of planned) io.stdout(planText(plan, paint));
  io.stdout('Dry run: nothing was changed.\n');
  return EXIT.ok;
}

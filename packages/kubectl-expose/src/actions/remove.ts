import { planRemoval, removalNeeds, type Finding, type PlanStep, type Removal, type Snapshot, type Target } from '@expose-plus/core';
import type { Printing, Source } from '../args/common.js';
import type { TargetWord } from '../args/words.js';
import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import type { ConnectionFlags } from '../kube/connection.js';
import { findingsText } from '../output/findings.js';
import { nameOf } from '../output/objects.js';
import { structured } from '../output/structured.js';
import { refOfStep } from './step-ref.js';
import { findRequests } from './requests.js';
import { openSession, type Session } from './session.js';

export interface RemoveInput {
  targets: TargetWord[];
  /** Only the Exposure of this name; absent: all of the workload. */
  name?: string;
  source: Source;
  connection: ConnectionFlags;
  printing: Printing;
  dryRun: 'none' | 'client' | 'server';
  wait: boolean;
  timeoutMs: number;
}

interface Found {
  target: Target;
  name?: string;
  namespace: string;
  removal: Removal;
  snapshot: Snapshot;
}

/**
 * Takes away what expose-plus made for workloads, by its marks alone, and gives back what it took. What may not be read is named as
 * unknown, and then the exit code is 4: something may have stayed behind.
 */
export async function remove(input: RemoveInput, io: Io): Promise<number> {
  const session = await openSession(
    { source: input.source, connection: input.connection, command: 'remove', clientDryRun: input.dryRun === 'client' },
    io,
  );
  try {
    const explicitlyOffline = input.source.local || input.source.snapshot !== undefined;
    if (session.offline && input.dryRun !== 'client' && !explicitlyOffline) {
      throw new UserError('no cluster is configured, so nothing can be removed', {
        remedy: '--dry-run=client shows what would be removed',
      });
    }
    const found = await findRemovals(input, session);
    const unknown = found.flatMap(({ removal }) => removal.unknown);
    io.stderr(findingsText([...found.flatMap(({ removal }) => removal.warnings), ...unknown]));
    if (session.offline || input.dryRun === 'client') await show(found, input, io);
    else {
      const { removeLive } = await import('./remove-live.js');
      await removeLive(found, input, session, io);
    }
    if (found.every(({ removal }) => removal.steps.length === 0)) {
      io.stderr(
        `Nothing of expose-plus is there${input.name === undefined ? '' : ` by the name ${input.name}`}${unknown.length > 0 ? ', as far as it could be read' : ''}.\n`,
      );
    }
    return unknown.length > 0 ? EXIT.unknown : EXIT.ok;
  } finally {
    session.close();
  }
}

async function findRemovals(input: RemoveInput, session: Session): Promise<Found[]> {
  const request = { spec: {}, loose: {}, typed: [] };
  const drafts = await findRequests(input.targets, request, session, input.connection.namespace);
  const found: Found[] = [];
  for (const { exposure } of drafts) {
    const namespace = exposure.metadata.namespace ?? session.namespace;
    const { target } = exposure.spec;
    // An Exposure of a file means itself; a workload means all of its Exposures.
    const fromFile = session.manifests.exposures.some(
      ({ object }) => object.spec.target.name === target.name && object.spec.target.kind === target.kind,
    );
    const name = input.name ?? (fromFile ? (exposure.metadata.name ?? target.name) : undefined);
    const wanted = { target, namespace, ...(name === undefined ? {} : { name }) };
    const snapshot = await session.read(removalNeeds(wanted));
    found.push({ ...wanted, snapshot, removal: planRemoval(snapshot, wanted) });
  }
  return found;
}

/** What would go, on a client dry run. */
async function show(found: readonly Found[], input: RemoveInput, io: Io): Promise<void> {
  const steps = found.flatMap(({ removal }) => removal.steps);
  const text = await structured(removalDocument(found, []), input.printing.format, input.printing);
  if (text !== undefined) io.stdout(text);
  else if (input.printing.format.kind === 'name') io.stdout(steps.map((step) => `${nameOf(refOfStep(step))}\n`).join(''));
  else io.stdout(steps.map((step) => `${nameOf(refOfStep(step))} ${pastOf(step)} (dry run)\n`).join(''));
}

const pastOf = (step: PlanStep): string => (step.kind === 'restore' ? 'restored' : 'deleted');

/** What `-o json|yaml` prints. */
export function removalDocument(found: readonly Found[], done: readonly { kind: string; name: string; result: string }[]): unknown {
  const unknown: Finding[] = found.flatMap(({ removal }) => removal.unknown);
  return {
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'RemovalResult',
    schemaVersion: 1,
    exposures: [...new Set(found.flatMap(({ removal }) => removal.exposures))].toSorted(),
    steps: found.flatMap(({ removal }) => removal.steps.map((step) => ({ step: step.kind, ...refOfStep(step) }))),
    done,
    unknown,
    warnings: found.flatMap(({ removal }) => removal.warnings),
    exitCode: unknown.length > 0 ? EXIT.unknown : EXIT.ok,
  };
}

export type { Found as FoundRemoval };

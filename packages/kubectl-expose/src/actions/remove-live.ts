import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import { findingsText } from '../output/findings.js';
import { nameOf } from '../output/objects.js';
import { createProgress } from '../output/progress.js';
import { structured } from '../output/structured.js';
import { execute, type Outcome } from './execute.js';
import { removalDocument, type FoundRemoval, type RemoveInput } from './remove.js';
import type { Session } from './session.js';
import { waitForRollout } from './wait.js';

/** Carries a removal out, in its order; a stop at any point is mended by running it again, since it goes by the marks. */
export async function removeLive(found: readonly FoundRemoval[], input: RemoveInput, session: Session, io: Io): Promise<void> {
  const { client } = session;
  if (!client) throw new Error('removing needs a cluster');
  const dryRun = input.dryRun === 'server';
  const outcomes: Outcome[] = [];
  const text = input.printing.format.kind === 'table' || input.printing.format.kind === 'wide';
  try {
    for (const { removal, snapshot } of found) {
      for (const step of removal.steps) {
        if (io.signal.aborted) throw io.signal.reason;
        const outcome = await execute(step, client, {
          name: '',
          snapshot,
          force: true,
          overwrite: false,
          dryRun,
          signal: io.signal,
          now: io.now(),
        });
        outcomes.push(outcome);
        const line = `${nameOf(outcome.ref)} ${outcome.result}${dryRun ? ' (server dry run)' : ''}\n`;
        if (input.printing.format.kind === 'name') io.stdout(`${nameOf(outcome.ref)}\n`);
        else (text ? io.stdout : io.stderr)(line);
      }
    }
  } catch (error) {
    if (io.signal.aborted) throw interrupted(outcomes);
    if (outcomes.length > 0) io.stderr(`${doneText(outcomes)}\n`);
    throw error;
  }
  const done = outcomes.map(({ ref, result }) => ({ kind: ref.kind, name: ref.name, result }));
  const document = await structured(removalDocument(found, done), input.printing.format, input.printing);
  if (document !== undefined) io.stdout(document);
  if (!input.wait || dryRun) return;
  try {
    await waitForRollouts(outcomes, input, session, io);
  } catch (error) {
    throw io.signal.aborted ? interrupted(outcomes) : error;
  }
}

function doneText(outcomes: readonly Outcome[]): string {
  return outcomes.length === 0
    ? 'Nothing was changed.'
    : `Until then: ${outcomes.map(({ ref, result }) => `${nameOf(ref)} ${result}`).join(', ')}.`;
}

function interrupted(outcomes: readonly Outcome[]): UserError {
  return new UserError(`interrupted. ${doneText(outcomes)}`, { exitCode: EXIT.interrupted, remedy: 'The same command goes on.' });
}

/** A restored pod template is rolled out: until then the old one still serves. */
async function waitForRollouts(outcomes: readonly Outcome[], input: RemoveInput, { client }: Session, io: Io): Promise<void> {
  if (!client) return;
  const progress = createProgress(io);
  const deadline = io.now().getTime() + input.timeoutMs;
  try {
    for (const { ref } of outcomes.filter(({ result }) => result === 'restored')) {
      const hop = await waitForRollout(ref, { client, progress, signal: io.signal, left: () => deadline - io.now().getTime() });
      if (hop.verdict !== 'ok')
        io.stderr(findingsText([{ code: 'EP403', level: 'warning', message: `${hop.what}: ${hop.evidence}`, object: ref }]));
    }
  } finally {
    progress.done();
  }
}

import {
  curlLine,
  detectPlatform,
  entryUrl,
  localHints,
  plan as makePlan,
  type Exposure,
  type KubeObject,
  type Snapshot,
} from '@expose-plus/core';
import { EXIT, UserError, type ExitCode } from '../errors.js';
import type { Io } from '../io.js';
import type { KubeClient } from '../kube/client.js';
import { painter, useColor } from '../output/color.js';
import { findingsText } from '../output/findings.js';
import { nameOf, printObjects } from '../output/objects.js';
import { describeEntry, planText } from '../output/plan-text.js';
import { createProgress } from '../output/progress.js';
import { structured } from '../output/structured.js';
import type { ApplyInput, Planned } from './apply.js';
import { obtainConsent } from './consent.js';
import { dnsFindings } from './dns.js';
import { execute, type Outcome } from './execute.js';
import { proofFindings, waitFindings } from './hop-findings.js';
import { exitCodeOf, proveAll, verdictOf, waitForAll } from './prove-plan.js';
import { resultDocument, type ExposureResult } from './result.js';
import type { Session } from './session.js';
import type { Waiting } from './wait.js';

/** Shows, asks, applies, waits and proves each plan in turn. */
export async function applyLive(planned: readonly Planned[], input: ApplyInput, session: Session, io: Io): Promise<number> {
  const { client } = session;
  if (!client) throw new Error('applying needs a cluster');
  if (input.diff) {
    const { planDiff } = await import('./diff.js');
    for (const { plan, snapshot } of planned) io.stdout(planDiff(plan, snapshot));
    return EXIT.ok;
  }
  const paint = painter(useColor(input.printing.color, io, 'stderr'));
  for (const { plan } of planned) io.stderr(planText(plan, paint));
  if (input.dryRun === 'server') return serverDryRun(planned, input, client, io);
  const { force } = await obtainConsent(planned, input, io);
  const results: ExposureResult[] = [];
  const deadline = io.now().getTime() + input.timeoutMs;
  const run: Run = { input, session, client, io, force, left: () => deadline - io.now().getTime(), done: [] };
  for (const each of planned) results.push(await applyOne(each, run));
  const text = await structured(resultDocument(results), input.printing.format, input.printing);
  if (text !== undefined) io.stdout(text);
  return worst(results.map(({ exitCode }) => exitCode));
}

function worst(codes: readonly ExitCode[]): ExitCode {
  return [EXIT.failed, EXIT.broken, EXIT.unknown].find((code) => codes.includes(code)) ?? EXIT.ok;
}

/** The server checks every step and stores nothing; what it would store is printed. */
async function serverDryRun(planned: readonly Planned[], input: ApplyInput, client: KubeClient, io: Io): Promise<number> {
  const objects: KubeObject[] = [];
  const table: string[] = [];
  for (const { exposure, plan, snapshot } of planned) {
    const name = plan.exposure.metadata.name ?? exposure.spec.target.name;
    for (const step of plan.steps) {
      const outcome = await execute(step, client, {
        name,
        snapshot,
        force: true,
        overwrite: input.forceConflicts,
        dryRun: true,
        signal: io.signal,
        now: io.now(),
      });
      if (outcome.object && step.kind !== 'generate-tls') objects.push(outcome.object);
      table.push(`${nameOf(outcome.ref)} ${outcome.result} (server dry run)\n`);
    }
  }
  io.stdout((await printObjects(objects, input.printing)) ?? table.join(''));
  return EXIT.ok;
}

interface Run {
  input: ApplyInput;
  session: Session;
  client: KubeClient;
  io: Io;
  force: boolean;
  left: () => number;
  /** What was done until now, for all plans of the command. */
  done: Outcome[];
}

async function applyOne({ exposure, plan, snapshot }: Planned, run: Run): Promise<ExposureResult> {
  const { input, client, io } = run;
  const name = plan.exposure.metadata.name ?? exposure.spec.target.name;
  const outcomes = await carryOut({ exposure, plan, snapshot }, name, run);
  const progress = createProgress(io);
  try {
    const waiting: Waiting = { client, progress, signal: io.signal, left: run.left };
    const waited = input.wait ? await waitForAll(outcomes, waiting) : [];
    // What the cluster assigned meanwhile is read, and the same plan made again from it.
    const after = await run.session.readFor(exposure);
    const again = makePlan(after, plan.exposure);
    const current = 'ok' in again ? again.ok : plan;
    const { proofs, inside } = await proveAll(current, waited, outcomes, waiting, input, after);
    progress.done();
    const findings = [
      ...waitFindings(waited),
      ...proofFindings(proofs),
      ...(input.verify && input.wait ? await dnsFindings(proofs, after, io.signal) : []),
    ];
    const verdict = verdictOf(waited, proofs, inside, input);
    const result: ExposureResult = {
      apiVersion: 'expose-plus.dev/v1alpha1',
      kind: 'ExposureResult',
      schemaVersion: 1,
      metadata: { name, ...(current.exposure.metadata.namespace === undefined ? {} : { namespace: current.exposure.metadata.namespace }) },
      plan: current,
      applied: outcomes.map(({ ref, result: what }) => ({ ...ref, result: what })),
      verdict,
      waited: inside ? [...waited, inside] : waited,
      entryPoints: current.entryPoints.map((planned) => {
        const proof = proofs.find((each) => each.planned === planned);
        const entry = proof?.entry ?? planned;
        const [url, command] = [entryUrl(entry), curlLine(entry)];
        return {
          ...entry,
          ...(url === undefined ? {} : { url }),
          ...(command === undefined ? {} : { command }),
          verdict: proof?.trace.verdict ?? 'not-verified',
          hops: proof?.trace.hops ?? [],
        };
      }),
      findings,
      exitCode: exitCodeOf(
        verdict,
        waited,
        current.entryPoints.some(({ reach }) => reach !== 'inside'),
      ),
    };
    report(result, after, run);
    return result;
  } catch (error) {
    progress.done();
    if (!io.signal.aborted) throw error;
    throw interrupted(exposure, snapshot, run.done);
  }
}

/** The steps in order. A failure or an interruption says what was done until then. */
async function carryOut({ exposure, plan, snapshot }: Planned, name: string, { client, io, force, input, done }: Run): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  try {
    for (const step of plan.steps) {
      if (io.signal.aborted) throw io.signal.reason;
      const outcome = await execute(step, client, {
        name,
        snapshot,
        force,
        overwrite: input.forceConflicts,
        dryRun: false,
        signal: io.signal,
        now: io.now(),
      });
      outcomes.push(outcome);
      done.push(outcome);
      const line = `${nameOf(outcome.ref)} ${outcome.result}\n`;
      if (input.printing.format.kind === 'name') io.stdout(`${nameOf(outcome.ref)}\n`);
      else if (isText(input)) io.stdout(line);
      else io.stderr(line);
    }
    return outcomes;
  } catch (error) {
    if (io.signal.aborted) throw interrupted(exposure, snapshot, done);
    if (done.length > 0) io.stderr(`${doneText(done)}\n`);
    throw error;
  }
}

const isText = (input: ApplyInput): boolean => input.printing.format.kind === 'table' || input.printing.format.kind === 'wide';

function doneText(outcomes: readonly Outcome[]): string {
  const changed = outcomes.filter(({ result }) => result !== 'unchanged' && result !== 'gone');
  return changed.length === 0
    ? 'Until then nothing was changed.'
    : `Until then: ${changed.map(({ ref, result }) => `${nameOf(ref)} ${result}`).join(', ')}.`;
}

function interrupted({ metadata, spec }: Exposure, snapshot: Snapshot, done: readonly Outcome[]): UserError {
  const what = `${spec.target.kind.toLowerCase()}/${spec.target.name} -n ${metadata.namespace ?? snapshot.namespace}`;
  return new UserError(`interrupted. ${doneText(done)}`, {
    exitCode: EXIT.interrupted,
    remedy: `The same command goes on; kubectl expose-plus remove ${what} takes it back.`,
  });
}

/** What a person reads at the end; the last lines are the URL and a command to try it. */
function report(result: ExposureResult, after: Snapshot, { input, io }: Run): void {
  io.stderr(findingsText(result.findings));
  const platform = detectPlatform(after);
  const service = result.applied.find(({ kind }) => kind === 'Service');
  const [entry] = result.plan.entryPoints;
  const hints = localHints(platform, {
    strategy: result.plan.strategy,
    namespace: result.metadata.namespace ?? after.namespace,
    ...(service ? { service: service.name } : {}),
    ...(entry?.port === undefined ? {} : { port: entry.port, nodePort: entry.port }),
  });
  for (const hint of hints) io.stderr(`${platform.id}: ${hint}\n`);
  const words = {
    ok: 'It works: proved by traffic from this machine.',
    broken: 'Applied, but it does not work.',
    unknown: 'Applied; it could not be proved from here.',
    'not-verified': 'Applied; not verified.',
  };
  io.stderr(`${words[result.verdict]}\n`);
  if (!isText(input)) return;
  for (const { url, command, ...rest } of result.entryPoints) {
    if (url === undefined) io.stdout(`${describeEntry(rest)}\n`);
    else io.stdout(`${url}\n${command === undefined ? '' : `${command}\n`}`);
  }
}

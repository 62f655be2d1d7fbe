import { canSayNone, describeGap, findObject, type Hop, type Plan, type Snapshot } from '@expose-plus/core';
import { EXIT, type ExitCode } from '../errors.js';
import type { Outcome } from './execute.js';
import { overall, patienceFor, proveEntries, type EntryProof } from './prove.js';
import { proveInside } from './prove-inside.js';
import type { ExposureResult } from './result.js';
import { waitForAddress, waitForEndpoints, waitForGateway, waitForRollout, waitForRoute, type Waiting } from './wait.js';

/** What of waiting and proving was asked for. */
export interface Asked {
  wait: boolean;
  verify: boolean;
}

/** Waits for what the steps set going: the rollout first, since everything else needs its pods. */
export async function waitForAll(outcomes: readonly Outcome[], waiting: Waiting): Promise<Hop[]> {
  const hops: Hop[] = [];
  for (const { ref, result, object } of outcomes) {
    if (result === 'deleted' || result === 'gone') continue;
    if (result === 'patched' || result === 'restored') hops.push(await waitForRollout(ref, waiting));
    if (ref.kind === 'Service') {
      hops.push(await waitForEndpoints(ref, waiting));
      if ((object?.['spec'] as { type?: string } | undefined)?.type === 'LoadBalancer') hops.push(await waitForAddress(ref, waiting));
    }
    // Routes of controllers, such as an IngressRoute, have no such status, nor has the Gateway of Istio.
    if (!ref.apiVersion.startsWith('gateway.networking.k8s.io/')) continue;
    if (ref.kind.endsWith('Route')) hops.push(await waitForRoute(ref, waiting));
    if (ref.kind === 'Gateway') hops.push(await waitForGateway(ref, waiting));
  }
  return hops;
}

/** Tries the entry points; for a ClusterIP, which has none, the Service through the API server. */
export async function proveAll(
  plan: Plan,
  waited: readonly Hop[],
  outcomes: readonly Outcome[],
  waiting: Waiting,
  asked: Asked,
  after: Snapshot,
): Promise<{ proofs: EntryProof[]; inside?: Hop }> {
  if (!asked.verify || !asked.wait) return { proofs: [] };
  // Behind a rollout that failed nothing can answer: trying would only take time.
  const patienceMs = waited.some(({ verdict }) => verdict === 'broken') ? 0 : patienceFor(plan.strategy, waiting.left());
  const { progress, signal } = waiting;
  const outside = plan.entryPoints.filter(({ reach }) => reach !== 'inside');
  const nodesGap = canSayNone(after, 'nodes') ? {} : { nodesGap: describeGap(after, 'nodes') };
  const selfSigned = plan.exposure.spec.tls?.selfSigned ?? false;
  if (outside.length > 0) return { proofs: await proveEntries(outside, { progress, signal, patienceMs, selfSigned, ...nodesGap }) };
  const reused = plan.reuses.find(({ kind }) => kind === 'Service');
  const service =
    outcomes.find(({ ref, object }) => ref.kind === 'Service' && object)?.object ??
    (reused && findObject(after, '', 'Service', reused.name, reused.namespace));
  return { proofs: [], ...(service ? { inside: await proveInside(waiting.client, service, patienceMs, signal) } : {}) };
}

/** The verdict over everything that was waited for and tried. Without waiting or verifying nothing is claimed. */
export function verdictOf(
  waited: readonly Hop[],
  proofs: readonly EntryProof[],
  inside: Hop | undefined,
  asked: Asked,
): ExposureResult['verdict'] {
  if (!asked.wait || !asked.verify) return waited.some(({ verdict }) => verdict === 'broken') ? 'broken' : 'not-verified';
  if (proofs.length > 0) {
    const tried = overall(
      proofs.map(({ trace }) => trace.verdict),
      'all',
    );
    return tried === 'ok' ? 'ok' : waited.some(({ verdict }) => verdict === 'broken') ? 'broken' : tried;
  }
  return overall(
    [...waited, ...(inside ? [inside] : [])].map(({ verdict }) => verdict),
    'all',
  );
}

/** 4 is for a promise to the outside that could not be proved; what only the cluster reaches promised none. */
export function exitCodeOf(verdict: ExposureResult['verdict'], waited: readonly Hop[], promised: boolean): ExitCode {
  if (
    waited.some(
      (hop) => hop.verdict === 'broken' && (hop.id === 'rollout' || hop.id === 'address' || hop.id === 'route' || hop.id === 'gateway'),
    )
  ) {
    return verdict === 'ok' ? EXIT.ok : EXIT.broken;
  }
  if (verdict === 'broken') return EXIT.broken;
  return verdict === 'unknown' && promised ? EXIT.unknown : EXIT.ok;
}

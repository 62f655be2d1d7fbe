import type { Exposure } from '../model/exposure.js';
import type { PlanResult } from '../model/plan.js';
import type { Query, Snapshot } from '../model/snapshot.js';
import { STRATEGIES, type Strategy } from '../model/strategy-id.js';
import { finding } from '../checks/finding.js';
import { needs } from '../detect/needs.js';
import { EXPOSURE_LABEL } from '../strategies/marks.js';
import { markName, objectName } from '../strategies/names.js';
import { makePlan } from '../strategies/make-plan.js';
import { recommend } from './recommend.js';

/** What to try instead, the nearest first. */
const nearest: Readonly<Record<Strategy, readonly Strategy[]>> = {
  ClusterIP: [],
  NodePort: ['LoadBalancer', 'Ingress', 'Gateway', 'hostPort'],
  LoadBalancer: ['NodePort', 'Ingress', 'Gateway', 'hostPort'],
  Ingress: ['Gateway', 'LoadBalancer', 'NodePort', 'hostPort'],
  Gateway: ['Ingress', 'LoadBalancer', 'NodePort', 'hostPort'],
  hostPort: ['NodePort', 'LoadBalancer', 'Ingress', 'Gateway'],
  hostNetwork: ['hostPort', 'NodePort', 'LoadBalancer', 'Ingress', 'Gateway'],
};

/** Findings that say that another way would serve better, although this one can be had. */
const wrongWay: ReadonlySet<string> = new Set(['EP305']);

/**
 * What would happen if a request were applied: objects, patches, preconditions, entry points and warnings — or why it cannot be,
 * with the requests that could be instead. A pure function: nothing is changed, and the same input gives the same plan.
 *
 * @param snapshot what is known; what was not read is `unknown` and warns.
 * @param exposure the request; `strategy: auto` (the default) takes the best one of `recommend` whose preconditions hold.
 */
export function plan(snapshot: Snapshot, exposure: Exposure): PlanResult {
  const strategy = exposure.spec.strategy ?? 'auto';
  if (strategy === 'auto') return planBest(snapshot, exposure);
  const result = makePlan(snapshot, exposure, strategy);
  if ('refused' in result) {
    // A mistake in the request is to be mended; another way would hide it.
    const isRequest = result.refused.every(({ code }) => code < 'EP200');
    return { refused: result.refused, alternatives: isRequest ? [] : alternativesTo(snapshot, exposure, strategy) };
  }
  const isWrongWay = result.ok.warnings.some(({ code }) => wrongWay.has(code));
  return isWrongWay ? { ok: { ...result.ok, alternatives: alternativesTo(snapshot, exposure, strategy) } } : result;
}

/** The first of the ranking that can be had. */
function planBest(snapshot: Snapshot, exposure: Exposure): PlanResult {
  const { ratings } = recommend(snapshot, exposure);
  for (const { strategy, possible } of ratings) {
    if (possible === 'no') continue;
    const result = makePlan(snapshot, exposure, strategy);
    if ('ok' in result) return result;
  }
  const blockers = ratings.flatMap(({ blockers: found }) => found);
  // What is wrong with the request itself blocks all seven, and is said once.
  const distinct = blockers.filter(
    (found, index) => blockers.findIndex(({ code, message }) => code === found.code && message === found.message) === index,
  );
  const isCommon = distinct.length === 1 && ratings.every(({ blockers: found }) => found.length === 1);
  const message = `none of the ${STRATEGIES.length} strategies is possible`;
  return { refused: isCommon ? distinct : [finding('EP164', { message, field: 'spec.strategy' }), ...distinct], alternatives: [] };
}

/** The request with other strategies, as far as they could be planned and fit. */
function alternativesTo(snapshot: Snapshot, exposure: Exposure, strategy: Strategy): Exposure[] {
  return nearest[strategy].flatMap((other) => {
    const result = makePlan(snapshot, exposure, other);
    const fits = 'ok' in result && !result.ok.warnings.some(({ code }) => wrongWay.has(code));
    return fits ? [{ ...exposure, spec: { ...exposure.spec, strategy: other } }] : [];
  });
}

/**
 * What `plan` (and `recommend`) want to read for a request: the facts of the cluster and the target's namespace, what an earlier
 * apply of the same Exposure left, and the Secret and the issuer that the request names. No Secret data is needed.
 *
 * @param namespace where the request takes place, when it names none itself.
 */
export function planNeeds(exposure: Exposure, namespace: string): Query[] {
  const { spec, metadata } = exposure;
  const { apiVersion = 'apps/v1', kind, name } = spec.target;
  const where = metadata.namespace ?? namespace;
  const labelSelector = `${EXPOSURE_LABEL}=${markName(metadata.name ?? name)}`;
  const { secretName, issuer, selfSigned } = spec.tls ?? {};
  const secret = secretName ?? (issuer || selfSigned ? objectName(metadata.name ?? name, '-tls') : undefined);
  const scaler = { resource: 'horizontalpodautoscalers.autoscaling', apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' };
  return [
    ...needs({ apiVersion, kind, namespace: where, name }),
    { ...scaler, namespace: where },
    {
      resource: 'listenersets.gateway.networking.k8s.io',
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'ListenerSet',
      namespace: where,
    },
    { resource: 'secrets', apiVersion: 'v1', kind: 'Secret', namespace: where, labelSelector },
    ...(secret === undefined ? [] : [{ resource: 'secrets', apiVersion: 'v1', kind: 'Secret', namespace: where, name: secret }]),
    ...(issuer ? [issuerQuery(issuer.kind ?? 'ClusterIssuer', issuer.name, where)] : []),
  ];
}

function issuerQuery(kind: 'Issuer' | 'ClusterIssuer', name: string, namespace: string): Query {
  const resource = `${kind.toLowerCase()}s.cert-manager.io`;
  return { resource, apiVersion: 'cert-manager.io/v1', kind, name, ...(kind === 'Issuer' ? { namespace } : {}) };
}

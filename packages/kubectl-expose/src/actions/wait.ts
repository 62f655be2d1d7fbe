import { readWorkload, type Hop, type KubeObject, type ObjectRef, type Query } from '@expose-plus/core';
import type { KubeClient } from '../kube/client.js';
import { isApiError } from '../kube/errors.js';
import { resourceName } from '../kube/resource-type.js';
import { waitFor, type WaitResult } from '../kube/wait-for.js';
import type { Progress } from '../output/progress.js';
import { nameOf } from '../output/objects.js';
import { newestWarning, podTrouble } from './causes.js';
import { rolloutState } from './rollout.js';

/** What waiting needs. */
export interface Waiting {
  client: KubeClient;
  progress: Progress;
  signal: AbortSignal;
  /** Milliseconds that are left. */
  left(): number;
}

/** Milliseconds without a change after which the cause is looked for. */
const CURIOUS_MS = 5000;

/** Waits until all pods of a workload are of its newest template and available. */
export async function waitForRollout(ref: ObjectRef, waiting: Waiting): Promise<Hop> {
  const hop = { id: 'rollout', what: `the pods of ${nameOf(ref)} are of its newest template and available`, object: ref };
  let missing = '';
  let odd: string | undefined;
  const why = async (objects: readonly KubeObject[]): Promise<string | undefined> => {
    const selector = objects[0] ? (readWorkload(objects[0])?.selector ?? {}) : {};
    return Object.keys(selector).length > 0
      ? podTrouble(waiting.client, ref.namespace, selector, waiting.signal)
      : newestWarning(waiting.client, ref, waiting.signal);
  };
  const result = await observe(ref, waiting, `rollout of ${nameOf(ref)}`, why, ([object]) => {
    if (!object) return { missing: 'it is not there' };
    const state = rolloutState(object);
    if (state.state === 'unknown') odd = state.why;
    missing = state.state === 'waiting' ? state.missing : '';
    return state.state === 'waiting' ? { missing } : { done: true };
  });
  if ('unreadable' in result) return { ...hop, verdict: 'unknown', evidence: result.unreadable };
  if (odd !== undefined) return { ...hop, verdict: 'unknown', evidence: odd };
  if (result.state === 'done') return { ...hop, verdict: 'ok', evidence: 'the rollout is done' };
  const cause = await why(result.objects);
  return {
    ...hop,
    verdict: 'broken',
    evidence: cause === undefined ? missing : `${missing}; ${cause}`,
    remedy: `kubectl describe ${nameOf(ref)}${inNamespace(ref)}`,
  };
}

/** Waits until a Service has an address from outside. */
export async function waitForAddress(ref: ObjectRef, waiting: Waiting): Promise<Hop> {
  const hop = { id: 'address', what: `${nameOf(ref)} has an address`, object: ref };
  const why = (): Promise<string | undefined> => newestWarning(waiting.client, ref, waiting.signal);
  const result = await observe(ref, waiting, `address of ${nameOf(ref)}`, why, ([service]) => {
    const { loadBalancer } = (service?.['status'] ?? {}) as { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
    return loadBalancer?.ingress?.some(({ ip, hostname }) => ip || hostname) ? { done: true } : { missing: 'none yet' };
  });
  if ('unreadable' in result) return { ...hop, verdict: 'unknown', evidence: result.unreadable };
  if (result.state === 'done') return { ...hop, verdict: 'ok', evidence: 'assigned' };
  const cause = await why();
  const evidence = cause ?? 'no address, and no event about it: nothing seems to serve type LoadBalancer, or not this Service';
  return { ...hop, verdict: 'broken', evidence, remedy: `kubectl describe ${nameOf(ref)}${inNamespace(ref)}` };
}

/** Waits until a Service has an endpoint that is ready. */
export async function waitForEndpoints(ref: ObjectRef, waiting: Waiting): Promise<Hop> {
  const hop = { id: 'endpoints', what: `${nameOf(ref)} has an endpoint that is ready`, object: ref };
  const slices: Query = {
    resource: 'endpointslices.discovery.k8s.io',
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }),
    labelSelector: `kubernetes.io/service-name=${ref.name}`,
  };
  const why = async (): Promise<string | undefined> => {
    const service = await waiting.client.find(ref, { signal: waiting.signal }).catch(() => undefined);
    const { selector = {} } = (service?.['spec'] ?? {}) as { selector?: Record<string, string> };
    return Object.keys(selector).length > 0
      ? podTrouble(waiting.client, ref.namespace, selector, waiting.signal)
      : 'the Service selects nothing';
  };
  const result = await observe(slices, waiting, `a ready endpoint of ${nameOf(ref)}`, why, (found) => {
    const endpoints = found.flatMap((slice) => (slice['endpoints'] ?? []) as { conditions?: { ready?: boolean } }[]);
    const ready = endpoints.filter(({ conditions }) => conditions?.ready !== false).length;
    return ready > 0 ? { done: true } : { missing: `${endpoints.length} endpoints, none is ready` };
  });
  if ('unreadable' in result) return { ...hop, verdict: 'unknown', evidence: result.unreadable };
  if (result.state === 'done') return { ...hop, verdict: 'ok', evidence: 'there is one' };
  return { ...hop, verdict: 'broken', evidence: (await why()) ?? 'no endpoint is ready', remedy: `kubectl get pods${inNamespace(ref)}` };
}

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

/** Waits until every parent of a route has accepted it and resolved what it refers to (https://gateway-api.sigs.k8s.io/geps/gep-1364/). */
export async function waitForRoute(ref: ObjectRef, waiting: Waiting): Promise<Hop> {
  return waitForConditions(ref, waiting, 'route', ['Accepted', 'ResolvedRefs'], (object) => {
    const { parents = [] } = (object['status'] ?? {}) as { parents?: { conditions?: Condition[] }[] };
    return parents.length === 0 ? undefined : parents.flatMap(({ conditions = [] }) => conditions);
  });
}

/** Waits until a Gateway is programmed. */
export async function waitForGateway(ref: ObjectRef, waiting: Waiting): Promise<Hop> {
  return waitForConditions(
    ref,
    waiting,
    'gateway',
    ['Accepted', 'Programmed'],
    (object) => ((object['status'] ?? {}) as { conditions?: Condition[] }).conditions,
  );
}

async function waitForConditions(
  ref: ObjectRef,
  waiting: Waiting,
  id: string,
  wanted: readonly string[],
  conditionsOf: (object: KubeObject) => Condition[] | undefined,
): Promise<Hop> {
  const hop = { id, what: `${nameOf(ref)} is ${wanted.join(' and ')}`, object: ref };
  let missing = 'no controller has looked at it';
  const result = await observe(
    ref,
    waiting,
    hop.what,
    () => newestWarning(waiting.client, ref, waiting.signal),
    ([object]) => {
      const conditions = object ? (conditionsOf(object) ?? []) : [];
      const no = conditions.find(({ type, status }) => wanted.includes(type) && status !== 'True');
      const absent = wanted.filter((type) => !conditions.some((condition) => condition.type === type));
      if (!no && absent.length === 0) return { done: true };
      missing = no
        ? `${no.type} is ${no.status}: ${no.reason ?? ''} ${no.message ?? ''}`.trim()
        : conditions.length === 0
          ? 'no controller has looked at it'
          : `${absent.join(', ')} is missing`;
      return { missing };
    },
  );
  if ('unreadable' in result) return { ...hop, verdict: 'unknown', evidence: result.unreadable };
  if (result.state === 'done') return { ...hop, verdict: 'ok', evidence: 'its conditions say so' };
  return { ...hop, verdict: 'broken', evidence: missing, remedy: `kubectl describe ${nameOf(ref)}${inNamespace(ref)}` };
}

/** One look at what is waited for. */
type Look = (objects: readonly KubeObject[]) => { done: true } | { missing: string };

/** Waits, says what is missing, and after a while without a change looks for the cause. */
async function observe(
  what: ObjectRef | Query,
  waiting: Waiting,
  title: string,
  why: (objects: readonly KubeObject[]) => Promise<string | undefined>,
  look: Look,
): Promise<WaitResult<true> | { unreadable: string }> {
  const { client, progress, signal } = waiting;
  let last = '';
  let timer: NodeJS.Timeout | undefined;
  const curious = (objects: readonly KubeObject[], missing: string): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      void why(objects).then(
        (cause) => cause !== undefined && missing === last && progress.say(`waiting for ${title}: ${missing}; ${cause}`),
        () => undefined,
      );
    }, CURIOUS_MS);
  };
  try {
    const query = 'resource' in what ? what : await queryOf(what, client, signal);
    return await waitFor<true>(client, query, {
      timeoutMs: Math.max(1, waiting.left()),
      signal,
      until: (objects) => {
        const seen = look(objects);
        if ('done' in seen) return true;
        if (seen.missing !== last) progress.say(`waiting for ${title}: ${seen.missing}`);
        last = seen.missing;
        curious(objects, seen.missing);
        return undefined;
      },
    });
  } catch (error) {
    if (isApiError(error, 403)) return { unreadable: `missing: ${error.verb ?? 'get'} ${error.resource ?? ''}`.trim() };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function queryOf(ref: ObjectRef, client: KubeClient, signal: AbortSignal): Promise<Query> {
  const type = await client.typeOf(ref.apiVersion, ref.kind, { signal });
  const { namespace, ...rest } = ref;
  return { resource: resourceName(type), ...rest, ...(namespace === undefined ? {} : { namespace }) };
}

const inNamespace = (ref: ObjectRef): string => (ref.namespace === undefined ? '' : ` -n ${ref.namespace}`);

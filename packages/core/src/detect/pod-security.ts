import type { Snapshot } from '../model/snapshot.js';
import { canSayNone, describeGap, findObject } from './coverage.js';
import type { Known, PodSecurityFact } from './facts.js';
import { dig, integer, record, records, textMap } from './read.js';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/**
 * The level that a namespace enforces. A namespace without the label is `privileged`, which is the default of an API server; one
 * that was configured otherwise cannot be told from outside, and the evidence says so. `unknown` when the namespace was not read.
 */
export function detectPodSecurity(snapshot: Snapshot, namespace: string): PodSecurityFact {
  const object = findObject(snapshot, '', 'Namespace', namespace);
  if (!object) {
    const why = canSayNone(snapshot, 'namespaces') ? `namespace ${namespace} does not exist` : describeGap(snapshot, 'namespaces');
    return { enforce: 'unknown', evidence: why };
  }
  const level = textMap(object.metadata.labels)[ENFORCE];
  if (level === 'privileged' || level === 'baseline' || level === 'restricted') {
    return { enforce: level, evidence: `label ${ENFORCE}=${level} of namespace ${namespace}` };
  }
  if (level !== undefined) {
    // The API server treats a level that it does not know as the strictest (pod-security-admission, policy evaluator).
    return {
      enforce: 'restricted',
      evidence: `label ${ENFORCE}=${level} of namespace ${namespace} is no level: the API server falls back to restricted`,
    };
  }
  return {
    enforce: 'privileged',
    evidence: `namespace ${namespace} has no label ${ENFORCE}: privileged, unless the API server was configured with another default`,
  };
}

/** Ways in that a pod-security level can forbid. */
export type HostAccess = 'hostPort' | 'hostNetwork';

/** Whether a level allows pods with host ports or the host's network: only `privileged` does. */
export function podSecurityAllows(fact: PodSecurityFact, _access: HostAccess): Known {
  if (fact.enforce === 'unknown') return 'unknown';
  return fact.enforce === 'privileged' ? 'yes' : 'no';
}

/** Which of the host accesses a pod already has. Source: pod-security-admission v0.37.2, policy/check_hostPorts.go, check_hostNamespaces.go. */
export function hostAccessOf(podSpec: unknown): HostAccess[] {
  const out: HostAccess[] = [];
  const containers = [...records(dig(podSpec, 'containers')), ...records(dig(podSpec, 'initContainers'))];
  if (containers.some((container) => records(container['ports']).some((port) => (integer(port['hostPort']) ?? 0) !== 0)))
    out.push('hostPort');
  if (record(podSpec)['hostNetwork'] === true) out.push('hostNetwork');
  return out;
}

import { canSayNone, describeGap, namespaceOf, objectsOf } from '../detect/coverage.js';
import { topOwnerOf } from '../detect/lookup.js';
import { dig, records, text, textMap } from '../detect/read.js';
import { readWorkload, type Workload } from '../detect/workload.js';
import type { Verdict } from '../model/finding.js';
import { refOf, type KubeObject, type ObjectRef } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';

/** What stands behind a Service. */
export interface Backend {
  workloads: ObjectRef[];
  verdict: Verdict;
  evidence: string;
}

/** Finds what stands behind a Service without walking all objects each time. */
export interface BackendIndex {
  ofService(service: KubeObject): Backend;
  /** By name; `undefined` when there is no such Service, `unknown` when Services were not read. */
  ofName(namespace: string, name: string): Backend | 'unknown' | undefined;
}

const WORKLOAD_KINDS: readonly (readonly [group: string, kind: string])[] = [
  ['apps', 'Deployment'],
  ['apps', 'StatefulSet'],
  ['apps', 'DaemonSet'],
  ['apps', 'ReplicaSet'],
  ['', 'ReplicationController'],
  ['batch', 'Job'],
  ['', 'Pod'],
];

const pairKey = (namespace: string, key: string, value: string): string => `${namespace}/${key}=${value}`;

/** Builds the index once for a snapshot. */
export function indexBackends(snapshot: Snapshot): BackendIndex {
  const byLabel = indexByLabel(snapshot);
  const slices = groupBy(objectsOf(snapshot, 'discovery.k8s.io', 'EndpointSlice'), (slice) => {
    const service = textMap(slice.metadata.labels)['kubernetes.io/service-name'];
    return service === undefined ? undefined : `${namespaceOf(snapshot, slice)}/${service}`;
  });
  const services = groupBy(objectsOf(snapshot, '', 'Service'), (service) => `${namespaceOf(snapshot, service)}/${service.metadata.name}`);

  const ofService = (service: KubeObject): Backend => {
    const namespace = namespaceOf(snapshot, service);
    const workloads = selectWorkloads(snapshot, byLabel, namespace, textMap(dig(service, 'spec', 'selector')));
    return { workloads, ...readiness(snapshot, service, namespace, slices.get(`${namespace}/${service.metadata.name}`) ?? []) };
  };
  return {
    ofService,
    ofName: (namespace, name) => {
      const [service] = services.get(`${namespace}/${name}`) ?? [];
      if (service) return ofService(service);
      return canSayNone(snapshot, 'services', namespace) ? undefined : 'unknown';
    },
  };
}

function groupBy(objects: readonly KubeObject[], keyOf: (object: KubeObject) => string | undefined): Map<string, KubeObject[]> {
  const groups = new Map<string, KubeObject[]>();
  for (const object of objects) {
    const key = keyOf(object);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(object);
    else groups.set(key, [object]);
  }
  return groups;
}

/** Workloads by each label of their pods. */
function indexByLabel(snapshot: Snapshot): Map<string, Workload[]> {
  const byLabel = new Map<string, Workload[]>();
  for (const [group, kind] of WORKLOAD_KINDS) {
    for (const object of objectsOf(snapshot, group, kind)) {
      const workload = readWorkload(object);
      if (!workload) continue;
      for (const [key, value] of Object.entries(workload.podLabels)) {
        const at = pairKey(namespaceOf(snapshot, object), key, value);
        const bucket = byLabel.get(at);
        if (bucket) bucket.push(workload);
        else byLabel.set(at, [workload]);
      }
    }
  }
  return byLabel;
}

function selectWorkloads(
  snapshot: Snapshot,
  byLabel: Map<string, Workload[]>,
  namespace: string,
  selector: Record<string, string>,
): ObjectRef[] {
  const pairs = Object.entries(selector);
  const buckets = pairs.map(([key, value]) => byLabel.get(pairKey(namespace, key, value)) ?? []);
  const smallest = buckets.toSorted((a, b) => a.length - b.length)[0] ?? [];
  const found = smallest.filter(({ podLabels }) => pairs.every(([key, value]) => podLabels[key] === value));
  const tops = new Map<string, ObjectRef>();
  for (const { object } of found) {
    const top = topOwnerOf(snapshot, object);
    const ref = top.missing ?? { ...refOf(top.object), namespace };
    tops.set(`${ref.apiVersion}/${ref.kind}/${ref.name}`, ref);
  }
  return [...tops.values()].toSorted((a, b) => (`${a.kind}/${a.name}` < `${b.kind}/${b.name}` ? -1 : 1));
}

function readiness(snapshot: Snapshot, service: KubeObject, namespace: string, slices: readonly KubeObject[]): Omit<Backend, 'workloads'> {
  const name = `Service ${namespace}/${service.metadata.name}`;
  if (text(dig(service, 'spec', 'type')) === 'ExternalName') return { verdict: 'unknown', evidence: `${name} is an alias (ExternalName)` };
  const resource = 'endpointslices.discovery.k8s.io';
  const endpoints = slices.flatMap((slice) => records(slice['endpoints']));
  // An absent condition means ready (discovery.k8s.io/v1, EndpointConditions).
  const ready = endpoints.filter((endpoint) => dig(endpoint, 'conditions', 'ready') !== false).length;
  if (ready > 0) return { verdict: 'ok', evidence: `${name} has ${ready} ready ${ready === 1 ? 'endpoint' : 'endpoints'}` };
  if (!canSayNone(snapshot, resource, namespace)) return { verdict: 'unknown', evidence: describeGap(snapshot, resource, namespace) };
  return { verdict: 'broken', evidence: `${name} has no ready endpoint` };
}

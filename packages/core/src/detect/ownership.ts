import { groupOf, refOf, type KubeObject, type ObjectRef, type OwnerReference } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';
import { findObject, namespaceOf, objectsOf } from './coverage.js';
import type { OwnershipFact, ReverterFact } from './facts.js';
import { records, textMap } from './read.js';
import { controllerOf } from './workload.js';

/** By what a tool that manages objects is recognised. */
interface ToolRow {
  who: ReverterFact['who'];
  /** Annotation or label whose value names the release or application. */
  annotation?: string;
  label?: string;
  /** The value must be this. */
  value?: string;
  /** Field manager. */
  manager?: string;
  /** From the value to the name. */
  name?: (value: string) => string;
  when: ReverterFact['when'];
  source: string;
  verified: string;
}

const on = '2026-11-22';

/** Tools that put an object back as they know it. Sorted by tool. */
export const TOOL_ROWS: readonly ToolRow[] = [
  {
    who: 'Argo CD',
    annotation: 'argocd.argoproj.io/tracking-id',
    name: (value) => value.split(':')[0] ?? value,
    when: 'soon',
    source: 'https://argo-cd.readthedocs.io/en/release-3.3/user-guide/resource_tracking/',
    verified: on,
  },
  {
    who: 'Argo CD',
    label: 'argocd.argoproj.io/instance',
    when: 'soon',
    source: 'https://argo-cd.readthedocs.io/en/release-2.9/user-guide/resource_tracking/',
    verified: on,
  },
  {
    who: 'Argo CD',
    manager: 'argocd-controller',
    when: 'soon',
    source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#server-side-apply',
    verified: on,
  },
  {
    who: 'Flux',
    label: 'kustomize.toolkit.fluxcd.io/name',
    when: 'soon',
    source: 'https://fluxcd.io/flux/components/kustomize/kustomizations/',
    verified: on,
  },
  {
    who: 'Flux',
    label: 'helm.toolkit.fluxcd.io/name',
    when: 'on-upgrade',
    source: 'https://fluxcd.io/flux/components/helm/helmreleases/ (drift is corrected only where driftDetection is enabled)',
    verified: on,
  },
  {
    who: 'Helm',
    annotation: 'meta.helm.sh/release-name',
    when: 'on-upgrade',
    source: 'https://helm.sh/docs/topics/advanced/ and helm/helm pkg/action/validate.go',
    verified: on,
  },
  {
    who: 'Helm',
    label: 'app.kubernetes.io/managed-by',
    value: 'Helm',
    when: 'on-upgrade',
    source: 'https://helm.sh/docs/chart_best_practices/labels/',
    verified: on,
  },
];

/** API groups of controllers of Kubernetes itself: being owned by one is no operator. */
const BUILT_IN = ['', 'apps', 'batch'];

/**
 * Who owns an object and who would revert a change of it: Helm, Argo CD, Flux, operators by ownerReferences. The tools are looked
 * for on the object and on its owners.
 */
export function detectOwnership(snapshot: Snapshot, object: KubeObject): OwnershipFact {
  const owners = ownersOf(snapshot, object);
  const reverters: ReverterFact[] = [];
  const objects = [object, ...owners.flatMap((owner) => owner.object ?? [])];
  for (const candidate of objects) {
    for (const row of TOOL_ROWS) {
      const found = recognise(row, candidate);
      if (found && !reverters.some((entry) => entry.who === found.who)) reverters.push(found);
    }
  }
  for (const { ref } of owners) {
    const group = groupOf(ref.apiVersion);
    if (BUILT_IN.includes(group)) continue;
    reverters.push({
      who: 'operator',
      name: `${ref.kind} ${ref.name}`,
      when: 'soon',
      evidence: `ownerReference to ${ref.kind} ${ref.name} (${ref.apiVersion})`,
    });
  }
  return { owners, reverters };
}

function recognise(row: ToolRow, object: KubeObject): ReverterFact | undefined {
  const where = `${object.kind} ${object.metadata.name}`;
  if (row.manager !== undefined) {
    return records(object.metadata.managedFields).some((entry) => entry['manager'] === row.manager)
      ? { who: row.who, when: row.when, evidence: `field manager ${row.manager} of ${where}` }
      : undefined;
  }
  const key = row.annotation ?? row.label ?? '';
  const value = textMap(row.annotation === undefined ? object.metadata.labels : object.metadata.annotations)[key];
  if (value === undefined || value === '' || (row.value !== undefined && value !== row.value)) return undefined;
  const what = row.annotation === undefined ? 'label' : 'annotation';
  const name = row.value === undefined ? (row.name ?? String)(value) : undefined;
  return { who: row.who, ...(name === undefined ? {} : { name }), when: row.when, evidence: `${what} ${key}=${value} of ${where}` };
}

/** The chain of controlling owners, nearest first. Ends where an owner was not read, and at a loop. */
export function ownersOf(snapshot: Snapshot, object: KubeObject): { ref: ObjectRef; object?: KubeObject }[] {
  const out: { ref: ObjectRef; object?: KubeObject }[] = [];
  let at: KubeObject | undefined = object;
  while (at && out.length < 10) {
    const namespace: string = namespaceOf(snapshot, at);
    const owner: OwnerReference | undefined = controllerOf(at);
    if (!owner) break;
    const group = groupOf(owner.apiVersion);
    const found: KubeObject | undefined =
      findObject(snapshot, group, owner.kind, owner.name, namespace) ?? clusterScoped(snapshot, group, owner);
    const ref: ObjectRef = found ? refOf(found) : { apiVersion: owner.apiVersion, kind: owner.kind, namespace, name: owner.name };
    if (out.some((entry) => entry.ref.kind === ref.kind && entry.ref.name === ref.name)) break;
    out.push(found ? { ref, object: found } : { ref });
    at = found;
  }
  return out;
}

/** An owner without a namespace, e.g. the Node of a static pod. */
function clusterScoped(snapshot: Snapshot, group: string, owner: OwnerReference): KubeObject | undefined {
  return objectsOf(snapshot, group, owner.kind).find(
    (object) => object.metadata.name === owner.name && object.metadata.namespace === undefined,
  );
}

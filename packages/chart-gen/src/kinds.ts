import { groupOf, type KubeObject } from '@expose-plus/core';

/**
 * Kinds of Kubernetes and of common extensions that stand outside namespaces, as `group/Kind`.
 * Source: `kubectl api-resources --namespaced=false` of 1.36, and the CRDs of the projects named by the group.
 */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  '/Namespace',
  '/Node',
  '/PersistentVolume',
  'admissionregistration.k8s.io/MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/ClusterTrustBundle',
  'cert-manager.io/ClusterIssuer',
  'external-secrets.io/ClusterSecretStore',
  'flowcontrol.apiserver.k8s.io/FlowSchema',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  'gateway.networking.k8s.io/GatewayClass',
  'kyverno.io/ClusterPolicy',
  'networking.k8s.io/IngressClass',
  'networking.k8s.io/IPAddress',
  'networking.k8s.io/ServiceCIDR',
  'node.k8s.io/RuntimeClass',
  'policy/PodSecurityPolicy',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'resource.k8s.io/DeviceClass',
  'scheduling.k8s.io/PriorityClass',
  'snapshot.storage.k8s.io/VolumeSnapshotClass',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode',
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttachment',
  'storage.k8s.io/VolumeAttributesClass',
]);

/** Kinds whose name says what they are to somebody else, so that it can never change: `<plural>.<group>`, a driver, a node. */
const FIXED_NAME: ReadonlySet<string> = new Set([
  '/Node',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'certificates.k8s.io/ClusterTrustBundle',
  'networking.k8s.io/IPAddress',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode',
]);

/**
 * Longest name of kinds whose name goes, with something behind it, into a label or another name of at most 63 characters: the
 * revision label of a StatefulSet's pods (`<name>-<10>`), the Jobs of a CronJob (`<name>-<8 to 10>`).
 */
const NAME_LIMITS: Readonly<Record<string, number>> = { 'apps/StatefulSet': 52, 'batch/CronJob': 52 };

/** `group/Kind`, the key of the tables of kinds. The core group is empty. */
export function groupKind({ apiVersion, kind }: { apiVersion: string; kind: string }): string {
  return `${groupOf(apiVersion)}/${kind}`;
}

/** Scopes that CRDs among the objects declare, by `group/Kind`. */
export function declaredScopes(objects: readonly KubeObject[]): ReadonlyMap<string, 'Cluster' | 'Namespaced'> {
  const scopes = new Map<string, 'Cluster' | 'Namespaced'>();
  for (const object of objects) {
    if (object.kind !== 'CustomResourceDefinition') continue;
    const spec = (object['spec'] ?? {}) as { group?: unknown; scope?: unknown; names?: { kind?: unknown } };
    if (spec.scope === 'Cluster' || spec.scope === 'Namespaced')
      scopes.set(`${String(spec.group)}/${String(spec.names?.kind)}`, spec.scope);
  }
  return scopes;
}

/** Whether an object stands outside namespaces. Unknown kinds count as namespaced. */
export function isClusterScoped(object: KubeObject, declared: ReadonlyMap<string, 'Cluster' | 'Namespaced'>): boolean {
  const key = groupKind(object);
  if (object.metadata.namespace !== undefined) return false;
  return CLUSTER_SCOPED.has(key) || declared.get(key) === 'Cluster';
}

/** Whether a name cannot be changed by whoever installs the object. */
export function hasFixedName(object: KubeObject): boolean {
  // Every ServiceAccount `default` and ConfigMap `kube-root-ca.crt` is made by Kubernetes itself.
  if (groupKind(object) === '/ServiceAccount' && object.metadata.name === 'default') return true;
  return FIXED_NAME.has(groupKind(object));
}

/** Longest name that is safe for the kind; at least the length that the input has. */
export function nameLimit(object: KubeObject): number {
  return Math.max(NAME_LIMITS[groupKind(object)] ?? 63, object.metadata.name?.length ?? 0);
}

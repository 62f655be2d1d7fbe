import { groupOf } from '@expose-plus/core';
import type { Item } from './input.js';

/** A place in an object of the input that names another one. */
export interface Reference {
  from: Item;
  to: Item;
  /** Path as in findings: `spec.template.spec.serviceAccountName`. */
  path: string;
}

/** Finds objects by kind, name and namespace. */
export interface Index {
  /** `group` narrows the search when it is known. */
  find(kind: string, name: string, namespace: string | undefined, group?: string): Item | undefined;
  /** The only object of a kind and name, in whatever namespace: for what stands outside namespaces and names none. */
  anywhere(kind: string, name: string): Item | undefined;
  services: readonly Item[];
  statefulSets: readonly Item[];
}

/** Indexes the input. Objects without a namespace and references without one belong together. */
export function indexOf(items: readonly Item[]): Index {
  const byKey = new Map<string, Item[]>();
  for (const item of items) {
    const key = `${item.object.kind} ${item.name}`;
    byKey.set(key, [...(byKey.get(key) ?? []), item]);
  }
  return {
    find: (kind, name, namespace, group) =>
      byKey
        .get(`${kind} ${name}`)
        ?.find(
          (item) =>
            (item.clusterScoped || item.namespace === namespace) && (group === undefined || groupOf(item.object.apiVersion) === group),
        ),
    anywhere: (kind, name) => {
      const found = byKey.get(`${kind} ${name}`) ?? [];
      return found.length === 1 ? found[0] : undefined;
    },
    services: items.filter(({ type }) => type === '/Service'),
    statefulSets: items.filter(({ type }) => type === 'apps/StatefulSet'),
  };
}

/** Fields whose text is the name of an object, by key. */
export const NAME_FIELDS: Readonly<Record<string, string>> = {
  serviceAccountName: 'ServiceAccount',
  serviceAccount: 'ServiceAccount',
  secretName: 'Secret',
  claimName: 'PersistentVolumeClaim',
  serviceName: 'Service',
  subdomain: 'Service',
  ingressClassName: 'IngressClass',
  storageClassName: 'StorageClass',
  priorityClassName: 'PriorityClass',
  runtimeClassName: 'RuntimeClass',
  gatewayClassName: 'GatewayClass',
  volumeName: 'PersistentVolume',
  credentialName: 'Secret',
  deviceClassName: 'DeviceClass',
  resourceClaimName: 'ResourceClaim',
  resourceClaimTemplateName: 'ResourceClaimTemplate',
  secretProviderClass: 'SecretProviderClass',
  volumeSnapshotClassName: 'VolumeSnapshotClass',
  // Argo Rollouts: https://argo-rollouts.readthedocs.io/en/stable/features/specification/
  activeService: 'Service',
  canaryService: 'Service',
  previewService: 'Service',
  stableIngress: 'Ingress',
  stableService: 'Service',
  // Bindings of admission policies name the policy of their own kind.
  policyName: 'ValidatingAdmissionPolicy',
};

/** Kinds whose names a list of texts holds, by its key. */
export const NAME_LISTS: Readonly<Record<string, string>> = { gateways: 'Gateway' };

/** Maps, or lists of maps, whose `name` is that of an object, by key. A `kind` in the map itself goes before. */
const NAMED_MAPS: Readonly<Record<string, string>> = {
  configMap: 'ConfigMap',
  configMapRef: 'ConfigMap',
  configMapKeyRef: 'ConfigMap',
  secret: 'Secret',
  secretRef: 'Secret',
  secretKeyRef: 'Secret',
  imagePullSecrets: 'Secret',
  secrets: 'Secret',
  service: 'Service',
  backendRef: 'Service',
  backendRefs: 'Service',
  parentRefs: 'Gateway',
  certificateRefs: 'Secret',
  issuerRef: 'Issuer',
  ingress: 'Ingress',
  middlewares: 'Middleware',
  scaleTargetRef: 'Deployment',
  secretStoreRef: 'SecretStore',
  secretTargetRef: 'Secret',
  services: 'Service',
  authenticationRef: 'TriggerAuthentication',
};

/** Endings of such keys: `nodePublishSecretRef`, `privateKeySecretRef`, `serviceAccountRef`. */
const NAMED_ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/secret(key)?ref$/i, 'Secret'],
  [/configmap(key)?ref$/i, 'ConfigMap'],
  [/serviceaccount(ref)?$/i, 'ServiceAccount'],
];

/** The kind that the `name` of the map below a key names by the key alone. */
export function kindOfKey(key: string): string | undefined {
  if (Object.hasOwn(NAMED_MAPS, key)) return NAMED_MAPS[key];
  return NAMED_ENDINGS.find(([ending]) => ending.test(key))?.[1];
}

/** Annotations whose text is the name of an object, by key. Sources: the documentation of the group in the key. */
export const NAME_ANNOTATIONS: Readonly<Record<string, string>> = {
  'cert-manager.io/issuer': 'Issuer',
  'cert-manager.io/cluster-issuer': 'ClusterIssuer',
  'kubernetes.io/ingress.class': 'IngressClass',
  'nginx.ingress.kubernetes.io/auth-secret': 'Secret',
  'nginx.ingress.kubernetes.io/auth-tls-secret': 'Secret',
  'nginx.ingress.kubernetes.io/proxy-ssl-secret': 'Secret',
};

/** Kind of a resource of RBAC rules: `configmaps` → `ConfigMap`, when the input has one of it. */
export function kindOfResource(resource: string, items: readonly Item[]): string | undefined {
  const plural = resource.split('/')[0] ?? '';
  return items.find(({ object }) => plurals(object.kind.toLowerCase()).includes(plural))?.object.kind;
}

function plurals(kind: string): string[] {
  return [`${kind}s`, `${kind}es`, kind.replace(/y$/, 'ies')];
}

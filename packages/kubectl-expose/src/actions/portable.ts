import { cleanObject, exposureOf, readWorkload, type KubeObject } from '@expose-plus/core';

/** Fields of a Service that the API server fills in and that no other cluster would take. */
const ASSIGNED = new Set(['clusterIP', 'clusterIPs', 'healthCheckNodePort', 'ipFamilies', 'internalTrafficPolicy']);

/** Whether an object was read from a cluster, e.g. by `kubectl get -o yaml`. */
const isFromCluster = ({ metadata }: KubeObject): boolean => metadata['uid'] !== undefined || metadata['resourceVersion'] !== undefined;

/** An object as a person would have written it, fit for another cluster; one that a person wrote stays as it is. */
export function portable(object: KubeObject): KubeObject {
  if (!isFromCluster(object)) return object;
  const clean = cleanObject(object);
  if (object.apiVersion === 'v1' && object.kind === 'Service') return { ...clean, spec: portableService(fieldsOf(clean['spec'])) };
  if (object.apiVersion === 'v1' && object.kind === 'PersistentVolumeClaim') {
    const { volumeName: _, ...spec } = fieldsOf(clean['spec']);
    return { ...clean, spec };
  }
  return clean;
}

function portableService(spec: Record<string, unknown>): Record<string, unknown> {
  const isHeadless = spec['clusterIP'] === 'None';
  const kept = Object.entries(spec).filter(
    ([key, value]) =>
      !ASSIGNED.has(key) && !(key === 'ipFamilyPolicy' && value === 'SingleStack') && !(key === 'sessionAffinity' && value === 'None'),
  );
  return { ...Object.fromEntries(kept), ...(isHeadless ? { clusterIP: 'None' } : {}) };
}

/** What belongs to a workload and was made by people: the Services of its pods and the Ingresses that lead to those. */
export function companions(workload: KubeObject, objects: readonly KubeObject[], namespace: string): KubeObject[] {
  const labels = readWorkload(workload)?.podLabels ?? {};
  const near = objects.filter((object) => (object.metadata.namespace ?? namespace) === namespace && exposureOf(object) === undefined);
  const services = near.filter(({ apiVersion, kind, spec }) => {
    const selector = Object.entries(fieldsOf(fieldsOf(spec)['selector']));
    return apiVersion === 'v1' && kind === 'Service' && selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
  });
  const names = services.map(({ metadata }) => `"service":{"name":"${metadata.name}"`);
  const ingresses = near.filter(
    ({ apiVersion, kind, spec }) =>
      apiVersion === 'networking.k8s.io/v1' && kind === 'Ingress' && names.some((name) => JSON.stringify(spec).includes(name)),
  );
  return [...services, ...ingresses];
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

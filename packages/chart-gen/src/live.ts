import { cleanObject, type KubeObject } from '@expose-plus/core';
import { mapping, mappings, without, type Mapping } from './read.js';

/** Whether an object was read from a cluster. */
export function isLive(object: KubeObject): boolean {
  return typeof object.metadata['uid'] === 'string';
}

/**
 * An object of a cluster as somebody would have written it: without what the cluster assigned, which it would refuse or could not give a
 * second time. A node port stays when somebody asked for it, which the managed fields or the last applied text tell.
 */
export function withoutAssigned(object: KubeObject): KubeObject {
  const clean = cleanObject(object);
  const spec = mapping(clean['spec']);
  if (object.apiVersion === 'v1' && object.kind === 'Service') return { ...clean, spec: serviceSpec(spec, isNodePortAsked(object)) };
  if (object.apiVersion === 'v1' && object.kind === 'PersistentVolumeClaim') {
    const { annotations, ...metadata } = clean.metadata;
    const own = Object.entries(annotations ?? {}).filter(([key]) => !/^(pv\.kubernetes\.io|volume(\.beta)?\.kubernetes\.io)\//.test(key));
    const kept = own.length === 0 ? {} : { annotations: Object.fromEntries(own) };
    return { ...clean, metadata: { ...metadata, ...kept }, spec: without(spec, 'volumeName') };
  }
  return clean;
}

function serviceSpec(spec: Mapping, keepsNodePorts: boolean): Mapping {
  const headless = spec['clusterIP'] === 'None' ? [] : ['clusterIP', 'clusterIPs'];
  // One family is what a Service gets that asks for none.
  const single = spec['ipFamilyPolicy'] === 'SingleStack' ? ['ipFamilies', 'ipFamilyPolicy'] : [];
  const rest = without(spec, 'healthCheckNodePort', ...headless, ...single);
  if (keepsNodePorts || !Array.isArray(spec['ports'])) return rest;
  return { ...rest, ports: mappings(spec['ports']).map((port) => without(port, 'nodePort')) };
}

function isNodePortAsked({ metadata }: KubeObject): boolean {
  const applied = mapping(metadata.annotations)['kubectl.kubernetes.io/last-applied-configuration'];
  if (typeof applied === 'string' && applied.includes('"nodePort"')) return true;
  return (JSON.stringify(metadata['managedFields']) ?? '').includes('"f:nodePort"');
}

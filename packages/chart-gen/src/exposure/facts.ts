import { guessProtocols } from '@expose-plus/core';
import type { Component } from '../components.js';
import { isMapping, mapping, mappings, without, type Mapping } from '../read.js';
import type { Build } from '../render/build.js';
import { serviceKey } from '../render/service.js';
import { INSTANCE_LABEL } from '../selectors.js';
import { goString } from '../template/go-text.js';
import { portKey, type InputExposure } from './derive.js';
import type { Tree } from '../trees.js';

/** Fields of a Service of the chart that decide whether it can stand behind a route. */
const SERVICE_FIELDS = ['clusterIP', 'sessionAffinity', 'ipFamilyPolicy', 'ipFamilies', 'selector'] as const;
const ROLLOUT_FIELDS: Readonly<Record<string, string>> = {
  Deployment: 'strategy',
  StatefulSet: 'updateStrategy',
  DaemonSet: 'updateStrategy',
};

/** What the library chart must know of a component: `spec.target` of its templates, as a tree with marks. */
export function targetFacts(build: Build, component: Component, exposure: InputExposure, trees: readonly Tree[]): Mapping {
  const { item, workload } = component;
  const own = mapping(trees.find((tree) => tree.item === item)?.tree);
  const podSpec = workload.templatePath.reduce<Mapping>((at, key) => mapping(at[key]), own)['spec'];
  const rollout = mapping(own['spec'])[ROLLOUT_FIELDS[item.object.kind] ?? ''];
  const neighbours = trees.filter((tree) => tree.item.type === '/Service' && tree.item.namespace === item.namespace);
  const services = neighbours.filter((tree) => component.services.includes(tree.item));
  const protocols = protocolFacts(component);
  const ingresses = trees.filter((tree) => tree.item.type === 'networking.k8s.io/Ingress' && tree.item.namespace === item.namespace);
  return {
    apiVersion: item.object.apiVersion,
    kind: item.object.kind,
    name: build.names.whole(item),
    ...(item.namespace === undefined ? {} : { namespace: mapping(own['metadata'])['namespace'] }),
    ...(exposure.own === undefined ? {} : { strategy: exposure.own }),
    ...replicasFact(build, component),
    selector: selectorFact(build, component),
    ...(rollout === undefined ? {} : { rollout }),
    ...(workload.hostNetwork ? { hostNetwork: true } : {}),
    ...(workload.dnsPolicy === undefined ? {} : { dnsPolicy: workload.dnsPolicy }),
    container: component.main,
    containers: containersFact(mapping(podSpec), exposure),
    ...(Object.keys(protocols).length > 0 ? { protocols } : {}),
    ...(exposure.carrier ? { carrier: true } : {}),
    ...(services.length > 0 ? { services: services.map((tree) => serviceFact(build, tree, component, exposure)) } : {}),
    ...(neighbours.length > 0 ? { serviceNames: neighbours.map((tree) => mapping(tree.tree['metadata'])['name']) } : {}),
    ...(ingresses.length > 0 ? { ingressNames: ingresses.map((tree) => mapping(tree.tree['metadata'])['name']) } : {}),
  };
}

/** Pods wanted, as the values have them: surge is counted by them. */
function replicasFact(build: Build, { key, workload }: Component): Mapping {
  const value = `(index .Values.components ${goString(key)}).replicas`;
  if (build.values.has(['components', key, 'replicas'])) return { replicas: build.blocks.value(value) };
  return workload.replicas === undefined ? {} : { replicas: build.blocks.value(`${value} | default ${workload.replicas}`) };
}

/** Labels by which Services find the pods. A Pod without labels gets one when it needs it. */
function selectorFact(build: Build, { item, workload }: Component): Mapping {
  const own =
    item.object.kind === 'Pod' && Object.keys(workload.selector).length === 0 ? { app: build.names.whole(item) } : workload.selector;
  if (build.options.naming === 'original' || Object.keys(own).length === 0) return own;
  return { ...own, [INSTANCE_LABEL]: build.blocks.value('.Release.Name | quote') };
}

/** Containers that run as long as the pod, with their ports; host ports that the settings say are left out. */
function containersFact(podSpec: Mapping, { own }: InputExposure): Mapping[] {
  const always = mappings(podSpec['initContainers']).filter((container) => container['restartPolicy'] === 'Always');
  return [...mappings(podSpec['containers']), ...always].map(({ name, ports }) => {
    if (!Array.isArray(ports) || ports.length === 0) return { name };
    return {
      name,
      ports: ports.map((port: unknown) => (isMapping(port) && own === 'hostPort' ? without(port, 'hostPort', 'hostIP') : port)),
    };
  });
}

/** What each declared port speaks, as far as can be told, by `port/protocol`. */
function protocolFacts({ workload, services }: Component): Mapping {
  const before = services.map(({ object }) => object);
  const facts = guessProtocols(workload, [], before).map(({ port, transport, protocol, isHttp, tls, internal }): [string, Mapping] => [
    `${port}/${transport}`,
    {
      ...(protocol === undefined ? {} : { protocol }),
      ...(isHttp === 'unknown' ? {} : { http: isHttp === 'yes' }),
      ...(tls ? { tls } : {}),
      ...(internal === undefined || internal === 'health' ? {} : { internal }),
    },
  ]);
  return Object.fromEntries(facts.filter(([, fact]) => Object.keys(fact).length > 0).toReversed());
}

function serviceFact(build: Build, { tree, item }: Tree, component: Component, exposure: InputExposure): Mapping {
  const spec = mapping(tree['spec']);
  const key = serviceKey(item, build);
  const keys = mappings(spec['ports']).map(portKey);
  const isShared = build.components.some((other) => other !== component && other.services.includes(item));
  const fields = SERVICE_FIELDS.flatMap((field): [string, unknown][] => (field in spec ? [[field, spec[field]]] : []));
  const ports = mappings(spec['ports']).map(({ name, port, targetPort, protocol, appProtocol }, index): Mapping => {
    const path = ['services', key, 'ports', keys[index] ?? ''];
    const number = build.values.has(path)
      ? build.blocks.value(`index (index .Values.services ${goString(key)}).ports ${goString(keys[index] ?? '')}`)
      : port;
    return Object.fromEntries(
      Object.entries({ name, port: number, targetPort, protocol, appProtocol }).filter(([, value]) => value !== undefined),
    );
  });
  return {
    name: mapping(tree['metadata'])['name'],
    ...(item === exposure.carrier ? { carrier: true } : { type: spec['type'] ?? 'ClusterIP' }),
    ...Object.fromEntries(fields),
    ports,
    ...(isShared ? { shared: true } : {}),
  };
}

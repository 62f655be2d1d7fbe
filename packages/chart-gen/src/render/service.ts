import { isAddress, portKey, type InputExposure } from '../exposure/derive.js';
import type { Component } from '../components.js';
import type { Item } from '../input.js';
import { isMapping, mapping, mappings, without, type Mapping } from '../read.js';
import { goString } from '../template/go-text.js';
import type { Build } from './build.js';
import { objectMetadata } from './metadata.js';
import { componentHead } from './workload.js';

/** Fields of a Service that go with its type; the library chart writes them where the neutral settings say them. */
const TYPE_FIELDS = ['type', 'externalTrafficPolicy', 'loadBalancerSourceRanges', 'loadBalancerClass', 'loadBalancerIP'];
/** Fields that only a LoadBalancer may have and that stay as they are. */
const BALANCER_FIELDS: ReadonlySet<string> = new Set(['allocateLoadBalancerNodePorts', 'healthCheckNodePort']);

/**
 * The template of a Service of the input. One that carries the exposure of a component gets its type and what goes with it from the
 * library chart; every other stays of the type that it is.
 */
export function renderService(
  build: Build,
  item: Item,
  tree: Mapping,
  carried: { component: Component; exposure: InputExposure } | undefined,
): string {
  const { go } = build;
  const key = serviceKey(item, build);
  const path = ['services', key];
  const lines = [`{{- $service := index .Values.services ${goString(key)} }}`, ''].join('\n');
  const head = carried ? componentHead(build, carried.component.key) : '';
  const metadata = objectMetadata(build, tree, {
    object: item.id,
    path,
    expression: '$service',
    ...(carried ? { annotations: ANNOTATIONS } : {}),
  });
  const spec = renderSpec(build, item, mapping(tree['spec']), carried?.exposure);
  const { apiVersion, kind } = tree;
  return `${head}${lines}${go.print({ apiVersion, kind, metadata, spec, ...without(tree, 'apiVersion', 'kind', 'metadata', 'spec') })}`;
}

/** Key of a Service in the values. */
export function serviceKey(item: Item, { items }: Pick<Build, 'items'>): string {
  const isTwin = items.some((other) => other !== item && other.type === item.type && other.name === item.name);
  return isTwin ? `${item.name}-${item.namespace ?? 'default'}` : item.name;
}

function renderSpec(build: Build, item: Item, spec: Mapping, exposure: InputExposure | undefined): Mapping {
  const { blocks } = build;
  const ports =
    Array.isArray(spec['ports']) && spec['ports'].every(isMapping)
      ? { ports: renderPorts(build, item, mappings(spec['ports']), exposure) }
      : {};
  if (exposure === undefined) return { ...spec, ...ports };
  const policy = spec['externalTrafficPolicy'];
  const isOnly = ([name, value]: [string, unknown]): boolean =>
    BALANCER_FIELDS.has(name) || (name === 'loadBalancerIP' && !isAddress(value));
  const isEmptyList = Array.isArray(spec[RANGES]) && spec[RANGES].length === 0;
  const kept = Object.entries(spec).filter((entry) => !TYPE_FIELDS.includes(entry[0]) && !isOnly(entry));
  const only = Object.entries(spec).filter(isOnly);
  const out: Mapping = {
    ...blocks.lines('{{- include "exposure-lib.serviceType" $exposure | nindent N+0 }}'),
    ...guarded(build, `has ${TYPE_NAME} (list "LoadBalancer")`, Object.fromEntries(only)),
    ...(isEmptyList ? guarded(build, `and (has ${TYPE_NAME} (list "LoadBalancer")) ${WITHOUT_RANGES}`, { [RANGES]: [] }) : {}),
    // Cluster is the default: it is only there because the input says so.
    ...(policy === 'Cluster' ? guarded(build, CLUSTER_POLICY, { externalTrafficPolicy: policy }) : {}),
    ...Object.fromEntries(kept),
    ...ports,
  };
  return out;
}

/** Those of the values, and while it is a load balancer those of what implements it. */
const ANNOTATIONS = '(include "exposure-lib.serviceAnnotations" (merge (dict "annotations" $service.annotations) $exposure) | fromYaml)';
const TYPE_NAME = '(include "exposure-lib.serviceTypeName" $exposure)';
const RANGES = 'loadBalancerSourceRanges';
const WITHOUT_RANGES = '(not (default dict $exposure.spec.access).allowFrom)';
const CLUSTER_POLICY = `and (has ${TYPE_NAME} (list "LoadBalancer" "NodePort")) (not (default dict $exposure.spec.access).keepClientIP)`;

/** Entries that are only there under a condition. */
function guarded({ blocks, go }: Build, condition: string, entries: Mapping): Mapping {
  if (Object.keys(entries).length === 0) return {};
  const text = go.print(entries).trimEnd().split('\n');
  return blocks.lines(`{{- if ${condition} }}`, ...text, '{{- end }}');
}

/** Ports with their numbers as values. A carrier's node ports come from the exposure. */
function renderPorts(
  { blocks, values, report, items }: Build,
  item: Item,
  ports: Mapping[],
  exposure: InputExposure | undefined,
): Mapping[] {
  const keys = ports.map(portKey);
  const service = serviceKey(item, { items });
  return ports.map((port, index) => {
    const number = port['port'];
    const key = keys[index] ?? '';
    if (!Number.isInteger(number) || keys.indexOf(key) !== index) return port;
    const path = ['services', service, 'ports', key];
    values.set(path, number);
    report.value(item.id, `spec.ports[${index}].port`, path);
    const numbered: Mapping = { ...port, port: blocks.value(`index $service.ports ${goString(key)}`) };
    if (exposure === undefined) return numbered;
    const call = `include "exposure-lib.nodePort" (merge (dict "port" ${goString(key)}) $exposure)`;
    const nodePort = blocks.lines(`{{- with ${call} }}`, 'nodePort: {{ . }}', '{{- end }}');
    return { ...without(numbered, 'nodePort'), ...nodePort };
  });
}

import type { Component } from '../components.js';
import { isMapping, mapping, without, type Mapping } from '../read.js';
import { goString } from '../template/go-text.js';
import { isFull, type Build } from './build.js';
import { objectMetadata } from './metadata.js';
import { renderPod } from './pod.js';
import { offersOf } from './policies.js';

/** A workload's template and the templates that it needs besides, by name. */
export interface RenderedWorkload {
  text: string;
  wiring: Map<string, Mapping>;
}

/** Plain settings of workloads that become values. */
const SCALARS: ReadonlySet<string> = new Set([
  'replicas',
  'schedule',
  'suspend',
  'parallelism',
  'completions',
  'backoffLimit',
  'revisionHistoryLimit',
  'minReadySeconds',
]);
const ROLLOUT_FIELD: Readonly<Record<string, string>> = {
  'apps/Deployment': 'strategy',
  'apps/StatefulSet': 'updateStrategy',
  'apps/DaemonSet': 'updateStrategy',
};
const SCALED: ReadonlySet<string> = new Set(['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet']);

/** Lines that every template of a component begins with. */
export function componentHead(build: Build, key: string): string {
  const chart = build.options.name;
  return [
    `{{- $component := index .Values.components ${goString(key)} }}`,
    `{{- $exposure := dict "root" . "component" ${goString(key)} "spec" (include "${chart}.exposure" (list . ${goString(key)}) | fromYaml) }}`,
    ...(isFull(build)
      ? [
          '{{- $profile := $component.securityProfile | default .Values.securityProfile | default "inherit" }}',
          '{{- $writable := ternary $component.writablePaths (list "/tmp") (hasKey $component "writablePaths") }}',
        ]
      : []),
    '',
  ].join('\n');
}

/** The template of a component's workload. Its values are put below `components.<key>`. */
export function renderWorkload(build: Build, component: Component, tree: Mapping): RenderedWorkload {
  const { key, item, workload } = component;
  const path = ['components', key];
  const template = pick(tree, workload.templatePath);
  const original = pick(item.object, workload.templatePath);
  const scalars = renderScalars(build, component, mapping(tree['spec']));
  const pod = renderPod(build, component, original, template);
  const isPod = workload.templatePath.length === 0;
  const place = { object: item.id, path, expression: '$component' };
  const metadata = isPod ? podMetadata(build, component, tree) : objectMetadata(build, tree, place);
  const spec = isPod
    ? pod.spec
    : within(scalars, workload.templatePath.slice(1), { ...pod.metadata, ...without(template, 'metadata', 'spec'), spec: pod.spec });
  const done = { ...without(tree, 'metadata', 'spec'), metadata, spec };
  const { apiVersion, kind, ...rest } = done as Mapping;
  const text = `${componentHead(build, key)}${build.go.print({ apiVersion, kind, metadata, spec: rest['spec'], ...without(rest, 'metadata', 'spec') })}`;
  return { text, wiring: pod.wiring };
}

/** A Pod that no label tells from others gets one where a Service of the exposure has to find it. */
function podMetadata(build: Build, { workload }: Component, tree: Mapping): Mapping {
  const metadata = objectMetadata(build, tree);
  if (Object.keys(workload.selector).length > 0) return metadata;
  const label = build.blocks.includedEntries('include "exposure-lib.podLabels" $exposure');
  return { ...metadata, labels: { ...mapping(metadata['labels']), ...label } };
}

function pick(object: Mapping, path: readonly string[]): Mapping {
  return path.reduce<Mapping>((at, key) => mapping(at[key]), object);
}

/** Puts the pod template back at its place in the spec. */
function within(spec: Mapping, path: readonly string[], template: Mapping): Mapping {
  const [key, ...rest] = path;
  if (key === undefined) return template;
  return { ...spec, [key]: within(mapping(spec[key]), rest, template) };
}

/** The spec of a workload with its plain settings as values; the pod template stays where it was. */
function renderScalars(build: Build, component: Component, spec: Mapping): Mapping {
  const { blocks, values, report, go } = build;
  const { key, item } = component;
  const isScaled = offersOf(build, component).has('autoscaling');
  const rollout = ROLLOUT_FIELD[item.type];
  const entries: [string, unknown][] = [];
  const put = (map: Mapping): void => void entries.push(...Object.entries(map));
  const rolloutEntry = rollout === undefined ? {} : blocks.includedEntries('include "exposure-lib.rollout" $exposure');
  if (SCALED.has(item.type) && !('replicas' in spec) && isFull(build)) put(optionalReplicas(build, isScaled));
  for (const [name, value] of Object.entries(spec)) {
    if (name === rollout) put(rolloutEntry);
    else if (SCALARS.has(name) && typeof value !== 'object' && !go.hasMarks(value)) {
      values.set(['components', key, name], value);
      report.value(item.id, `spec.${name}`, ['components', key, name]);
      const quoted = typeof value === 'string' ? ' | quote' : '';
      // The autoscaler sets them, where there is one.
      if (name === 'replicas' && isScaled) put(blocks.lines(UNLESS_SCALED, 'replicas: {{ $component.replicas }}', '{{- end }}'));
      else put({ [name]: blocks.value(`$component.${name}${quoted}`) });
    } else if (name === 'volumeClaimTemplates' && Array.isArray(value))
      put({ [name]: value.map((claim: unknown) => renderClaim(build, key, item.id, claim)) });
    else {
      if (name === 'template' && rollout !== undefined && !(rollout in spec)) put(rolloutEntry);
      put({ [name]: value });
    }
  }
  return Object.fromEntries(entries);
}

const UNLESS_SCALED = '{{- if not ($component.autoscaling).enabled }}';

function optionalReplicas({ blocks }: Build, isScaled: boolean): Mapping {
  if (!isScaled) return blocks.optionalScalar('replicas', '$component.replicas');
  const isSet = '(not (kindIs "invalid" $component.replicas))';
  return blocks.lines(`{{- if and ${isSet} (not ($component.autoscaling).enabled) }}`, 'replicas: {{ $component.replicas }}', '{{- end }}');
}

/** A claim of a StatefulSet with its size and class as values. */
function renderClaim(build: Build, key: string, object: string, claim: unknown): unknown {
  const name = mapping(mapping(claim)['metadata'])['name'];
  if (!isMapping(claim) || typeof name !== 'string') return claim;
  const path = ['components', key, 'volumeClaims', name];
  return {
    ...claim,
    spec: renderClaimSpec(build, { object, path, expression: `(index $component.volumeClaims ${goString(name)})` }, mapping(claim['spec'])),
  };
}

/** The spec of a claim with size and class as values, where it has them. */
export function renderClaimSpec(
  build: Build,
  { object, path, expression }: { object: string; path: readonly string[]; expression: string },
  spec: Mapping,
): Mapping {
  const { blocks, values, report, go } = build;
  const { resources, storageClassName } = spec;
  const size = mapping(mapping(resources)['requests'])['storage'];
  const out: Mapping = { ...spec };
  if (typeof size === 'string') {
    values.set([...path, 'size'], size);
    report.value(object, 'spec.resources.requests.storage', [...path, 'size']);
    out['resources'] = {
      ...mapping(resources),
      requests: { ...mapping(mapping(resources)['requests']), storage: blocks.value(`${expression}.size | quote`) },
    };
  }
  if (typeof storageClassName === 'string' && !go.hasMarks(storageClassName)) {
    values.set([...path, 'storageClassName'], storageClassName);
    report.value(object, 'spec.storageClassName', [...path, 'storageClassName']);
    out['storageClassName'] = blocks.value(`${expression}.storageClassName | quote`);
  } else if (storageClassName === undefined && isFull(build)) {
    values.set([...path, 'storageClassName'], '');
    Object.assign(out, blocks.lines(`{{- with ${expression}.storageClassName }}`, 'storageClassName: {{ . }}', '{{- end }}'));
  }
  return out;
}

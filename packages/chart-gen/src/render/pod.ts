import type { Component } from '../components.js';
import { isMapping, mapping, type Mapping } from '../read.js';
import { INSTANCE_LABEL } from '../selectors.js';
import { goString } from '../template/go-text.js';
import { isFull, type Build } from './build.js';
import { renderContainer } from './container.js';
import { textMapEntries } from './metadata.js';
import { offerExamples, offersOf } from './policies.js';

/** A pod template with what it needs besides. */
export interface RenderedPod {
  /** The entry `metadata` of the template, if there is to be one; does not count for a Pod. */
  metadata: Mapping;
  spec: Mapping;
  /** Variables with names of other objects, by the name of the template that holds them. */
  wiring: Map<string, Mapping>;
}

/** Fields of the pod that become values as they are. */
const VALUE_FIELDS: Readonly<Record<string, string>> = {
  nodeSelector: 'Nodes on which pods may run, by label.',
  tolerations: 'Taints of nodes that pods put up with.',
  affinity: '',
  topologySpreadConstraints: '',
};
const OFFERED = ['nodeSelector', 'tolerations', 'affinity'] as const;
const SCALAR_FIELDS = ['priorityClassName', 'terminationGracePeriodSeconds'] as const;
const POD_SECURITY = 'Of the pod; goes before what the profile of security sets.';
const WRITABLE = '{{- if and (eq $profile "restricted") $writable }}';
const WITHOUT_TOKEN = [
  '{{- if and (eq $profile "restricted") (not ($component.serviceAccount).name) }}',
  'automountServiceAccountToken: false',
  '{{- end }}',
];
const CONTAINER_LISTS = ['initContainers', 'containers'] as const;

/** The template of a component's pods. `template` and `original` are the pod template with and without marks. */
export function renderPod(build: Build, component: Component, original: Mapping, template: Mapping): RenderedPod {
  const { blocks, values, go, report } = build;
  const { key: component_, item, workload } = component;
  const base = workload.templatePath.join('.');
  const field = (name: string): string => [...(base === '' ? [] : [base]), 'spec', name].join('.');
  const wiring = new Map<string, Mapping>();
  const spec = mapping(template['spec']);
  const originalSpec = mapping(original['spec']);
  const main = component.main;
  const offers = offersOf(build, component);
  const hardens = offers.has('securityProfile');
  const path = ['components', component_];
  let out: Mapping = {};
  const add = (entries: Mapping): void => void (out = { ...out, ...entries });

  const containers = (list: 'initContainers' | 'containers', tree: unknown): unknown => {
    if (!Array.isArray(tree)) return tree;
    return tree.map((container: unknown, index) => {
      const from: unknown = (originalSpec[list] as unknown[])[index];
      if (!isMapping(container) || !isMapping(from) || typeof from['name'] !== 'string') return container;
      const name = from['name'];
      const isMain = list === 'containers' && name === main;
      const template_ = `${build.options.name}.wired.${component_}.${list === 'containers' ? '' : 'init.'}${name}`;
      const done = renderContainer({
        build,
        object: item.id,
        field: `${field(list)}[${index}]`,
        original: from,
        tree: container,
        path: isMain ? path : [...path, list, name],
        expression: isMain ? '$component' : `(index $component.${list} ${goString(name)})`,
        wiring: template_,
        hardens,
        serves: list === 'containers' || from['restartPolicy'] === 'Always',
      });
      if (Object.keys(done.wired).length > 0) wiring.set(template_, done.wired);
      return { name: container['name'], ...done.tree };
    });
  };

  const podSecurity = `include "${build.options.name}.podSecurity" (list $profile $component.podSecurityContext)`;
  const writable = ['- name: writable-paths', '  emptyDir: {}'];

  // The main container's values come first, then those of the others.
  const lists = new Map<string, unknown>();
  for (const list of ['containers', 'initContainers'] as const) if (list in spec) lists.set(list, containers(list, spec[list]));

  for (const [name, value] of Object.entries(spec)) {
    const isPlain = !go.hasMarks(value);
    if (name === 'hostNetwork') continue;
    if (name === 'dnsPolicy') add(blocks.includedEntries('include "exposure-lib.podSpec" $exposure'));
    else if (CONTAINER_LISTS.includes(name as 'containers')) add({ [name]: lists.get(name) });
    else if (name in VALUE_FIELDS && isPlain) {
      values.set([...path, name], value, VALUE_FIELDS[name] || undefined);
      report.value(item.id, field(name), [...path, name]);
      add(blocks.entry(name, `$component.${name}`));
    } else if (SCALAR_FIELDS.includes(name as 'priorityClassName') && isPlain && typeof value !== 'object') {
      values.set([...path, name], value);
      report.value(item.id, field(name), [...path, name]);
      add({ [name]: blocks.value(`$component.${name}`) });
    } else if (name === 'securityContext' && hardens && isPlain && isMapping(value)) {
      values.set([...path, 'podSecurityContext'], value, POD_SECURITY);
      report.value(item.id, field(name), [...path, 'podSecurityContext']);
      add(blocks.lines('securityContext:', `  {{- ${podSecurity} | nindent N+2 }}`));
    } else if (name === 'volumes' && hardens && Array.isArray(value) && value.length > 0) {
      add({ [name]: [...value, ...Object.keys(blocks.lines(WRITABLE, ...writable, '{{- end }}'))] });
    } else if (name === 'serviceAccountName' && isPlain && typeof value === 'string' && isFull(build) && !('serviceAccount' in spec)) {
      values.set([...path, name], value);
      report.value(item.id, field(name), [...path, name]);
      add({ [name]: blocks.value(`$component.${name} | quote`) });
    } else if (name === 'imagePullSecrets' && Array.isArray(value) && isFull(build)) {
      const more = blocks.lines('{{- with $.Values.global.imagePullSecrets }}', '{{- toYaml . | nindent N+0 }}', '{{- end }}');
      add({ [name]: [...value, ...Object.keys(more)] });
    } else add({ [name]: value });
  }
  if (!('dnsPolicy' in spec)) add(blocks.includedEntries('include "exposure-lib.podSpec" $exposure'));
  if (isFull(build)) {
    if (!('imagePullSecrets' in spec)) add(blocks.optional('imagePullSecrets', '$.Values.global.imagePullSecrets'));
    for (const name of OFFERED) {
      if (name in spec) continue;
      values.set([...path, name], name === 'tolerations' ? [] : {}, VALUE_FIELDS[name] || undefined);
      add(blocks.optional(name, `$component.${name}`));
    }
  }
  if (hardens) {
    if (!('securityContext' in spec)) {
      values.set([...path, 'podSecurityContext'], {}, POD_SECURITY);
      add(blocks.included('securityContext', `${podSecurity} | trimPrefix "{}"`));
    }
    if (!('volumes' in spec)) add(blocks.lines(WRITABLE, 'volumes:', ...writable.map((line) => `  ${line}`), '{{- end }}'));
    if (!('automountServiceAccountToken' in spec) && offers.has('serviceAccount')) add(blocks.lines(...WITHOUT_TOKEN));
  }
  if (offers.has('serviceAccount')) {
    const name = `($component.serviceAccount).name | default (${build.names.action(item)})`;
    add(
      blocks.lines(
        '{{- if or ($component.serviceAccount).create ($component.serviceAccount).name }}',
        `serviceAccountName: {{ ${name} }}`,
        '{{- end }}',
      ),
    );
  }
  if (offers.size > 0 && component === build.main) values.example(path, offerExamples(offers));
  return { metadata: podMetadata(build, component, template), spec: out, wiring };
}

/** Labels by which the pods are found stand in the template; the others and the annotations are values. */
function podMetadata(build: Build, { key, item, workload }: Component, template: Mapping): Mapping {
  const metadata = mapping(template['metadata']);
  const path = (name: string): string[] => ['components', key, name];
  if (Object.keys(metadata).length === 0) return bareMetadata(build, path, template);
  const { labels, annotations, ...rest } = metadata;
  const fixed = new Set([...Object.keys(workload.selector), INSTANCE_LABEL, ...selectedBy(build, workload.podLabels)]);
  const field = [...workload.templatePath, 'metadata'].join('.');
  const place = { object: item.id, field, fixed };
  return {
    metadata: {
      ...textMapEntries(build, { ...place, key: 'labels', path: path('podLabels'), expression: '$component.podLabels' }, labels),
      ...textMapEntries(
        build,
        { ...place, key: 'annotations', path: path('podAnnotations'), expression: '$component.podAnnotations' },
        annotations,
      ),
      ...rest,
    },
  };
}

/** A pod template without metadata gets some only where values ask for it. */
function bareMetadata(build: Build, path: (name: string) => string[], template: Mapping): Mapping {
  if (!isFull(build) || 'metadata' in template) return 'metadata' in template ? { metadata: template['metadata'] } : {};
  build.values.set(path('podLabels'), {});
  build.values.set(path('podAnnotations'), {});
  return build.blocks.lines(
    '{{- if or $component.podLabels $component.podAnnotations }}',
    'metadata:',
    '  {{- with $component.podLabels }}',
    '  labels:',
    '    {{- toYaml . | nindent N+4 }}',
    '  {{- end }}',
    '  {{- with $component.podAnnotations }}',
    '  annotations:',
    '    {{- toYaml . | nindent N+4 }}',
    '  {{- end }}',
    '{{- end }}',
  );
}

/** Labels that selectors of the chart's other objects go by: they must not change with a value. */
function selectedBy({ items }: Build, labels: Record<string, string>): string[] {
  const texts = items
    .filter(({ type }) => /Service|PodDisruptionBudget|NetworkPolicy|Monitor|Policy/.test(type))
    .map(({ object }) => JSON.stringify(object['spec'] ?? null));
  return Object.keys(labels).filter((key) => texts.some((text) => text.includes(JSON.stringify(key))));
}

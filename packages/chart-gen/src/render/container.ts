import { dig, isMapping, type Mapping } from '../read.js';
import { goString } from '../template/go-text.js';
import { isFull, type Build } from './build.js';
import { envCall, envParts, type EnvParts } from './env.js';
import { isImage, parseImage } from './image.js';

/** A container on its way into a template. */
export interface ContainerPlace {
  build: Build;
  /** `namespace/Kind/name` for the report. */
  object: string;
  /** Path of the container in the object, for the report. */
  field: string;
  /** As it stands in the input. */
  original: Mapping;
  /** The same with marks. */
  tree: Mapping;
  /** Place of its values, e.g. `components web`. */
  path: readonly string[];
  /** Go expression of its values, e.g. `$component`. */
  expression: string;
  /** Name of the template that holds its variables with names of other objects. */
  wiring: string;
  /** Whether the profiles of security are offered for it. */
  hardens: boolean;
  /** Whether it runs as long as its pod and can therefore be reached. */
  serves: boolean;
}

/** Fields that become values as they are. */
const PLAIN_FIELDS = ['resources', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const COMMENTS: Readonly<Record<string, string>> = {
  env: 'Variables by name: a text, or what stands beside the name (valueFrom …).',
  resources: 'Requests and limits.',
  securityContext: 'Of the container; goes before what the profile of security sets.',
};

/** A container of the template; its values are put at their place. `wired` are the variables that stand in the template. */
export function renderContainer(place: ContainerPlace): { tree: Mapping; wired: Mapping } {
  const { build, original, tree, path, expression } = place;
  const { blocks, values, go } = build;
  const out: [string, unknown][] = [];
  let wired: Mapping = {};
  const put = (entries: Mapping): void => void out.push(...Object.entries(entries));
  const value = (key: string, data: unknown): void => {
    values.set([...path, key], data, COMMENTS[key]);
    build.report.value(place.object, `${place.field}.${key}`, [...path, key]);
  };
  const env = (parts: EnvParts): string => {
    values.set([...path, 'env'], parts.values, COMMENTS['env']);
    if (Object.keys(parts.values).length > 0) build.report.value(place.object, `${place.field}.env`, [...path, 'env']);
    ({ wired } = parts);
    return envCall(build.options.name, `${expression}.env`, parts, place.wiring);
  };

  // Values stand in the order in which people look for them, whatever the order in the input.
  if (isImage(original['image'])) {
    const pullPolicy = typeof original['imagePullPolicy'] === 'string' ? { pullPolicy: original['imagePullPolicy'] } : {};
    value('image', { ...parseImage(original['image']), ...pullPolicy });
  }

  for (const [key, field] of Object.entries(tree)) {
    const isPlain = !go.hasMarks(field);
    if (key === 'image' && isImage(field)) {
      const call = `include "${build.options.name}.image" (list $ ${expression}.image)`;
      put({ image: blocks.value(/^[\d.e]+$/.test(field) ? `${call} | quote` : call) });
    } else if (key === 'imagePullPolicy' && typeof field === 'string' && isImage(original['image'])) {
      put({ imagePullPolicy: blocks.value(`${expression}.image.pullPolicy`) });
    } else if (key === 'env') {
      const parts = envParts(original['env'], field, go);
      if (parts) put(blocks.lines('env:', `  {{- ${env(parts)} | nindent N+2 }}`));
      else {
        put({ env: field });
        build.report.warnings.push({
          object: place.object,
          field: `${place.field}.env`,
          what: 'stays in the template: an entry has no name, or a name occurs twice',
        });
      }
    } else if (key === 'ports' && place.serves && areNumbered(field)) {
      put(portsEntry(place));
    } else if (PLAIN_FIELDS.includes(key as 'resources') && isPlain && isMapping(field)) {
      value(key, field);
      put(blocks.entry(key, `${expression}.${key}`));
    } else if (key === 'securityContext' && place.hardens && isPlain && isMapping(field)) {
      value(key, field);
      put(blocks.lines('securityContext:', `  {{- ${securityCall(place)} | nindent N+2 }}`));
    } else if (key === 'volumeMounts' && place.hardens && Array.isArray(field) && field.length > 0) {
      put({ volumeMounts: [...field, ...Object.keys(writableMounts(place))] });
    } else put({ [key]: field });
  }
  if (isFull(build)) put(optionalFields(place, env));
  else if (place.serves && !('ports' in tree)) put(portsEntry(place));
  return { tree: Object.fromEntries(out), wired };
}

/** Whether every port has a number that can be matched with those of a Service. */
export function areNumbered(ports: unknown): boolean {
  return Array.isArray(ports) && ports.length > 0 && ports.every((port) => Number.isInteger(dig(port, 'containerPort')));
}

function portsEntry({ build, original }: ContainerPlace): Mapping {
  const call = `include "exposure-lib.containerPorts" (merge (dict "container" ${goString(String(original['name'] ?? ''))}) $exposure)`;
  return build.blocks.included('ports', call);
}

function securityCall({ build, expression }: ContainerPlace): string {
  return `include "${build.options.name}.containerSecurity" (list $profile ${expression}.securityContext)`;
}

/** Mounts of the paths that stay writable under the profile `restricted`; where the container has a volume of its own, that stays. */
function writableMounts({ build, original }: ContainerPlace, ...head: readonly string[]): Mapping {
  const mounts = Array.isArray(original['volumeMounts']) ? original['volumeMounts'] : [];
  const own = mounts.map((mount) => dig(mount, 'mountPath')).filter((path) => typeof path === 'string');
  const taken = own.length === 0 ? '' : ` (list ${own.map(goString).join(' ')})`;
  return build.blocks.lines(
    `{{- with include "${build.options.name}.writableMounts" (list $profile $writable${taken}) }}`,
    ...head,
    `{{- . | nindent N+${head.length * 2} }}`,
    '{{- end }}',
  );
}

/** What the container does not have and people often want. */
function optionalFields(place: ContainerPlace, env: (parts: EnvParts) => string): Mapping {
  const { build, tree, path, expression, original } = place;
  const { blocks, values } = build;
  let out: Mapping = {};
  const add = (entries: Mapping): void => void (out = { ...out, ...entries });
  if (isImage(original['image']) && !('imagePullPolicy' in tree)) {
    values.set([...path, 'image', 'pullPolicy'], '');
    add(blocks.lines(`{{- with ${expression}.image.pullPolicy }}`, 'imagePullPolicy: {{ . }}', '{{- end }}'));
  }
  if (!('env' in tree)) {
    const call = env({ order: [], values: {}, wired: {} });
    add(blocks.lines(`{{- if ${expression}.env }}`, 'env:', `  {{- ${call} | nindent N+2 }}`, '{{- end }}'));
  }
  if (place.serves && !('ports' in tree)) add(portsEntry(place));
  for (const key of PLAIN_FIELDS) {
    if (key in tree || (key !== 'resources' && !place.serves)) continue;
    values.set([...path, key], {}, COMMENTS[key]);
    add(blocks.optional(key, `${expression}.${key}`));
  }
  if (!place.hardens) return out;
  if (!('securityContext' in tree)) {
    values.set([...path, 'securityContext'], {}, COMMENTS['securityContext']);
    add(blocks.included('securityContext', `${securityCall(place)} | trimPrefix "{}"`));
  }
  if (!('volumeMounts' in tree)) add(writableMounts(place, 'volumeMounts:'));
  return out;
}

import { isMapping, isTextMap, mapping, type Mapping } from '../read.js';
import { INSTANCE_LABEL } from '../selectors.js';
import { isFull, type Build } from './build.js';

/** Where labels or annotations come from and where their values go. */
export interface TextMapPlace {
  /** `namespace/Kind/name` for the report. */
  object: string;
  /** Path of the map in the object, for the report. */
  field: string;
  key: 'labels' | 'annotations';
  /** Place of the values. */
  path: readonly string[];
  /** Go expression of the values. */
  expression: string;
  /** Keys that stay in the template. Entries that Helm computes do anyway. */
  fixed?: ReadonlySet<string>;
}

/** Labels or annotations of which some stand in the template and the others are values. `tree` is absent where there are none. */
export function textMapEntries(build: Build, place: TextMapPlace, tree: unknown): Mapping {
  const { blocks, values, go, report } = build;
  const { key, path, expression } = place;
  if (tree === undefined) {
    if (!isFull(build)) return {};
    values.set(path, {});
    return blocks.optional(key, expression);
  }
  if (!isTextMap(tree)) return { [key]: tree };
  const entries = Object.entries(tree);
  const fixed = entries.filter(([name, text]) => place.fixed?.has(name) === true || go.hasMarks(text));
  const free = entries.filter((entry) => !fixed.includes(entry));
  if (free.length === 0 && fixed.length > 0 && !isFull(build)) return { [key]: tree };
  values.set(path, Object.fromEntries(free));
  if (free.length > 0) report.value(place.object, `${place.field}.${key}`, path);
  if (fixed.length === 0) return blocks.entry(key, expression);
  return {
    [key]: {
      ...Object.fromEntries(fixed),
      ...blocks.rest(
        expression,
        fixed.map(([name]) => name),
      ),
    },
  };
}

/** Where the labels and annotations of an object become values. */
export interface MetadataPlace {
  object: string;
  path: readonly string[];
  expression: string;
  /** Go expression of the annotations, where there may be more than the values. */
  annotations?: string;
}

/** Metadata of an object: its name, Helm's labels, then what it has. With a place, labels and annotations are values. */
export function objectMetadata(build: Build, tree: Mapping, place?: MetadataPlace): Mapping {
  const { blocks, go, options } = build;
  const { name, namespace, labels, annotations, ...rest } = mapping(tree['metadata']);
  const head = { name, ...(namespace === undefined ? {} : { namespace }) };
  if (labels !== undefined && !isMapping(labels)) return mapping(tree['metadata']);
  const helms = ['helm.sh/chart', 'app.kubernetes.io/managed-by', ...(options.naming === 'release' ? [INSTANCE_LABEL] : [])];
  const own = Object.fromEntries(Object.entries(mapping(labels)).filter(([key]) => !helms.includes(key)));
  const helper = (expression: string): Mapping =>
    blocks.lines(`{{- include "${options.name}.labels" (list $ ${expression}) | nindent N+0 }}`);
  if (place === undefined || !isTextMap(own) || go.hasMarks(own)) {
    return { ...head, labels: { ...helper('dict'), ...own }, ...(annotations === undefined ? {} : { annotations }), ...rest };
  }
  const { object, path, expression } = place;
  build.values.set([...path, 'labels'], own, 'Labels and annotations of the object itself.');
  if (Object.keys(own).length > 0) build.report.value(object, 'metadata.labels', [...path, 'labels']);
  const annotationPlace: TextMapPlace = {
    object,
    field: 'metadata',
    key: 'annotations',
    path: [...path, 'annotations'],
    expression: place.annotations ?? `${expression}.annotations`,
  };
  if (annotations === undefined && place.annotations !== undefined) {
    build.values.set(annotationPlace.path, {});
    return { ...head, labels: helper(`${expression}.labels`), ...blocks.optional('annotations', place.annotations), ...rest };
  }
  return { ...head, labels: helper(`${expression}.labels`), ...textMapEntries(build, annotationPlace, annotations), ...rest };
}

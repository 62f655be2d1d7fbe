import {
  describeRef,
  EXPOSURE_API_VERSION,
  finding,
  readExposure,
  refOf,
  STRATEGIES,
  type Exposure,
  type Finding,
  type KubeObject,
} from '@expose-plus/core';
import { declaredScopes, groupKind, hasFixedName, isClusterScoped, nameLimit } from './kinds.js';
import { isLive, withoutAssigned } from './live.js';
import { ENTRIES, PARTS, type ResolvedOptions } from './options.js';
import { ChartError } from './problems.js';
import { isMapping } from './read.js';

/** An object of the input and what matters of it for a chart. */
export interface Item {
  object: KubeObject;
  name: string;
  /** As it stands in the input; absent when it stands in none. */
  namespace?: string;
  /** `group/Kind`. */
  type: string;
  clusterScoped: boolean;
  /** Its name can never change, e.g. that of a CustomResourceDefinition. */
  fixedName: boolean;
  /** Whether it was read from a cluster: what the cluster assigned is left out. */
  live: boolean;
  /** Longest name that is safe. */
  nameLimit: number;
  /** `namespace/Kind/name` for messages. */
  id: string;
}

/** Deepest nesting that is taken, as by the reader of manifests. */
const DEEPEST = 400;

function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth > DEEPEST || Object.values(value).some((item) => isTooDeep(item, depth + 1));
}

/**
 * Why something of the input is no object of Kubernetes; empty when it is one.
 * Names: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#path-segment-names
 */
function faultOf(value: unknown): string {
  if (!isMapping(value)) return `is ${value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`} and no object`;
  if (isTooDeep(value)) return `is nested more than ${DEEPEST} deep`;
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || !/^[a-z0-9.-]+(\/[a-z0-9]+)?$/i.test(apiVersion))
    return `has no apiVersion such as apps/v1: ${JSON.stringify(apiVersion)}`;
  if (typeof kind !== 'string' || !/^[a-z][a-z0-9]*$/i.test(kind)) return `has no kind such as Deployment: ${JSON.stringify(kind)}`;
  if (isMapping(value) && Array.isArray(value['items']) && kind.endsWith('List')) return '';
  if (!isMapping(metadata)) return `, a ${kind}, has no metadata`;
  const { name = '', namespace = 'default' } = metadata;
  if (typeof name !== 'string' || !isSegment(name)) return `, a ${kind}, has a name that no object can have: ${JSON.stringify(name)}`;
  return typeof namespace === 'string' && /^[a-z0-9-]+$/.test(namespace)
    ? ''
    : `, a ${kind}, has a namespace that cannot be: ${JSON.stringify(namespace)}`;
}

function isSegment(name: string): boolean {
  return name !== '.' && name !== '..' && !/[/%\u0000-\u001f\u007f]/.test(name);
}

/** The objects of an input, Lists taken apart. Throws a {@link ChartError} that names everything that is no object. */
function objectsOf(input: readonly unknown[]): KubeObject[] {
  const problems: Finding[] = [];
  const take = (value: unknown, index: number): KubeObject[] => {
    const fault = faultOf(value);
    if (fault === '') return flatten(value as KubeObject, index);
    problems.push(finding('EP505', { message: `Object ${index + 1}${fault.startsWith(',') ? '' : ' '}${fault}.` }));
    return [];
  };
  const flatten = (object: KubeObject, index: number): KubeObject[] => {
    const items: unknown = object['items'];
    if (!object.kind.endsWith('List') || !Array.isArray(items)) return [object];
    const head = { apiVersion: object.apiVersion, kind: object.kind.slice(0, -4) };
    return items.flatMap((item: unknown) => take(isMapping(item) ? { ...head, ...item } : item, index));
  };
  const objects = input.flatMap(take);
  if (problems.length > 0) throw new ChartError(problems);
  return objects;
}

/** Problems of the options, none of which depends on the input. */
function optionProblems({ name, version, naming, flavor, entry, strategy, with: parts }: ResolvedOptions): Finding[] {
  const found: Finding[] = [];
  const wrong = (field: string, message: string): void => void found.push(finding('EP500', { message, field }));
  if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name) || name.length > 53) {
    wrong(
      'name',
      `The chart's name ${JSON.stringify(name)} must be lower-case letters, digits and dashes, begin with a letter and have at most 53 characters.`,
    );
  }
  // https://semver.org/#is-there-a-suggested-regular-expression-regex-to-check-a-semver-string
  if (!/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/.test(version)) {
    wrong('version', `The chart's version ${JSON.stringify(version)} is not a semantic version such as 0.1.0.`);
  }
  if (!['release', 'original'].includes(naming)) wrong('naming', `naming is ${JSON.stringify(naming)}; it must be release or original.`);
  if (!['full', 'minimal'].includes(flavor)) wrong('flavor', `flavor is ${JSON.stringify(flavor)}; it must be full or minimal.`);
  for (const part of parts)
    if (!PARTS.includes(part)) wrong('with', `there is no part ${JSON.stringify(part)}; there are: ${PARTS.join(', ')}.`);
  if (strategy !== undefined && !STRATEGIES.includes(strategy)) {
    wrong(
      'strategy',
      `strategy is ${JSON.stringify(strategy)}; in a chart, which looks nothing up, it must be one of ${STRATEGIES.join(', ')}.`,
    );
  }
  if (!ENTRIES.includes(entry)) wrong('entry', `entry is ${JSON.stringify(entry)}; it must be one of ${ENTRIES.join(', ')}.`);
  return found;
}

/** An Exposure among the input: what it asks for goes into the values of its component. */
function isExposure({ apiVersion, kind }: KubeObject): boolean {
  return apiVersion === EXPOSURE_API_VERSION && kind === 'Exposure';
}

/** The Exposures of an input. Throws a {@link ChartError} that names every fault in them. */
export function readExposures(objects: readonly KubeObject[]): Exposure[] {
  const results = objectsOf(objects)
    .filter(isExposure)
    .map((object) => readExposure(object));
  const problems = results.flatMap((result) => ('findings' in result ? result.findings : []));
  if (problems.length > 0) throw new ChartError(problems);
  return results.flatMap((result) => ('ok' in result ? [result.ok] : []));
}

/** Reads the input. Throws a {@link ChartError} that names everything from which no chart can be made. */
export function readInput(objects: readonly KubeObject[], options: ResolvedOptions): Item[] {
  const problems = optionProblems(options);
  const flat = objectsOf(objects).filter((object) => !isExposure(object));
  if (flat.length === 0) problems.push(finding('EP501', { message: 'The input holds no objects.' }));
  const scopes = declaredScopes(flat);
  const seen = new Map<string, number>();
  const items = flat.map((given, index): Item => {
    const live = isLive(given);
    const object = live ? withoutAssigned(given) : given;
    const { name = '', namespace, generateName } = object.metadata;
    const ref = refOf(object);
    if (name === '') {
      const what = generateName === undefined ? 'has no name' : `has only a generateName (${generateName})`;
      problems.push(finding('EP502', { message: `Object ${index + 1}, a ${object.kind}, ${what}.`, field: 'metadata.name' }));
    }
    const clusterScoped = isClusterScoped(object, scopes);
    const key = `${groupKind(object)} ${namespace ?? ''} ${name}`;
    const twin = seen.get(key);
    if (twin !== undefined && name !== '') {
      problems.push(
        finding('EP503', { message: `${describeRef(ref)} occurs twice, as object ${twin + 1} and object ${index + 1}.`, object: ref }),
      );
    }
    seen.set(key, index);
    return {
      object,
      name,
      ...(namespace === undefined ? {} : { namespace }),
      type: groupKind(object),
      clusterScoped,
      fixedName: hasFixedName(object),
      live,
      nameLimit: nameLimit(object),
      id: describeRef(ref),
    };
  });
  if (problems.length > 0) throw new ChartError(problems);
  return items;
}

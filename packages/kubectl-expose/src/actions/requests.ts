import {
  EXPOSURE_API_VERSION,
  objectsOf,
  readWorkload,
  type Exposure,
  type KubeObject,
  type Snapshot,
  type SourceLocation,
  type Target,
} from '@expose-plus/core';
import type { Problem } from '../args/normalise.js';
import type { Request } from '../args/request.js';
import { wordOf, type TargetWord } from '../args/words.js';
import { UserError } from '../errors.js';
import { findTypeOffline } from '../kube/names.js';
import { apiVersionOf, type ResourceType } from '../kube/resource-type.js';
import type { Manifests, Placed } from '../input/manifests.js';
import { mergeSpec } from './merge-spec.js';
import type { Session } from './session.js';

/** A request of which the target is known, but not yet its ports. */
export interface Draft {
  exposure: Exposure;
  /** Where the Exposure stood, when it came from a file. */
  location?: SourceLocation;
  /** Where the workload stood, when the request came from flags and the workload from a file. */
  targetLocation?: SourceLocation;
}

/**
 * The requests of a command line: one for each workload named, each Exposure of the files, or each workload of the files. Flags win
 * over what an Exposure says.
 * @throws UserError with everything that is wrong
 */
export async function findRequests(
  targets: readonly TargetWord[],
  request: Request,
  session: Session,
  namespaceTyped: string | undefined,
): Promise<Draft[]> {
  const { manifests } = session;
  const problems: Problem[] = [];
  const drafts =
    manifests.exposures.length > 0 ? fromExposures(manifests.exposures, targets, problems) : await fromTargets(targets, session, problems);
  const merged = drafts.map(({ exposure, ...rest }): Draft => {
    const namespace = placeOf(exposure, namespaceTyped, problems);
    return { ...rest, exposure: withFlags(exposure, request, namespace) };
  });
  if (request.name !== undefined && merged.length > 1) {
    problems.push({
      message: `--name=${request.name} with ${merged.length} workloads: an Exposure is of one`,
      remedy: `add ${merged.map(({ exposure }) => targetWord(exposure.spec.target)).join(' or ')}`,
    });
  }
  refuse(problems);
  return merged;
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ message, remedy }) => (remedy === undefined ? message : `${message}\n  → ${remedy}`));
  throw new UserError([...new Set(lines)].toSorted().join('\nerror: '));
}

const targetWord = (target: Target): string => `${target.kind.toLowerCase()}/${target.name}`;

function fromExposures(exposures: readonly Placed<Exposure>[], targets: readonly TargetWord[], problems: Problem[]): Draft[] {
  const all = exposures.map(({ object, location }): Draft => ({ exposure: object, location }));
  if (targets.length === 0) return all;
  return targets.flatMap((word) => {
    const found = all.filter(({ exposure }) => isMeant(word, exposure.spec.target.kind, exposure.spec.target.name));
    if (found.length === 0)
      problems.push({
        message: `no Exposure of the files is of ${wordOf(word)}`,
        remedy: [...new Set(all.map(({ exposure }) => targetWord(exposure.spec.target)))].join(' or '),
      });
    return found;
  });
}

async function fromTargets(targets: readonly TargetWord[], session: Session, problems: Problem[]): Promise<Draft[]> {
  const { manifests } = session;
  if (targets.length === 0)
    return manifestTargets(manifests, problems).map(({ object, location }) => ({
      exposure: newExposure(object),
      targetLocation: location,
    }));
  if (!session.client) {
    const snapshot = await session.read([]);
    return targets.flatMap((word) => offlineTarget(word, snapshot, manifests, problems));
  }
  const { resolveType } = await import('../kube/names.js');
  const drafts: Draft[] = [];
  for (const word of targets) {
    const placed = manifests.objects.find(({ object }) => isMeant(word, object.kind, object.metadata.name));
    if (placed) {
      drafts.push({ exposure: newExposure(placed.object), targetLocation: placed.location });
      continue;
    }
    const type = await resolveType(session.client.discovery, word.type);
    if (type) drafts.push({ exposure: exposureOf({ apiVersion: apiVersionOf(type), kind: type.kind, name: word.name }) });
    else problems.push(await unknownType(word, session));
  }
  return drafts;
}

async function unknownType(word: TargetWord, session: Session): Promise<Problem> {
  const { nearTypes } = await import('../kube/names.js');
  const near = session.client ? nearTypes(await session.client.discovery.types(), word.type) : [];
  return {
    message: `the server has no resource type "${word.type}"`,
    ...(near.length > 0 ? { remedy: near.map((type) => `${type}/${word.name}`).join(' or ') } : {}),
  };
}

/** The workloads of the files that are nobody's part; where there are none, their Services. */
function manifestTargets(manifests: Manifests, problems: Problem[]): Placed<KubeObject>[] {
  const own = manifests.objects.filter(({ object }) => (object.metadata.ownerReferences ?? []).every(({ controller }) => !controller));
  const workloads = own.filter(({ object }) => readWorkload(object) !== undefined);
  // A one-off task is rarely what is to be reached, but may be named.
  const serving = workloads.filter(({ object }) => object.kind !== 'Job' && object.kind !== 'CronJob');
  const found = [serving, workloads, own.filter(({ object }) => object.kind === 'Service')].find((candidates) => candidates.length > 0);
  if (!found) problems.push(nothingToExpose(manifests));
  const unnamed = found?.filter(({ object }) => !object.metadata.name) ?? [];
  for (const { object, location } of unnamed)
    problems.push({
      message: `${location.file}:${location.line}: ${object.kind} with generateName: only an object with a name can be exposed`,
    });
  return found ?? [];
}

/** Which files were read, and what stood there instead. */
function nothingToExpose({ objects, texts }: Manifests): Problem {
  const files = [...texts.keys()].map((file) => (file === '-' ? 'standard input' : file));
  const kinds = [...new Set(objects.map(({ object }) => object.kind))];
  const held = kinds.length === 0 ? 'nothing' : `only ${kinds.slice(0, 8).join(', ')}${kinds.length > 8 ? ' …' : ''}`;
  return {
    message: `there is neither a workload nor a Service nor an Exposure in ${files.slice(0, 5).join(', ')}${files.length > 5 ? ' …' : ''}: ${held}`,
    remedy: 'name a workload of the cluster (deploy/NAME), or a file with a Deployment, StatefulSet, DaemonSet, Pod, Service …',
  };
}

function offlineTarget(word: TargetWord, snapshot: Snapshot, manifests: Manifests, problems: Problem[]): Draft[] {
  const placed = manifests.objects.find(({ object }) => isMeant(word, object.kind, object.metadata.name, object.apiVersion));
  const object = placed?.object ?? snapshot.objects.find((each) => isMeant(word, each.kind, each.metadata.name, each.apiVersion));
  if (object) return [{ exposure: newExposure(object), ...(placed ? { targetLocation: placed.location } : {}) }];
  const others = snapshot.objects.filter((each) => each.metadata.name !== undefined && readWorkload(each) !== undefined);
  const names = others.slice(0, 5).map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`);
  problems.push({
    message: `${wordOf(word)} is not in the input`,
    ...(names.length > 0 ? { remedy: `there is ${names.join(', ')}${others.length > 5 ? ' …' : ''}` } : {}),
  });
  return [];
}

/** Whether a word means an object: by Kubernetes' own names offline, and by its kind for everything else. */
function isMeant(word: TargetWord, kind: string, name: string | undefined, apiVersion?: string): boolean {
  if (name !== word.name) return false;
  const [plain = ''] = word.type.toLowerCase().split('.');
  const type: ResourceType | undefined = findTypeOffline(word.type);
  if (type && type.kind === kind && (apiVersion === undefined || apiVersion.split('/')[0] === apiVersionOf(type).split('/')[0]))
    return true;
  return [kind.toLowerCase(), `${kind.toLowerCase()}s`, `${kind.toLowerCase()}es`].includes(plain);
}

function newExposure(object: KubeObject): Exposure {
  const { apiVersion, kind, metadata } = object;
  const made = exposureOf({ apiVersion, kind, name: metadata.name ?? '' });
  return metadata.namespace === undefined ? made : { ...made, metadata: { namespace: metadata.namespace } };
}

function exposureOf(target: Target): Exposure {
  return { apiVersion: EXPOSURE_API_VERSION, kind: 'Exposure', metadata: {}, spec: { target } };
}

/** As in kubectl, `-n` must not contradict a file. */
function placeOf(exposure: Exposure, typed: string | undefined, problems: Problem[]): string | undefined {
  const { namespace } = exposure.metadata;
  if (namespace !== undefined && typed !== undefined && namespace !== typed) {
    problems.push({
      message: `${targetWord(exposure.spec.target)} is in namespace ${namespace}, -n says ${typed}`,
      remedy: `-n ${namespace}`,
    });
  }
  if (typed !== undefined && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(typed))
    problems.push({ message: `-n ${typed}: a namespace has at most 63 lower-case letters, digits and dashes` });
  return namespace ?? typed;
}

function withFlags(exposure: Exposure, request: Request, namespace: string | undefined): Exposure {
  const { target, ...spec } = exposure.spec;
  return {
    ...exposure,
    metadata: {
      ...exposure.metadata,
      ...(request.name === undefined ? {} : { name: request.name }),
      ...(namespace === undefined ? {} : { namespace }),
    },
    spec: {
      ...mergeSpec(spec, request.spec),
      target: { ...target, ...(request.container === undefined ? {} : { container: request.container }) },
    },
  };
}

/** The object that a request is of, as it stands in a snapshot. */
export function targetObject(exposure: Exposure, snapshot: Snapshot): KubeObject | undefined {
  const { apiVersion = 'apps/v1', kind, name } = exposure.spec.target;
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const namespace = exposure.metadata.namespace ?? snapshot.namespace;
  return objectsOf(snapshot, group, kind, namespace).find(({ metadata }) => metadata.name === name);
}

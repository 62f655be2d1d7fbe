import {
  describeRef,
  fieldManager,
  finding,
  parsePath,
  refOf,
  valueAt,
  type ApplyStep,
  type DeleteStep,
  type Finding,
  type GenerateTlsStep,
  type KubeObject,
  type ObjectRef,
  type PatchStep,
  type PlanStep,
  type Snapshot,
} from '@expose-plus/core';
import { UserError } from '../errors.js';
import type { KubeClient } from '../kube/client.js';
import { conflictsOf } from '../kube/conflicts.js';
import { ApiError, isApiError } from '../kube/errors.js';
import { restoreFields } from '../kube/restore.js';
import { refOfStep } from './step-ref.js';

/** What became of one object. */
export interface Outcome {
  ref: ObjectRef;
  result: 'created' | 'configured' | 'unchanged' | 'patched' | 'restored' | 'deleted' | 'gone';
  /** The object as the server has it now. */
  object?: KubeObject;
}

export interface ExecuteOptions {
  /** Name of the Exposure. */
  name: string;
  /** What the plan was made from: tells what was there. */
  snapshot: Snapshot;
  /** The fields that a patch says it takes may be taken from their managers. */
  force: boolean;
  /** What others set on objects of ours may be overwritten: only `--force-conflicts` says so, since no plan names it. */
  overwrite: boolean;
  /** The server checks everything and stores nothing. */
  dryRun: boolean;
  signal: AbortSignal;
  now: Date;
}

/** How often a patch looks again when somebody wrote the object in between. */
const ATTEMPTS = 5;

/**
 * Carries out one step.
 * @throws UserError with the finding, ApiError, ConnectionError
 */
export async function execute(step: PlanStep, client: KubeClient, options: ExecuteOptions): Promise<Outcome> {
  const ref = refOfStep(step);
  try {
    switch (step.kind) {
      case 'apply':
        return await applyStep(step, client, options);
      case 'patch':
        return await patchStep(step, client, options);
      case 'generate-tls':
        return await certificateStep(step, client, options);
      case 'delete':
        return await deleteStep(step, client, options);
      case 'restore': {
        const { state, ...rest } = await restoreFields(client, step, { signal: options.signal, dryRun: options.dryRun });
        return { ref, result: state, ...rest };
      }
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new UserError(`${describeRef(ref)} could not be ${step.kind === 'delete' ? 'deleted' : 'applied'}`, {
      findings: findingsOf(error, ref),
      cause: error,
    });
  }
}

async function applyStep(
  { object }: ApplyStep,
  client: KubeClient,
  { name, snapshot, overwrite, dryRun, signal }: ExecuteOptions,
): Promise<Outcome> {
  const made = await client.apply(object, { fieldManager: fieldManager(name), force: overwrite, dryRun, signal });
  return { ref: refOf(made), result: resultOf(made, find(snapshot, refOf(object))), object: made };
}

/** The record of what is taken travels with the change itself, guarded by the version at which the old values stood there. */
async function patchStep(
  { set, target, takes }: PatchStep,
  client: KubeClient,
  { name, force, dryRun, signal }: ExecuteOptions,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const live = await client.get(target, { signal });
    const moved = takes.filter(({ path, old }) => !same(valueAt(live, parsePath(path) ?? []), old) && !isOurs(live, set, path));
    if (moved.length > 0) {
      throw new UserError(`${describeRef(target)} changed since it was read`, {
        findings: moved.map(({ path }) =>
          finding('EP409', { message: `${path} is no longer what the plan was made for`, object: target, field: path }),
        ),
      });
    }
    const body: KubeObject =
      takes.length === 0 ? set : { ...set, metadata: { ...set.metadata, resourceVersion: live.metadata.resourceVersion ?? '' } };
    try {
      const made = await client.apply(body, { fieldManager: fieldManager(name), force: force && takes.length > 0, dryRun, signal });
      return {
        ref: target,
        result: made.metadata.resourceVersion === live.metadata.resourceVersion ? 'unchanged' : 'patched',
        object: made,
      };
    } catch (error) {
      if (!isApiError(error, 409) || conflictsOf(error).length > 0 || attempt >= ATTEMPTS) throw error;
    }
  }
}

/** Whether the field already has the value that the patch sets: an earlier run got this far. */
function isOurs(live: KubeObject, set: KubeObject, path: string): boolean {
  const steps = parsePath(path) ?? [];
  return same(valueAt(live, steps), valueAt(set, steps));
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const DAY_MS = 86_400_000;
/** Days for which a certificate is made, and days before its end when it is made anew. */
const VALID_DAYS = 365;
const RENEW_DAYS = 30;

async function certificateStep({ secret, hosts, labels }: GenerateTlsStep, client: KubeClient, options: ExecuteOptions): Promise<Outcome> {
  const { name, snapshot, dryRun, signal, overwrite, now } = options;
  const ref: ObjectRef = { apiVersion: 'v1', kind: 'Secret', ...secret };
  const known = find(snapshot, ref);
  const { certificate } = (known ?? {}) as { certificate?: { names: string[]; notAfter: string } };
  const lasts = certificate !== undefined && Date.parse(certificate.notAfter) > now.getTime() + RENEW_DAYS * DAY_MS;
  if (known && lasts && hosts.every((host) => certificate.names.includes(host))) return { ref, result: 'unchanged', object: known };
  const { makeCertificate } = await import('../kube/certificate.js');
  const { cert, key } = makeCertificate({
    commonName: hosts[0] ?? secret.name,
    names: hosts,
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + VALID_DAYS * DAY_MS),
  });
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const made = await client.apply(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { ...secret, labels },
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': base64(cert), 'tls.key': base64(key) },
    },
    { fieldManager: fieldManager(name), force: overwrite, dryRun, signal },
  );
  const { withoutSecretData } = await import('../kube/secret.js');
  return { ref, result: known ? 'configured' : 'created', object: withoutSecretData(made) };
}

async function deleteStep({ target }: DeleteStep, client: KubeClient, { snapshot, dryRun, signal }: ExecuteOptions): Promise<Outcome> {
  const uid = find(snapshot, target)?.metadata.uid;
  // The uid keeps an object of the same name that somebody else made meanwhile.
  const deleted = await client.delete(target, { dryRun, signal, ...(uid === undefined ? {} : { preconditions: { uid } }) });
  return { ref: target, result: deleted ? 'deleted' : 'gone' };
}

function find(snapshot: Snapshot, ref: ObjectRef): KubeObject | undefined {
  const group = ref.apiVersion.split('/').slice(0, -1).join('/');
  return snapshot.objects.find(
    ({ apiVersion, kind, metadata }) =>
      kind === ref.kind &&
      metadata.name === ref.name &&
      apiVersion.split('/').slice(0, -1).join('/') === group &&
      (metadata.namespace ?? snapshot.namespace) === (ref.namespace ?? snapshot.namespace),
  );
}

function resultOf(made: KubeObject, before: KubeObject | undefined): Outcome['result'] {
  if (!before) return 'created';
  return made.metadata.resourceVersion === before.metadata.resourceVersion ? 'unchanged' : 'configured';
}

/** What the API server has against a step. */
export function findingsOf(error: ApiError, object: ObjectRef): Finding[] {
  const conflicts = conflictsOf(error);
  if (conflicts.length > 0) {
    return conflicts.map(({ manager, field }) => finding('EP400', { message: `${field} belongs to ${manager}`, object, field }));
  }
  if (error.status === 409) return [finding('EP409', { message: error.message, object })];
  if (error.status === 403 && error.verb !== undefined) {
    const where = error.namespace === undefined ? 'at the cluster scope' : `in namespace ${error.namespace}`;
    return [finding('EP402', { message: `missing: ${error.verb} ${error.resource ?? ''} ${where}`, object })];
  }
  const causes = (error.details.causes ?? []).filter(({ message }) => message !== undefined);
  if (causes.length === 0) return [finding('EP401', { message: error.message, object })];
  return causes.map(({ message = '', field }) => finding('EP401', { message, object, ...(field === undefined ? {} : { field }) }));
}

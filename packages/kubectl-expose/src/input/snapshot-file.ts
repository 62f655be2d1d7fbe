import type { Snapshot } from '@expose-plus/core';
import { readManifests } from '@expose-plus/core/manifests';
import { UserError } from '../errors.js';
import type { Io } from '../io.js';
import { whyUnreadable } from './files.js';

/** Reads what `kubectl expose-plus snapshot` wrote. @throws UserError when it is none */
export function readSnapshotFile(path: string, io: Io): Snapshot {
  let text: string;
  try {
    text = io.readFile(path);
  } catch (error) {
    throw new UserError(`--snapshot ${path}: ${whyUnreadable(error)}`);
  }
  const value = parse(text, path);
  if (!isSnapshot(value)) {
    throw new UserError(`--snapshot ${path}: is not a snapshot (apiVersion expose-plus.dev/v1alpha1, kind Snapshot, objects, coverage)`, {
      remedy: `kubectl expose-plus snapshot > ${path}`,
    });
  }
  return value;
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { objects, findings } = readManifests(text, { file: path });
    const errors = findings.filter(({ level }) => level === 'error');
    if (errors.length > 0) throw new UserError(`--snapshot ${path} cannot be read`, { findings: errors });
    return objects[0]?.object;
  }
}

function isSnapshot(value: unknown): value is Snapshot {
  if (!isMapping(value)) return false;
  const { apiVersion, kind, objects, coverage, server, namespace } = value;
  return (
    apiVersion === 'expose-plus.dev/v1alpha1' &&
    kind === 'Snapshot' &&
    Array.isArray(objects) &&
    objects.every(
      (object) =>
        isMapping(object) &&
        typeof object['kind'] === 'string' &&
        typeof object['apiVersion'] === 'string' &&
        isMetadata(object['metadata']),
    ) &&
    Array.isArray(coverage) &&
    coverage.every((row) => isMapping(row) && typeof row['resource'] === 'string' && typeof row['state'] === 'string') &&
    (server === 'unknown' || (isMapping(server) && isMapping(server['apis']))) &&
    typeof namespace === 'string'
  );
}

/** What readers of facts take for granted; they expect anything of the rest of an object. */
function isMetadata(value: unknown): boolean {
  if (!isMapping(value)) return false;
  const { name, namespace, labels, annotations, ownerReferences, managedFields } = value;
  const texts = [labels, annotations].every((map) => map === undefined || isMapping(map));
  const lists = [ownerReferences, managedFields].every((list) => list === undefined || (Array.isArray(list) && list.every(isMapping)));
  return texts && lists && [name, namespace].every((text) => text === undefined || typeof text === 'string');
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

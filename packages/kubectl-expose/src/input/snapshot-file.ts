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
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, objects, coverage, server, namespace } = value as Partial<Snapshot>;
  return (
    apiVersion === 'expose-plus.dev/v1alpha1' &&
    kind === 'Snapshot' &&
    Array.isArray(objects) &&
    objects.every(
      (object) => typeof object?.kind === 'string' && typeof object?.apiVersion === 'string' && typeof object?.metadata === 'object',
    ) &&
    Array.isArray(coverage) &&
    (server === 'unknown' || typeof server === 'object') &&
    typeof namespace === 'string'
  );
}

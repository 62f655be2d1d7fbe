import { canSayNone, coverageOf, finding, planNeeds, type Exposure, type Finding, type Snapshot } from '@expose-plus/core';
import { EXPOSURE_FLAGS } from '../flags/exposure.js';
import type { FlagSpec } from '../flags/flag.js';
import type { Draft } from './requests.js';

/** A target that was not found because it may not be read: the missing permission, not a wrong "there is none". */
export function unreadable(found: Finding, exposure: Exposure, snapshot: Snapshot): Finding {
  const { object } = found;
  if (found.code !== 'EP150' || !object) return found;
  const query = planNeeds(exposure, snapshot.namespace).find(
    ({ kind, namespace }) => kind === object.kind && namespace === object.namespace,
  );
  if (!query || canSayNone(snapshot, query.resource, query.namespace)) return found;
  const { state, reason } = coverageOf(snapshot, query.resource, query.namespace);
  return state === 'forbidden' || state === 'error'
    ? finding('EP402', { message: `${object.kind} ${object.name} cannot be read: ${reason ?? state}`, object })
    : found;
}

/** Fields that a request does not have, or that name its workload. */
const OF_WORKLOAD = /^spec\.(target|template|containers|initContainers|jobTemplate)\b/;

/** A finding in the terms of its request: a place in the Exposure file, or the flag that sets the field. */
export function placeFinding(found: Finding, draft: Draft, offline = true): Finding {
  const placed = placedFinding(found, draft);
  const { targetLocation } = draft;
  if (found.code !== 'EP150' || !targetLocation || offline) return placed;
  const file = targetLocation.file === 'stdin' ? '-' : targetLocation.file;
  return {
    ...placed,
    remedy: `expose-plus creates no workloads: kubectl apply -f ${file} makes it; --dry-run=client plans from the file alone.`,
  };
}

function placedFinding(found: Finding, { location, targetLocation }: Draft): Finding {
  if (found.location) return found;
  const { field } = found;
  const isOfRequest = field?.startsWith('spec.') === true && !OF_WORKLOAD.test(field);
  if (location || !isOfRequest) {
    const place = location ?? targetLocation;
    return place ? { ...found, location: place } : found;
  }
  if (found.code !== 'EP161' && found.code !== 'EP162') return found;
  return { ...found, message: inFlags(found.message), remedy: remedyFor(found) };
}

/** A text with the fields that flags set named by their flags. */
export function inFlags(text: string): string {
  return text.replaceAll(/\bspec\.[A-Za-z.]+/g, (path) => flagFor(path) ?? path);
}

function remedyFor({ message, remedy = '' }: Finding): string {
  const flags = [...message.matchAll(/\bspec\.[A-Za-z.]+/g)].flatMap(([path]) => flagFor(path, true) ?? []);
  return flags.length === 0 ? remedy : flags.join(' or ');
}

/** `--class` for `spec.ingress.className`; with its placeholder on request. */
function flagFor(path: string, withValue = false): string | undefined {
  const table: readonly FlagSpec[] = EXPOSURE_FLAGS;
  const flag = table.find(({ sets, alsoSets = [] }) => sets === path || alsoSets.includes(path));
  return flag && `--${flag.name}${withValue ? ` ${flag.placeholder ?? 'VALUE'}` : ''}`;
}

import { readExposure, type Exposure, type Finding, type KubeObject } from '@expose-plus/core';
import { locateField } from '@expose-plus/core/manifests';
import type { Placed } from './manifests.js';

/** An Exposure of a file, or what is wrong with it, by field and line. */
export function checkExposure(
  placed: Placed<KubeObject>,
  texts: ReadonlyMap<string, string>,
): { exposure: Exposure } | { findings: Finding[] } {
  const text = texts.get(placed.location.file === 'stdin' ? '-' : placed.location.file);
  const result = readExposure(placed.object, {
    locate: (field) => (text === undefined ? placed.location : locateField(text, placed.location, field)),
  });
  return 'ok' in result ? { exposure: result.ok } : result;
}

/** What the schema has against a request that flags made. */
export function requestFindings(exposure: Exposure): Finding[] {
  const result = readExposure(exposure);
  return 'ok' in result ? [] : result.findings;
}
